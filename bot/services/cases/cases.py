"""Cases: found or opened by their number; whose case it is. How they are shown is in `cards`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.cases.acts import CASE_OPENED, CASE_RECORDED, CASE_REOPENED, PARTY_ADDED, PARTY_REMOVED
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.domain.reading.casenumbers import CaseNumber, parse_case_number
from bot.domain.reading.cleaning import shown
from bot.services.cases import claims, passing
from bot.services.duties import cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Agency, Case, Party

ASSUMED = {"assumed": True}
"""Of a party: nobody has said its capacity yet."""


def read_number(text: str) -> CaseNumber:
    """The case number that somebody typed.

    Raises:
        Refused: it is none, or one of a kind the bot does not know; the sentence says how to write it.
    """
    found = parse_case_number(text)
    if found is None:
        raise Refused(
            "I could not read a case number in “{text}”. Please write it like （2026）鲁0831行初12号.", text=shown(text)
        )
    return found


def found(desk: Desk, number: CaseNumber | str) -> Case | None:
    """The case of this number that the actor may see, the one that stands before a claim; None for everybody else."""
    rows = cases_store.of_number(desk.session, str(number))
    return next((case for case in rows if may_see(desk, case)), None)


def of_agency(desk: Desk, number: CaseNumber | str, agency_id: int) -> Case | None:
    """What this number means when the actor enters something for the agency; None where that makes a case of its own.

    The agency's claim, while there is one; else the case that stands, where the agency belongs to it or the actor
    enters papers for one that does, at this moment. Of a case that is only others' nobody learns here.
    """
    rows = cases_store.of_number(desk.session, str(number))
    standing = next((case for case in rows if case.claimed_by == 0), None)
    claim = next((case for case in rows if case.claimed_by and agency_id in _ids_of(desk, case)), None)
    if standing is None or (claim is not None and claims.is_undecided(claim)):
        return claim
    if agency_id in _ids_of(desk, standing) or _is_joined(desk, standing):
        return standing
    return claim


def _is_joined(desk: Desk, standing: Case) -> bool:
    """Whether what the actor enters for others goes into this case. Where nothing is recorded any more the number was
    wrong: whoever comes to it now is no further party."""
    return not standing.facts.get("emptied") and _may_as_involved(desk, Action.ENTER_PAPER, standing)


def _ids_of(desk: Desk, case: Case) -> set[int]:
    return {agency.id or 0 for agency in agencies_of(desk, case)}


def open_case(
    desk: Desk,
    number: CaseNumber | str,
    *,
    agency_id: int,
    action: Action = Action.ENTER_PAPER,
    capacity: PartyCapacity = PartyCapacity.DEFENDANT,
    history: bool = False,
) -> Case:
    """The case that this number means for the agency (`of_agency`), with the agency as one of its parties.

    Where there is none it is made: the case of that number, or a claim beside it where the number is others' case.
    Every way into a case by its number goes through here. `history`: it is entered late, of what has gone by: a case
    made so is nobody's news.

    Raises:
        Refused: the number cannot be read.
        Missing: there is no such agency.
        NotAllowed: the actor may not enter anything for this agency.
    """
    access.require(desk, action, agency_id)
    known = read_number(number) if isinstance(number, str) else number
    case = _locked_or_new(desk, known, agency_id, capacity, history=history)
    passing.take_up(desk, case)
    if case.facts.get("emptied"):
        open_again(desk, case)
        claims.ask(desk, case)
    join(desk, case, agency_id, capacity, facts=ASSUMED)
    return case


def open_cases(desk: Desk, number: CaseNumber | str, agency_ids: Iterable[int], action: Action) -> list[Case]:
    """As `open_case` for several agencies of one entry: as a rule one case. Raises as `open_case`."""
    found = [open_case(desk, number, agency_id=one, action=action) for one in dict.fromkeys(agency_ids)]
    return list({case.id: case for case in found}.values())


def _locked_or_new(desk: Desk, number: CaseNumber, agency_id: int, capacity: PartyCapacity, *, history: bool) -> Case:
    """Somebody else may make the same case at this moment, or confirm a claim: then it is looked for again."""
    while True:
        case = of_agency(desk, number, agency_id)
        if case is None:
            made = _made(desk, number, agency_id, capacity, CASE_RECORDED if history else CASE_OPENED)
            if made is not None:
                return made
            continue
        desk.session.refresh(case, with_for_update=True)
        if case.merged_into is None and case.number == str(number):
            return case


def _made(desk: Desk, number: CaseNumber, agency_id: int, capacity: PartyCapacity, act: Act) -> Case | None:
    """A new case, told of as `act` says, or a claim where the number is others'; None where another was quicker."""
    standing = cases_store.by_number(desk.session, str(number))
    if standing is not None and standing.facts.get("emptied") and claims.step_aside(desk, standing):
        standing = None
    case = blank(desk, number)
    case.claimed_by = agency_id if standing is not None else 0
    if not cases_store.write(desk.session, case):
        return None
    # Its own people read in the history what they would read of any new case.
    desk.audit(act, About.CASE(case.id), case_id=case.id, agency_id=agency_id, new={"number": case.number})
    join(desk, case, agency_id, capacity, facts=ASSUMED)
    if case.claimed_by:
        claims.ask(desk, case)
    return case


def blank(desk: Desk, number: CaseNumber) -> Case:
    """A case of which nothing is known but its number; not written yet."""
    return Case(number=str(number), instance=number.instance.value, court=number.court_name, created_at=desk.now)


def open_again(desk: Desk, case: Case) -> None:
    """A closed case goes on."""
    case.closed_on = None
    case.revise()
    case.facts = {name: value for name, value in case.facts.items() if name != "emptied"}
    desk.session.add(case)
    desk.session.flush()
    desk.audit(CASE_REOPENED, About.CASE(case.id), case_id=case.id)
    passing.take_up(desk, case)


def join(
    desk: Desk, case: Case, agency_id: int, capacity: PartyCapacity, *, facts: Mapping[str, Any] | None = None
) -> None:
    """The agency is a party from now on; whether it may be is asked before. `facts` is what is known of it there."""
    if cases_store.party_of(desk.session, case.id, agency_id) is None:
        desk.session.add(Party(case_id=case.id or 0, agency_id=agency_id, capacity=capacity, facts=dict(facts or {})))
        desk.session.flush()
        desk.audit(
            PARTY_ADDED, About.CASE(case.id), case_id=case.id, agency_id=agency_id, new={"capacity": capacity.value}
        )


def leave(desk: Desk, case_id: int, agency_id: int, reason: str) -> bool:
    """An agency that was entered by mistake is no party any more; True when it left.

    It stays while anything else ties it to the case (a paper, a hearing, the handling of it), and where no other party
    would be left.
    """
    parties = cases_store.parties_of(desk.session, case_id)
    own = next((party for party in parties if party.agency_id == agency_id), None)
    if own is None or len(parties) < 2 or _is_tied(desk, case_id, agency_id):
        return False
    desk.session.delete(own)
    desk.session.flush()
    old = {"capacity": own.capacity.value}
    desk.audit(PARTY_REMOVED, About.CASE(case_id), case_id=case_id, agency_id=agency_id, old=old, reason=reason)
    return True


def _is_tied(desk: Desk, case_id: int, agency_id: int) -> bool:
    case = desk.session.get_one(Case, case_id)
    return (
        case.handling_agency_id == agency_id
        or bool(papers_store.standing(desk.session, case_id, agency_id=agency_id))
        or bool(appearances_store.of_agency_in_case(desk.session, case_id, agency_id))
    )


def agencies_of(desk: Desk, case: Case) -> list[Agency]:
    """The agencies of a case: its parties, and the unit that handles it."""
    ids = [party.agency_id for party in cases_store.parties_of(desk.session, case.id)]
    if case.handling_agency_id is not None:
        ids.append(case.handling_agency_id)
    return [access.agency(desk, one) for one in dict.fromkeys(ids)]


def involved(desk: Desk, case: Case) -> list[Agency]:
    """The agencies of a case and those that owe something in it (the government office that arranges a leader)."""
    ids = [a.id or 0 for a in agencies_of(desk, case)]
    owing = duties_store.agencies_with_a_duty(desk.session, case.id)
    return [access.agency(desk, one) for one in dict.fromkeys([*ids, *owing])]


def may(desk: Desk, action: Action, case: Case) -> bool:
    """Whether the actor may do `action` over any agency of the case."""
    return desk.is_system or any(desk.actor.may(action, a.path) for a in agencies_of(desk, case))


def may_see(desk: Desk, case: Case) -> bool:
    """Case people, coordinators, observers; the leader who is named; whoever entered a paper of it (the court)."""
    if _may_as_involved(desk, Action.SEE_CASE, case) or cards.is_named(desk, case.id or 0):
        return True
    me = desk.actor.person_id
    return desk.actor.may_somewhere(Action.ENTER_PAPER) and papers_store.was_entered_by(desk.session, case.id, me)


def may_see_plaintiff(desk: Desk, case: Case) -> bool:
    """The plaintiff's name is for the case's own people only."""
    return _may_as_involved(desk, Action.SEE_PLAINTIFF, case) or cards.is_named(desk, case.id or 0)


def _may_as_involved(desk: Desk, action: Action, case: Case) -> bool:
    return desk.is_system or any(desk.actor.may(action, a.path) for a in involved(desk, case))


def visible(desk: Desk, case_id: int) -> Case:
    """The case, if the actor may see it now.

    Raises:
        Missing: there is none with this id.
        NotAllowed: it is not the actor's to see.
    """
    case = followed(desk, case_id)
    if case is None:
        raise Missing
    if not may_see(desk, case):
        raise NotAllowed
    return case


def followed(desk: Desk, case_id: int) -> Case | None:
    """The case with this id; of a claim that was confirmed, the case that it went into."""
    case = desk.session.get(Case, case_id)
    while case is not None and case.merged_into is not None:
        case = desk.session.get(Case, case.merged_into)
    return case


def locked(desk: Desk, case_id: int) -> Case:
    """The case for a change, locked.

    Raises:
        Missing, NotAllowed: as `visible`.
        Stale: it went into another case, of which the button or the form knew nothing.
    """
    seen = visible(desk, case_id)
    if seen.id != case_id:
        raise Stale
    case = desk.session.get(Case, case_id, with_for_update=True)
    if case is None:
        raise Missing
    return case


def named_for(desk: Desk) -> list[int]:
    """Ids of the cases in which the actor is or was the leader named for an agency where he or she holds an office."""
    return appearances_store.cases_of_leader(desk.session, desk.actor.person_id, desk.actor.agencies())


def last_entered(desk: Desk) -> Case | None:
    """The case for which the actor entered a paper last: offered with one tap."""
    return papers_store.last_case_entered_by(desk.session, desk.actor.person_id)
