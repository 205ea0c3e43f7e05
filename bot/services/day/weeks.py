"""This week and the next: every hearing of the actor's scope."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.hearings import HearingLine, Week
from bot.services.hall.desk import Desk
from bot.services.hearings import lists

_SHOWN = (HearingStatus.SCHEDULED, HearingStatus.HELD)


def week(desk: Desk) -> Week:
    """Monday of this week to Sunday of the next.

    Raises:
        NotAllowed: the actor sees nobody's weeks.
    """
    if not desk.is_system and not desk.actor.may_somewhere(Action.SEE_WEEK):
        raise NotAllowed
    monday = desk.today - timedelta(days=desk.today.weekday())
    next_monday, end = monday + timedelta(days=7), monday + timedelta(days=14)
    lines = _lines(desk, monday, end)
    zone = desk.house.zone
    return Week(
        monday,
        tuple(one for one in lines if one.starts_at.astimezone(zone).date() < next_monday),
        tuple(one for one in lines if one.starts_at.astimezone(zone).date() >= next_monday),
    )


def _lines(desk: Desk, begins: date, ends: date) -> list[HearingLine]:
    found = lists.lines(desk, midnight(desk, begins), midnight(desk, ends), action=Action.SEE_WEEK, mine=False)
    return [one for one in found if one.status in _SHOWN]


def midnight(desk: Desk, day: date) -> datetime:
    """The instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(0), desk.house.zone).astimezone(UTC)
