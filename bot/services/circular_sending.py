"""A circular on its way: one row in the outbox starts it, makes the rows of its recipients a few hundred at a time,
and watches until the last of them is settled. Pausing holds the rows back, resuming lets go what never went out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert, literal_column
from sqlmodel import col, select, update

from bot.domain.access import Actor
from bot.domain.audiences import Audience
from bot.domain.circulars import Letter
from bot.domain.errors import Refused, Stale
from bot.domain.terms import CircularState, Lane, ReplyWanted, SendState
from bot.services import audiences, circular_approvals, circular_steps, delivery, manners, outbox, sending
from bot.services.circulars import as_sender, circular, got, head_of, parts_of, sending_subject, subject_of, touch
from bot.services.desk import Desk
from bot.store.tables import Circular, CircularReceipt, LinkedGroup, OutboxRow

CHUNK = 200
"""Rows made in one transaction: a press waits for no more than these."""
_IS_PLANNED = col(OutboxRow.state) == literal_column("'planned'")
_UNSETTLED = (SendState.PLANNED, SendState.CLAIMED, SendState.HELD, SendState.CARRIED)
_DELETABLE = timedelta(hours=47)
"""A bot may delete its messages for two days (core.telegram.org/bots/api#deletemessage)."""
GROUP_TOPIC, COPY_TOPIC = "circular.group", "circular.copy"


def expand(desk: Desk, row: OutboxRow) -> int:
    """Work at the row that started a circular: begin it, make the next rows, or look whether all is settled."""
    found = desk.session.get(Circular, int(row.args["circular"]), with_for_update=True)
    if found is not None and found.state is CircularState.SCHEDULED:
        _begin(desk, found)
    if found is None or found.state is not CircularState.SENDING:
        row.state = SendState.HELD if found and found.state is CircularState.PAUSED else SendState.CANCELLED
        return 0
    made = _make_rows(desk, found)
    if made:
        sending.postpone(desk.session, row, desk.now)
    elif _is_settled(desk, found):
        _finish(desk, found)
        row.state, row.sent_at = SendState.SENT, desk.now
    else:
        sending.postpone(desk.session, row, _next_look(desk, found))
        outbox.refresh(desk, subject_of(found.id))
    return made


delivery.EXPANDERS["circular"] = expand


def _next_look(desk: Desk, row: Circular) -> datetime:
    """Five seconds on, later less and less often; not at night unless it is urgent."""
    since = desk.now - (row.begun_at or desk.now)
    soon = desk.now + min(max(since / 20, timedelta(seconds=5)), timedelta(minutes=10))
    return soon if row.urgent else manners.polite_hour(desk.house, soon)


# -- beginning -----------------------------------------------------------------------------------------------------


def _begin(desk: Desk, row: Circular) -> None:
    """Resolve the audience, once, and write down who it is."""
    sender = as_sender(desk, row)
    if sender.actor.person_id < 0:
        _no_sender(desk, row)
        return
    found = audiences.resolve(sender, Audience.from_json(row.audience or {}))
    values = [
        {"circular_id": row.id, "person_id": one.person_id, "agency_id": one.agency_id, "role": one.role}
        for one in found.people
    ]
    if values:
        desk.session.execute(insert(CircularReceipt), values)
    row.state, row.begun_at = CircularState.SENDING, desk.now
    touch(desk, row)
    desk.audit("circular_begun_sending", subject_of(row.id), agency_id=row.agency_id, new={"people": len(values)})
    _replace_old(desk, row)
    _to_groups(desk, row)
    circular_steps.plan(desk, row)


def _no_sender(desk: Desk, row: Circular) -> None:
    """Neither author nor approver may send any more: it waits for a coordinator who may."""
    row.state = CircularState.PAUSED
    touch(desk, row)
    desk.audit("circular_paused", subject_of(row.id), agency_id=row.agency_id, reason="the sender lost the role")
    outbox.plan(desk, "circular.orphan", {"circular": row.id}, audience=f"coordinators@{row.agency_id}")


def _replace_old(desk: Desk, row: Circular) -> None:
    """What this one corrects or takes back goes no further."""
    old = desk.session.get(Circular, row.replaces_id, with_for_update=True) if row.replaces_id else None
    if old is None:
        return
    stop(desk, old)
    old.state = CircularState.WITHDRAWN if row.withdrawal else CircularState.REPLACED
    touch(desk, old)
    desk.audit(f"circular_{old.state.value}", subject_of(old.id), agency_id=old.agency_id, new={"by": row.id})


def _to_groups(desk: Desk, row: Circular) -> None:
    for group_id in row.groups:
        group = desk.session.get(LinkedGroup, group_id)
        if group is not None and group.gone_at is None:
            outbox.plan(
                desk,
                GROUP_TOPIC,
                {"circular": row.id, "group": group_id},
                chat_id=group.chat_id,
                subject=sending_subject(row.id),
                lane=Lane.BULK,
                urgent=row.urgent,
                dedupe=f"circular:{row.id}>g{group_id}",
            )


# -- rows ----------------------------------------------------------------------------------------------------------


def _make_rows(desk: Desk, row: Circular) -> int:
    """One row each for the next recipients who have none yet; with a correction, edits of what they had."""
    statement = (
        select(CircularReceipt)
        .where(CircularReceipt.circular_id == row.id, col(CircularReceipt.outbox_id).is_(None))
        .order_by(col(CircularReceipt.id))
        .limit(CHUNK)
    )
    receipts = desk.session.exec(statement).all()
    rows = [_row(desk, row, receipt) for receipt in receipts]
    desk.session.add_all(rows)
    desk.session.flush()
    for receipt, planned in zip(receipts, rows, strict=True):
        receipt.outbox_id = planned.id
    if row.replaces_id is not None and receipts:
        _mark_old(desk, row.replaces_id, [receipt.person_id for receipt in receipts])
    desk.planned = desk.planned or bool(rows)
    return len(rows)


def _row(desk: Desk, row: Circular, receipt: CircularReceipt) -> OutboxRow:
    return OutboxRow(
        topic=COPY_TOPIC,
        args={"circular": row.id, "receipt": receipt.id},
        person_id=receipt.person_id,
        subject=sending_subject(row.id),
        lane=Lane.BULK,
        urgent=row.urgent,
        due_at=desk.now,
        planned_at=desk.now,
        dedupe=f"circular:{row.id}>{receipt.person_id}",
    )


def _mark_old(desk: Desk, old_id: int, people: list[int]) -> None:
    """Edit the old messages of these people, so that nobody acts on them; copies of the last two days are deleted."""
    statement = (
        select(OutboxRow, CircularReceipt)
        .join(CircularReceipt, col(CircularReceipt.outbox_id) == OutboxRow.id)
        .where(CircularReceipt.circular_id == old_id, col(CircularReceipt.person_id).in_(people))
        .where(OutboxRow.state == SendState.SENT)
    )
    for sent, receipt in desk.session.exec(statement).all():
        desk.session.add(_change(desk, sent, "edit", {"circular": old_id, "receipt": receipt.id}))
        copies = [message for one in sent.copied for message in one]
        if copies and sent.sent_at and desk.now - sent.sent_at < _DELETABLE:
            desk.session.add(_change(desk, sent, "delete", {"messages": copies}))


def _change(desk: Desk, sent: OutboxRow, kind: str, args: dict[str, object]) -> OutboxRow:
    return OutboxRow(
        kind=kind,
        topic=COPY_TOPIC,
        args=args,
        person_id=sent.person_id,
        chat_id=sent.chat_id,
        message_id=sent.message_id,
        edits=sent.id,
        lane=Lane.BULK,
        due_at=desk.now,
        planned_at=desk.now,
        dedupe=f"{kind}:old:{sent.id}",
    )


def _is_settled(desk: Desk, row: Circular) -> bool:
    open_row = desk.session.exec(
        select(OutboxRow.id)
        .where(OutboxRow.subject == sending_subject(row.id), col(OutboxRow.state).in_(_UNSETTLED))
        .where(OutboxRow.audience == "")
        .limit(1)
    ).first()
    return open_row is None


def _finish(desk: Desk, row: Circular) -> None:
    row.state, row.finished_at = CircularState.FINISHED, desk.now
    touch(desk, row)
    desk.audit("circular_finished", subject_of(row.id), agency_id=row.agency_id)


# -- pausing, resuming, stopping -----------------------------------------------------------------------------------


def pause(desk: Desk, circular_id: int, version: int) -> Circular:
    """Hold everything back that is not out yet; what is in flight at this moment may still arrive."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.SENDING:
        raise Stale
    _set_rows(desk, row, SendState.PLANNED, SendState.HELD)
    row.state = CircularState.PAUSED
    desk.audit("circular_paused", subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def resume(desk: Desk, circular_id: int, version: int) -> Circular:
    """Go on with those it never went out to; whoever had it, or may have had it, does not get it again."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.PAUSED:
        raise Stale
    row.state = CircularState.SENDING if row.begun_at else CircularState.SCHEDULED
    if not row.begun_at:
        row.author_id = desk.actor.person_id
    _set_rows(desk, row, SendState.HELD, SendState.PLANNED)
    # Rows that a worker was about to send when the pause came were dropped as untrue: they were not sent either.
    _set_rows(desk, row, SendState.CANCELLED, SendState.PLANNED)
    desk.planned = True
    desk.audit("circular_resumed", subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def stop(desk: Desk, row: Circular) -> None:
    """What is not out yet is not sent; nobody is reminded any more."""
    _set_rows(desk, row, SendState.PLANNED, SendState.CANCELLED)
    _set_rows(desk, row, SendState.HELD, SendState.CANCELLED)
    outbox.cancel(desk, circular_steps.subject_of_steps(row.id))


def cancel(desk: Desk, circular_id: int, version: int) -> Circular:
    """Stop a circular that is going out; those who have it keep it."""
    row = circular(desk, circular_id, version)
    if row.state not in (CircularState.SENDING, CircularState.PAUSED):
        raise Stale
    stop(desk, row)
    row.state = CircularState.CANCELLED
    desk.audit("circular_cancelled", subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def try_failed_again(desk: Desk, circular_id: int, version: int) -> int:
    """Send once more to those for whom sending failed (not to those it may have reached); how many."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.FINISHED:
        raise Stale
    count = _set_rows(desk, row, SendState.FAILED, SendState.PLANNED)
    if not count:
        raise Refused("There is nobody to send it to again.")
    row.state, desk.planned = CircularState.SENDING, True
    touch(desk, row)
    desk.audit("circular_tried_again", subject_of(row.id), agency_id=row.agency_id, new={"people": count})
    outbox.plan(
        desk,
        "circular.start",
        {"circular": row.id},
        audience=f"circular@{row.id}",
        subject=sending_subject(row.id),
        lane=Lane.BULK,
    )
    return count


def _set_rows(desk: Desk, row: Circular, old: SendState, new: SendState) -> int:
    """Move all rows of a circular from one state to another, in one statement."""
    desk.session.flush()
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.subject) == sending_subject(row.id), col(OutboxRow.state) == old)
        .where(col(OutboxRow.kind) == "send")
        .values(state=new, lease=0, attempts=0, not_before=0)
        .execution_options(synchronize_session=False)
    )
    count: int = desk.session.execute(statement).rowcount or 0  # type: ignore[attr-defined]
    desk.session.expire_all()
    return count


# -- what a recipient gets -----------------------------------------------------------------------------------------


def letter_for(desk: Desk, args: dict[str, object], reader: Actor, *, shown: bool) -> Letter | None:
    """The circular as this reader has it; None when it is not to be sent (any more).

    `shown`: the reader has it already, and sees how it stands now.
    """
    row = desk.session.get(Circular, int(str(args["circular"])))
    receipt = desk.session.get(CircularReceipt, int(str(args["receipt"])))
    if row is None or receipt is None or receipt.circular_id != row.id:
        return None
    if not shown and (row.state is not CircularState.SENDING or not _still_addressed(desk, row, receipt, reader)):
        return None
    return Letter(
        head_of(desk, row),
        parts_of(row),
        receipt.id or 0,
        row.state,
        receipt.read_at,
        receipt.answered_at,
    )


def _still_addressed(desk: Desk, row: Circular, receipt: CircularReceipt, reader: Actor) -> bool:
    """Whether the person still holds the appointment by which it is meant, or another one that fits."""
    if any(a.agency_id == receipt.agency_id and a.role is receipt.role for a in reader.appointments):
        return True
    sender = as_sender(desk, row)
    audience = replace(Audience.from_json(row.audience or {}), lacking=())
    return bool(audiences.resolve(sender, audience, only=receipt.person_id).people)


# -- correcting, withdrawing ---------------------------------------------------------------------------------------


def correct(desk: Desk, circular_id: int, version: int) -> Circular:
    """A draft of the corrected version; when it goes out, the old messages are replaced and all confirm anew."""
    old = _gone_out(desk, circular_id, version)
    statement = select(Circular).where(Circular.replaces_id == old.id, Circular.state == CircularState.DRAFT)
    known = desk.session.exec(statement).first()
    return known or _follow(desk, old, withdrawal=False)


def withdraw(desk: Desk, circular_id: int, version: int) -> Circular:
    """Take a circular back at once: nothing more of it goes out, and those who have it are told and confirm."""
    old = _gone_out(desk, circular_id, version)
    stop(desk, old)
    old.state = CircularState.WITHDRAWN
    touch(desk, old)
    desk.audit("circular_withdrawn", subject_of(old.id), agency_id=old.agency_id)
    return circular_approvals.start_now(desk, _follow(desk, old, withdrawal=True))


def _gone_out(desk: Desk, circular_id: int, version: int) -> Circular:
    old = circular(desk, circular_id, version)
    if old.state not in (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED):
        raise Stale
    if old.withdrawal:
        raise Refused("A withdrawal cannot be taken back. Please write a new circular.")
    return old


def _follow(desk: Desk, old: Circular, *, withdrawal: bool) -> Circular:
    new = Circular(
        agency_id=old.agency_id,
        author_id=desk.actor.person_id,
        collecting=False,
        parts=[] if withdrawal else old.parts,
        title=old.title,
        number=old.number,
        signed_by=old.signed_by,
        reply=ReplyWanted.RECEIPT if withdrawal else old.reply,
        answer_by=None if withdrawal else old.answer_by,
        protect=old.protect,
        urgent=not withdrawal and old.urgent,
        names_absence=old.names_absence,
        audience=Audience(recipients_of=old.id or 0, delivered_only=withdrawal).to_json(),
        groups=old.groups,
        replaces_id=old.id,
        withdrawal=withdrawal,
        created_at=desk.now,
        touched_at=desk.now,
    )
    desk.session.add(new)
    desk.session.flush()
    desk.audit("circular_follows", subject_of(new.id), agency_id=new.agency_id, new={"replaces": old.id})
    return new


def receipt_of(desk: Desk, circular_id: int) -> CircularReceipt | None:
    """The actor's own receipt."""
    return got(desk, circular_id, desk.actor.person_id)
