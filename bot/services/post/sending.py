"""What became of an outbox row that was claimed: sent with proof, put off, uncertain, failed.

Whoever claimed a row may settle it only while the claim is his: a process that was frozen, and wakes up after its
lease, changes nothing that another has taken over meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any

from sqlmodel import Session

from bot.domain.hall.terms import SendState
from bot.domain.post.doubts import is_for_a_person
from bot.domain.post.topics import MERGED
from bot.store.post import leases as leases_store
from bot.store.post import queries as post_store
from bot.store.tables import OutboxRow

_BACKOFF = (2, 5, 20, 60, 300, 900, 3600)
"""Seconds before the next try after a passing fault, give or take a fifth."""
TRIES = 30
"""Tries before a row that Telegram refuses for a reason we do not know counts as failed: about a day."""


def _mine(session: Session, claimed: OutboxRow) -> OutboxRow | None:
    """The row, locked, if the claim still holds."""
    return leases_store.claimed(session, claimed.id, claimed.owner, claimed.attempts)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was sent: the exact text, where, when, as which message; `carried` are the rows it spoke for."""

    now: datetime
    chat_id: int
    message_id: int
    text: str
    silent: bool = False
    carried: frozenset[int] | None = None


def sent(session: Session, proved: Sequence[tuple[OutboxRow, Proof]]) -> list[bool]:
    """Write down the proofs of claimed rows, in few statements however many they are.

    False for a row that somebody else had taken over: it went out twice, and that is noted.
    """
    still = leases_store.holders(session, [row.id for row, _ in proved])
    held = [(row.id, row.owner, row.attempts) in still for row, _ in proved]
    ours = [each for each, holds in zip(proved, held, strict=True) if holds]
    if ours:
        leases_store.settle(session, [_proof_of(row, proof) for row, proof in ours])
    for row, proof in ours:
        if _is_secret(row):
            leases_store.settle(session, [{"row": row.id, "content": {"text": "***", "secret": True}}])
        if row.topic == MERGED.name and row.kind != "edit":
            _settle_carried(session, row, proof)
        if row.kind == "edit" and row.edits is not None and row.message_id != proof.message_id:
            # The message was gone or too old and was sent anew: later changes edit the new one.
            leases_store.move_message(session, row.edits, proof.message_id)
    for (row, _), holds in zip(proved, held, strict=True):
        if not holds:
            leases_store.sent_twice(session, row.id, row.owner, "sent twice: its sender was slower than its lease")
    return held


def _proof_of(claimed: OutboxRow, proof: Proof) -> dict[str, Any]:
    return {
        "row": claimed.id, "state": SendState.SENT, "sent_at": proof.now, "message_id": proof.message_id,
        "chat_id": proof.chat_id, "silent": proof.silent, "text": "***" if _is_secret(claimed) else proof.text,
    }  # fmt: skip


def _is_secret(row: OutboxRow) -> bool:
    """An invitation code is kept nowhere but as a hash, so not here either."""
    return row.content is not None and bool(row.content.get("secret"))


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
    if row.topic != MERGED.name or row.kind == "edit":
        return []
    return post_store.carried_by(session, row.id)


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
    session: Session,
    claimed: OutboxRow,
    *,
    wall: float,
    seconds: float | None,
    error: str,
    uncertain: bool = False,
    ends: bool = False,
) -> SendState | None:
    """A passing fault: try again after `seconds` (as the server told) or with back-off.

    Where the message may have arrived all the same it is sent once more, and then left as uncertain: a person
    looks at it. Without that doubt it is tried until it goes, for no trouble on the way ends a message; only with
    `ends`, where Telegram itself says no, does it fail when the tries are used up.
    """
    row = _mine(session, claimed)
    if row is None:
        return None
    row.error = error[:300]
    row.uncertain += uncertain
    row.doubts += uncertain
    if uncertain and is_for_a_person(row.doubts):
        row.state = SendState.UNCERTAIN
    elif ends and row.attempts > TRIES and seconds is None:
        _fail(session, row, error)
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
    if row is not None:
        _fail(session, row, error)


def _fail(session: Session, row: OutboxRow, error: str) -> None:
    for one in (row, *carried(session, row)):
        one.state, one.error = SendState.FAILED, error[:300]
        session.add(one)


def unproved(session: Session, claimed: OutboxRow, *, error: str) -> None:
    """It is out, and its proof cannot be written: a person looks at it. Sent again it would be so again."""
    row = _mine(session, claimed)
    if row is not None:
        row.state, row.uncertain, row.error = SendState.UNCERTAIN, row.uncertain + 1, error[:300]
        session.add(row)
