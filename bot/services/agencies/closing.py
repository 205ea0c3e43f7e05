"""Closing an agency: refused while it has open work, unless another agency takes that over."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.agencies.acts import AGENCY_CLOSED
from bot.domain.agencies.agencies import OpenWork
from bot.domain.agencies.reform import Heirs
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, Reform
from bot.services.agencies import agencies, reform
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Agency, Duty

_UNDECIDED = (DutyState.OPEN, DutyState.SUBMITTED)


def open_work(desk: Desk, agency_id: int) -> OpenWork:
    """What the agency still owes."""
    return OpenWork(
        len(_duties(desk, agency_id)),
        len(appearances_store.open_of_agency(desk.session, agency_id)),
        len(cases_store.open_of_agency(desk.session, agency_id)),
    )


def close(desk: Desk, agency_id: int, version: int, heir_id: int | None = None, note: str = "") -> Agency:
    """Close an agency from today on; its people's appointments end. With an heir, all passes there (`reform`).

    Raises:
        NotAllowed: only administrators close agencies.
        Stale: somebody changed the agency meanwhile.
        Refused: nobody takes it over, and agencies below it are open, it leads a branch, or it has open work.
    """
    if heir_id is not None:
        order = reform.Order(Reform.ENDED, ((agency_id, version),), Heirs(heir_id), note=note)
        reform.carry_out(desk, order)
        return access.agency(desk, agency_id)
    agency = agencies.editable(desk, agency_id, version)
    _check_nobody_depends(desk, agency)
    work = open_work(desk, agency_id)
    if work.total:
        raise Refused(
            "{agency} still has {duties} duties, {appearances} appearances and {cases} cases open. "
            "Choose the agency that takes them over.",
            agency=agency.short_name,
            duties=work.duties,
            appearances=work.appearances,
            cases=work.cases,
        )
    _end_appointments(desk, agency_id)
    agency.closed_on = desk.today
    agency.revise()
    desk.session.add(agency)
    desk.audit(AGENCY_CLOSED, About.AGENCY(agency_id), agency_id=agency_id)
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


def _duties(desk: Desk, agency_id: int) -> list[Duty]:
    return duties_store.in_states(desk.session, agency_id, _UNDECIDED)


def _end_appointments(desk: Desk, agency_id: int) -> None:
    for row, _, _ in people_store.staff(desk.session, [agency_id], desk.today + timedelta(days=1)):
        if row.from_date > desk.today:
            desk.session.delete(row)
            continue
        row.to_date = desk.today
        row.revise()
        desk.session.add(row)
