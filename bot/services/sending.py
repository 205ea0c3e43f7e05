"""The life of an outbox row from the claim on: claimed, sent with proof, put off, uncertain, failed.

Whoever claimed a row may settle it only while the claim is his: a process that was frozen, and wakes up after its
lease, changes nothing that another has taken over meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any

from sqlalchemy import Table, bindparam, literal_column
from sqlmodel import Session, col, select, update

from bot.domain.terms import Lane, SendState
from bot.services.outbox import IS_PLANNED, LEASE, MERGED
from bot.store.tables import OutboxRow

_BACKOFF = (2, 5, 20, 60, 300, 900, 3600)
"""Seconds before the next try after a passing fault, give or take a fifth."""
TRIES = 30
"""Tries before a row counts as failed: with the back-off above, about a day."""
_IS_CLAIMED = col(OutboxRow.state) == literal_column("'claimed'")
_IS_URGENT: Any = literal_column("urgent")
_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]


# -- claiming ------------------------------------------------------------------------------------------------------


def claim(
    session: Session,
    *,
    now: datetime,
    wall: float,
    owner: str,
    limit: int = 50,
    lanes: tuple[Lane, ...] = tuple(Lane),
) -> list[OutboxRow]:
    """Claim rows that are due, and rows whose claimer fell silent (their outcome is uncertain: sent once more).

    Urgent ones come first, then the lanes in their order, within a lane the one that is due longest.
    """
    rows = _abandoned(session, wall, limit, lanes)
    ready = (IS_PLANNED, OutboxRow.due_at <= now, OutboxRow.not_before <= wall)
    rows += _take(session, limit - len(rows), (*ready, _IS_URGENT, col(OutboxRow.lane).in_(lanes)))
    known = {row.id for row in rows}
    for lane in lanes:
        if len(rows) < limit:
            found = _take(session, limit - len(rows) + len(known), (*ready, OutboxRow.lane == lane))
            rows += [row for row in found if row.id not in known][: limit - len(rows)]
    for row in rows:
        take(row, owner=owner, wall=wall)
        session.add(row)
    return rows


def _take(session: Session, limit: int, conditions: tuple[Any, ...]) -> list[OutboxRow]:
    if limit <= 0:
        return []
    statement = select(OutboxRow).where(*conditions).order_by(col(OutboxRow.due_at), col(OutboxRow.id))
    return list(session.exec(statement.limit(limit).with_for_update(skip_locked=True)).all())


def take(row: OutboxRow, *, owner: str, wall: float) -> None:
    """The row is this owner's from now on. A change that comes later needs an edit of its own."""
    row.state, row.owner, row.lease = SendState.CLAIMED, owner, wall + LEASE
    row.attempts += 1
    if row.kind == "edit":
        row.dedupe = None


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


def give_up_leases(session: Session) -> int:
    """At the start of the only process: what was in flight when the last one stopped may be claimed at once."""
    statement = update(OutboxRow).where(_IS_CLAIMED).values(lease=0)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def waiting_again(session: Session, *, now: datetime) -> float | None:
    """When (epoch seconds) the first row that is due, and waits after a fault, may be tried again."""
    return session.exec(
        select(OutboxRow.not_before)
        .where(IS_PLANNED, OutboxRow.due_at <= now)
        .order_by(col(OutboxRow.not_before))
        .limit(1)
    ).first()


def anything(session: Session, *, now: datetime, wall: float, lanes: tuple[Lane, ...]) -> bool:
    """Whether a claim would find something; asked on a reading connection."""
    due = (IS_PLANNED, OutboxRow.due_at <= now, OutboxRow.not_before <= wall)
    return any(
        session.exec(select(OutboxRow.id).where(*conditions).limit(1)).first() is not None
        for conditions in (
            *((*due, OutboxRow.lane == lane) for lane in lanes),
            (_IS_CLAIMED, OutboxRow.lease < wall, col(OutboxRow.lane).in_(lanes)),
        )
    )


# -- settling ------------------------------------------------------------------------------------------------------


def _mine(session: Session, claimed: OutboxRow) -> OutboxRow | None:
    """The row, locked, if the claim still holds."""
    return session.exec(
        select(OutboxRow)
        .where(OutboxRow.id == claimed.id, _IS_CLAIMED)
        .where(OutboxRow.owner == claimed.owner, OutboxRow.attempts == claimed.attempts)
        .with_for_update()
    ).first()


@dataclass(frozen=True, slots=True)
class Proof:
    """What was sent: the exact text, where, when, as which message; `carried` are the rows it spoke for."""

    now: datetime
    chat_id: int
    message_id: int
    text: str
    silent: bool = False
    carried: frozenset[int] | None = None


_SENT = (
    _TABLE.update()
    .where(_TABLE.c.id == bindparam("row"), _TABLE.c.state == literal_column("'claimed'"))
    .where(_TABLE.c.owner == bindparam("by"), _TABLE.c.attempts == bindparam("tries"))
)


def sent(session: Session, claimed: OutboxRow, proof: Proof) -> bool:
    """Write down the proof. False if somebody else had taken the row over: it went out twice, and that is noted."""
    values: dict[str, Any] = {
        "row": claimed.id, "by": claimed.owner, "tries": claimed.attempts, "state": SendState.SENT,
        "sent_at": proof.now, "message_id": proof.message_id, "chat_id": proof.chat_id, "silent": proof.silent,
        "text": proof.text,
    }  # fmt: skip
    if claimed.content is not None and claimed.content.get("secret"):
        # An invitation code is kept nowhere but as a hash, so neither here.
        values |= {"text": "***", "content": {"text": "***", "secret": True}}
    if not session.connection().execute(_SENT, values).rowcount:
        _twice(session, claimed)
        return False
    if claimed.topic == MERGED and claimed.kind != "edit":
        _settle_carried(session, claimed, proof)
    if claimed.kind == "edit" and claimed.edits is not None and claimed.message_id != proof.message_id:
        # The message was gone or too old and was sent anew: later changes edit the new one.
        session.execute(update(OutboxRow).where(col(OutboxRow.id) == claimed.edits).values(message_id=proof.message_id))
    return True


def _twice(session: Session, claimed: OutboxRow) -> None:
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == claimed.id, col(OutboxRow.owner) != claimed.owner)
        .values(uncertain=OutboxRow.uncertain + 1, error="sent twice: its sender was slower than its lease")
    )


def _settle_carried(session: Session, carrier: OutboxRow, proof: Proof) -> None:
    for one in carried(session, carrier):
        if proof.carried is not None and one.id not in proof.carried:
            one.state, one.dedupe = SendState.CANCELLED, None
        else:
            one.state, one.sent_at, one.silent = SendState.SENT, proof.now, proof.silent
            one.message_id, one.chat_id = proof.message_id, proof.chat_id
        session.add(one)


def carried(session: Session, row: OutboxRow) -> list[OutboxRow]:
    """The rows that go out within the message of this one."""
    if row.topic != MERGED or row.kind == "edit":
        return []
    return list(session.exec(select(OutboxRow).where(OutboxRow.merged_into == row.id)).all())


def untrue(session: Session, claimed: OutboxRow, *, error: str = "") -> None:
    """What it would say is no longer so, or was said better: it is not sent."""
    row = _mine(session, claimed)
    for one in (row, *carried(session, row)) if row is not None else ():
        one.state, one.dedupe, one.error = SendState.CANCELLED, None, error[:300]
        session.add(one)


def part_sent(session: Session, claimed: OutboxRow, parts: int) -> None:
    """Of a text that is split, `parts` are out."""
    row = _mine(session, claimed)
    if row is not None:
        row.parts_sent = parts
        session.add(row)


def copied(session: Session, claimed: OutboxRow) -> None:
    """Of the messages that are copied first, those in `copied` are out."""
    row = _mine(session, claimed)
    if row is not None:
        row.copied = claimed.copied
        session.add(row)


def later(
    session: Session, claimed: OutboxRow, *, wall: float, seconds: float | None, error: str, uncertain: bool = False
) -> SendState | None:
    """A passing fault: try again after `seconds` (as the server told) or with back-off.

    Where the message may have arrived all the same it is sent once more, and then left as uncertain: a person
    looks at it. Without that doubt, it is tried until the back-off is used up.
    """
    row = _mine(session, claimed)
    if row is None:
        return None
    row.error = error[:300]
    row.uncertain += uncertain
    row.unanswered += uncertain
    if uncertain and row.unanswered > 1:
        row.state = SendState.UNCERTAIN
    elif row.attempts > TRIES and seconds is None:
        row.state = SendState.FAILED
    else:
        pause = _BACKOFF[min(row.attempts, len(_BACKOFF)) - 1] * (0.8 + random() * 0.4)
        _put_back(row, attempts=row.attempts - (seconds is not None))
        row.not_before = wall + (pause if seconds is None else seconds)
    session.add(row)
    return row.state


def postpone(session: Session, row: OutboxRow, to: datetime) -> None:
    """A claimed row waits for a better hour."""
    _put_back(row, attempts=row.attempts - 1)
    row.due_at = to
    session.add(row)


def _put_back(row: OutboxRow, *, attempts: int) -> None:
    row.state, row.lease, row.owner, row.attempts = SendState.PLANNED, 0, "", attempts


def failed(session: Session, claimed: OutboxRow, *, error: str) -> None:
    """It cannot be said, now or later."""
    row = _mine(session, claimed)
    for one in (row, *carried(session, row)) if row is not None else ():
        one.state, one.error = SendState.FAILED, error[:300]
        session.add(one)
