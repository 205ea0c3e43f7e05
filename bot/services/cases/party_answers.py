"""What the rule books ask about an agency of a case: asked once an agency, answered, and taken back.

An answer holds for the whole case, whichever card it was given on; it is kept with the party.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.cases.acts import PARTIES_STATED
from bot.domain.cases.parties import implied
from bot.domain.cases.party_questions import PartyAnswer, PartyQuestion
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.names import REVIEWS
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import PartyCapacity
from bot.domain.hearings.acts import QUESTION_REOPENED, QUESTION_SETTLED
from bot.domain.hearings.appearances import PARTY_FACTS, SETTLING, fact_value, questions_of
from bot.domain.law.explanations import step
from bot.services.cases import cases
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing, facts
from bot.services.post import outbox
from bot.store.cases import queries as cases_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Case, Hearing, Party

REVIEW = "review_outcome"
"""The one question that is about the case: what its reconsideration came to."""
_OF_WHOM = ("co_defendants_agreed", "court_named")


def questions(desk: Desk, case: Case) -> list[PartyQuestion]:
    """What nobody has said yet of the parties of an open case, one after the other; nothing is checked here."""
    if case.closed_on is not None:
        return []
    parties = cases_store.parties_of(desk.session, case.id)
    if [p.capacity for p in parties] == [PartyCapacity.DEFENDANT] and not facts.outside(case):
        return []  # sued alone: nothing about it is open
    return [*_of_review(desk, case), *(one for party in parties for one in _of_party(desk, case, party))]


def _of_party(desk: Desk, case: Case, party: Party) -> list[PartyQuestion]:
    row, hearing = _next(desk, case, party.agency_id)
    agency = access.agency(desk, party.agency_id)
    may = not desk.is_system and desk.actor.may(Action.JUDGE_DUTY, agency.path)
    return [
        PartyQuestion(party.agency_id, agency.short_name, one.fact, one.sentence, one.answers, may)
        for one in questions_of(appearing.decision_of(desk, row, hearing).questions)
        if one.fact in PARTY_FACTS
    ]


def _next(desk: Desk, case: Case, agency_id: int) -> tuple[Appearance, Hearing | None]:
    """The agency's appearance at the next hearing, or one that is only thought of while there is none."""
    row = appearances_store.coming(desk.session, case.id or 0, agency_id, desk.now)
    if row is None:
        return Appearance(case_id=case.id or 0, agency_id=agency_id), None
    return row, desk.session.get(Hearing, row.hearing_id)


def _of_review(desk: Desk, case: Case) -> list[PartyQuestion]:
    """A body that reconsidered is named, and nobody said with which outcome (行政诉讼法 art. 26)."""
    if case.facts.get(REVIEW):
        return []
    parties = cases_store.parties_of(desk.session, case.id)
    named = [(p.agency_id, access.agency(desk, p.agency_id).short_name, p.capacity) for p in parties]
    named += [(0, name, capacity) for name, capacity in facts.outside(case)]
    body = next((one for one in named if one[2] is PartyCapacity.RECONSIDERATION_BODY), None)
    if body is None:
        return []
    may = not desk.is_system and cases.may(desk, Action.CORRECT, case)
    return [PartyQuestion(body[0], body[1], REVIEW, step("ask_review_outcome"), tuple(REVIEWS), may)]


def answers(desk: Desk, case: Case) -> list[PartyAnswer]:
    """What somebody has answered; nothing is checked here."""
    found = []
    for party in cases_store.parties_of(desk.session, case.id):
        agency = access.agency(desk, party.agency_id)
        may = not desk.is_system and desk.actor.may(Action.JUDGE_DUTY, agency.path) and case.closed_on is None
        found += [
            PartyAnswer(party.agency_id, agency.short_name, name, str(value), may)
            for name, value in party.facts.items()
            if name in PARTY_FACTS
        ]
    return found


# -- answering -----------------------------------------------------------------------------------------------------


def settle(desk: Desk, case_id: int, agency_id: int, fact: str, answer: str, *, about: Subject | None = None) -> Case:
    """A person answers a question; what the answer says of the other agencies counts where the actor judges them too.

    Raises:
        Missing: there is no such case, or the agency is no party of it.
        NotAllowed: the case is not the actor's to see, or the question not the actor's to answer.
        Refused: this cannot be answered so.
        Stale: somebody has answered it meanwhile.
    """
    case = cases.locked(desk, case_id)
    if fact == REVIEW:
        return _settle_review(desk, case, answer)
    party = _party(desk, case, agency_id)
    _require_judge(desk, agency_id)
    if fact not in PARTY_FACTS or answer not in SETTLING.get(fact, ()):
        raise Refused("Please answer with one of the buttons shown.")
    if fact in party.facts:
        raise Stale
    value = fact_value(answer)
    record(desk, case, {agency_id: (fact, value), **_of_others(desk, case, agency_id, fact, value)}, about=about)
    desk.house.wiring.tell_parties_changed(desk, case)
    return case


def _settle_review(desk: Desk, case: Case, answer: str) -> Case:
    if not cases.may(desk, Action.CORRECT, case):
        raise NotAllowed
    if answer not in REVIEWS:
        raise Refused("Please answer with one of the buttons shown.")
    if case.facts.get(REVIEW):
        raise Stale
    case.facts = {**case.facts, REVIEW: answer}
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    desk.audit(PARTIES_STATED, About.CASE(case.id), case_id=case.id, new={"review": answer})
    desk.house.wiring.tell_parties_changed(desk, case)
    return case


def _of_others(desk: Desk, case: Case, agency_id: int, fact: str, value: Any) -> dict[int, tuple[str, Any]]:
    if facts.outside(case):
        return {}  # an agreement may be with one that is not in this tree
    return {
        other: (fact, said)
        for other, said in implied(fact, value, agency_id, _sued(desk, case)).items()
        if not any(name in _party(desk, case, other).facts for name in _OF_WHOM) and _may_judge(desk, other)
    }


def _sued(desk: Desk, case: Case) -> frozenset[int]:
    parties = cases_store.parties_of(desk.session, case.id)
    return frozenset(p.agency_id for p in parties if p.capacity is not PartyCapacity.THIRD_PARTY)


def record(
    desk: Desk,
    case: Case,
    said: Mapping[int, tuple[str, Any]],
    *,
    reason: str = "",
    about: Subject | None = None,
) -> None:
    """Keep answers, by agency, and write them down. Of what an agreement and a court say, the later word stands."""
    for agency_id, (fact, value) in said.items():
        party = _party(desk, case, agency_id)
        superseded = _OF_WHOM if fact in _OF_WHOM else (fact,)
        old = {name: party.facts[name] for name in superseded if name in party.facts}
        party.facts = {**{n: v for n, v in party.facts.items() if n not in superseded}, fact: value}
        _written(desk, case, party, QUESTION_SETTLED, about, old=old, new={fact: value}, reason=reason)


def take_back(desk: Desk, case_id: int, agency_id: int, fact: str, *, about: Subject | None = None) -> Case:
    """An answer was wrong: the question is open again.

    Raises:
        Missing, NotAllowed: as `settle`.
        Stale: it is not answered.
    """
    case = cases.locked(desk, case_id)
    party = _party(desk, case, agency_id)
    _require_judge(desk, agency_id)
    if fact not in PARTY_FACTS or fact not in party.facts:
        raise Stale
    value = party.facts[fact]
    _reopen(desk, case, party, fact, about)
    for other, said in implied(fact, value, agency_id, _sued(desk, case)).items():
        beside = _party(desk, case, other)
        if beside.facts.get(fact) == said and _may_judge(desk, other):
            _reopen(desk, case, beside, fact, about)
    desk.house.wiring.tell_parties_changed(desk, case)
    return case


def _reopen(desk: Desk, case: Case, party: Party, fact: str, about: Subject | None) -> None:
    old = {fact: party.facts[fact]}
    party.facts = {name: value for name, value in party.facts.items() if name != fact}
    _written(desk, case, party, QUESTION_REOPENED, about, old=old, new={}, reason="")


def _written(
    desk: Desk,
    case: Case,
    party: Party,
    act: Act,
    about: Subject | None,
    *,
    old: dict[str, Any],
    new: dict[str, Any],
    reason: str,
) -> None:
    desk.session.add(party)
    desk.session.flush()
    desk.audit(
        act,
        about or About.CASE(case.id),
        case_id=case.id,
        agency_id=party.agency_id,
        old=old,
        new=new,
        reason=reason,
    )
    outbox.refresh(desk, About.CASE(case.id))


def _party(desk: Desk, case: Case, agency_id: int) -> Party:
    party = cases_store.party_of(desk.session, case.id, agency_id)
    if party is None:
        raise Missing
    return party


def _may_judge(desk: Desk, agency_id: int) -> bool:
    return desk.is_system or desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, agency_id).path)


def _require_judge(desk: Desk, agency_id: int) -> None:
    if not _may_judge(desk, agency_id):
        raise NotAllowed
