"""The parties of a case as one reader sees them, and what the rule books still ask about them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.cases.cases import PartyView, mask_name
from bot.domain.cases.parties import PUBLIC_INTEREST, PartiesView
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hearings.hearings import QuestionLine
from bot.services.agencies import bodies
from bot.services.cases import cases, party_answers
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing, facts
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case


def parties_of(desk: Desk, case: Case, mine: set[int]) -> Iterable[PartyView]:
    """The parties in the order in which they came, those outside the tree last."""
    for party in cases_store.parties_of(desk.session, case.id):
        agency = access.agency(desk, party.agency_id)
        alone = bool(party.facts.get("alone"))
        yield PartyView(party.agency_id, agency.short_name, party.capacity, party.agency_id in mine, alone)
    for name, capacity in facts.outside(case):
        yield PartyView(0, name, capacity)


def view(desk: Desk, case_id: int) -> PartiesView:
    """Everything of the parties.

    Raises:
        Missing, NotAllowed: as `cases.visible`.
    """
    case = cases.visible(desk, case_id)
    full = cases.may_see_plaintiff(desk, case)
    unit = access.agency(desk, case.handling_agency_id) if case.handling_agency_id else None
    return PartiesView(
        case_id=case.id or 0,
        version=case.version,
        number=case.number,
        parties=tuple(parties_of(desk, case, set())),
        handling=unit.short_name if unit else "",
        plaintiff=case.plaintiff if full else mask_name(case.plaintiff),
        plaintiff_count=case.plaintiff_count,
        procuratorate=PUBLIC_INTEREST in (case.facts.get("tags") or ()),
        review=str(case.facts.get("review_outcome") or ""),
        questions=tuple(party_answers.questions(desk, case)),
        answers=tuple(party_answers.answers(desk, case)),
        may_correct=cases.may(desk, Action.CORRECT, case) and not desk.is_system,
        may_assign=cases.may(desk, Action.ASSIGN_UNIT, case) and not desk.is_system,
    )


def correctable(desk: Desk, case_id: int, version: int) -> PartiesView:
    """As `view`, for whoever begins a correction. Raises NotAllowed and Stale besides."""
    shown = view(desk, case_id)
    if not shown.may_correct:
        raise NotAllowed
    if shown.version != version:
        raise Stale
    return shown


def party_of(shown: PartiesView, place: int) -> PartyView:
    """The party at a place of the list that a button names. Raises Missing where there is none."""
    if not 0 <= place < len(shown.parties):
        raise Missing
    return shown.parties[place]


def candidates(desk: Desk, case_id: int) -> list[Agency]:
    """Agencies that can be a further party: of the county, and the governments above. Raises as `cases.visible`."""
    case = cases.visible(desk, case_id)
    there = {party.agency_id for party in cases_store.parties_of(desk.session, case.id)}
    near = cases.agencies_of(desk, case)[0].id or 0
    return [one for one in bodies.beside(desk, near) if one.id not in there]


def known_by_name(desk: Desk, case_id: int, name: str) -> bool:
    """Whether a name that somebody wrote is that of an agency of the tree. Raises as `cases.visible`."""
    case = cases.visible(desk, case_id)
    if name.isascii() and name.isdigit():
        return True
    return bodies.named(desk, name, cases.agencies_of(desk, case)[0].id or 0) is not None


def open_questions(desk: Desk, agency_ids: Iterable[int]) -> list[QuestionLine]:
    """What is still asked about these agencies in open cases, in the order of the cases."""
    wanted = set(agency_ids)
    found: list[QuestionLine] = []
    for case in cases_store.open_with_several(desk.session, wanted):
        found += [
            QuestionLine(case.id or 0, case.number, one.about, one.sentence)
            for one in party_answers.questions(desk, case)
            if one.may_answer and (one.agency_id in wanted or not one.agency_id)
        ]
    return found


def agreement_counts(desk: Desk, shown: PartiesView) -> bool:
    """Whether a rule book of those sued leaves it to them, or to the court, whose leader appears."""
    sued = (one.agency_id for one in shown.sued if not one.is_outside)
    return any(appearing.parameter(desk, one, "co_defendants") == "ask" for one in sued)
