"""The card of a case as a value: what one reader may see of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.cases.cases import AppearanceLine, CaseView, HearingLine, PaperView, mask_name
from bot.domain.cases.parties import PUBLIC_INTEREST
from bot.domain.documents.documents import DocumentState
from bot.domain.documents.rights import reads
from bot.domain.duties.duties import PENDING
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, DutyState
from bot.domain.law.obligations import Event, waiting_for_term
from bot.domain.law.triggers import Trigger
from bot.services.cases import cases, claims, effects, party_answers, party_cards
from bot.services.duties import cards, proofs
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts, notices, obligations
from bot.store.agencies import people as people_store
from bot.store.cases import files as files_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.reading import read_all
from bot.store.tables import Agency, Appearance, Case, Duty, HearingResult, Paper, Person


def view(desk: Desk, case_id: int) -> CaseView:
    """The card of a case as the actor may see it: of co-defendants only what is the actor's to see.

    Raises:
        Missing, NotAllowed: as `visible`.
    """
    case = cases.visible(desk, case_id)
    agencies = cases.agencies_of(desk, case)
    mine = own_side(desk, case)
    full = cases.may_see_plaintiff(desk, case)
    handling = access.agency(desk, case.handling_agency_id) if case.handling_agency_id else None
    owed = _duties(desk, case, mine)
    enters = tuple(a.id or 0 for a in agencies if desk.actor.may(Action.ENTER_PAPER, a.path))
    parties = [p.agency_id for p in cases_store.parties_of(desk.session, case.id)]
    names = () if desk.is_system else tuple(one for one in parties if access.may_name(desk, one))
    return CaseView(
        id=case.id or 0,
        version=case.version,
        number=case.number,
        court=case.court,
        instance=case.instance,
        cause=case.cause,
        plaintiff=case.plaintiff if full else mask_name(case.plaintiff),
        plaintiff_count=case.plaintiff_count,
        handling=handling.short_name if handling else "",
        handling_open=bool(case.facts.get("handling_open")),
        parties=tuple(party_cards.parties_of(desk, case, mine)),
        papers=tuple(paper_views(desk, _papers(desk, case, mine))),
        duties=tuple(cards.views(desk, [d for d in owed if d.state in PENDING])),
        hearings=tuple(_hearings(desk, case, mine)),
        appearances=tuple(_appearances(desk, case, mine, None)),
        tags=tuple(case.facts.get("tags") or ()) if full else (),
        closed_on=case.closed_on,
        archived=proofs.archived(owed),
        emptied=bool(case.facts.get("emptied")),
        review=str(case.facts.get("review_outcome") or ""),
        procuratorate=PUBLIC_INTEREST in (case.facts.get("tags") or ()),
        questions=tuple(party_answers.questions(desk, case)),
        answers=tuple(party_answers.answers(desk, case)),
        waiting=tuple(_waiting(desk, case, mine)),
        original=case.original_number,
        original_id=_seen_id(cases.found(desk, case.original_number)) if case.original_number else 0,
        later=tuple((_seen_id(one), one.number) for one in _later(desk, case)),
        claim=claims.is_waiting(case) and claims.may_decide(desk, case),
        claims=tuple((one.id or 0, _claimant(desk, one)) for one in claims.beside(desk, case)),
        number_wrong=bool(case.claimed_by) and claims.is_doubted(case),
        may_enter=bool(enters),
        may_name=bool(names),
        may_assign=cases.may(desk, Action.ASSIGN_UNIT, case) and not desk.is_system,
        may_correct=cases.may(desk, Action.CORRECT, case) and not desk.is_system,
        documents=_documents(desk, case),
        drafts=_drafts(desk, agencies),
        enters_for=names,
        leads=not desk.is_system and desk.actor.is_leader and not enters and not cases.may(desk, Action.CORRECT, case),
    )


def _documents(desk: Desk, case: Case) -> int:
    """Those that stand and that the actor may read: by the kind of each, and whose it is."""
    kinds, found = desk.house.law.kinds, 0
    for one in documents_store.of_case(desk.session, case.id):
        kind = kinds.get(one.kind)
        if kind is not None and one.state is not DocumentState.VOID:
            found += reads(kind, desk.actor, access.agency(desk, one.agency_id).path)
    return found


def _drafts(desk: Desk, agencies: Iterable[Agency]) -> bool:
    kinds = desk.house.law.kinds
    return bool(kinds) and any(desk.actor.may(Action.CLOSE_DUTY, a.path) for a in agencies) and not desk.is_system


def _seen_id(case: Case | None) -> int:
    return (case.id or 0) if case is not None else 0


def _later(desk: Desk, case: Case) -> list[Case]:
    """The cases as which it goes on, as far as they are the actor's to see."""
    return [one for one in cases_store.following(desk.session, case.number) if cases.may_see(desk, one)]


def _claimant(desk: Desk, claim: Case) -> str:
    return "、".join(agency.short_name for agency in claims.agencies_of(desk, claim))


def own_side(desk: Desk, case: Case) -> set[int]:
    """A leader named for a hearing sees the own side; whoever sees no agency wholly, what concerns everybody."""
    seen = (a for a in cases.agencies_of(desk, case) if desk.is_system or desk.actor.may(Action.SEE_CASE, a.path))
    return {a.id or 0 for a in seen} | cards.represented(desk, case.id or 0) | _owed_for(desk, case)


def _owed_for(desk: Desk, case: Case) -> set[int]:
    """Agencies for which one of the actor's own agencies owes something in this case."""
    return {
        int(duty.citation.get("for") or duty.agency_id)
        for duty in duties_store.of_case(desk.session, case.id)
        if duty.state is not DutyState.CANCELLED
        and desk.actor.may(Action.SEE_CASE, access.agency(desk, duty.agency_id).path)
    }


def _waiting(desk: Desk, case: Case, mine: set[int]) -> Iterable[tuple[str, str]]:
    """What the rule books would ask if the term that the document itself sets were known."""
    for paper in _papers(desk, case, mine):
        triggers = [(Trigger(paper.kind.value), paper.served_on)]
        if paper.effective_on is not None:
            triggers.append((Trigger.JUDGMENT_EFFECTIVE, paper.effective_on))
        for trigger, on in triggers:
            event = Event(trigger, on, facts.for_event(desk, trigger, paper.agency_id, case, paper))
            for rule in waiting_for_term(event, obligations.stack_for(desk, paper.agency_id, event)):
                yield rule.title_zh, rule.title_en


def _papers(desk: Desk, case: Case, mine: set[int]) -> list[Paper]:
    rows = sorted(papers_store.standing(desk.session, case.id), key=lambda p: (p.served_on, p.id or 0))
    return [p for p in rows if _is_paper_of(desk, case, p, mine)]


def _is_paper_of(desk: Desk, case: Case, paper: Paper, mine: set[int]) -> bool:
    return paper.agency_id in mine or case.handling_agency_id in mine or paper.entered_by == desk.actor.person_id


def visible_paper(desk: Desk, paper_id: int) -> Paper:
    """A paper that the card of its case shows the actor; withdrawn ones too.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to see.
    """
    paper = desk.session.get(Paper, paper_id)
    if paper is None:
        raise Missing
    case = cases.visible(desk, paper.case_id)
    if not desk.is_system and not _is_paper_of(desk, case, paper, own_side(desk, case)):
        raise NotAllowed
    return paper


def paper_views(desk: Desk, papers: Sequence[Paper]) -> list[PaperView]:
    """Several papers as values; nothing is checked here."""
    if len(papers) > 1:
        files_store.foresee_counts(desk.session, [str(About.PAPER(one.id)) for one in papers])
        read_all(desk.session, Person, sorted({one.entered_by for one in papers if one.entered_by}))
    return [paper_view(desk, one) for one in papers]


def paper_view(desk: Desk, paper: Paper) -> PaperView:
    """A paper as a value; nothing is checked here."""
    by = desk.session.get(Person, paper.entered_by) if paper.entered_by else None
    return PaperView(
        id=paper.id or 0,
        version=paper.version,
        kind=paper.kind,
        agency_id=paper.agency_id,
        agency=access.agency(desk, paper.agency_id).short_name,
        served_on=paper.served_on,
        entered_on=paper.entered_at.astimezone(desk.house.zone).date(),
        mode=paper.service_mode,
        entered_by=by.name if by else "",
        term_on=paper.term_on,
        outcome=str(paper.facts.get("outcome") or ""),
        effective_on=paper.effective_on,
        handled_on=_day(paper.facts.get("handled_on")),
        files=files_store.count(desk.session, str(About.PAPER(paper.id))),
        appealed=bool(paper.facts.get("appealed")),
        appealed_by=str(paper.facts.get("appealed_by") or ""),
        appealed_on=_day(paper.facts.get("appealed_on")),
        appealed_late=effects.appealed_late(desk, paper),
        appeal_refused=paper.facts.get("appeal_wanted") is False,
        on_appeal=str(paper.facts.get("on_appeal") or ""),
        others_on=effects.others_served(paper),
        expected_on=effects.expected(desk, paper),
    )


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _duties(desk: Desk, case: Case, mine: set[int]) -> list[Duty]:
    rows = duties_store.of_case(desk.session, case.id)
    shown = [d for d in rows if (d.agency_id in mine and not cards.is_sensitive(d)) or cards.may_see(desk, d)]
    return sorted(shown, key=lambda d: (d.obey, d.due, d.id or 0))


def _hearings(desk: Desk, case: Case, mine: set[int]) -> Iterable[HearingLine]:
    for row in hearings_store.of_case(desk.session, case.id):
        lines = tuple(_appearances(desk, case, mine, row.id))
        late = bool(notices.short(desk, row, mine))
        over = row.starts_at <= desk.now
        yield HearingLine(row.id or 0, row.starts_at, row.place, row.status, lines, row.online, late, over)


def _appearances(desk: Desk, case: Case, mine: set[int], hearing_id: int | None) -> Iterable[AppearanceLine]:
    for row in appearances_store.of_case(desk.session, case.id, hearing_id):
        if row.agency_id in mine:
            yield _appearance(desk, row)


def _appearance(desk: Desk, row: Appearance) -> AppearanceLine:
    """Where one agency stands with its leader; of a hearing that is over, who came."""
    told, may_name = _told(desk, row), not desk.is_system and access.may_name(desk, row.agency_id)
    came = told.attended if told else None
    return AppearanceLine(
        agency_id=row.agency_id,
        agency=access.agency(desk, row.agency_id).short_name,
        state=row.state,
        leader=told.leader_name if told else row.leader_name,
        post=row.leader_post if told is None or told.leader_name == row.leader_name else "",
        came=came,
        replaced="" if told else row.replaced_name,
        id=row.id or 0,
        version=row.version,
        mine=desk.actor.appears(row.leader_id, row.agency_id),
        may_name=may_name,
        may_take=may_name and row.agency_id in desk.actor.agencies(*LEADERS),
        needs_nobody=row.strength == "none",
    )


def _told(desk: Desk, row: Appearance) -> HearingResult | None:
    """What was reported of the hearing; who was named for it says nothing of who came."""
    return hearings_store.result_of(desk.session, row.hearing_id, row.agency_id) if row.hearing_id else None


def who(desk: Desk, person_id: int | None) -> str:
    """Somebody's name with the agency of the present appointment, as it stands under what he or she entered."""
    person = desk.session.get(Person, person_id) if person_id else None
    if person is None:
        return ""
    agency_id = people_store.first_agency_of(desk.session, person.id, desk.today)
    agency = desk.session.get(Agency, agency_id) if agency_id else None
    return f"{agency.short_name} {person.name}" if agency else person.name
