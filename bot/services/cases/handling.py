"""Which unit handles a case: given with the papers, or named by the lead organ; its duties follow it."""

from __future__ import annotations

from datetime import date

from bot.domain.cases.acts import UNIT_ASSIGNED
from bot.domain.cases.cases import AssignView
from bot.domain.cases.topics import ASSIGN, CARD, Assign, CaseCard
from bot.domain.duties.acts import DUTY_DONE, DUTY_MOVED_TO_UNIT
from bot.domain.duties.topics import REMIND
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.paging import SIZE
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, DutyState
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.triggers import Trigger
from bot.services.cases import cases
from bot.services.duties import duties, making, reminders
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.services.post import outbox
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, Case, Duty, Person

_NEVER = (AgencyKind.COURT, AgencyKind.GOVERNMENT)


def ask_for_unit(desk: Desk, case: Case, agency_id: int, on: date) -> list[Duty]:
    """The lead organ is asked to name the handling unit; the clocks run from service all the same."""
    outbox.plan(
        desk,
        Notice(ASSIGN, Assign(case=case.id or 0, agency=agency_id, by=desk.actor.person_id), About.CASE(case.id)),
        to_audience(f"coordinators@{agency_id}"),
        dedupe=f"assign:{case.id}:{case.version}",
    )
    # Its own buttons ask for it now; the duty's reminders follow from the next day on.
    started = duties.start(desk, trigger=Trigger.CASE_RECEIVED, on=on, agency_id=agency_id, case=case)
    for duty in started:
        outbox.cancel(desk, reminders.subject_of(duty), topics=(REMIND,))
        reminders.plan(desk, duty, announced=True)
    return started


def assign(desk: Desk, case_id: int, version: int, agency_id: int) -> Case:
    """The lead organ names the handling unit: its open duties move there, with their dates as they are.

    Raises:
        Missing: there is no such case or agency.
        NotAllowed: the actor does not assign units over this agency.
        Stale: somebody else named one meanwhile.
    """
    unit = candidate(desk, case_id, agency_id)
    case = cases.locked(desk, case_id)
    if not cases.may(desk, Action.ASSIGN_UNIT, case):
        raise NotAllowed
    if case.version != version:
        raise Stale
    set_unit(desk, case, unit)
    outbox.plan(
        desk,
        Notice(
            CARD,
            CaseCard(case=case.id or 0, by=desk.actor.person_id, news="assigned"),
            About.CASE(case.id),
            urgent=True,
        ),
        to_audience(f"doers@{unit.id}"),
        dedupe=f"card:{case.id}:assigned:{case.version}",
    )
    return case


def set_unit(desk: Desk, case: Case, unit: Agency) -> None:
    old_id = case.handling_agency_id
    old = access.agency(desk, old_id).short_name if old_id else ""
    case.handling_agency_id = unit.id
    case.revise()
    case.facts = {**case.facts, "handling_open": False}
    desk.session.add(case)
    desk.session.flush()
    desk.audit(
        UNIT_ASSIGNED,
        About.CASE(case.id),
        case_id=case.id,
        agency_id=unit.id,
        old={"unit": old} if old else {},
        new={"unit": unit.short_name},
    )
    _move_duties(desk, case, unit)
    _close_assignment(desk, case)
    outbox.refresh(desk, About.CASE(case.id))


def _move_duties(desk: Desk, case: Case, unit: Agency) -> None:
    for duty in duties_store.open_of_role(desk.session, case.id, "handling_unit"):
        if duty.agency_id == unit.id:
            continue
        key = f"{making.base_of(duty.key)}@{unit.id}"
        if any(other.key == key for other in making.same_duty(desk, making.base_of(duty.key))):
            continue
        old = access.agency(desk, duty.agency_id).short_name
        reminders.stop(desk, duty)
        duty.agency_id, duty.key = unit.id or 0, key
        duty.revise()
        duty.acknowledged_at, duty.acknowledged_by = None, None
        desk.session.add(duty)
        desk.session.flush()
        reminders.plan(desk, duty, announced=True)
        desk.audit(
            DUTY_MOVED_TO_UNIT,
            reminders.subject_of(duty),
            case_id=case.id,
            agency_id=unit.id,
            old={"agency": old},
            new={"agency": unit.short_name},
        )


def _close_assignment(desk: Desk, case: Case) -> None:
    """Naming the unit is itself the evidence that closes the duty to name it."""
    rows = duties_store.pending_of_case(desk.session, case.id, Trigger.CASE_RECEIVED.value)
    for duty in (one for one in rows if one.state is DutyState.OPEN):
        reminders.stop(desk, duty)
        duty.state, duty.done_on, duty.done_by = DutyState.DONE, desk.today, desk.actor.person_id or None
        duty.revise()
        desk.session.add(duty)
        desk.audit(
            DUTY_DONE,
            reminders.subject_of(duty),
            case_id=case.id,
            agency_id=duty.agency_id,
            new={"on": desk.today.isoformat()},
        )
        outbox.refresh(desk, reminders.subject_of(duty))


def candidates(desk: Desk, case: Case) -> list[Agency]:
    """The units of the same county that the actor may name."""
    parties = cases.agencies_of(desk, case)
    government = facts.government_above(desk, parties[0]) if parties else None
    branch = government.path if government else "/"
    found = access.within(desk, Action.ASSIGN_UNIT)
    return [a for a in found if a.kind not in _NEVER and a.path.startswith(branch)]


def candidate(desk: Desk, case_id: int, agency_id: int) -> Agency:
    """A unit that the actor may name for this case.

    Raises:
        Missing: there is no such case or agency, or the agency is none of those that may handle it.
        NotAllowed: the case is not the actor's to see, or the actor does not assign units over this agency.
    """
    case = cases.visible(desk, case_id)
    unit = access.require(desk, Action.ASSIGN_UNIT, agency_id)
    if unit.id not in {one.id for one in candidates(desk, case)}:
        raise Missing
    return unit


def view(desk: Desk, case_id: int, *, page: int = 0, asked_by: int = 0, changing: bool = False) -> AssignView:
    """What the lead organ is asked, with a page of the units that may be named; `changing` asks once more.

    Raises Missing or NotAllowed as `cases.visible`.
    """
    case = cases.visible(desk, case_id)
    units = candidates(desk, case)
    page = max(0, min(page, (len(units) - 1) // SIZE))
    by = desk.session.get(Person, asked_by) if asked_by else None
    sued = [party.agency_id for party in cases_store.parties_of(desk.session, case.id)]
    named = case.handling_agency_id if not case.facts.get("handling_open") else None
    return AssignView(
        case_id=case.id or 0,
        version=case.version,
        number=case.number,
        defendant="、".join(access.agency(desk, one).short_name for one in sued),
        cause=case.cause,
        asked_by=by.name if by else "",
        candidates=tuple((u.id or 0, u.short_name) for u in units[page * SIZE : (page + 1) * SIZE]),
        assigned=access.agency(desk, named).short_name if named and not changing else "",
        page=page,
        total=len(units),
    )
