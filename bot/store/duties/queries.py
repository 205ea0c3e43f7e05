"""What is asked of duties one by one: of a case, a cause, a rule."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty


def open_by_trigger(session: Session, triggers: Collection[str], agency_id: int | None = None) -> list[Duty]:
    """What is open and was started by one of these triggers, of one agency if it is given, in the order in which
    it came into being."""
    statement = select(Duty).where(Duty.state == DutyState.OPEN, col(Duty.trigger).in_(triggers))
    if agency_id is not None:
        statement = statement.where(Duty.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(Duty.id))).all())
