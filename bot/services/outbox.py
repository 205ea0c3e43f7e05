"""The outbox: everything that will be said is a row here until it is known to be said, or known to be unsayable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import random
from typing import Any

from sqlalchemy import literal_column
from sqlmodel import Session, col, select, update

from bot.domain.message import Message, to_json
from bot.domain.terms import Lane, SendState
from bot.services.desk import Desk
from bot.store.tables import OutboxRow, Person

LEASE = 60.0
"""Seconds a claimed row belongs to whoever claimed it."""
_BACKOFF = (2, 5, 20, 60, 300, 900, 3600)
"""Seconds before the next try after a passing fault, give or take a fifth."""
TRIES = 30
"""Tries before a row counts as failed: with the back-off above, about a day."""
MERGED = "merged"
"""Topic of a row whose message carries several others."""
OPEN = (SendState.PLANNED, SendState.HELD)
# Partial indexes serve only conditions that are spelled out: a bound value would not do on SQLite.
_IS_PLANNED = col(OutboxRow.state) == literal_column("'planned'")
_IS_CLAIMED = col(OutboxRow.state) == literal_column("'claimed'")


def plan(
    desk: Desk,
    topic: str,
    args: dict[str, Any],
    *,
    person_id: int | None = None,
    audience: str = "",
    chat_id: int | None = None,
    at: datetime | None = None,
    subject: str = "",
    lane: Lane = Lane.REMINDER,
    dedupe: str | None = None,
    urgent: bool = False,
    live: bool = False,
) -> OutboxRow | None:
    """Plan a message that is rendered when it is due, in the recipient's language, if it is still true then.

    `audience` names people who are looked up when it is due (see `bot.services.recipients`). A second plan with
    the same `dedupe` key is left out (None is returned).
    """
    if dedupe is not None and _known(desk.session, dedupe):
        return None
    due = at or desk.now
    row = OutboxRow(
        topic=topic,
        args=args,
        person_id=person_id,
        audience=audience,
        chat_id=chat_id,
        due_at=due,
        subject=subject,
        lane=lane,
        dedupe=dedupe,
        urgent=urgent,
        live=live,
        planned_at=desk.now,
    )
    desk.session.add(row)
    desk.planned = desk.planned or due <= desk.now
    return row


def _known(session: Session, dedupe: str) -> bool:
    session.flush()
    return session.exec(select(OutboxRow.id).where(OutboxRow.dedupe == dedupe)).first() is not None


def reply(
    session: Session,
    content: Message,
    *,
    now: datetime,
    owner: str,
    lease: float,
    chat_id: int,
    person_id: int | None = None,
    topic: str = "",
    args: dict[str, Any] | None = None,
    subject: str = "",
    edit_message: int | None = None,
) -> OutboxRow:
    """A rendered message, already leased to the task that will send it after the commit."""
    original = sent_message(session, chat_id, edit_message) if edit_message else None
    if original is not None and MERGED in (original.topic, "" if original.merged_into is None else MERGED):
        # The pressed message carries other things as well: the answer is a message of its own.
        edit_message, original = None, None
    row = OutboxRow(
        kind="edit" if edit_message else "send",
        content=to_json(content),
        chat_id=chat_id,
        person_id=person_id,
        topic=topic,
        args=args or {},
        subject=subject,
        live=bool(topic),
        due_at=now,
        planned_at=now,
        state=SendState.CLAIMED,
        lease=lease,
        owner=owner,
        message_id=edit_message,
        edits=original.id if original else None,
        attempts=1,
    )
    if original is not None:
        retire(session, original)
    session.add(row)
    return row


def sent_message(session: Session, chat_id: int, message_id: int) -> OutboxRow | None:
    """The newest row that stands behind a message of a chat."""
    return session.exec(
        select(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id)
        .order_by(col(OutboxRow.id).desc())
    ).first()


def retire(session: Session, row: OutboxRow) -> None:
    """The message no longer shows a state that later changes edit."""
    row.live = False
    session.add(row)


def refresh(desk: Desk, subject: str, *, but_message: tuple[int, int] | None = None) -> int:
    """Show the new state of `subject` in every message people already have: silent edits, one a message."""
    rows = desk.session.exec(
        select(OutboxRow).where(
            OutboxRow.subject == subject, OutboxRow.state == SendState.SENT, col(OutboxRow.live).is_(True)
        )
    ).all()
    count = 0
    for row in rows:
        if but_message == (row.chat_id, row.message_id):
            continue
        count += _plan_edit(desk, row)
    return count


def _plan_edit(desk: Desk, row: OutboxRow) -> bool:
    if row.merged_into is not None:
        carrier = desk.session.get(OutboxRow, row.merged_into)
        return _plan_edit(desk, carrier) if carrier is not None and carrier.state is SendState.SENT else False
    dedupe = f"edit:{row.id}"
    if _known(desk.session, dedupe):
        return False
    row.live = row.topic == MERGED
    desk.session.add(row)
    desk.session.add(
        OutboxRow(
            kind="edit",
            topic=row.topic,
            args=row.args,
            subject=row.subject,
            person_id=row.person_id,
            chat_id=row.chat_id,
            message_id=row.message_id,
            edits=row.id,
            due_at=desk.now,
            planned_at=desk.now,
            lane=Lane.INTERACTIVE,
            dedupe=dedupe,
            urgent=True,
            live=True,
        )
    )
    desk.planned = True
    return True


def cancel(desk: Desk, subject: str, *, topics: Iterable[str] = (), person_id: int | None = None) -> int:
    """Take back what is planned about `subject` and not sent yet (edits of shown messages stay planned)."""
    statement = select(OutboxRow).where(
        OutboxRow.subject == subject, col(OutboxRow.state).in_(OPEN), OutboxRow.kind == "send"
    )
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(tuple(topics)))
    if person_id is not None:
        statement = statement.where(OutboxRow.person_id == person_id)
    rows = desk.session.exec(statement).all()
    for row in rows:
        row.state, row.dedupe = SendState.CANCELLED, None
        desk.session.add(row)
    desk.session.flush()
    return len(rows)


def waiting_again(session: Session, *, now: datetime) -> float | None:
    """When (epoch seconds) the first row that is due, and waits after a fault, may be tried again."""
    return session.exec(
        select(OutboxRow.not_before)
        .where(_IS_PLANNED, OutboxRow.due_at <= now)
        .order_by(col(OutboxRow.not_before))
        .limit(1)
    ).first()


def next_due(session: Session, *, after: datetime) -> datetime | None:
    """When the next planned row becomes due, later than `after`."""
    return session.exec(
        select(OutboxRow.due_at).where(OutboxRow.state == SendState.PLANNED).order_by(col(OutboxRow.due_at)).limit(1)
    ).first()


def claim(
    session: Session,
    *,
    now: datetime,
    wall: float,
    owner: str,
    limit: int = 50,
    lanes: tuple[Lane, ...] = tuple(Lane),
) -> list[OutboxRow]:
    """Claim rows that are due, and rows whose claimer fell silent (their outcome is uncertain: sent once more)."""
    abandoned = _abandoned(session, wall, limit, lanes)
    due = session.exec(
        select(OutboxRow)
        .where(_IS_PLANNED, OutboxRow.due_at <= now, OutboxRow.not_before <= wall, col(OutboxRow.lane).in_(lanes))
        .order_by(col(OutboxRow.due_at), col(OutboxRow.id))
        .limit(limit - len(abandoned))
        .with_for_update(skip_locked=True)
    ).all()
    rows = [*abandoned, *due]
    for row in rows:
        row.state, row.owner, row.lease = SendState.CLAIMED, owner, wall + LEASE
        row.attempts += 1
        session.add(row)
    return rows


def _abandoned(session: Session, wall: float, limit: int, lanes: tuple[Lane, ...]) -> list[OutboxRow]:
    rows = session.exec(
        select(OutboxRow)
        .where(_IS_CLAIMED, OutboxRow.lease < wall, col(OutboxRow.lane).in_(lanes))
        .order_by(col(OutboxRow.lease), col(OutboxRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.uncertain += 1
        row.error = "uncertain: the sender stopped while this was in flight; sent once more"
    return list(rows)


def give_up_leases(session: Session, *, owner: str | None = None) -> int:
    """At the start of the only process: what was in flight when the last one stopped may be claimed at once."""
    statement = update(OutboxRow).where(col(OutboxRow.state) == SendState.CLAIMED).values(lease=0)
    if owner is not None:
        statement = statement.where(col(OutboxRow.owner) == owner)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def sent(
    session: Session,
    row_id: int,
    *,
    now: datetime,
    message_id: int | None,
    chat_id: int,
    text: str,
    silent: bool = False,
    carried: frozenset[int] | None = None,
) -> None:
    """Proof: the exact text, the instant, the message id. The rows in `carried` went out with it."""
    row = _row(session, row_id)
    for one in (row, *_carried(session, row)):
        if one is not row and carried is not None and one.id not in carried:
            one.state, one.dedupe = SendState.CANCELLED, None
            continue
        one.state, one.sent_at, one.message_id, one.chat_id = SendState.SENT, now, message_id, chat_id
        one.silent = silent
        session.add(one)
    row.text = text
    row.dedupe = None if row.kind == "edit" else row.dedupe
    _forget_secret(row)


def _carried(session: Session, row: OutboxRow) -> list[OutboxRow]:
    if row.topic != MERGED or row.kind == "edit":
        return []
    return list(session.exec(select(OutboxRow).where(OutboxRow.merged_into == row.id)).all())


def untrue(session: Session, row_id: int) -> None:
    """What it would say is no longer so: it is not sent."""
    row = _row(session, row_id)
    for one in (row, *_carried(session, row)):
        one.state, one.dedupe = SendState.CANCELLED, None
        session.add(one)


def part_sent(session: Session, row_id: int, parts: int) -> None:
    """Of a text that is split, `parts` are out."""
    row = _row(session, row_id)
    row.parts_sent = parts
    session.add(row)


def later(
    session: Session, row_id: int, *, wall: float, seconds: float | None, error: str, uncertain: bool = False
) -> SendState:
    """A passing fault: try again after `seconds` (as the server told) or with back-off.

    Where the message may have arrived all the same it is sent once more, and then left as uncertain: a person
    looks at it. Without that doubt, it is tried until the back-off is used up.
    """
    row = _row(session, row_id)
    row.error = error[:300]
    row.uncertain += uncertain
    if uncertain and row.uncertain > 1:
        row.state = SendState.UNCERTAIN
    elif row.attempts > TRIES and seconds is None:
        row.state = SendState.FAILED
    else:
        pause = _BACKOFF[min(row.attempts, len(_BACKOFF)) - 1] * (0.8 + random() * 0.4)
        row.state, row.lease = SendState.PLANNED, 0
        row.not_before = wall + (pause if seconds is None else seconds)
        row.attempts -= seconds is not None
    session.add(row)
    return row.state


def postpone(session: Session, row: OutboxRow, to: datetime) -> None:
    """A claimed row waits for a better hour."""
    row.state, row.due_at, row.lease, row.owner = SendState.PLANNED, to, 0, ""
    row.attempts -= 1
    session.add(row)


def _forget_secret(row: OutboxRow) -> None:
    """An invitation code is kept nowhere but as a hash, so neither here."""
    if row.content is not None and row.content.get("secret"):
        row.content, row.text = {"text": "***", "secret": True}, "***"


def failed(session: Session, row_id: int, *, error: str) -> None:
    row = _row(session, row_id)
    for one in (row, *_carried(session, row)):
        one.state, one.error = SendState.FAILED, error[:300]
        _forget_secret(one)
        session.add(one)


def send_anew(session: Session, row_id: int) -> None:
    """An edit whose message is gone or too old becomes a new message."""
    row = _row(session, row_id)
    row.kind, row.message_id, row.edits, row.state = "send", None, None, SendState.PLANNED
    session.add(row)


def _row(session: Session, row_id: int) -> OutboxRow:
    return session.exec(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update()).one()


def person_of(session: Session, row: OutboxRow) -> Person | None:
    return session.get(Person, row.person_id) if row.person_id else None
