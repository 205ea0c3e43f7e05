"""Small state by name, in the same database and transactions as everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.store.tables import Note


def get(session: Session, key: str) -> dict[str, Any]:
    """The value under `key`; empty when nothing was put there."""
    note = session.get(Note, key)
    return dict(note.value) if note else {}


def put(session: Session, key: str, value: dict[str, Any], *, now: datetime) -> None:
    note = session.get(Note, key)
    if note is None:
        session.add(Note(key=key, value=value, updated_at=now))
    else:
        note.value, note.updated_at = value, now
        session.add(note)
