"""A circular on its way: one row in the outbox starts it, makes the rows of its recipients a few hundred at a time,
and watches until the last of them is settled. Pausing holds the rows back, resuming lets go what never went out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.acts import (
    CIRCULAR_BEGUN_SENDING,
    CIRCULAR_FINISHED,
    CIRCULAR_KEPT_FROM_GROUPS,
    CIRCULAR_PAUSED,
    REPLACED,
)
from bot.domain.circulars.circulars import DELETABLE
from bot.domain.circulars.topics import BOARD, COPY, GROUP, ORPHAN, START, Copy, GroupCopy, OfCircular
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import CircularState, Lane, SendState
from bot.domain.hall.topics import Notice, to_args, to_audience, to_chat
from bot.services.agencies import audiences
from bot.services.circulars import control, evidence, steps
from bot.services.circulars.circulars import as_sender, check_for_groups, sending_subject, subject_of, touch
from bot.services.circulars.letters import change
from bot.services.hall.desk import Desk
from bot.services.post import manners, outbox, sending
from bot.store.circulars import receipts as receipts_store
from bot.store.post import queries as post_store
from bot.store.tables import Circular, CircularReceipt, LinkedGroup, OutboxRow

CHUNK = 200
"""Rows made in one transaction: a press waits for no more than these."""
_UNSETTLED = (SendState.PLANNED, SendState.CLAIMED, SendState.HELD, SendState.CARRIED)
_DELETED_AT_ONCE = 100
"""core.telegram.org/bots/api#deletemessages."""


def expand(desk: Desk, row: OutboxRow) -> int:
    """Work at the row that started a circular: begin it, make the next rows, or look whether all is settled."""
    found = desk.session.get(Circular, START.read(row.args).circular, with_for_update=True)
    if found is not None and found.state is CircularState.SCHEDULED:
        _begin(desk, found)
    if found is None or found.state is not CircularState.SENDING:
        row.state = SendState.HELD if found and found.state is CircularState.PAUSED else SendState.CANCELLED
        return 0
    made = _make_rows(desk, found)
    if made:
        sending.postpone(desk.session, row, desk.now)
    elif not post_store.any_to_people(desk.session, str(sending_subject(found.id)), _UNSETTLED):
        _finish(desk, found)
        row.state, row.sent_at = SendState.SENT, desk.now
    else:
        sending.postpone(desk.session, row, _next_look(desk, found))
        outbox.refresh(desk, subject_of(found.id), topics=(BOARD,))
    return made


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
        receipts_store.add(desk.session, values)
    row.state, row.begun_at = CircularState.SENDING, desk.now
    touch(desk, row)
    desk.audit(CIRCULAR_BEGUN_SENDING, subject_of(row.id), agency_id=row.agency_id, new={"people": len(values)})
    evidence.keep(desk, row)
    _replace_old(desk, row)
    _to_groups(desk, row)
    steps.plan(desk, row)


def _no_sender(desk: Desk, row: Circular) -> None:
    """Neither author nor approver may send any more: it waits for a coordinator who may."""
    row.state = CircularState.PAUSED
    touch(desk, row)
    desk.audit(CIRCULAR_PAUSED, subject_of(row.id), agency_id=row.agency_id, reason="the sender lost the role")
    outbox.plan(desk, Notice(ORPHAN, OfCircular(circular=row.id or 0)), to_audience(f"coordinators@{row.agency_id}"))


def _replace_old(desk: Desk, row: Circular) -> None:
    """What this one corrects or takes back goes no further."""
    old = desk.session.get(Circular, row.replaces_id, with_for_update=True) if row.replaces_id else None
    if old is None:
        return
    control.stop(desk, old)
    old.state = CircularState.WITHDRAWN if row.withdrawal else CircularState.REPLACED
    touch(desk, old)
    _mark_in_groups(desk, old)
    desk.audit(REPLACED[old.state], subject_of(old.id), agency_id=old.agency_id, new={"by": row.id})


def _mark_in_groups(desk: Desk, old: Circular) -> None:
    """What stands in groups no longer counts either: edited there, its copies taken out."""
    subject, sent_already = str(sending_subject(old.id)), [SendState.SENT]
    for sent in post_store.about(desk.session, subject, topics=[GROUP.name], states=sent_already, kind="send"):
        _mark(desk, sent, sent.args)


def _to_groups(desk: Desk, row: Circular) -> None:
    """Plan the groups' messages; not where a case entered meanwhile made its words unfit for groups."""
    try:
        if row.groups:
            check_for_groups(desk, row)
    except Refused as refusal:
        desk.audit(CIRCULAR_KEPT_FROM_GROUPS, subject_of(row.id), agency_id=row.agency_id, reason=refusal.problem.msgid)
        return
    for group_id in row.groups:
        group = desk.session.get(LinkedGroup, group_id)
        if group is not None and group.gone_at is None:
            outbox.plan(
                desk,
                Notice(
                    GROUP,
                    GroupCopy(circular=row.id or 0, group=group_id),
                    sending_subject(row.id),
                    urgent=row.urgent,
                ),
                to_chat(group.chat_id),
                dedupe=f"circular:{row.id}>g{group_id}",
            )


# -- rows ----------------------------------------------------------------------------------------------------------


def _make_rows(desk: Desk, row: Circular) -> int:
    """One row each for the next recipients who have none yet; with a correction, edits of what they had."""
    receipts = receipts_store.without_row(desk.session, row.id, most=CHUNK)
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
        topic=COPY.name,
        args=to_args(Copy(row.id or 0, receipt.id or 0)),
        person_id=receipt.person_id,
        subject=str(sending_subject(row.id)),
        lane=Lane.BULK,
        urgent=row.urgent or _sounds(desk, row),
        due_at=desk.now,
        planned_at=desk.now,
        dedupe=f"circular:{row.id}>{receipt.person_id}",
    )


def _sounds(desk: Desk, row: Circular) -> bool:
    """Who must now act differently hears of it, even as the second message of a day; the night stays quiet."""
    return row.replaces_id is not None and manners.polite_hour(desk.house, desk.now) == desk.now


def _mark_old(desk: Desk, old_id: int, people: list[int]) -> None:
    """Edit the old messages of these people, so that nobody acts on them; copies of the last two days are deleted."""
    for sent, receipt in receipts_store.sent_to(desk.session, old_id, people):
        _mark(desk, sent, to_args(Copy(old_id, receipt.id or 0)))


def _mark(desk: Desk, sent: OutboxRow, args: Mapping[str, Any]) -> None:
    desk.session.add(change(desk, sent, "edit", args))
    copies = [message for one in sent.copied for message in one]
    if copies and sent.sent_at and desk.now - sent.sent_at < DELETABLE:
        for n in range(0, len(copies), _DELETED_AT_ONCE):
            some = change(desk, sent, "delete", {"messages": copies[n : n + _DELETED_AT_ONCE]})
            some.dedupe = f"{some.dedupe}:{n}"
            desk.session.add(some)
    desk.planned = True


def _finish(desk: Desk, row: Circular) -> None:
    row.state, row.finished_at = CircularState.FINISHED, desk.now
    touch(desk, row)
    desk.audit(CIRCULAR_FINISHED, subject_of(row.id), agency_id=row.agency_id)
