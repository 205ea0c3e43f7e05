"""Reminders before a circular's term, and after it the way up: deputy, principal, coordinator."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.circulars.acts import CIRCULAR_ESCALATED
from bot.domain.circulars.circulars import Late
from bot.domain.circulars.standing import Standing
from bot.domain.circulars.topics import LATE, STEP, Step
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import Role, SendState
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.services.circulars import receipts
from bot.services.circulars.circulars import head_of, subject_of
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, manners, outbox
from bot.store.circulars import receipts as receipts_store
from bot.store.tables import Circular, OutboxRow

MORNING = time(9, 0)
REMIND, DEPUTY, PRINCIPAL, COORDINATOR, REPORT = "remind", "deputy", "principal", "coordinator", "report"
END_OF_WORK = time(17, 30)


def subject_of_steps(circular_id: int | None) -> Subject:
    return About.CIRCULAR_STEPS(circular_id)


def plan(desk: Desk, row: Circular) -> None:
    """Plan every step as a row for "those who are silent then"; without a term nobody is reminded."""
    if row.answer_by is None or row.reply == "nothing":
        return
    for step, at in times(desk, row.answer_by):
        outbox.plan(
            desk,
            Notice(STEP, Step(circular=row.id or 0, step=step), subject_of_steps(row.id)),
            to_audience(f"circular.step@{row.id}"),
            at=at,
            dedupe=f"circular:{row.id}:{step}:{at.date().isoformat()}",
        )


def times(desk: Desk, answer_by: datetime) -> list[tuple[str, datetime]]:
    """When each step is taken (aware). Reminders that would come within four hours of the sending are left out."""
    calendar = desk.house.law.calendar
    local = answer_by.astimezone(desk.house.zone)
    before = calendar.previous_working(local.date() - timedelta(days=1))
    reminders = [desk.at(before, MORNING)]
    if calendar.is_working(local.date()) and local.time() > time(10, 0):
        reminders.append(desk.at(local.date(), MORNING))
    first = manners.polite_hour(desk.house, answer_by + timedelta(minutes=1))
    second = desk.at(_day_after(desk, first), MORNING)
    third = desk.at(_day_after(desk, second), MORNING)
    early = [(REMIND, at) for at in reminders if at > desk.now + timedelta(hours=4)]
    return [*early, (REPORT, _evening(desk, answer_by)), (DEPUTY, first), (PRINCIPAL, second), (COORDINATOR, third)]


def _evening(desk: Desk, answer_by: datetime) -> datetime:
    """When those who sent it hear that the term passed: the same day at the end of work, or as soon after as may be."""
    day = answer_by.astimezone(desk.house.zone).date()
    passed = max(answer_by + timedelta(minutes=1), desk.at(day, END_OF_WORK))
    return manners.polite_hour(desk.house, passed)


def _day_after(desk: Desk, instant: datetime) -> date:
    day = instant.astimezone(desk.house.zone).date()
    return desk.house.law.calendar.next_working(day + timedelta(days=1))


def expand(desk: Desk, row: OutboxRow) -> int:
    """The hour of a step has come: say it to whom it concerns now."""
    row.state, row.sent_at = SendState.SENT, desk.now
    planned = STEP.read(row.args)
    found = desk.session.get(Circular, planned.circular)
    if found is None or not receipts.is_open(found):
        return 0
    if planned.step == REMIND:
        return receipts.remind(desk, found, f"remind:{desk.today.isoformat()}")
    return _tell(desk, found, planned.step)


def _tell(desk: Desk, row: Circular, step: str) -> int:
    """One message an agency to its deputies or principal; the coordinators get one for all."""
    silent = receipts.silent_by_agency(desk, row)
    if not (silent or (step == REPORT and _not_reached(desk, row))):
        return 0
    desk.audit(CIRCULAR_ESCALATED, subject_of(row.id), agency_id=row.agency_id, new={"step": step})
    if step in (REPORT, COORDINATOR):
        return _plan_for(
            desk, row, step, 0, [p.id or 0 for p in delivery.people_of(desk, f"coordinators@{row.agency_id}")]
        )
    if step == DEPUTY:
        silent = receipts.silent_by_agency(desk, row, Role.LIAISON)
    return sum(_tell_agency(desk, row, step, agency_id, people) for agency_id, people in silent.items())


def _tell_agency(desk: Desk, row: Circular, step: str, agency_id: int, silent: list[int]) -> int:
    """Deputy or principal of one agency, whoever is not silent himself; without a deputy, the principal at once."""
    if step == DEPUTY:
        deputies = [p.id or 0 for p in access.holders(desk, agency_id, Role.DEPUTY_LIAISON) if p.id not in silent]
        if deputies:
            return _plan_for(desk, row, DEPUTY, agency_id, deputies)
    principals = [p.id or 0 for p in access.holders(desk, agency_id, Role.PRINCIPAL) if p.id not in silent]
    return _plan_for(desk, row, PRINCIPAL, agency_id, principals)


def _plan_for(desk: Desk, row: Circular, step: str, agency_id: int, targets: list[int]) -> int:
    for person_id in targets:
        outbox.plan(
            desk,
            Notice(LATE, Step(circular=row.id or 0, step=step, agency=agency_id), subject_of_steps(row.id)),
            to_person(person_id),
            dedupe=f"circular:{row.id}:{step}:{agency_id}>{person_id}",
        )
    return len(targets)


def late(desk: Desk, said: Step) -> Late | None:
    """What is told up the line; None when nobody is silent any more."""
    row = desk.session.get(Circular, said.circular)
    if row is None or not receipts.is_open(row):
        return None
    agency_id = said.agency
    silent = receipts.silent_by_agency(desk, row)
    if agency_id:
        names = tuple(receipts.names_of(desk, silent.get(agency_id, ())))
        return Late(head_of(desk, row), _short(desk, agency_id), names, said.step) if names else None
    return _for_senders(desk, row, said.step, tuple(_short(desk, i) for i in silent))


def _for_senders(desk: Desk, row: Circular, step: str, silent: tuple[str, ...]) -> Late | None:
    """To whoever sent it: which agencies are silent, and which it did not reach in the first place."""
    found = _not_reached(desk, row)
    if not silent and not found:
        return None
    names = {where: tuple(dict.fromkeys(_short(desk, i) for i, at in found if at is where)) for where in _NOT_REACHED}
    missed, unregistered = names[Standing.MISSED], names[Standing.UNREGISTERED]
    return Late(head_of(desk, row), "", silent, step, row.id or 0, missed, unregistered)


_NOT_REACHED = (Standing.MISSED, Standing.UNREGISTERED)


def _not_reached(desk: Desk, row: Circular) -> list[tuple[int, Standing]]:
    counts = receipts_store.by_agency(desk.session, receipts.asked(desk, row))
    together = receipts.together(row)
    return [(one.agency_id, where) for one in counts for where in _NOT_REACHED if one.units(together).get(where)]


def _short(desk: Desk, agency_id: int) -> str:
    return access.agency(desk, agency_id).short_name
