"""Cases that follow one another: decided before, appealed, sent back, tried again. Each has its own number."""

from __future__ import annotations

from bot.domain.cases.acts import CASE_LINKED
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.services.cases import cases
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Case

_KEPT = ("tags", "review_outcome", "handling_open")
"""Facts of a case that are the same in every instance."""


def note(desk: Desk, case: Case, number: str) -> None:
    """The case follows this one; whether it may be said is asked before. Nothing happens where that is known already.

    Raises Refused where the number cannot be read, or is the case's own.
    """
    known = str(cases.read_number(number))
    if known == case.number:
        raise Refused("This is the number of the case itself. Please give that of the case decided before.")
    old = case.original_number
    if old == known:
        return
    case.original_number = known
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    desk.audit(
        CASE_LINKED,
        About.CASE(case.id),
        case_id=case.id,
        old={"number": old} if old else {},
        new={"number": known},
    )
    outbox.refresh(desk, About.CASE(case.id))
    for one in cases_store.of_number(desk.session, known):
        outbox.refresh(desk, About.CASE(one.id))


def link(desk: Desk, case_id: int, version: int, number: str) -> Case:
    """Say which case was decided before.

    Raises:
        Missing, NotAllowed, Stale: as `acts.tag`. Refused: as `note`.
    """
    case = _correctable(desk, case_id, version)
    note(desk, case, number)
    return case


def follow(desk: Desk, case_id: int, version: int, number: str) -> Case:
    """The case goes on under a new number (appealed, sent back, tried again): a case of its own with the same parties.

    Raises:
        Missing, NotAllowed, Stale: as `acts.tag`. Refused: as `note`.
    """
    before = _correctable(desk, case_id, version)
    known = cases.read_number(number)
    if str(known) == before.number:
        raise Refused("This is the number of the case itself. Please give the new one.")
    parties = cases_store.parties_of(desk.session, before.id)
    mine = [p for p in parties if desk.actor.may(Action.ENTER_PAPER, access.agency(desk, p.agency_id).path)]
    if not mine:
        raise NotAllowed
    there = bool(cases_store.of_number(desk.session, str(known)))
    case = cases.open_case(desk, known, agency_id=mine[0].agency_id, capacity=mine[0].capacity)
    for party in mine if there else parties:
        cases.join(desk, case, party.agency_id, party.capacity)
    _take_over(case, before)
    note(desk, case, before.number)
    outbox.refresh(desk, About.CASE(before.id))
    return case


def _take_over(case: Case, before: Case) -> None:
    """What is the same in every instance, where the new case does not know it yet."""
    case.plaintiff = case.plaintiff or before.plaintiff
    case.cause = case.cause or before.cause
    if case.plaintiff_count == 1:
        case.plaintiff_count = before.plaintiff_count
    case.handling_agency_id = case.handling_agency_id or before.handling_agency_id
    same = {name: value for name, value in before.facts.items() if name in _KEPT}
    case.facts = {**same, **case.facts}


def _correctable(desk: Desk, case_id: int, version: int) -> Case:
    case = cases.locked(desk, case_id)
    if not cases.may(desk, Action.CORRECT, case) or desk.is_system:
        raise NotAllowed
    if case.version != version:
        raise Stale
    return case


def decided(desk: Desk, number: str) -> str:
    """What stands of the case with this number, as the actor may know it; empty where nothing is on record."""
    case = cases.found(desk, number) if number else None
    papers = papers_store.standing(desk.session, case.id) if case is not None else []
    outcomes = [str(p.facts["outcome"]) for p in papers if p.facts.get("outcome")]
    return outcomes[-1] if outcomes else ""


def appealed_of(desk: Desk, agency_id: int, most: int = 6) -> list[str]:
    """Numbers of open cases of an agency in which an appeal is on record, the newest first: what a later paper may
    follow."""
    found = [
        case.number
        for case in cases_store.open_of_agency(desk.session, agency_id)
        if any(p.facts.get("appealed") for p in papers_store.standing(desk.session, case.id))
    ]
    return found[::-1][:most]
