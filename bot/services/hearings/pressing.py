"""Pressing for it that somebody says who appears, at all hearings of the coming days in one go: whom that reaches is
said first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hall.topics import Notice, To, to_audience, to_person
from bot.domain.hearings.acts import LEADER_PRESSED
from bot.domain.hearings.hearings import SETTLED, HearingLine, PressedLine, PressedLines
from bot.domain.hearings.topics import PRESSED, REMIND, OfAppearance, Pressing
from bot.services.agencies import branches
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, lists, plans
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.hearings import appearances as appearances_store
from bot.store.post import outbox as outbox_store
from bot.store.tables import Appearance, Case, Hearing

DAYS = 7
"""How far ahead it is looked, in calendar days, today included."""


def coming(desk: Desk) -> list[HearingLine]:
    """The hearings of the coming days in the whole of the actor's branches, also those that others coordinate."""
    begins = datetime.combine(desk.today, time(0), desk.house.zone).astimezone(UTC)
    found = lists.lines(desk, begins, begins + timedelta(days=DAYS), action=Action.JUDGE_DUTY, mine=False)
    return [one for one in found if one.status is HearingStatus.SCHEDULED]


def unsettled(desk: Desk) -> PressedLines:
    """Those for which nobody has said yes, in the agencies nobody nearer coordinates, with who would be told.

    Raises NotAllowed for people who press for nothing.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    own = branches.own(desk)
    open_ones = [one for one in coming(desk) if is_open(desk, one) and one.agency_id in own]
    return PressedLines(tuple(_told(desk, one) for one in open_ones))


def is_open(desk: Desk, one: HearingLine) -> bool:
    """Whether it is to come and nobody has said yes, nor shown why not."""
    return one.unconfirmed and one.starts_at > desk.now


def _told(desk: Desk, one: HearingLine) -> PressedLine:
    people = delivery.people_of(desk, f"namers@{one.agency_id}")
    return PressedLine(one, tuple(p.name for p in people if p.id != desk.actor.person_id))


def press_all(desk: Desk, listed: Iterable[tuple[int, int]]) -> PressedLines:
    """Press for exactly these (hearing and agency), each at most once a day: who keeps the hearing is told, and the
    leader who was asked. What was settled meanwhile, or is not the actor's any more, is left.

    Raises NotAllowed for people who press for nothing any more.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    done: list[PressedLine] = []
    again: list[HearingLine] = []
    left: list[HearingLine] = []
    for hearing_id, agency_id in listed:
        found = _found(desk, hearing_id, agency_id)
        if found is None:
            continue
        hearing, row = found
        line = _line(desk, hearing, row)
        if not is_settleable(desk, hearing, row):
            left.append(line)
        elif outbox_store.is_taken(desk.session, _key(desk, row)):
            again.append(line)
        else:
            _press(desk, hearing, row)
            done.append(_told(desk, line))
    return PressedLines(tuple(done), tuple(again), tuple(left))


def _found(desk: Desk, hearing_id: int, agency_id: int) -> tuple[Hearing, Appearance] | None:
    """None for what is gone, or not the actor's to press for any more: of that nothing is said."""
    try:
        access.require(desk, Action.JUDGE_DUTY, agency_id)
        hearing = cards.get(desk, hearing_id, lock=False)
    except Refused:
        return None
    row = appearances_store.of_agency(desk.session, hearing_id, agency_id)
    return (hearing, row) if row is not None else None


def is_settleable(desk: Desk, hearing: Hearing, row: Appearance) -> bool:
    """Whether somebody has to say who appears, and still can."""
    to_come = hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now
    return to_come and row.strength != "none" and row.state not in SETTLED


def _line(desk: Desk, hearing: Hearing, row: Appearance) -> HearingLine:
    agency, case = access.agency(desk, row.agency_id), desk.session.get_one(Case, hearing.case_id)
    return lists.line(hearing, row, agency.short_name, case.number)


def _key(desk: Desk, row: Appearance) -> str:
    return f"{PRESSED}:{row.id}:{desk.today.isoformat()}"


def _press(desk: Desk, hearing: Hearing, row: Appearance) -> None:
    said = Pressing(hearing.id or 0, row.id or 0, hearing.sequence, row.agency_id, desk.actor.name)
    notice = Notice(PRESSED, said, plans.subject_of(hearing))
    outbox.plan(desk, notice, to_audience(f"namers@{row.agency_id}"), dedupe=_key(desk, row))
    if row.state is AppearanceState.ASKED and row.leader_id is not None:
        _remind(desk, row, to_person(row.leader_id))
    desk.audit(LEADER_PRESSED, subject_of(row), case_id=row.case_id, agency_id=row.agency_id)


def _remind(desk: Desk, row: Appearance, leader: To) -> None:
    """The leader was asked and has not answered: asked once more, now."""
    shows = Notice(REMIND, OfAppearance(row.id or 0), subject_of(row), urgent=True)
    outbox.plan(desk, shows, leader, dedupe=f"{REMIND}:{row.id}:{leader.person_id}:{desk.today.isoformat()}:pressed")
