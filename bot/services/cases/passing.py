"""In a reform of agencies: the open cases of the old agency are the successor's.

The organ that goes on exercising its powers is the defendant then (行政诉讼法 art. 26 para. 6). Where it is a party
already the two are one from now on. What is over stays with the old name.
"""

from __future__ import annotations

from bot.domain.agencies.reform import Passing
from bot.domain.cases.acts import CASE_TAKEN_OVER
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import former
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case, Party

_FIRST = (PartyCapacity.DEFENDANT, PartyCapacity.THIRD_PARTY)
"""Of two capacities the one that asks for more stays."""


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies."""
    for case in cases_store.open_of_agency(desk.session, passing.old):
        heir = passing.heir_of_case(case.id or 0)
        if heir != passing.old:
            passing.cases[case.id or 0] = heir
            passing.shares[heir].cases += 1
            if _take_over(desk, case, passing.old, heir):
                passing.joined[case.id or 0] = case.number
    passing.closed = cases_store.count_closed_of_agency(desk.session, passing.old)


def take_up(desk: Desk, case: Case) -> None:
    """A case that is taken up again is its ended parties' successors' from now on."""
    for party in cases_store.parties_of(desk.session, case.id):
        agency = desk.session.get_one(Agency, party.agency_id)
        heirs = former.successors(desk.session, agency.id) if agency.closed_on is not None else []
        if heirs:
            _take_over(desk, case, party.agency_id, heirs[0].id or 0)


def _take_over(desk: Desk, case: Case, old: int, heir: int) -> bool:
    """Party, papers and the handling of one case; True where the two were parties beside one another."""
    joined = _become_party(desk, case.id, old, heir)
    for paper in papers_store.of_case(desk.session, case.id):
        if paper.agency_id == old:
            paper.agency_id = heir
            desk.session.add(paper)
    if case.handling_agency_id == old:
        case.handling_agency_id = heir
    if case.claimed_by == old and not cases_store.has_claim(desk.session, case.number, heir):
        case.claimed_by = heir
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    desk.audit(CASE_TAKEN_OVER, About.CASE(case.id), case_id=case.id, agency_id=heir, old={"agency": old})
    outbox.refresh(desk, About.CASE(case.id))
    return joined


def _become_party(desk: Desk, case_id: int | None, old: int, heir: int) -> bool:
    party, own = (cases_store.party_of(desk.session, case_id, one) for one in (old, heir))
    if party is None:
        return False
    if own is None:
        party.agency_id = heir
        desk.session.add(party)
        desk.session.flush()
        return False
    _join(desk, party, own)
    return True


def _join(desk: Desk, party: Party, own: Party) -> None:
    """One party in place of two: what was said of the successor stands before what was said of the other."""
    capacities = {party.capacity, own.capacity}
    own.capacity = next((one for one in _FIRST if one in capacities), own.capacity)
    facts = {**party.facts, **own.facts}
    if not (party.facts.get("assumed") and own.facts.get("assumed")):
        facts.pop("assumed", None)
    own.facts = facts
    desk.session.delete(party)
    desk.session.add(own)
    desk.session.flush()
