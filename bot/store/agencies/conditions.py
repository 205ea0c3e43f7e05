"""When an appointment holds: on its first and on its last day too. Days are local dates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_

from bot.store.agencies.tables import Appointment


def not_over(day: Any) -> ColumnElement[bool]:
    """The appointment ends on `day` (a date, or a parameter for one), later, or never."""
    return or_(col(Appointment.to_date).is_(None), col(Appointment.to_date) >= day)


def holds(day: Any) -> ColumnElement[bool]:
    """The appointment holds on `day` (a date, or a parameter for one)."""
    return and_(col(Appointment.from_date) <= day, not_over(day))
