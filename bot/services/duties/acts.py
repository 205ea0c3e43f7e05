"""What people do about duties: take note, hand in, accept, send back, excuse, transfer, set another date.

"Taken note" is never "done": a duty is closed by a date, an author and evidence. What goes to the bureau waits
for a coordinator's word; what goes to the court is done when it is done.
"""

from __future__ import annotations

from typing import Any

from bot.domain.duties.acts import (
    ADVICE_DEALT_WITH,
    DUTY_ACCEPTED,
    DUTY_ACKNOWLEDGED,
    DUTY_DONE,
    DUTY_REOPENED,
    DUTY_SENT_BACK,
    DUTY_SUBMITTED,
    RIGHT_LEFT,
    RIGHT_WATCHED,
)
from bot.domain.duties.duties import PENDING, is_judged
from bot.domain.duties.topics import RETURNED, ByName
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.roles import Role as Debtor
from bot.domain.law.triggers import Trigger
from bot.services.duties import cards, duties, making, overdue, papers, proofs, reminders
from bot.services.duties.proofs import Proof
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Duty, Paper

#: Evidence of court papers handed in: the special report to the leaders starts from it (SS18).
_FILING = frozenset({"file"})


def acknowledge(desk: Desk, duty_id: int) -> Duty:
    """Take note (收到). Closes the acknowledgement, never the duty; pressing twice changes nothing.

    Raises:
        Missing, NotAllowed: there is no such duty, or it is not the actor's to see; NotAllowed also for whoever only
            looks on (observers, assessors).
    """
    duty = cards.visible(desk, duty_id, lock=True)
    if not cards.may_answer(desk, duty):
        raise NotAllowed
    if duty.acknowledged_at is None and duty.state is DutyState.OPEN:
        duty.acknowledged_at, duty.acknowledged_by = desk.now, desk.actor.person_id
        changed(desk, duty, DUTY_ACKNOWLEDGED, bump=False)
    return duty


def closable(desk: Desk, duty_id: int) -> Duty:
    """The duty, if the actor may hand in what it asks for. Raises Missing or NotAllowed."""
    duty = duties.get(desk, duty_id)
    access.require(desk, Action.CLOSE_DUTY, duty.agency_id)
    return duty


def finishable(desk: Desk, duty_id: int) -> Duty:
    """As `closable`; Refused where it is done in a form of its own."""
    duty = closable(desk, duty_id)
    if duty.trigger == Trigger.HEARING_OVER:
        raise Refused("Please report the result of the hearing instead.")
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
        Refused: as `finishable`; also where the day lies ahead, or nothing shows that it was done.
    """
    duty = finishable(desk, duty_id)
    check(duty, version, DutyState.OPEN)
    if duty.owed_by == Debtor.COURT.value and duty.trigger == Trigger.QUARTER_END.value and proof.on <= duty.trigger_on:
        last = duty.trigger_on
        raise Refused(
            "The quarter ends on {last}; its bulletin cannot have come in on {date}.", last=last, date=proof.on
        )
    if proof.on > desk.today:
        raise Refused("{date} has not come yet; a duty cannot be done in the future.", date=proof.on)
    if proofs.is_handling(desk, duty):
        stored_files.keep(desk, reminders.subject_of(duty), proof.files)
        desk.house.wiring.tell_advice_handled(desk, duty.paper_id or 0, proof.on)
        changed(desk, duty, ADVICE_DEALT_WITH, new={"on": proof.on.isoformat(), "note": proof.note[:500]})
        return duty
    proofs.check(duty, proof)
    return _finished(desk, duty, proof, {})


def show_done(desk: Desk, duty: Duty, proof: Proof, *, accepted: bool = False) -> Duty:
    """A document shows that it is done: whether the actor may say so was asked of the document.

    `accepted`: what the document was for has been accepted by the same act. Else it waits for a coordinator, as in
    `finish`. A duty that is not open stays as it is.
    """
    if duty.state is not DutyState.OPEN:
        return duty
    if proofs.is_handling(desk, duty):
        desk.house.wiring.tell_advice_handled(desk, duty.paper_id or 0, proof.on)
    return _finished(desk, duty, proof, {}, accepted=accepted)


def show_accepted(desk: Desk, duty: Duty) -> Duty:
    """What was handed in is accepted by the step of its document, which asked who does it."""
    if duty.state is DutyState.SUBMITTED:
        _accepted(desk, duty)
    return duty


def show_again(desk: Desk, duty: Duty, note: str) -> Duty:
    """What showed it done was written anew: whoever accepts it looks at it again. The day on which it was done stays.

    One that is neither handed in nor done stays as it is.
    """
    if duty.state not in (DutyState.SUBMITTED, DutyState.DONE):
        return duty
    waits = _waits_for_judgement(desk, duty)
    duty.state, duty.done_note = DutyState.SUBMITTED if waits else DutyState.DONE, note[:500]
    new = {"on": (duty.done_on or desk.today).isoformat(), "note": duty.done_note}
    changed(desk, duty, DUTY_SUBMITTED if waits else DUTY_DONE, new=new)
    return duty


def show_undone(desk: Desk, duty: Duty, reason: str, *, judged: bool) -> Duty:
    """The document that showed it done was sent back (`judged`), or taken back: open again, with the same dates.

    Nobody is told here: whoever moved the document tells its people.
    """
    if duty.state is not DutyState.SUBMITTED:
        return duty
    duty.state, duty.reason = DutyState.OPEN, reason[:500]
    if judged:
        duty.judged_by = desk.actor.person_id or None
        changed(desk, duty, DUTY_SENT_BACK, reason=duty.reason)
    else:
        changed(desk, duty, DUTY_REOPENED, old={"state": DutyState.SUBMITTED.value}, reason=duty.reason)
    reminders.replan(desk, duty, announced=True)
    return duty


def _finished(desk: Desk, duty: Duty, proof: Proof, more: dict[str, Any], *, accepted: bool = False) -> Duty:
    duty.done_on, duty.done_number, duty.done_note = proof.on, proof.number[:120], proof.note[:500]
    duty.done_by, duty.reason = proof.by or desk.actor.person_id or None, ""
    if proof.copy:
        duty.citation = {**duty.citation, "copy": proof.copy[:120]}
    stored_files.keep(desk, reminders.subject_of(duty), proof.files_in_all)
    waits = not accepted and _waits_for_judgement(desk, duty)
    duty.state = DutyState.SUBMITTED if waits else DutyState.DONE
    new = {
        "on": proof.on.isoformat(),
        "number": duty.done_number,
        "note": duty.done_note,
        "files": len(proof.files_in_all),
        **more,
    }
    reminders.stop(desk, duty)
    changed(desk, duty, DUTY_SUBMITTED if waits else DUTY_DONE, new=new)
    if not waits:
        _settled(desk, duty)
    return duty


def unchanged(desk: Desk, duty_id: int, version: int) -> Duty:
    """The filing of an earlier paper still holds: it counts for this one as well, from today.

    Raises:
        Missing, NotAllowed, Stale: as `finish`; Stale also where nothing was filed before.
    """
    duty = closable(desk, duty_id)
    check(duty, version, DutyState.OPEN)
    before = proofs.filed_before(desk, duty)
    if before is None:
        raise Stale
    proof = Proof(desk.today, before.done_number, before.done_note)
    return _finished(desk, duty, proof, {"unchanged": True})


def _waits_for_judgement(desk: Desk, duty: Duty) -> bool:
    """Nobody judges the own work twice: a coordinator's own report counts, and where there is none, everybody's."""
    path = access.agency(desk, duty.agency_id).path
    if not is_judged(duty.owed_to) or desk.actor.may(Action.JUDGE_DUTY, path):
        return False
    return bool(delivery.coordinators(desk, duty.agency_id))


def watch(desk: Desk, duty_id: int, *, chosen: bool) -> Duty:
    """Have a right reminded of that is otherwise only shown (jurisdiction, late evidence), or no more.

    Raises:
        Missing, NotAllowed: as `closable`.
        Stale: it is open no more.
        Refused: it is a duty, of which people are reminded anyway.
    """
    duty = closable(desk, duty_id)
    check(duty, duty.version, DutyState.OPEN)
    if duty.kind != reminders.RIGHT:
        raise Refused("This is a duty; it is reminded of anyway.")
    if bool(duty.citation.get("chosen")) is not chosen:
        reminders.watch(desk, duty, chosen=chosen)
        changed(desk, duty, RIGHT_WATCHED if chosen else RIGHT_LEFT, bump=False)
    return duty


def accept(desk: Desk, duty_id: int, version: int) -> Duty:
    """The coordinator accepts what was handed in.

    Raises:
        Missing, NotAllowed: as `judgeable`.
        Stale: another coordinator was faster, or it was handed in anew.
    """
    duty = judgeable(desk, duty_id)
    check(duty, version, DutyState.SUBMITTED)
    _accepted(desk, duty)
    return duty


def _accepted(desk: Desk, duty: Duty) -> None:
    duty.state, duty.judged_by = DutyState.DONE, desk.actor.person_id or None
    reminders.stop(desk, duty)
    changed(desk, duty, DUTY_ACCEPTED)
    _settled(desk, duty)


def send_back(desk: Desk, duty_id: int, version: int, reason: str) -> Duty:
    """The coordinator wants it corrected: open again, its reminders again, the agency told why at once.

    Raises:
        Missing, NotAllowed, Stale: as `accept`.
        Refused: no reason is given.
    """
    duty = judgeable(desk, duty_id)
    check(duty, version, DutyState.SUBMITTED)
    duty.state, duty.judged_by, duty.reason = DutyState.OPEN, desk.actor.person_id, reasoned(reason)
    changed(desk, duty, DUTY_SENT_BACK, reason=duty.reason)
    reminders.replan(desk, duty, announced=True)
    outbox.plan(
        desk,
        Notice(RETURNED, ByName(duty.id or 0, desk.actor.name, desk.actor.person_id), reminders.subject_of(duty)),
        to_audience(f"doers@{duty.agency_id}"),
        dedupe=f"returned:{duty.id}:{duty.version}",
    )
    return duty


# -- what follows --------------------------------------------------------------------------------------------


def _settled(desk: Desk, duty: Duty) -> None:
    """It is done: whoever owed it together is done too, and what starts from it starts."""
    for other in _together(desk, duty):
        reminders.stop(desk, other)
        other.state, other.done_on, other.done_by = DutyState.DONE, duty.done_on, duty.done_by
        other.done_note = duty.done_note
        changed(desk, other, DUTY_DONE, new={"together_with": duty.id})
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
    found = [d for d in making.same_duty(desk, making.base_of(duty.key)) if d.id != duty.id]
    group = duty.citation.get("group")
    if group and duty.paper_id:
        rows = duties_store.of_paper(desk.session, duty.paper_id, duty.agency_id)
        found += [d for d in rows if d.id != duty.id and d.citation.get("group") == group]
    return [d for d in found if d.state in PENDING]


def check(duty: Duty, version: int, *states: DutyState) -> None:
    """Raise Stale unless the duty is as the button or the form showed it, in one of `states`."""
    if duty.version != version or duty.state not in states:
        raise Stale


def changed(desk: Desk, duty: Duty, act: Act, *, bump: bool = True, **audit: Any) -> None:
    """Write it down, and show the new state in every message people have.

    Without `bump` the buttons that people have stay right: nothing changed that they decide about.
    """
    if bump:
        duty.revise()
    desk.session.add(duty)
    desk.session.flush()
    desk.audit(act, reminders.subject_of(duty), case_id=duty.case_id, agency_id=duty.agency_id, **audit)
    refresh(desk, duty)


def refresh(desk: Desk, duty: Duty) -> None:
    """Edit the messages about this duty, about those it was told together with, and the card of the case."""
    outbox.refresh(desk, reminders.subject_of(duty))
    overdue.refresh(desk, duty)
    if duty.case_id is None:
        return
    for other in duties_store.of_case(desk.session, duty.case_id, duty.agency_id):
        if other.id != duty.id:
            outbox.refresh(desk, About.DUTY(other.id))
    papers.refresh(desk, duty)
    outbox.refresh(desk, About.CASE(duty.case_id))
