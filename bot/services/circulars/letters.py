"""A circular as one recipient or one group gets it: checked again when it is sent, edited when it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.circulars import Contents, Head, Letter, Part
from bot.domain.circulars.topics import CARD, REMIND, Copy, GroupCopy
from bot.domain.hall.access import Actor
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import CircularState, Lane, ReplyWanted, SendState
from bot.domain.hall.topics import to_args
from bot.services.agencies import audiences
from bot.services.circulars import receipts
from bot.services.circulars.circulars import as_sender, head_of, parts_of
from bot.services.hall.desk import Desk
from bot.store.circulars import receipts as receipts_store
from bot.store.post import queries as post_store
from bot.store.tables import Circular, CircularReceipt, LinkedGroup, OutboxRow


def letter_for(desk: Desk, copy: Copy, reader: Actor, *, shown: bool) -> Letter | None:
    """The circular as this reader has it; None when it is not to be sent (any more).

    `shown`: the reader has it already, and sees how it stands now.
    """
    row = desk.session.get(Circular, copy.circular)
    receipt = desk.session.get(CircularReceipt, copy.receipt)
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
        {} if shown else contents_of(desk, parts_of(row)),
        signed(desk, row, receipt),
        receipt.joined_at,
        row.begun_at,
    )


def signed(desk: Desk, row: Circular, receipt: CircularReceipt) -> tuple[str, datetime] | None:
    """Which colleague did what is asked, where one of the agency is enough and the reader did not do it."""
    did = receipt.answered_at if row.reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) else receipt.read_at
    return receipts.signed_by(desk, row, receipt.agency_id) if did is None else None


def contents_of(desk: Desk, parts: Iterable[Part]) -> Contents:
    """The bytes of the stored files among these parts.

    Raises:
        FileNotFoundError: one is gone; nobody gets the letter without it.
    """
    return {part.hash: desk.house.files.get(part.hash) for part in parts if part.is_stored}


def for_group(desk: Desk, copy: GroupCopy) -> tuple[Head, tuple[Part, ...], Contents] | None:
    """The circular as a linked group gets it; None when it is stopped, or the group is not linked any more."""
    row = desk.session.get(Circular, copy.circular)
    group = desk.session.get(LinkedGroup, copy.group)
    if row is None or group is None or group.gone_at is not None or row.protect:
        return None
    if row.state not in (CircularState.SENDING, CircularState.FINISHED):
        return None
    return head_of(desk, row), parts_of(row), contents_of(desk, parts_of(row))


def gone_from_group(desk: Desk, copy: GroupCopy) -> tuple[Head, CircularState] | None:
    """A circular that a group has and that no longer counts; None where nothing changed, or the group is gone."""
    row = desk.session.get(Circular, copy.circular)
    group = desk.session.get(LinkedGroup, copy.group)
    if row is None or group is None or group.gone_at is not None:
        return None
    if row.state not in (CircularState.REPLACED, CircularState.WITHDRAWN):
        return None
    return head_of(desk, row), row.state


def _still_addressed(desk: Desk, row: Circular, receipt: CircularReceipt, reader: Actor) -> bool:
    """Whether the person still holds the appointment by which it is meant, or another one that fits."""
    if any(a.agency_id == receipt.agency_id and a.role is receipt.role for a in reader.appointments):
        return True
    sender = as_sender(desk, row)
    audience = replace(Audience.from_json(row.audience or {}), lacking=())
    return bool(audiences.resolve(sender, audience, only=receipt.person_id).people)


def change(desk: Desk, sent: OutboxRow, kind: str, args: Mapping[str, object]) -> OutboxRow:
    """An edit of a message that went out, or the deletion of what was copied with it."""
    return OutboxRow(
        kind=kind,
        topic=sent.topic,
        args=dict(args),
        person_id=sent.person_id,
        chat_id=sent.chat_id,
        message_id=sent.message_id if kind == "edit" else None,
        edits=sent.id,
        lane=Lane.BULK,
        due_at=desk.now,
        planned_at=desk.now,
        dedupe=f"{kind}:old:{sent.id}",
    )


def show_again(desk: Desk, receipt_id: int, *, but_message: int | None = None) -> None:
    """Let the circular in the recipient's chat show how it stands, unless it is the message being edited anyway."""
    receipt = desk.session.get(CircularReceipt, receipt_id)
    sent = desk.session.get(OutboxRow, receipt.outbox_id) if receipt and receipt.outbox_id else None
    if receipt is None or sent is None or sent.state is not SendState.SENT or sent.message_id == but_message:
        return
    edit = change(desk, sent, "edit", to_args(Copy(receipt.circular_id, receipt.id or 0)))
    edit.lane, edit.dedupe = Lane.INTERACTIVE, None
    desk.session.add(edit)
    desk.planned = True


def show_signed(desk: Desk, row: Circular, agency_id: int | None = None, *, but: int | None = None) -> None:
    """Whoever (of this agency) has it and did not sign sees that somebody else of the agency did; not receipt `but`."""
    unread = receipts_store.unread(desk.session, row.id, agency_id, by_reading=row.reply is ReplyWanted.RECEIPT)
    unread.pop(but or 0, None)
    for receipt_id in unread:
        show_again(desk, receipt_id)
    steps = str(About.CIRCULAR_STEPS(row.id))
    for sent in post_store.about(desk.session, steps, topics=[REMIND.name], states=[SendState.SENT], kind="send"):
        if sent.person_id in unread.values():
            desk.session.add(change(desk, sent, "edit", sent.args))


def show_settled(desk: Desk, receipt_id: int) -> None:
    """Where one answer of an agency is enough and this receipt has it: the colleagues see that nothing is asked."""
    receipt = desk.session.get_one(CircularReceipt, receipt_id)
    row = desk.session.get_one(Circular, receipt.circular_id)
    if row.one_answer and not row.origin and signed(desk, row, receipt) is None:
        did = receipt.answered_at if row.reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) else receipt.read_at
        if did is not None:
            show_signed(desk, row, receipt.agency_id, but=receipt_id)


def fold_cards(desk: Desk, older: Iterable[OutboxRow], *, but_message: int | None) -> None:
    """Older cards of a circular shrink to a line: their buttons would be out of date, their state another one."""
    for row in older:
        if row.state is SendState.SENT and row.message_id is not None and row.message_id != but_message:
            desk.session.add(change(desk, row, "edit", to_args(replace(CARD.read(row.args), older=True))))
            desk.planned = True
