"""What is asked of the audit trail."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from bot.store.agencies.tables import Person
from bot.store.hall.tables import AuditEntry


def newest(session: Session, subject: str) -> AuditEntry | None:
    """The newest thing that was done to a subject."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject)
    return session.exec(statement.order_by(col(AuditEntry.id).desc())).first()


def newest_of(
    session: Session, subjects: Collection[str], actions: Collection[str]
) -> tuple[AuditEntry, Person | None] | None:
    """The newest of these acts that was done to one of these subjects, with the person who did it (None: the bot)."""
    statement = (
        select(AuditEntry, Person)
        .join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
        .where(col(AuditEntry.subject).in_(subjects), col(AuditEntry.action).in_(actions))
        .order_by(col(AuditEntry.id).desc())
    )
    return session.exec(statement).first()


def of_case(session: Session, case_id: int | None, subject: str, *, limit: int) -> list[AuditEntry]:
    """What was done in a case, or to it (`subject`): the newest first."""
    statement = (
        select(AuditEntry)
        .where(or_(AuditEntry.case_id == case_id, AuditEntry.subject == subject))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(limit)
    )
    return list(session.exec(statement).all())
