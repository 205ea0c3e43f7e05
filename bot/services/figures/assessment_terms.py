"""The terms of an assessment: until when a unit may object once its data are frozen, until when an objection is to be
answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.duties.duties import Distance, distance
from bot.domain.figures.assessment import Sheet, State
from bot.services.hall.desk import Desk
from bot.store.tables import Score

ON, OBJECTED = "on", "objected"
"""Keys of `Score.frozen`: the day on which the data were frozen, and that of the objection."""


def object_until(desk: Desk, sheet: Sheet, rows: Iterable[Score]) -> date | None:
    """The last day on which the unit may object; None while its data are not frozen."""
    on = next((str(row.frozen[ON]) for row in rows if ON in row.frozen), None)
    return _after(desk, on, sheet.objection_days) if on else None


def answer_until(desk: Desk, sheet: Sheet, row: Score | None) -> date | None:
    """The last day on which an objection that waits is to be answered."""
    if row is None or row.state != State.OBJECTED or OBJECTED not in row.frozen:
        return None
    return _after(desk, str(row.frozen[OBJECTED]), sheet.answer_days)


def away(desk: Desk, until: date | None) -> Distance | None:
    return distance(desk.house.law.calendar, desk.today, until, until) if until is not None else None


def _after(desk: Desk, day: str, days: int) -> date:
    return desk.house.law.calendar.add_working(date.fromisoformat(day), days)
