"""What people do about duties: take note, hand in, accept, send back, excuse, transfer, set another date.

"Taken note" is never "done": a duty is closed by a date, an author and evidence. What goes to the bureau waits
for a coordinator's word; what goes to the court is done when it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import col, select

from bot.domain.access import Action
from bot.domain.duties import PENDING, is_judged
from bot.domain.errors import NotAllowed, Refused, Stale
from bot.domain.terms import DutyState, Lane
from bot.domain.triggers import Trigger
from bot.services import access, delivery, duties, duty_making, duty_views, outbox, reminders, stored_files
from bot.services.desk import Desk
from bot.store.tables import Agency, Case, Duty, Paper

JUDGE, RETURNED = "duty.judge", "duty.returned"
#: Evidence of court papers handed in: the special report to the leaders starts from it (SS18).
_FILING = frozenset({"file"})


@dataclass(frozen=True)
class Proof:
    """How a duty was done: on which local day, and by what it can be shown. `files` are as forms collect them."""

    on: date
    number: str = ""
    note: str = ""
    files: Sequence[dict[str, Any]] = field(default_factory=tuple)


def acknowledge(desk: Desk, duty_id: int) -> Duty:
    """Take note (收到). Closes the acknowledgement, never the duty; pressing twice changes nothing.

    Raises:
        Missing, NotAllowed: there is no such duty, or it is not the actor's to see.
    """
    duty = duty_views.visible(desk, duty_id, lock=True)
    if duty.acknowledged_at is None and duty.state is DutyState.OPEN:
        duty.acknowledged_at, duty.acknowledged_by = desk.now, desk.actor.person_id
        _changed(desk, duty, "duty_acknowledged", bump=False)
    return duty


def closable(desk: Desk, duty_id: int) -> Duty:
    """The duty, if the actor may hand in what it asks for. Raises Missing or NotAllowed."""
    duty = duties.get(desk, duty_id)
    access.require(desk, Action.CLOSE_DUTY, duty.agency_id)
    return duty


def judgeable(desk: Desk, duty_id: int) -> Duty:
    """The duty, if the actor may accept, send back, excuse or transfer it. Raises Missing or NotAllowed."""
    duty = duties.get(desk, duty_id)
    access.require(desk, Action.JUDGE_DUTY, duty.agency_id)
    return duty


def finish(desk: Desk, duty_id: int, version: int, proof: Proof) -> Duty:
    """Report the duty as done. It then waits for a coordinator where it is owed to the bureau.

    Raises:
        Missing, NotAllowed: as `closable`.
        Stale: somebody closed or changed it meanwhile.
        Refused: the day lies ahead, or nothing shows that it was done.
    """
    duty = closable(desk, duty_id)
    _check(duty, version, DutyState.OPEN)
    if proof.on > desk.today:
        raise Refused("{date} has not come yet; a duty cannot be done in the future.", date=proof.on)
    if not (proof.number or proof.note or proof.files):
        raise Refused("Please give a number, a file or a note that shows it was done.")
    duty.done_on, duty.done_number, duty.done_note = proof.on, proof.number[:120], proof.note[:500]
    duty.done_by, duty.reason = desk.actor.person_id, ""
    stored_files.keep(desk, reminders.subject_of(duty), proof.files)
    waits = _waits_for_judgement(desk, duty)
    duty.state = DutyState.SUBMITTED if waits else DutyState.DONE
    new = {"on": proof.on.isoformat(), "number": duty.done_number, "note": duty.done_note, "files": len(proof.files)}
    reminders.stop(desk, duty)
    _changed(desk, duty, "duty_submitted" if waits else "duty_done", new=new)
    if waits:
        outbox.plan(
            desk,
            JUDGE,
            {"duty": duty.id},
            audience=f"coordinators@{duty.agency_id}",
            subject=reminders.subject_of(duty),
            lane=Lane.INTERACTIVE,
            dedupe=f"judge:{duty.id}:{duty.version}",
            live=True,
        )
    else:
        _settled(desk, duty)
    return duty


def _waits_for_judgement(desk: Desk, duty: Duty) -> bool:
    """Nobody judges the own work twice: a coordinator's own report counts, and where there is none, everybody's."""
    path = access.agency(desk, duty.agency_id).path
    if not is_judged(duty.owed_to) or desk.actor.may(Action.JUDGE_DUTY, path):
        return False
    return bool(delivery.coordinators(desk, duty.agency_id))


def accept(desk: Desk, duty_id: int, version: int) -> Duty:
    """The coordinator accepts what was handed in.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: another coordinator was faster, or it was handed in anew.
    """
    duty = judgeable(desk, duty_id)
    _check(duty, version, DutyState.SUBMITTED)
    duty.state, duty.judged_by = DutyState.DONE, desk.actor.person_id
    reminders.stop(desk, duty)
    _changed(desk, duty, "duty_accepted")
    _settled(desk, duty)
    return duty


def send_back(desk: Desk, duty_id: int, version: int, reason: str) -> Duty:
    """The coordinator wants it corrected: open again, its reminders again, the agency told why at once.

    Raises:
        Missing, NotAllowed, Stale: as `accept`.
        Refused: no reason is given.
    """
    duty = judgeable(desk, duty_id)
    _check(duty, version, DutyState.SUBMITTED)
    duty.state, duty.judged_by, duty.reason = DutyState.OPEN, desk.actor.person_id, _reason(reason)
    _changed(desk, duty, "duty_sent_back", reason=duty.reason)
    reminders.replan(desk, duty, announced=True)
    outbox.plan(
        desk,
        RETURNED,
        {"duty": duty.id, "by": desk.actor.name},
        audience=f"doers@{duty.agency_id}",
        subject=reminders.subject_of(duty),
        lane=Lane.INTERACTIVE,
        urgent=True,
        live=True,
        dedupe=f"returned:{duty.id}:{duty.version}",
    )
    return duty


def dismiss(desk: Desk, duty_id: int, version: int, state: DutyState, reason: str) -> Duty:
    """Excused, or not applicable: by a coordinator, with a reason.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: it was closed or changed meanwhile.
        Refused: no reason is given.
    """
    duty = judgeable(desk, duty_id)
    _check(duty, version, *PENDING)
    if state not in (DutyState.EXCUSED, DutyState.NOT_APPLICABLE):
        raise ValueError(state)
    duty.state, duty.judged_by, duty.reason = state, desk.actor.person_id, _reason(reason)
    reminders.stop(desk, duty)
    _changed(desk, duty, f"duty_{state.value}", reason=duty.reason)
    _tell_agency(desk, duty)
    return duty


def transfer(desk: Desk, duty_id: int, version: int, agency_id: int, reason: str) -> Duty:
    """Another agency owes it from now on (改派): dates stay, the new agency is told at once, the old one too.

    Returns the new agency's duty. Raises as `dismiss`; Refused where that agency owes it already.
    """
    duty = judgeable(desk, duty_id)
    _check(duty, version, DutyState.OPEN)
    heir = access.require(desk, Action.JUDGE_DUTY, agency_id)
    base = duty_making.base_of(duty.key)
    if heir.id == duty.agency_id or any(d.agency_id == heir.id for d in duty_making.same_duty(desk, base)):
        raise Refused("{agency} owes this already.", agency=heir.short_name)
    duty.state, duty.judged_by, duty.reason = DutyState.TRANSFERRED, desk.actor.person_id, _reason(reason)
    reminders.stop(desk, duty)
    _changed(desk, duty, "duty_transferred", new={"agency": heir.short_name}, reason=duty.reason)
    _tell_agency(desk, duty)
    moved = _copy(duty, heir, f"{base}@{heir.id}", desk)
    desk.session.add(moved)
    desk.session.flush()
    _changed(desk, moved, "duty_taken_over", reason=duty.reason, bump=False)
    reminders.plan(desk, moved, announced=True)
    reminders.urge(desk, moved)
    return moved


def _copy(duty: Duty, heir: Agency, key: str, desk: Desk) -> Duty:
    skipped = {"id", "key", "agency_id", "state", "judged_by", "reason", "acknowledged_at", "acknowledged_by"}
    values = {name: value for name, value in duty.model_dump().items() if name not in skipped}
    return Duty(**{**values, "key": key, "agency_id": heir.id, "created_at": desk.now, "version": 1})


def set_date(desk: Desk, duty_id: int, version: int, day: date | None, reason: str) -> Duty:
    """Another date to obey, with a reason; the computed ones are kept beside it. None takes it back.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: it was closed or changed meanwhile.
        Refused: no reason is given, or the day lies before the duty began.
    """
    duty = judgeable(desk, duty_id)
    _check(duty, version, DutyState.OPEN)
    if day is not None and day < duty.trigger_on:
        raise Refused("{date} lies before the day from which the term runs, {start}.", date=day, start=duty.trigger_on)
    old = duty.obey
    duty.set_date, duty.set_reason = day, _reason(reason)[:300]
    _changed(
        desk,
        duty,
        "duty_date_set",
        old={"date": old.isoformat()},
        new={"date": duty.obey.isoformat()},
        reason=duty.set_reason,
    )
    reminders.replan(desk, duty, announced=True)
    duties.tell_moved(desk, [(duty, old, duty.obey)], duty.set_reason)
    return duty


def reopen(desk: Desk, duty_id: int, version: int, reason: str) -> Duty:
    """Correct a closing: the duty is open again, with its reminders.

    An agency may take back what waits for judgement; what is closed, only a coordinator.

    Raises:
        Missing, NotAllowed, Stale, Refused: as `dismiss`.
    """
    duty = closable(desk, duty_id)
    if duty.state is not DutyState.SUBMITTED and not desk.actor.may(
        Action.JUDGE_DUTY, access.agency(desk, duty.agency_id).path
    ):
        raise NotAllowed
    closed = (DutyState.SUBMITTED, DutyState.DONE, DutyState.EXCUSED, DutyState.NOT_APPLICABLE)
    _check(duty, version, *closed)
    old = duty.state
    duty.state, duty.reason = DutyState.OPEN, _reason(reason)
    _changed(desk, duty, "duty_reopened", old={"state": old.value}, reason=duty.reason)
    reminders.replan(desk, duty, announced=True)
    return duty


def urge(desk: Desk, duty_id: int) -> Duty:
    """Press for it (催办): one message now, at most one a day. Raises Missing, NotAllowed or Stale."""
    duty = judgeable(desk, duty_id)
    _check(duty, duty.version, DutyState.OPEN)
    reminders.urge(desk, duty)
    _changed(desk, duty, "duty_urged", bump=False)
    return duty


# -- what follows --------------------------------------------------------------------------------------------


def _settled(desk: Desk, duty: Duty) -> None:
    """It is done: whoever owed it together is done too, and what starts from it starts."""
    for other in _together(desk, duty):
        reminders.stop(desk, other)
        other.state, other.done_on, other.done_by = DutyState.DONE, duty.done_on, duty.done_by
        other.done_note = duty.done_note
        _changed(desk, other, "duty_done", new={"together_with": duty.id})
    case = desk.session.get(Case, duty.case_id) if duty.case_id else None
    if case is None:
        return
    paper = desk.session.get(Paper, duty.paper_id) if duty.paper_id else None
    concerned = paper.agency_id if paper else duty.agency_id
    if _FILING & set(duty.evidence.split(",")) and is_judged(duty.owed_to):
        duties.start(
            desk,
            trigger=Trigger.FILING_RECEIVED,
            on=desk.today,
            case=case,
            agency_id=concerned,
            subject=f"filing:{case.id}:{duty.trigger_on.isoformat()}",
        )
    if "superior_agency" in duty.owed_to and duty.trigger == Trigger.ADVICE_RECEIVED:
        duties.start(
            desk, trigger=Trigger.STATEMENT_RECEIVED, on=desk.today, case=case, agency_id=concerned, paper=paper
        )


def _together(desk: Desk, duty: Duty) -> list[Duty]:
    """The same obligation of other agencies, and the other clocks of the same letter (one group, one paper)."""
    found = [d for d in duty_making.same_duty(desk, duty_making.base_of(duty.key)) if d.id != duty.id]
    group = duty.citation.get("group")
    if group and duty.paper_id:
        rows = desk.session.exec(
            select(Duty)
            .where(Duty.paper_id == duty.paper_id, Duty.agency_id == duty.agency_id, Duty.id != duty.id)
            .order_by(col(Duty.id))
        ).all()
        found += [d for d in rows if d.citation.get("group") == group]
    return [d for d in found if d.state in PENDING]


def _tell_agency(desk: Desk, duty: Duty) -> None:
    """The agency hears that it need not act any more, and why."""
    outbox.plan(
        desk,
        "duty.closed",
        {"duty": duty.id, "by": desk.actor.name},
        audience=f"doers@{duty.agency_id}",
        subject=reminders.subject_of(duty),
        lane=Lane.INTERACTIVE,
        dedupe=f"closed:{duty.id}:{duty.version}",
    )


def _check(duty: Duty, version: int, *states: DutyState) -> None:
    if duty.version != version or duty.state not in states:
        raise Stale


def _reason(reason: str) -> str:
    words = " ".join(reason.split())[:500]
    if len(words) < 2:
        raise Refused("Please give a reason.")
    return words


def _changed(desk: Desk, duty: Duty, action: str, *, bump: bool = True, **audit: Any) -> None:
    """Write it down, and show the new state in every message people have."""
    duty.version += bump
    desk.session.add(duty)
    desk.session.flush()
    desk.audit(action, reminders.subject_of(duty), case_id=duty.case_id, agency_id=duty.agency_id, **audit)
    refresh(desk, duty)


def refresh(desk: Desk, duty: Duty) -> None:
    """Edit the messages about this duty, about those it was told together with, and the card of the case."""
    outbox.refresh(desk, reminders.subject_of(duty))
    if duty.case_id is None:
        return
    others = select(Duty.id).where(Duty.case_id == duty.case_id, Duty.agency_id == duty.agency_id, Duty.id != duty.id)
    for other in desk.session.exec(others).all():
        outbox.refresh(desk, f"duty:{other}")
    outbox.refresh(desk, f"case:{duty.case_id}")
