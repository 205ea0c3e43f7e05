"""The coordinator's one message of the morning. Where there is nothing to say, nothing is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot.domain.day.topics import DIGEST, OfDay
from bot.domain.duties.duties import asked_for
from bot.domain.hall.access import Action
from bot.domain.hall.terms import HearingStatus, Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.hearings import BranchLine, ClaimLine, Digest, DutyLine, HearingLine, LostLine
from bot.domain.law.triggers import Trigger
from bot.services.agencies import branches
from bot.services.cases import claims, losses, party_cards
from bot.services.day import weeks
from bot.services.duties import cards, titles
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import awaiting, consequences, lists
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.duties import owed as owed_store
from bot.store.tables import Agency, Case, Duty, Hearing

HOUR = time(8, 45)
"""Local time of day of the digest."""
DAYS = 7
"""How far ahead the digest looks, in calendar days, today included."""


def plan(desk: Desk) -> int:
    """On a working day: one row for every registered coordinator; returns how many were planned anew."""
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    planned = [
        outbox.plan(
            desk,
            Notice(DIGEST, OfDay(on=desk.today)),
            to_person(person.id),
            dedupe=f"{DIGEST}:{desk.today.isoformat()}:{person.id}",
        )
        for person in people_store.in_office(desk.session, desk.today, roles=[Role.COORDINATOR], registered=True)
    ]
    return sum(row is not None for row in planned)


def digest(desk: Desk) -> Digest:
    """What the actor need know today: of the own units one by one, of branches that others coordinate as a whole."""
    heads = branches.heads_below(desk)
    scope = {a.id or 0: a for a in access.within(desk, Action.JUDGE_DUTY)}
    below = {id_: head for id_, agency in scope.items() if (head := branches.head_of(agency, heads)) is not None}
    agencies = {id_: agency.short_name for id_, agency in scope.items() if id_ not in below}
    begins = weeks.midnight(desk, desk.today)
    lines = lists.lines(desk, begins, begins + timedelta(days=DAYS), action=Action.JUDGE_DUTY, mine=False)
    coming = [one for one in lines if one.status is HearingStatus.SCHEDULED]
    return Digest(
        desk.today,
        tuple(one for one in coming if one.agency_id not in below),
        _duties(desk, agencies, owed_store.overdue(desk.session, list(agencies), desk.today)),
        _duties(desk, agencies, owed_store.last_on(desk.session, list(agencies), desk.today)),
        tuple(_awaited(desk, agencies)),
        tuple(ClaimLine(one.id or 0, one.number, _claimant(desk, one)) for one in claims.waiting(desk)),
        tuple(_branches(desk, below, coming)),
        tuple(party_cards.open_questions(desk, agencies)),
        tuple(_absent(desk, agencies)),
        tuple(_lost(desk, agencies)),
    )


def _since(desk: Desk) -> tuple[datetime, datetime]:
    """From the digest of the working day before to this one's."""
    before = desk.house.law.calendar.previous_working(desk.today - timedelta(days=1))
    begins, ends = (datetime.combine(day, HOUR, desk.house.zone) for day in (before, desk.today))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def _absent(desk: Desk, agencies: dict[int, str]) -> list[HearingLine]:
    """Absences without a valid reason that became known since the last digest."""
    found = []
    for hearing, row in consequences.between(desk, list(agencies), *_since(desk)):
        case = desk.session.get_one(Case, hearing.case_id)
        found.append(_line(hearing, row.agency_id, agencies[row.agency_id], case.number))
    return found


def _lost(desk: Desk, agencies: dict[int, str]) -> list[LostLine]:
    """Decisions against an agency that were recorded since the last digest."""
    return [
        LostLine(agencies[paper.agency_id], case.number, str(paper.facts.get("outcome", "")))
        for paper, case in losses.between(desk, list(agencies), *_since(desk))
    ]


def _claimant(desk: Desk, claim: Case) -> str:
    return "、".join(agency.short_name for agency in claims.agencies_of(desk, claim))


def _branches(desk: Desk, below: dict[int, Agency], coming: list[HearingLine]) -> list[BranchLine]:
    """One line a branch, where something in it needs an eye."""
    late = owed_store.overdue(desk.session, list(below), desk.today)
    overdue = Counter(below[duty.agency_id].id for duty, _ in late if duty.citation.get("leads", True))
    missing = awaiting.missing(desk, list(below)) if below else []
    awaited = Counter(below[row.agency_id].id for _, row in missing)
    held = Counter(below[one.agency_id].id for one in coming if one.agency_id in below)
    open_ = Counter(below[one.agency_id].id for one in coming if one.agency_id in below and one.unconfirmed)
    heads = {head.id: head for head in below.values()}.values()
    found = [BranchLine(h.short_name, held[h.id], open_[h.id], overdue[h.id], awaited[h.id]) for h in heads]
    return [one for one in found if not one.calm]


def _duties(desk: Desk, agencies: dict[int, str], rows: Iterable[tuple[Duty, str | None]]) -> tuple[DutyLine, ...]:
    rows = list(rows)
    named = titles.among(desk, (duty for duty, _ in rows))
    return tuple(
        DutyLine(
            *named[duty.id or 0],
            agencies[duty.agency_id],
            number or "",
            asked_for(desk.today, duty.obey, duty.deadline),
            duty.id or 0,
            duty.version,
            mine=cards.owes(desk, duty.agency_id),
        )
        for duty, number in rows
        if duty.citation.get("leads", True) and duty.trigger != Trigger.HEARING_OVER  # a result has its own line
    )


def _awaited(desk: Desk, agencies: dict[int, str]) -> list[HearingLine]:
    found = []
    for hearing, row in awaiting.missing(desk, list(agencies)):
        case = desk.session.get_one(Case, hearing.case_id)
        found.append(_line(hearing, row.agency_id, agencies[row.agency_id], case.number))
    return found


def _line(hearing: Hearing, agency_id: int, agency: str, number: str) -> HearingLine:
    at, place, online = hearing.starts_at, hearing.place, hearing.online
    return HearingLine(hearing.id or 0, number, at, place, agency_id, agency, hearing.status, None, online=online)
