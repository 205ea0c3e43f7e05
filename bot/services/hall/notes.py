"""Small state by name, in the same database and transactions as everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.store.hall import queries as hall_store
from bot.store.tables import Note


def get(session: Session, key: str) -> dict[str, Any]:
    """The value under `key`; empty when nothing was put there."""
    note = session.get(Note, key)
    return dict(note.value) if note else {}


def put(session: Session, key: str, value: dict[str, Any], *, now: datetime) -> None:
    """Write it down; the first of a name also while another process does the same."""
    note = session.get(Note, key)
    if note is None and session.connection().dialect.name == "postgresql":
        hall_store.put_note_if_new(session, key, value, now=now)
        note = hall_store.locked_note(session, key)
    if note is None:
        session.add(Note(key=key, value=value, updated_at=now))
    else:
        note.value, note.updated_at = value, now
        session.add(note)
