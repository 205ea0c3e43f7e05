"""What coordinators decide about duties: excused, not applicable, another agency, another date, open again."""

from __future__ import annotations

from datetime import date

from bot.domain.duties.acts import (
    DISMISSED,
    DUTY_DATE_SET,
    DUTY_REOPENED,
    DUTY_TAKEN_OVER,
    DUTY_TRANSFERRED,
    DUTY_URGED,
)
from bot.domain.duties.duties import PENDING
from bot.domain.duties.topics import CLOSED, ByName
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, reasoned
from bot.domain.hall.terms import DutyState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.duties import acts, changes, making, reminders
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Agency, Duty


def dismiss(desk: Desk, duty_id: int, version: int, state: DutyState, reason: str) -> Duty:
    """Excused, or not applicable: by a coordinator, with a reason.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: it was closed or changed meanwhile.
        Refused: no reason is given.
    """
    duty = acts.judgeable(desk, duty_id)
    acts.check(duty, version, *PENDING)
    if state not in DISMISSED:
        raise ValueError(state)
    duty.state, duty.judged_by, duty.reason = state, desk.actor.person_id, reasoned(reason)
    reminders.stop(desk, duty)
    acts.changed(desk, duty, DISMISSED[state], reason=duty.reason)
    _tell_agency(desk, duty)
    return duty


def transfer(desk: Desk, duty_id: int, version: int, agency_id: int, reason: str) -> Duty:
    """Another agency owes it from now on (改派): dates stay, the new agency is told at once, the old one too.

    An agency that handed it on earlier gets its own row back. Returns the new agency's duty. Raises as `dismiss`;
    Refused where that agency owes it already, or has closed it.
    """
    duty = acts.judgeable(desk, duty_id)
    acts.check(duty, version, DutyState.OPEN)
    heir = access.require(desk, Action.JUDGE_DUTY, agency_id)
    base = making.base_of(duty.key)
    earlier = next((d for d in making.same_duty(desk, base) if d.agency_id == heir.id), None)
    if earlier is not None and earlier.state is not DutyState.TRANSFERRED:
        raise Refused("{agency} owes this already.", agency=heir.short_name)
    duty.state, duty.judged_by, duty.reason = DutyState.TRANSFERRED, desk.actor.person_id, reasoned(reason)
    reminders.stop(desk, duty)
    acts.changed(desk, duty, DUTY_TRANSFERRED, new={"agency": heir.short_name}, reason=duty.reason)
    _tell_agency(desk, duty)
    moved = _taken_back(earlier, duty) if earlier is not None else _copy(duty, heir, f"{base}@{heir.id}", desk)
    desk.session.add(moved)
    desk.session.flush()
    acts.changed(desk, moved, DUTY_TAKEN_OVER, reason=duty.reason, bump=False)
    reminders.plan(desk, moved, announced=True)
    reminders.urge(desk, moved, "handed", duty.reason)
    return moved


_OWN = frozenset({"id", "key", "agency_id", "state", "judged_by", "reason", "acknowledged_at", "acknowledged_by"})
"""What an agency's row does not take over from that of another."""


def _copy(duty: Duty, heir: Agency, key: str, desk: Desk) -> Duty:
    values = {name: value for name, value in duty.model_dump().items() if name not in _OWN}
    return Duty(**{**values, "key": key, "agency_id": heir.id, "created_at": desk.now, "version": 1})


def _taken_back(own: Duty, duty: Duty) -> Duty:
    """The row of an agency that had handed the duty on: open again, as the other agency's stood."""
    for name, value in duty.model_dump().items():
        if name not in _OWN | {"created_at", "version"}:
            setattr(own, name, value)
    own.state, own.reason = DutyState.OPEN, ""
    own.revise()
    own.judged_by = own.acknowledged_at = own.acknowledged_by = None
    return own


def set_date(desk: Desk, duty_id: int, version: int, day: date | None, reason: str) -> Duty:
    """Another date to obey, with a reason; the computed ones are kept beside it. None takes it back.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: it was closed or changed meanwhile.
        Refused: no reason is given, or the day lies before the duty began.
    """
    duty = acts.judgeable(desk, duty_id)
    acts.check(duty, version, DutyState.OPEN)
    if day is not None and day < duty.trigger_on:
        raise Refused("{date} lies before the day from which the term runs, {start}.", date=day, start=duty.trigger_on)
    old = duty.obey
    duty.set_date, duty.set_reason = day, reasoned(reason)[:300]
    acts.changed(
        desk,
        duty,
        DUTY_DATE_SET,
        old={"date": old.isoformat()},
        new={"date": duty.obey.isoformat()},
        reason=duty.set_reason,
    )
    reminders.replan(desk, duty, announced=True)
    changes.tell_moved(desk, [(duty, old, duty.obey)], duty.set_reason)
    return duty


def reopen(desk: Desk, duty_id: int, version: int, reason: str) -> Duty:
    """Correct a closing: the duty is open again, with its reminders.

    An agency may take back what waits for judgement; what is closed, only a coordinator.

    Raises:
        Missing, NotAllowed, Stale, Refused: as `dismiss`.
    """
    duty = acts.closable(desk, duty_id)
    if duty.state is not DutyState.SUBMITTED and not desk.actor.may(
        Action.JUDGE_DUTY, access.agency(desk, duty.agency_id).path
    ):
        raise NotAllowed
    closed = (DutyState.SUBMITTED, DutyState.DONE, DutyState.EXCUSED, DutyState.NOT_APPLICABLE)
    acts.check(duty, version, *closed)
    _open_again(desk, duty, reasoned(reason))
    if duty.agency_id not in desk.actor.agencies():
        reminders.urge(desk, duty, "reopened", duty.reason)
    return duty


def take_back(desk: Desk, duty_id: int, version: int) -> Duty:
    """What was just handed in was something else: open again, as before it.

    Raises:
        Missing, NotAllowed: as `closable`.
        Stale: it was decided about or changed meanwhile.
    """
    duty = acts.closable(desk, duty_id)
    acts.check(duty, version, DutyState.SUBMITTED)
    duty.done_on, duty.done_by = None, None
    _open_again(desk, duty, "")
    return duty


def _open_again(desk: Desk, duty: Duty, reason: str) -> None:
    old, duty.state, duty.reason = duty.state, DutyState.OPEN, reason
    acts.changed(desk, duty, DUTY_REOPENED, old={"state": old.value}, reason=reason)
    reminders.replan(desk, duty, announced=True)


def urge(desk: Desk, duty_id: int) -> Duty:
    """Press for it (催办): one message now, at most one a day. Raises Missing, NotAllowed or Stale."""
    duty = acts.judgeable(desk, duty_id)
    acts.check(duty, duty.version, DutyState.OPEN)
    reminders.urge(desk, duty)
    acts.changed(desk, duty, DUTY_URGED, bump=False)
    return duty


def _tell_agency(desk: Desk, duty: Duty) -> None:
    """The agency hears that it need not act any more, and why."""
    outbox.plan(
        desk,
        Notice(CLOSED, ByName(duty.id or 0, desk.actor.name, desk.actor.person_id), reminders.subject_of(duty)),
        to_audience(f"doers@{duty.agency_id}"),
        dedupe=f"closed:{duty.id}:{duty.version}",
    )
