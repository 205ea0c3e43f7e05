"""Asks the law who must appear: gathers the facts of a hearing and an agency, keeps the answer with the appearance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, NotInstalled, Refused, Stale
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import HearingStatus, PaperKind
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.hearings.absences import proof_facts
from bot.domain.hearings.acts import QUESTION_REOPENED, QUESTION_SETTLED, STRENGTH_JUDGED
from bot.domain.hearings.appearances import SETTLING, STAFF_FACTS, fact_value, questions_of
from bot.domain.hearings.topics import QUESTION, OfAppearance
from bot.domain.law import verdicts
from bot.domain.law.appearing import Decision, Required, decide
from bot.domain.law.rules import Stack
from bot.domain.reading.casenumbers import CaseInstance, parse_case_number
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.services.post import outbox
from bot.store.agencies import former
from bot.store.cases import papers as papers_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Hearing

_INSTANCES = {
    CaseInstance.REVIEW: "retrial_review",
    CaseInstance.EXECUTION_REVIEW: "execution_review",
    CaseInstance.OTHER: "other",
}
_COUNTED = (HearingStatus.SCHEDULED, HearingStatus.HELD)
_AT_ONCE = 10
"""Hearings of a year that are read at once."""
_CALLS = (PaperKind.SUMMONS, PaperKind.APPEARANCE_NOTICE)


def stack_of(desk: Desk, agency_id: int, on: date) -> Stack:
    """The rules in force for an agency on a day.

    Raises:
        NotInstalled: the agency's rule book is not at hand.
    """
    book = access.rulebook_of(desk, agency_id)
    try:
        return desk.house.law.library.for_book(book, on)
    except KeyError:
        raise NotInstalled(book) from None


def parameter(desk: Desk, agency_id: int, name: str) -> Any:
    """A switch of the agency's rule book as it stands today."""
    return stack_of(desk, agency_id, desk.today).params.get(name)


def decision_of(
    desk: Desk, appearance: Appearance, hearing: Hearing | None, *, outcome: dict[str, Any] | None = None
) -> Decision:
    """Who must appear for this agency, by the rules in force on the hearing's day (today while there is no date)."""
    case = desk.session.get(Case, appearance.case_id)
    if case is None:
        raise Missing
    known = _facts(desk, appearance, case, hearing)
    on = known.get("hearing_on") or desk.today
    return decide({**known, **(outcome or {})}, stack_of(desk, appearance.agency_id, on))


def _facts(desk: Desk, appearance: Appearance, case: Case, hearing: Hearing | None) -> dict[str, Any]:
    found = facts.case_facts(desk, case, appearance.agency_id)
    found["tags"] = frozenset(found.get("tags") or ())
    found["instance"] = _instance(case)
    if hearing is not None:
        found |= _hearing_facts(desk, appearance, case, hearing)
    settled = {name: value for name, value in appearance.facts.items() if name in SETTLING or name == "court_named"}
    return {**found, **settled}


def _instance(case: Case) -> str:
    number = parse_case_number(case.number)
    if number is None:
        return "other"
    return _INSTANCES.get(number.instance, number.instance.value)


def _hearing_facts(desk: Desk, appearance: Appearance, case: Case, hearing: Hearing) -> dict[str, Any]:
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    found: dict[str, Any] = {"session": hearing.session, "hearing_on": on}
    found |= _year_facts(desk, appearance.agency_id, hearing, on)
    found |= _instance_facts(desk, appearance, hearing)
    called = _called_on(desk, case, appearance.agency_id, on)
    if called is not None:
        found["notice_served_on"] = called
    if appearance.facts.get("postponed_before"):
        found["postponed_before"] = True
    return found


def _year_facts(desk: Desk, agency_id: int, hearing: Hearing, on: date) -> dict[str, Any]:
    """The first hearing of the calendar year, by the hour of the hearing: it moves with every postponement (A13)."""
    first = next((h for h in hearings_of_year(desk, agency_id, on.year) if h.id != hearing.id), None)
    came = hearings_store.count_results(desk.session, agency_id, *_year(desk, on.year), came_as="principal")
    return {
        "first_of_year": first is None or first.starts_at >= hearing.starts_at,
        "first_of_year_tied": first is not None and first.starts_at == hearing.starts_at,
        "principal_times_this_year": came,
    }


def _year(desk: Desk, year: int) -> tuple[datetime, datetime]:
    zone = desk.house.zone
    begins = datetime.combine(date(year, 1, 1), time(0), zone).astimezone(UTC)
    ends = datetime.combine(date(year + 1, 1, 1), time(0), zone).astimezone(UTC)
    return begins, ends


def hearings_of_year(desk: Desk, agency_id: int, year: int) -> Iterator[Hearing]:
    """The agency's trials of a calendar year that were or will be held, in order; meetings and inquiries are none.

    Whoever asks wants the first: no more are read than are looked at, for a unit may have hundreds."""
    at = 0
    while rows := hearings_store.of_party_between(
        desk.session, agency_id, *_year(desk, year), _COUNTED, offset=at, limit=_AT_ONCE
    ):
        yield from (h for h, case in rows if h.session == "hearing" and _is_trial(case))
        at += len(rows)


def _is_trial(case: Case) -> bool:
    number = parse_case_number(case.number)
    return number is None or number.is_trial


def _instance_facts(desk: Desk, appearance: Appearance, hearing: Hearing) -> dict[str, Any]:
    """What happened at earlier hearings of this case: one number is one instance (C6)."""
    held = hearings_store.held_before(desk.session, hearing, appearance.case_id)
    trials = [h for h in held if h.session == "hearing"]
    if not trials:
        return {"hearings_before": 0}
    # Whoever the agency took over from came for it.
    agencies = [appearance.agency_id, *former.predecessors(desk.session, appearance.agency_id)]
    rows = hearings_store.results_of_case(desk.session, appearance.case_id)
    told = [one for one in rows if one.agency_id in agencies]
    results = {
        h.id: any(one.attended for one in told if one.hearing_id == h.id)
        for h in trials
        if any(one.hearing_id == h.id for one in told)
    }
    found: dict[str, Any] = {"hearings_before": len(trials)}
    if (trials[0].id or 0) in results:
        found["attended_first"] = results[trials[0].id or 0]
    if results:
        found["attended_before"] = any(results.values())
    last, on = (one.starts_at.astimezone(desk.house.zone).date() for one in (trials[-1], hearing))
    if _notice_between(desk, appearance, last, on):
        found["court_notified_again"] = True
    return found


def _notice_between(desk: Desk, appearance: Appearance, last: date, on: date) -> bool:
    """The court sent an appearance notice after the last hearing: the leader is called again to this one. What it sends
    later calls to a later one."""
    notices = papers_store.standing(
        desk.session, appearance.case_id, agency_id=appearance.agency_id, kinds=[PaperKind.APPEARANCE_NOTICE]
    )
    return any(last <= paper.served_on <= on for paper in notices)


def _called_on(desk: Desk, case: Case, agency_id: int, on: date) -> date | None:
    """When the last summons or appearance notice before the hearing was served."""
    calls = papers_store.standing(desk.session, case.id, agency_id=agency_id, kinds=_CALLS)
    return max((paper.served_on for paper in calls if paper.served_on <= on), default=None)


# -- keeping the answer ------------------------------------------------------------------------------------------


def judge(desk: Desk, appearance: Appearance, hearing: Hearing | None) -> Decision:
    """Ask the law again and keep the answer with what it rests on; a new question goes to the coordinators, once."""
    decision = decision_of(desk, appearance, hearing)
    old, new = appearance.strength, decision.required.value
    before, kept = appearance.grounds, verdicts.kept(decision)
    if new != old:
        appearance.strength = new
        desk.session.add(appearance)
        desk.audit(
            STRENGTH_JUDGED,
            subject_of(appearance),
            case_id=appearance.case_id,
            agency_id=appearance.agency_id,
            old={"strength": old},
            new={"strength": new},
        )
    if kept != before:
        appearance.grounds = kept
        desk.session.add(appearance)
    answerable = any(one.fact for one in questions_of(decision.questions))
    if hearing is not None and (decision.required is Required.ASK or answerable):
        _put_question(desk, appearance, hearing, before.get("asks") or [])
    return decision


def wants_principal(appearance: Appearance) -> bool:
    """Whether a rule asks for the principal leader; also while it is open which of the co-defendants appears."""
    owed = appearance.strength != "none"
    return owed and (appearance.strength == "principal" or bool(appearance.grounds.get("principal")))


def is_deputy(appearance: Appearance) -> bool:
    """Whether a rule asks for the principal leader, and another leader is named."""
    named = bool(appearance.leader_name) and not appearance.facts.get("principal")
    return named and wants_principal(appearance)


def subject_of(appearance: Appearance) -> Subject:
    """What its messages are about: the hearing, and the case while there is none."""
    if appearance.hearing_id is not None:
        return About.HEARING(appearance.hearing_id)
    return About.CASE(appearance.case_id)


def _put_question(desk: Desk, appearance: Appearance, hearing: Hearing, before: list[str]) -> None:
    """Once for each date; what another answer brought up is asked in addition."""
    more = sorted(set(appearance.grounds["asks"]) - set(before)) if before else []
    outbox.plan(
        desk,
        Notice(QUESTION, OfAppearance(appearance=appearance.id or 0), About.HEARING(hearing.id)),
        to_audience(f"coordinators@{appearance.agency_id}"),
        dedupe=":".join(("ask", str(appearance.id), str(hearing.sequence), *more)),
    )


def settle(desk: Desk, appearance: Appearance, fact: str, answer: str) -> Decision:
    """A person answers what the texts leave open; the basis is on record and the law is asked again.

    Raises:
        NotAllowed: only a coordinator settles it (`JUDGE_DUTY` over the agency).
        Refused: this cannot be answered with a button.
    """
    path = access.agency(desk, appearance.agency_id).path
    if not desk.is_system and not desk.actor.may(Action.JUDGE_DUTY, path):
        raise NotAllowed
    if answer not in SETTLING.get(fact, ()):
        raise Refused("Please answer with one of the buttons shown.")
    appearance.facts = {**appearance.facts, fact: fact_value(answer)}
    appearance.revise()
    desk.session.add(appearance)
    desk.audit(
        QUESTION_SETTLED,
        subject_of(appearance),
        case_id=appearance.case_id,
        agency_id=appearance.agency_id,
        new={fact: fact_value(answer)},
    )
    hearing = desk.session.get(Hearing, appearance.hearing_id) if appearance.hearing_id else None
    return judge(desk, appearance, hearing)


def reopen(desk: Desk, appearance: Appearance, fact: str) -> Decision:
    """An answer is taken back: the question is open again. Raises Stale where it is not answered."""
    if fact not in SETTLING or fact not in appearance.facts:
        raise Stale
    old = {fact: appearance.facts[fact]}
    appearance.facts = {name: value for name, value in appearance.facts.items() if name != fact}
    appearance.revise()
    desk.session.add(appearance)
    desk.audit(
        QUESTION_REOPENED,
        subject_of(appearance),
        case_id=appearance.case_id,
        agency_id=appearance.agency_id,
        old=old,
    )
    hearing = desk.session.get(Hearing, appearance.hearing_id) if appearance.hearing_id else None
    return judge(desk, appearance, hearing)


def absence_facts(appearance: Appearance) -> dict[str, Any]:
    """What is on record of an absence, as the law engine asks for it."""
    told = appearance.absence
    if appearance.absence_reason is None:
        return {}
    return {
        "absence_reason": appearance.absence_reason.value,
        **proof_facts(told),
        "court_view": told.get("court_view", "pending"),
        "consent_given": bool(told.get("consent")),
        "staff": STAFF_FACTS.get(str(told.get("who")), frozenset()),
        "postponement": told.get("postponement", "none"),
    }


def missing_parts(desk: Desk, appearance: Appearance, hearing: Hearing | None) -> tuple[Any, ...]:
    """Which parts of a valid absence are not there yet, as sentences (C5)."""
    told = {**absence_facts(appearance), "held": True, "leader_present": False}
    told.pop("postponement", None)
    outcome = decision_of(desk, appearance, hearing, outcome=told).outcome
    return tuple(s for s in outcome.reasons if s.code.startswith("part_")) if outcome else ()
