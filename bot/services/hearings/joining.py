"""A claim is decided: its agency is a party, and its claim goes into the case; or its number was wrong, and the right
one is given. Saying that it is wrong is in the cases room (`claim_acts`)."""

from __future__ import annotations

from bot.domain.cases.acts import CLAIM_CONFIRMED, NUMBER_CORRECTED
from bot.domain.cases.claims import ClaimState
from bot.domain.cases.topics import CONFIRMED, FURTHER, FurtherParty
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, Topic, to_audience
from bot.domain.reading.casenumbers import CaseNumber
from bot.services.cases import cases, claim_acts, claims, paper_acts
from bot.services.duties import duties, reminders
from bot.services.hall.desk import Desk
from bot.services.hearings import merging, plans
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Case


def confirm(desk: Desk, claim_id: int, version: int) -> Case:
    """The agency is a party: what it entered goes into the case, and both sides are told. Returns the case.

    Raises:
        Missing, NotAllowed, Stale: as `claim_acts.decidable`.
    """
    claim = claim_acts.decidable(desk, claim_id, version)
    case = _standing(desk, claim.number)
    if case is None:
        raise Stale
    claims.settle(desk, claim, ClaimState.CONFIRMED)
    _put_in(desk, claim, case, confirmed=True)
    claims.show(desk, claim)
    return case


def _put_in(desk: Desk, claim: Case, case: Case, *, confirmed: bool) -> None:
    """Merge, and tell both sides; whoever gave the right number of an own case knows."""
    new = [agency.id or 0 for agency in claims.agencies_of(desk, claim)]
    unit = claim.handling_agency_id
    before = [agency.id or 0 for agency in cases.agencies_of(desk, case)]
    merging.merge(desk, claim, case)
    for agency_id in new:
        if confirmed:
            _write_down(desk, claim, case, agency_id)
            for reader in dict.fromkeys([agency_id, *([unit] if unit else [])]):
                _tell(desk, CONFIRMED, claim, case, agency_id, reader)
        for reader in before if agency_id not in before else ():
            if reader not in new:
                _tell(desk, FURTHER, claim, case, agency_id, reader)


def _write_down(desk: Desk, claim: Case, case: Case, agency_id: int) -> None:
    desk.audit(
        CLAIM_CONFIRMED,
        About.CLAIM(claim.id),
        case_id=case.id,
        agency_id=agency_id,
        new={"agency": agency_id, "claim": claim.id},
    )


def _tell(desk: Desk, topic: Topic[FurtherParty], claim: Case, case: Case, agency_id: int, reader: int) -> None:
    outbox.plan(
        desk,
        Notice(topic, FurtherParty(case.id or 0, agency_id, desk.actor.name), About.CASE(case.id)),
        to_audience(f"doers@{reader}"),
        dedupe=f"{topic}:{claim.id}:{agency_id}:{reader}",
    )


def _standing(desk: Desk, number: str) -> Case | None:
    """The case of this number, locked."""
    case = cases_store.by_number(desk.session, number)
    if case is not None:
        desk.session.refresh(case, with_for_update=True)
    return case


# -- the right number ----------------------------------------------------------------------------------------------


def renumber(desk: Desk, claim_id: int, version: int, number: CaseNumber | str) -> Case:
    """Its agency gives the right number: the claim goes there with all its dates. Returns the case that it is now.

    A number that nobody has makes it the case of that number; in a case of its agency it goes; of others' it stays a
    claim, and somebody else is asked.

    Raises:
        Missing, NotAllowed: as `claim_acts.correctable`.
        Stale: it was changed since the button was shown.
        Refused: the number cannot be read, is the same, or is of a later year than one of the papers.
    """
    claim = claim_acts.correctable(desk, claim_id)
    desk.session.refresh(claim, with_for_update=True)
    if claim.version != version or not claims.is_doubted(claim):
        raise Stale
    known = cases.read_number(number) if isinstance(number, str) else number
    if str(known) == claim.number:
        raise Refused("This is the number that it has already.")
    for paper in papers_store.standing(desk.session, claim.id):
        paper_acts.check_served(desk, paper.served_on, str(known))
    there = _meant(desk, claim, known)
    old = claim.number
    if there is None:
        _take(desk, claim, known)
    else:
        desk.session.refresh(there, with_for_update=True)
        claim.facts = {name: value for name, value in claim.facts.items() if name != "settled"}
        _put_in(desk, claim, there, confirmed=False)
        claims.show(desk, there)
    _note(desk, claim, old, str(known))
    return there or claim


def _meant(desk: Desk, claim: Case, number: CaseNumber) -> Case | None:
    """The case that the number means for the claim's agency: one of its own, or one that the actor enters for."""
    rows = [cases.of_agency(desk, number, agency.id or 0) for agency in claims.agencies_of(desk, claim)]
    return next((case for case in rows if case is not None), None)


def _take(desk: Desk, claim: Case, number: CaseNumber) -> None:
    """Another number for the same row; a claim again where that is others' too."""
    before = claim.instance
    standing = cases_store.by_number(desk.session, str(number))
    if standing is not None and standing.facts.get("emptied") and claims.step_aside(desk, standing):
        standing = None
    agencies = claims.agencies_of(desk, claim)
    claim.number, claim.instance = str(number), number.instance.value
    claim.court = number.court_name or claim.court
    claim.claimed_by = (agencies[0].id or 0) if standing is not None and agencies else 0
    claim.facts = {name: value for name, value in claim.facts.items() if name != "settled"}
    claim.revise()
    if not cases_store.write(desk.session, claim):
        raise Stale  # somebody entered this number at this very moment
    claims.ask(desk, claim)
    if claim.instance != before:
        duties.recompute(desk, case_id=claim.id or 0, reason="")


def _note(desk: Desk, claim: Case, old: str, new: str) -> None:
    case = cases.followed(desk, claim.id or 0)
    desk.audit(
        NUMBER_CORRECTED,
        About.CASE(claim.id),
        case_id=case.id if case else claim.id,
        old={"number": old},
        new={"number": new},
    )
    outbox.refresh(desk, About.CLAIM(claim.id))
    if case is None:
        return
    outbox.refresh(desk, About.CASE(case.id))
    for hearing in hearings_store.of_case(desk.session, case.id):
        outbox.refresh(desk, plans.subject_of(hearing))
    for duty in duties_store.of_case(desk.session, case.id):
        outbox.refresh(desk, reminders.subject_of(duty))
