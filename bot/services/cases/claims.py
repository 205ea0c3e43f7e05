"""A number that is another agency's case: what is entered under it is a claim, and somebody says whose number it is.

Whoever made a claim sees what anybody sees who enters a new number: nothing that is said here may reach the claim's
own people before it is decided, nor the people of the case that stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.cases.acts import CLAIM_MADE
from bot.domain.cases.claims import ClaimState
from bot.domain.cases.topics import CLAIM, OfClaim
from bot.domain.hall.access import Actor
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case

Paths = Sequence[str]


@dataclass(frozen=True)
class Authority:
    """Who may decide about a claim at this moment, and whom it is put to; ids of people."""

    may: frozenset[int] = frozenset()
    asked: tuple[int, ...] = ()


def subject_of(claim: Case) -> Subject:
    return About.CLAIM(claim.id)


def is_undecided(claim: Case) -> bool:
    """Whether it can be decided about; also where its number was called wrong and still stands."""
    return bool(claim.claimed_by) and claim.merged_into is None and not claim.facts.get("emptied")


def is_waiting(claim: Case) -> bool:
    """Whether nobody has said anything yet."""
    return is_undecided(claim) and not claim.facts.get("settled")


def is_doubted(claim: Case) -> bool:
    """Whether its number was called wrong and still stands."""
    return said_of(claim) is ClaimState.DOUBTED


def said_of(claim: Case) -> ClaimState | None:
    """What was said of it last: that it is a party, or that the number is wrong."""
    said = claim.facts.get("settled")
    return ClaimState(said["state"]) if said else None


def settle(desk: Desk, claim: Case, state: ClaimState) -> None:
    """Note what the actor said of it."""
    said = {"state": state.value, "by": desk.actor.person_id, "on": desk.today.isoformat()}
    claim.facts = {**claim.facts, "settled": said}
    claim.revise()
    desk.session.add(claim)
    desk.session.flush()


def agencies_of(desk: Desk, case: Case) -> list[Agency]:
    """Its parties: of a claim those who claim."""
    return agencies_store.in_case(desk.session, case.id)


# -- who decides ---------------------------------------------------------------------------------------------------


def authority(desk: Desk, claim: Case) -> Authority:
    """Coordinators over a party of the case and over the claimant: the nearest are asked, across trees the higher one.

    Where nobody is over both, administrators who are; where there are none either, the coordinators of the case.
    """
    standing = cases_store.by_number(desk.session, claim.number)
    if standing is None or not is_undecided(claim):
        return Authority()
    ours, theirs = _paths(desk, claim), _paths(desk, standing)
    coordinators, administrators = _in_office(desk, Role.COORDINATOR), _in_office(desk, Role.ADMINISTRATOR)
    return (
        _nearest({one.person_id: _depth(one, Role.COORDINATOR, ours, theirs) for one in coordinators})
        or _nearest({one.person_id: _depth(one, Role.ADMINISTRATOR, ours, theirs) for one in administrators})
        or _nearest({one.person_id: _depth(one, Role.COORDINATOR, theirs, theirs) for one in coordinators})
        or Authority()
    )


def may_decide(desk: Desk, claim: Case) -> bool:
    """Whether the actor may, now; most people are not even looked up."""
    able = desk.actor.is_coordinator or desk.actor.is_administrator
    return able and is_undecided(claim) and desk.actor.person_id in authority(desk, claim).may


def _paths(desk: Desk, case: Case) -> Paths:
    found = [agency.path for agency in agencies_of(desk, case)]
    if case.claimed_by == 0 and case.handling_agency_id is not None:
        found.append(access.agency(desk, case.handling_agency_id).path)
    return found


def _in_office(desk: Desk, role: Role) -> list[Actor]:
    people = people_store.in_office(desk.session, desk.today, roles=[role], registered=True)
    return list(access.actors_of(desk.session, people, desk.today).values())


def _depth(actor: Actor, role: Role, ours: Paths, theirs: Paths) -> int:
    """How small the tree is by which somebody in this office reaches both sides: the longer, the nearer; 0 if none."""
    reach = [branch for held in actor.appointments if held.role is role for branch in held.reach]

    def cover(path: str) -> int:
        return max((len(branch) for branch in reach if path.startswith(branch)), default=0)

    return min(max(map(cover, ours), default=0), max(map(cover, theirs), default=0))


def _nearest(depths: Mapping[int, int]) -> Authority | None:
    able = {person_id: depth for person_id, depth in depths.items() if depth}
    if not able:
        return None
    nearest = max(able.values())
    return Authority(frozenset(able), tuple(one for one, depth in able.items() if depth == nearest))


# -- asking --------------------------------------------------------------------------------------------------------


def ask(desk: Desk, claim: Case) -> None:
    """Put it to those who decide: one new message each. Nothing is asked where the case is not a claim."""
    if not is_waiting(claim):
        return
    agency_id = next((agency.id for agency in agencies_of(desk, claim)), claim.claimed_by)
    # Not under the case: neither side's history tells of it before it is decided.
    desk.audit(CLAIM_MADE, subject_of(claim), agency_id=agency_id, new={"number": claim.number})
    for person_id in authority(desk, claim).asked:
        outbox.plan(
            desk,
            Notice(CLAIM, OfClaim(case=claim.id or 0, number=claim.number), subject_of(claim)),
            to_person(person_id),
            dedupe=f"claim:{claim.id}:{claim.number}:{claim.version}>{person_id}",
        )


def show(desk: Desk, claim: Case) -> None:
    """Those who were asked see how it stands now."""
    if claim.claimed_by or claim.merged_into is not None:
        outbox.refresh(desk, subject_of(claim))


def waiting(desk: Desk) -> list[Case]:
    """The claims that are put to the actor and wait for a word: of the morning message."""
    rows = [claim for claim in cases_store.claims(desk.session) if is_waiting(claim)]
    return [claim for claim in rows if desk.actor.person_id in authority(desk, claim).asked]


def beside(desk: Desk, case: Case) -> list[Case]:
    """The claims beside a case that stands about which the actor may decide."""
    if case.claimed_by or not desk.actor.is_coordinator:
        return []
    rows = cases_store.of_number(desk.session, case.number)
    return [claim for claim in rows if claim.id != case.id and is_waiting(claim) and may_decide(desk, claim)]


# -- where the case that stood turns out to be none ----------------------------------------------------------------


def step_aside(desk: Desk, emptied: Case) -> bool:
    """A case in which nothing is recorded any more leaves its number to others; False where it cannot.

    It stays as a claim of the agency that had named the number: if that comes back to it, somebody is asked.
    """
    parties = agencies_of(desk, emptied)
    rows = cases_store.of_number(desk.session, emptied.number)
    taken = {case.claimed_by for case in rows}
    free = next((agency.id for agency in parties if agency.id not in taken), None)
    if free is None:
        return False
    emptied.claimed_by = free
    emptied.revise()
    desk.session.add(emptied)
    desk.session.flush()
    return True


def succeed(desk: Desk, emptied: Case) -> None:
    """The number of a case that was emptied goes to the oldest claim; about the others somebody else is asked now."""
    rows = [claim for claim in cases_store.of_number(desk.session, emptied.number) if is_undecided(claim)]
    if emptied.claimed_by or not rows or not step_aside(desk, emptied):
        return
    first, *others = rows
    first.claimed_by = 0
    for claim in rows:
        claim.facts = {name: value for name, value in claim.facts.items() if name != "settled"}
        claim.revise()
        desk.session.add(claim)
    desk.session.flush()
    outbox.refresh(desk, subject_of(first))
    for claim in others:
        show(desk, claim)
        ask(desk, claim)
