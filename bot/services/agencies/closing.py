"""Closing an agency: refused while it has open work, unless another agency takes that over."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.agencies.acts import AGENCY_CLOSED
from bot.domain.agencies.agencies import OpenWork
from bot.domain.cases.acts import CASE_TAKEN_OVER
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, DutyState
from bot.services.agencies import agencies
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Appearance, Duty

_UNDECIDED = (DutyState.OPEN, DutyState.SUBMITTED)


def open_work(desk: Desk, agency_id: int) -> OpenWork:
    """What the agency still owes."""
    return OpenWork(
        len(_duties(desk, agency_id)),
        len(appearances_store.open_of_agency(desk.session, agency_id)),
        len(cases_store.open_of_agency(desk.session, agency_id)),
    )


def close(desk: Desk, agency_id: int, version: int, heir_id: int | None = None) -> Agency:
    """Close an agency from today on; its people's appointments end.

    The organ that goes on exercising its powers takes its place in open cases (行政诉讼法 art. 26 para. 6).

    Raises:
        NotAllowed: only administrators close agencies.
        Stale: somebody changed the agency meanwhile.
        Refused: agencies below it are open, it leads a branch, or it has open work and nobody takes it over.
    """
    agency = agencies.editable(desk, agency_id, version)
    _check_nobody_depends(desk, agency)
    work = open_work(desk, agency_id)
    if work.total and heir_id is None:
        raise Refused(
            "{agency} still has {duties} duties, {appearances} appearances and {cases} cases open. "
            "Choose the agency that takes them over.",
            agency=agency.short_name,
            duties=work.duties,
            appearances=work.appearances,
            cases=work.cases,
        )
    if heir_id is not None:
        _hand_over(desk, agency, _heir(desk, agency, heir_id))
    _end_appointments(desk, agency_id)
    agency.closed_on = desk.today
    agency.revise()
    desk.session.add(agency)
    desk.audit(AGENCY_CLOSED, About.AGENCY(agency_id), agency_id=agency_id, new={"heir": heir_id})
    return agency


def _check_nobody_depends(desk: Desk, agency: Agency) -> None:
    below = agencies_store.count_children(desk.session, agency.id)
    if below:
        raise Refused("Agencies below {agency} are still open: {n}.", agency=agency.short_name, n=below)
    led = agencies_store.open_branch_led_by(desk.session, agency.id)
    if led is not None:
        raise Refused(
            "{agency} is the lead organ of {branch}. Name another one there first.",
            agency=agency.short_name,
            branch=led,
        )


def _heir(desk: Desk, agency: Agency, heir_id: int) -> Agency:
    heir = access.require(desk, Action.EDIT_TREE, heir_id)
    if heir.id == agency.id or heir.closed_on is not None:
        raise Refused("Please choose another agency that is open.")
    return heir


def _duties(desk: Desk, agency_id: int) -> list[Duty]:
    return duties_store.in_states(desk.session, agency_id, _UNDECIDED)


def _hand_over(desk: Desk, agency: Agency, heir: Agency) -> None:
    old, new = agency.id or 0, heir.id or 0
    for case in cases_store.open_of_agency(desk.session, old):
        if case.handling_agency_id == old:
            case.handling_agency_id = new
        desk.session.add(case)
        _replace_party(desk, case.id or 0, old, new)
        desk.audit(CASE_TAKEN_OVER, About.CASE(case.id), case_id=case.id, agency_id=new, old={"agency": old})
    for duty in _duties(desk, old):
        duty.agency_id = new
        duty.revise()
        desk.session.add(duty)
    for appearance in appearances_store.open_of_agency(desk.session, old):
        _move_appearance(desk, appearance, new)
    _readdress(desk, old, new)
    desk.session.flush()


def _replace_party(desk: Desk, case_id: int, old: int, new: int) -> None:
    parties = {party.agency_id: party for party in cases_store.parties_of(desk.session, case_id)}
    if old in parties and new not in parties:
        parties[old].agency_id = new
        desk.session.add(parties[old])


def _move_appearance(desk: Desk, appearance: Appearance, new: int) -> None:
    """Where the heir has an appearance of its own in the same case, the old one is closed instead."""
    if appearances_store.appears(desk.session, appearance.case_id, new, appearance.hearing_id):
        appearance.state = AppearanceState.CLOSED
    else:
        appearance.agency_id = new
    appearance.revise()
    desk.session.add(appearance)


def _readdress(desk: Desk, old: int, new: int) -> None:
    """What is planned for the closed agency's people goes to the same roles of its heir."""
    for row in post_store.planned_for_agency(desk.session, old):
        row.audience = f"{row.audience.rpartition('@')[0]}@{new}"
        desk.session.add(row)


def _end_appointments(desk: Desk, agency_id: int) -> None:
    for row, _, _ in people_store.staff(desk.session, [agency_id], desk.today + timedelta(days=1)):
        if row.from_date > desk.today:
            desk.session.delete(row)
            continue
        row.to_date = desk.today
        row.revise()
        desk.session.add(row)
