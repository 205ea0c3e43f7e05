"""Closing an agency: refused while it has open work, unless another agency takes that over."""

from __future__ import annotations

from sqlmodel import col, func, select

from bot.domain.agencies.agencies import OpenWork
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import AppearanceState, DutyState, SendState
from bot.services.agencies import agencies
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Appointment, Case, Duty, OutboxRow, Party

_UNDECIDED = (DutyState.OPEN, DutyState.SUBMITTED)


def open_work(desk: Desk, agency_id: int) -> OpenWork:
    """What the agency still owes."""
    return OpenWork(len(_duties(desk, agency_id)), len(_appearances(desk, agency_id)), len(_handled(desk, agency_id)))


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
    desk.audit("agency_closed", f"agency:{agency_id}", agency_id=agency_id, new={"heir": heir_id})
    return agency


def _check_nobody_depends(desk: Desk, agency: Agency) -> None:
    below = desk.session.exec(
        select(func.count()).select_from(Agency).where(Agency.parent_id == agency.id, col(Agency.closed_on).is_(None))
    ).one()
    if below:
        raise Refused("Agencies below {agency} are still open: {n}.", agency=agency.short_name, n=below)
    led = desk.session.exec(
        select(Agency.short_name).where(Agency.lead_id == agency.id, col(Agency.closed_on).is_(None))
    ).first()
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
    statement = select(Duty).where(Duty.agency_id == agency_id, col(Duty.state).in_(_UNDECIDED))
    return list(desk.session.exec(statement).all())


def _appearances(desk: Desk, agency_id: int) -> list[Appearance]:
    statement = select(Appearance).where(Appearance.agency_id == agency_id, Appearance.state != AppearanceState.CLOSED)
    return list(desk.session.exec(statement).all())


def _handled(desk: Desk, agency_id: int) -> list[Case]:
    statement = (
        select(Case)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where((Case.handling_agency_id == agency_id) | (Party.agency_id == agency_id))
        .where(col(Case.closed_on).is_(None))
    )
    return list({case.id: case for case in desk.session.exec(statement).all()}.values())


def _hand_over(desk: Desk, agency: Agency, heir: Agency) -> None:
    old, new = agency.id or 0, heir.id or 0
    for case in _handled(desk, old):
        if case.handling_agency_id == old:
            case.handling_agency_id = new
        desk.session.add(case)
        _replace_party(desk, case.id or 0, old, new)
        desk.audit("case_taken_over", f"case:{case.id}", case_id=case.id, agency_id=new, old={"agency": old})
    for duty in _duties(desk, old):
        duty.agency_id = new
        duty.revise()
        desk.session.add(duty)
    for appearance in _appearances(desk, old):
        _move_appearance(desk, appearance, new)
    _readdress(desk, old, new)
    desk.session.flush()


def _replace_party(desk: Desk, case_id: int, old: int, new: int) -> None:
    parties = {p.agency_id: p for p in desk.session.exec(select(Party).where(Party.case_id == case_id)).all()}
    if old in parties and new not in parties:
        parties[old].agency_id = new
        desk.session.add(parties[old])


def _move_appearance(desk: Desk, appearance: Appearance, new: int) -> None:
    """Where the heir has an appearance of its own in the same case, the old one is closed instead."""
    own = desk.session.exec(
        select(Appearance.id).where(
            Appearance.case_id == appearance.case_id,
            Appearance.agency_id == new,
            Appearance.hearing_id == appearance.hearing_id,
        )
    ).first()
    if own is None:
        appearance.agency_id = new
    else:
        appearance.state = AppearanceState.CLOSED
    appearance.revise()
    desk.session.add(appearance)


def _readdress(desk: Desk, old: int, new: int) -> None:
    """What is planned for the closed agency's people goes to the same roles of its heir."""
    rows = desk.session.exec(
        select(OutboxRow).where(
            col(OutboxRow.state).in_((SendState.PLANNED, SendState.HELD)),
            col(OutboxRow.audience).endswith(f"@{old}", autoescape=True),
        )
    ).all()
    for row in rows:
        row.audience = f"{row.audience.rpartition('@')[0]}@{new}"
        desk.session.add(row)


def _end_appointments(desk: Desk, agency_id: int) -> None:
    rows = desk.session.exec(
        select(Appointment)
        .where(Appointment.agency_id == agency_id)
        .where((col(Appointment.to_date).is_(None)) | (col(Appointment.to_date) > desk.today))
    ).all()
    for row in rows:
        if row.from_date > desk.today:
            desk.session.delete(row)
            continue
        row.to_date = desk.today
        row.revise()
        desk.session.add(row)
