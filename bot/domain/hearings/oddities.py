"""What about a hearing's time and place makes one ask whether it was read or typed rightly. Nothing is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from bot.domain.law.calendar import WorkingCalendar

OPENS, CLOSES = time(8), time(18)
"""Courts hear between these local hours, as a rule."""
DAY_OFF, HOUR, NO_PLACE = "day_off", "hour", "no_place"
ASKS: Mapping[str, str] = {
    DAY_OFF: "This is a day off. Please check the date with the court.",
    HOUR: "This is before 8:00 or after 18:00. Please check the time with the court.",
    NO_PLACE: "No place is named. Please ask the court and enter it.",
}
"""The sentence that asks, a message id."""


def odd(local: datetime, place: str, *, online: bool, calendar: WorkingCalendar) -> tuple[str, ...]:
    """What is odd about a hearing at this local time and place; an online hearing needs no place."""
    found = []
    if not calendar.is_working(local.date()):
        found.append(DAY_OFF)
    if not OPENS <= local.time().replace(tzinfo=None) <= CLOSES:
        found.append(HOUR)
    if not place.strip() and not online:
        found.append(NO_PLACE)
    return tuple(found)
