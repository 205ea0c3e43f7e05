"""The durable inbox: an update is written down before it is confirmed, handled once, replayed after a crash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete, func, select, update

from bot.domain.terms import InboxState
from bot.store.tables import InboxRow

ATTEMPTS = 3
"""How often a failing handler is tried before the update is parked."""


def sender_of(raw: dict[str, Any]) -> int:
    """Telegram id of the person behind an update (of the chat, where there is no person); 0 if there is neither."""
    for key, body in raw.items():
        if key != "update_id" and isinstance(body, dict):
            who = body.get("from") or body.get("user") or body.get("chat") or {}
            return int(who.get("id", 0)) if isinstance(who, dict) else 0
    return 0


def store(session: Session, raws: Iterable[dict[str, Any]], *, now: datetime, owner: str, lease: float) -> list[int]:
    """Write updates down; returns the ids that are new. The same update delivered twice is stored once."""
    new: list[int] = []
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    for raw in raws:
        statement = (
            insert(InboxRow)
            .values(
                update_id=raw["update_id"],
                sender=sender_of(raw),
                raw=raw,
                received_at=now,
                state=InboxState.WAITING,
                attempts=0,
                lease=lease,
                owner=owner,
                error_id="",
                error="",
            )
            .on_conflict_do_nothing(index_elements=["update_id"])
        )
        if session.execute(statement).rowcount:  # type: ignore[attr-defined]
            new.append(raw["update_id"])
    return new


def waiting(session: Session, *, wall: float, owner: str, lease: float, limit: int = 500) -> list[InboxRow]:
    """Claim unfinished updates whose lease ran out (after a crash: all of them), oldest first."""
    rows = session.exec(
        select(InboxRow)
        .where(InboxRow.state == InboxState.WAITING, InboxRow.lease < wall)
        .order_by(col(InboxRow.update_id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.owner, row.lease = owner, lease
        session.add(row)
    return list(rows)


def begin(session: Session, update_id: int) -> InboxRow | None:
    """The row, locked for this transaction; None when it is finished already."""
    row = session.exec(select(InboxRow).where(InboxRow.update_id == update_id).with_for_update()).first()
    return row if row is not None and row.state is InboxState.WAITING else None


def finish(session: Session, row: InboxRow, *, now: datetime) -> None:
    """Mark the update done, in the same transaction as its effect."""
    row.state, row.done_at = InboxState.DONE, now
    session.add(row)


def failed(session: Session, update_id: int, *, now: datetime, error_id: str, error: str) -> bool:
    """Count a failed try; returns whether the update is parked now."""
    row = begin(session, update_id)
    if row is None:
        return False
    row.attempts += 1
    row.error_id, row.error = error_id, error[:500]
    if row.attempts >= ATTEMPTS:
        row.state, row.done_at = InboxState.PARKED, now
    session.add(row)
    return row.state is InboxState.PARKED


def release(session: Session, update_id: int, *, wall: float) -> None:
    """Give the row back so that it is tried again at once."""
    session.exec(update(InboxRow).where(col(InboxRow.update_id) == update_id).values(lease=wall - 1))


def last_id(session: Session) -> int | None:
    """The highest update id stored, so that polling goes on behind it."""
    return session.exec(select(func.max(InboxRow.update_id))).one()


def parked(session: Session, limit: int = 50) -> list[InboxRow]:
    statement = select(InboxRow).where(InboxRow.state == InboxState.PARKED).order_by(col(InboxRow.update_id).desc())
    return list(session.exec(statement.limit(limit)).all())


def prune(session: Session, *, now: datetime, keep: timedelta) -> int:
    """Delete finished updates older than `keep` (they hold names); the newest stays, polling needs it."""
    newest = last_id(session) or 0
    statement = delete(InboxRow).where(
        col(InboxRow.state) == InboxState.DONE,
        col(InboxRow.received_at) < now - keep,
        col(InboxRow.update_id) != newest,
    )
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def give_up_leases(session: Session) -> int:
    """At the start of the only process: what the last one had taken in may be worked off at once."""
    statement = update(InboxRow).where(col(InboxRow.state) == InboxState.WAITING).values(lease=0)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]
