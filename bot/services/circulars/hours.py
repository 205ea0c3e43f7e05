"""When a circular really goes: not at night nor on days off, unless it is urgent; and why what is left of it waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.circulars.circulars import Waits
from bot.domain.circulars.standing import Tally
from bot.domain.hall.terms import CircularState
from bot.services.circulars.approvals import MORNING
from bot.services.hall.desk import Desk
from bot.services.post import manners
from bot.store.tables import Circular

DAY_OFF = "Nothing is sent on days off."
NIGHT = "Nothing is sent at night."
PAUSED = "It is paused: who does not have it yet gets it when it is resumed."


def waits_at(desk: Desk, at: datetime | None, *, urgent: bool) -> Waits | None:
    """Why what is to go at this instant (None: now) goes later; None where it goes then."""
    wanted = max(at or desk.now, desk.now)
    goes = manners.polite_hour(desk.house, wanted)
    if urgent or goes == wanted:
        return None
    working = desk.house.law.calendar.is_working(wanted.astimezone(desk.house.zone).date())
    return Waits(NIGHT if working else DAY_OFF, goes)


def in_office_hours(desk: Desk, polite: datetime) -> datetime:
    """The first instant from then on at which people are at their desks: nine o'clock of a working day."""
    local = polite.astimezone(desk.house.zone)
    if local.time() <= MORNING:
        return desk.at(local.date(), MORNING)
    day = desk.house.law.calendar.next_working(local.date() + timedelta(days=1))
    return desk.at(day, MORNING)


def waits(desk: Desk, row: Circular, numbers: Tally) -> Waits | None:
    """Why those who do not have it yet wait, and until when; None where nobody does, or their turn is now."""
    if row.state is CircularState.PAUSED:
        return Waits(PAUSED)
    if row.state is not CircularState.SENDING or not numbers.waiting:
        return None
    return waits_at(desk, None, urgent=row.urgent)
