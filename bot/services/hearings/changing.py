"""Which hearing on record a change said in words is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.hearings import HearingView
from bot.domain.reading.changes import Change
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, lists, plans
from bot.store.agencies import people as people_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store

_OPEN = (HearingStatus.SCHEDULED, HearingStatus.NOT_HELD)
MOST = 8
"""Hearings that are offered, the next first."""
_LOOKED_AT = 60


@dataclass(frozen=True)
class OnRecord:
    """The hearings that a change is about, where that is plain; else those that come into question."""

    meant: tuple[HearingView, ...] = ()
    maybe: tuple[HearingView, ...] = ()
    missing: tuple[str, ...] = ()
    """Case numbers with no open hearing on record that the actor may change."""
    elsewhere: bool = False
    """Whether the day or hour that was said is that of none of them."""


def on_record(desk: Desk, change: Change) -> OnRecord:
    """What is on record for a change, of the hearings that the actor may change."""
    if change.numbers:
        return _by_number(desk, change)
    known = _own(desk)
    fitting = [one for one in known if _fits(desk, one, change.old_day, change.old_clock)]
    said = change.old_day is not None or change.old_clock is not None
    named = [one for one in known if any(name in one.plaintiff for name in change.names)]
    if change.names:
        both = [one for one in named if one in fitting] if said else named
        return OnRecord(maybe=tuple((both or named or known)[:MOST]), elsewhere=not named)
    likely = fitting if said else known
    if len(likely) == 1:
        return OnRecord(meant=tuple(likely))
    return OnRecord(maybe=tuple((fitting or known)[:MOST]), elsewhere=said and not fitting)


def _by_number(desk: Desk, change: Change) -> OnRecord:
    meant: list[HearingView] = []
    maybe: list[HearingView] = []
    missing: list[str] = []
    elsewhere = False
    for number in map(str, change.numbers):
        known = of_number(desk, number)
        fitting = [one for one in known if _fits(desk, one, change.old_day, change.old_clock)]
        if not known:
            missing.append(number)
        elif len(fitting) == 1:
            meant += fitting
        else:
            maybe += fitting or known
            elsewhere = elsewhere or not fitting
    if maybe and len(change.numbers) > 1:
        # In a list of cases those that are not plain are named, and stop none of the others.
        missing += list(dict.fromkeys(one.number for one in maybe))
        maybe = []
    if not meant and not maybe:
        maybe = _own(desk)[:MOST]
    return OnRecord(tuple(meant), tuple(maybe), tuple(missing), elsewhere)


def of_number(desk: Desk, number: str) -> list[HearingView]:
    """Open hearings of the case of this number that the actor may change."""
    case_ids = [case.id or 0 for case in cases_store.of_number(desk.session, number)]
    found = hearings_store.of_cases(desk.session, case_ids, _OPEN) if case_ids else []
    return _views(desk, [one.id or 0 for one in found])


def told_of_end(desk: Desk, hearing_ids: Iterable[int]) -> tuple[str, ...]:
    """The names of those who hear at once that these hearings are not held; nobody where they are over."""
    people: set[int] = set()
    for one in (cards.get(desk, hearing_id, lock=False) for hearing_id in hearing_ids):
        if one.starts_at > desk.now:
            people |= {person for row in plans.appearances_of(desk, one.id) for person in plans.hear_of_end(desk, row)}
    return tuple(person.name for person in people_store.by_ids(desk.session, people) if person.chat_id is not None)


def _own(desk: Desk) -> list[HearingView]:
    """Hearings to come and those put off without a date, of the actor's own agencies."""
    try:
        rows = [*lists.listed(desk, size=_LOOKED_AT).items, *lists.put_off(desk)]
    except Refused:
        return []
    return _views(desk, list(dict.fromkeys(row.id for row in rows)))


def _views(desk: Desk, ids: Iterable[int]) -> list[HearingView]:
    found = []
    for hearing_id in ids:
        try:
            view = cards.view(desk, hearing_id)
        except Refused:
            continue
        if view.may_edit:
            found.append(view)
    return found


def _fits(desk: Desk, view: HearingView, day: date | None, clock: time | None) -> bool:
    """Whether it stands, or stood before it was moved, on this day and at this hour."""
    local = view.starts_at.astimezone(desk.house.zone)
    return (day is None or local.date() == day) and (clock is None or local.time() == clock)
