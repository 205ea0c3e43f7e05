"""What is asked of the audit trail."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from bot.store.hall.tables import AuditEntry


def newest(session: Session, subject: str, actions: Collection[str]) -> AuditEntry | None:
    """The newest of these acts that was done to a subject."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject, col(AuditEntry.action).in_(actions))
    return session.exec(statement.order_by(col(AuditEntry.id).desc())).first()


def of_case(session: Session, case_id: int | None, subject: str, *, limit: int) -> list[AuditEntry]:
    """What was done in a case, or to it (`subject`): the newest first."""
    statement = (
        select(AuditEntry)
        .where(or_(AuditEntry.case_id == case_id, AuditEntry.subject == subject))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(limit)
    )
    return list(session.exec(statement).all())
