"""Drafts of forms, the audit trail and small state by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, or_, select

from bot.store.hall.tables import AuditEntry, Draft, Note
from bot.store.reading import once

_ADD = AuditEntry.__table__.insert()  # type: ignore[attr-defined]
_PORTION = 500
"""Entries of the trail that are read at once."""


def draft_of(session: Session, person_id: int) -> Draft | None:
    """A person's half-filled form, not locked."""
    return session.get(Draft, person_id)


def drafts(session: Session) -> list[Draft]:
    """Everybody's half-filled forms."""
    return list(session.exec(select(Draft).order_by(col(Draft.person_id))).all())


# -- the audit trail -------------------------------------------------------------------------------------------------


def add_entries(session: Session, values: list[dict[str, Any]]) -> None:
    """Write entries at once and without the ORM: nearly every turn writes one, and nobody changes one."""
    if values:
        session.connection().execute(_ADD, values if len(values) > 1 else values[0])


def newest_update(session: Session) -> int | None:
    """The id of the newest update that did anything."""
    statement = select(AuditEntry.update_id).where(col(AuditEntry.update_id).is_not(None))
    return session.exec(statement.order_by(col(AuditEntry.id).desc()).limit(1)).first()


def entries_of_update(session: Session, update_id: int | None) -> list[AuditEntry]:
    """What an update did, in order."""
    statement = select(AuditEntry).where(AuditEntry.update_id == update_id).order_by(col(AuditEntry.id))
    return list(session.exec(statement).all())


def newest_entry(session: Session, subject: str, actions: Collection[str]) -> AuditEntry | None:
    """The newest of these acts that was done to a subject."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject, col(AuditEntry.action).in_(actions))
    return session.exec(statement.order_by(col(AuditEntry.id).desc())).first()


def entries_of_cases(
    session: Session, case_ids: Collection[int], subjects: Collection[str], *, limit: int
) -> list[AuditEntry]:
    """What was done in cases, or to them (`subjects`): the newest first."""
    statement = (
        select(AuditEntry)
        .where(or_(col(AuditEntry.case_id).in_(case_ids), col(AuditEntry.subject).in_(subjects)))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(limit)
    )
    return list(session.exec(statement).all())


@once(AuditEntry)
def entries_since(session: Session, since: datetime, actions: Collection[str]) -> list[AuditEntry]:
    """These acts since then (aware), newest first: read from the end, portion by portion, as the day's are the last."""
    found: list[AuditEntry] = []
    last: int | None = None
    while True:
        statement = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(_PORTION)
        rows = session.exec(statement if last is None else statement.where(col(AuditEntry.id) < last)).all()
        found += [row for row in rows if row.at >= since and row.action in actions]
        if len(rows) < _PORTION or rows[-1].at < since:
            return found
        last = rows[-1].id


def newest_act(session: Session) -> datetime | None:
    """When the newest act was written down."""
    return session.exec(select(AuditEntry.at).order_by(col(AuditEntry.id).desc()).limit(1)).first()


# -- notes -----------------------------------------------------------------------------------------------------------


def notes_beginning_with(session: Session, prefix: str) -> list[Note]:
    """The notes whose key begins so, in the order of their keys."""
    statement = select(Note).where(col(Note.key).startswith(prefix, autoescape=True)).order_by(col(Note.key))
    return list(session.exec(statement).all())


def newest_note(session: Session, prefix: str) -> datetime | None:
    """When a note was last written whose name begins so."""
    return session.exec(select(func.max(Note.updated_at)).where(col(Note.key).startswith(prefix))).one()


def forget_notes(session: Session, prefix: str, before: datetime) -> None:
    """Delete the notes whose names begin so and that were last written before that instant."""
    old = delete(Note).where(col(Note.key).startswith(prefix), col(Note.updated_at) < before)
    session.execute(old.execution_options(synchronize_session=False))


# -- for several processes on one PostgreSQL -----------------------------------------------------------------------


def put_note_if_new(session: Session, key: str, value: dict[str, Any], *, now: datetime) -> None:
    """Write the note unless there is one of this name, whoever else does the same at this moment (PostgreSQL)."""
    session.execute(insert(Note).values(key=key, value=value, updated_at=now).on_conflict_do_nothing())


def locked_note(session: Session, key: str, *, shared: bool = False) -> Note | None:
    """The note, locked for this transaction; with `shared`, against writers only."""
    return session.exec(select(Note).where(Note.key == key).with_for_update(read=shared)).first()


def database_time(session: Session) -> float:
    """Seconds since the epoch by the database's clock: the same for all processes (PostgreSQL)."""
    return float(session.connection().execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
