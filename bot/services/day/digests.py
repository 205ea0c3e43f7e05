"""The coordinator's one message of the morning, and what waits to be accepted in the afternoon. Where there is nothing
to say, nothing is said; where nothing is new, the message that stands there is changed without a sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.domain.day.digests import BranchLine, Digest, filed
from bot.domain.day.topics import DIGEST, FILINGS, OfDay
from bot.domain.duties.duties import asked_for
from bot.domain.duties.together import FilingLine
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Topic
from bot.domain.hearings.hearings import ClaimLine, DutyLine, HearingLine, LostLine
from bot.domain.law.triggers import Trigger
from bot.services.agencies import branches
from bot.services.cases import claims, losses, party_cards
from bot.services.day import news, standing
from bot.services.documents import breaches
from bot.services.documents import lists as document_lists
from bot.services.duties import cards, judging, titles
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import awaiting, consequences, pressing
from bot.store.agencies import people as people_store
from bot.store.duties import owed as owed_store
from bot.store.tables import Agency, Appearance, AuditEntry, Case, Duty, Hearing


def plan(desk: Desk) -> int:
    """On a working day: every registered coordinator has the digest; returns how many messages are new."""
    standing.forget(desk)
    found = news.entries(desk)
    return _say(desk, DIGEST, lambda own: digest(own, found).facts)


def plan_filings(desk: Desk) -> int:
    """On the afternoon of a working day: what waits to be accepted; returns how many messages are new."""
    return _say(desk, FILINGS, lambda own: filed(filings(own)))


def _say(desk: Desk, topic: Topic[OfDay], facts: Callable[[Desk], Mapping[str, int]]) -> int:
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    people = people_store.in_office(desk.session, desk.today, roles=[Role.COORDINATOR], registered=True)
    actors = access.actors_of(desk.session, people, desk.today)
    return sum(standing.say(desk, topic, one, facts(_as(desk, actors[one.id or 0]))) for one in people)


def _as(desk: Desk, actor: Actor) -> Desk:
    """The same desk, as one of those who will read it."""
    return Desk(desk.session, desk.house, desk.now, actor)


def digest(desk: Desk, since: Iterable[AuditEntry] | None = None) -> Digest:
    """What the actor need know today: of the own units one by one, of branches that others coordinate as a whole.

    `since` is what was done since the digest before, where that is at hand.
    """
    entries = news.entries(desk) if since is None else list(since)
    heads = branches.heads_below(desk)
    scope = {a.id or 0: a for a in access.within(desk, Action.JUDGE_DUTY)}
    below = {id_: head for id_, agency in scope.items() if (head := branches.head_of(agency, heads)) is not None}
    agencies = {id_: agency.short_name for id_, agency in scope.items() if id_ not in below}
    coming = pressing.coming(desk)
    own = [one for one in coming if one.agency_id not in below]
    late = owed_store.overdue(desk.session, list(agencies), desk.today)
    return Digest(
        desk.today,
        overdue=_duties(desk, agencies, late),
        unsettled=tuple(one for one in own if pressing.is_open(desk, one)),
        deputies=tuple(one for one in own if one.deputy and not pressing.is_open(desk, one)),
        due_today=_duties(desk, agencies, owed_store.last_on(desk.session, list(agencies), desk.today)),
        today=tuple(one for one in own if one.starts_at.astimezone(desk.house.zone).date() == desk.today),
        filings=_filings(desk, entries),
        awaited=tuple(_line(desk, h, a, agencies) for h, a in awaiting.missing(desk, list(agencies))),
        late_results=sum(d.trigger == Trigger.HEARING_OVER and not cards.owes(desk, d.agency_id) for d, _ in late),
        absent=tuple(
            _line(desk, h, a, agencies) for h, a in consequences.between(desk, list(agencies), *news.span(desk))
        ),
        lost=tuple(_lost(desk, agencies)),
        claims=tuple(ClaimLine(one.id or 0, one.number, _claimant(desk, one)) for one in claims.waiting(desk)),
        questions=tuple(party_cards.open_questions(desk, agencies)),
        branches=tuple(_branches(desk, below, coming)),
        documents=document_lists.count_waiting(desk),
        breaches=breaches.count_new(desk, news.span(desk)[0]),
        news=news.news(desk, entries, agencies),
    )


def filings(desk: Desk) -> tuple[FilingLine, ...]:
    """What waits for the actor's decision."""
    return tuple(judging.waiting(desk)) if desk.actor.may_somewhere(Action.JUDGE_DUTY) else ()


def _filings(desk: Desk, entries: Iterable[AuditEntry]) -> tuple[FilingLine, ...]:
    fresh = news.handed_in(entries)
    return tuple(replace(one, new=one.duty.id in fresh) for one in filings(desk))


def _lost(desk: Desk, agencies: dict[int, str]) -> list[LostLine]:
    """Decisions against an agency that were recorded since the last digest."""
    return [
        LostLine(agencies[paper.agency_id], case.number, str(paper.facts.get("outcome", "")))
        for paper, case in losses.between(desk, list(agencies), *news.span(desk))
    ]


def _claimant(desk: Desk, claim: Case) -> str:
    return "、".join(agency.short_name for agency in claims.agencies_of(desk, claim))


def _branches(desk: Desk, below: dict[int, Agency], coming: list[HearingLine]) -> list[BranchLine]:
    """One line a branch, where something in it needs an eye."""
    late = owed_store.overdue(desk.session, list(below), desk.today)
    overdue = Counter(below[duty.agency_id].id for duty, _ in late if duty.citation.get("leads", True))
    missing = awaiting.missing(desk, list(below)) if below else []
    awaited = Counter(below[row.agency_id].id for _, row in missing)
    open_ = Counter(below[one.agency_id].id for one in coming if one.agency_id in below and one.unconfirmed)
    heads = {head.id: head for head in below.values()}.values()
    found = [BranchLine(h.id or 0, h.short_name, open_[h.id], overdue[h.id], awaited[h.id]) for h in heads]
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
            sensitive=cards.is_sensitive(duty),
        )
        for duty, number in rows
        if duty.citation.get("leads", True) and duty.trigger != Trigger.HEARING_OVER  # a result has its own line
    )


def _line(desk: Desk, hearing: Hearing, row: Appearance, agencies: dict[int, str]) -> HearingLine:
    case, at = desk.session.get_one(Case, hearing.case_id), hearing.starts_at
    agency = agencies[row.agency_id]
    return HearingLine(
        hearing.id or 0,
        case.number,
        at,
        hearing.place,
        row.agency_id,
        agency,
        hearing.status,
        None,
        online=hearing.online,
    )
