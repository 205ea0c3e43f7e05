"""The audit trail and small state by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, or_, select

from bot.store.hall.tables import AuditEntry, Note

_ADD = AuditEntry.__table__.insert()  # type: ignore[attr-defined]


# -- the audit trail -------------------------------------------------------------------------------------------------


def add_entry(session: Session, values: dict[str, Any]) -> None:
    """Write an entry at once and without the ORM: nearly every turn writes one, and nobody changes one."""
    session.connection().execute(_ADD, values)


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
