"""What is asked of the files that people sent, by what they belong to."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from bot.store.cases.tables import StoredFile


def of_subject(session: Session, subject: str) -> list[StoredFile]:
    """The files of a subject (`paper:12`), in the order in which they came."""
    statement = select(StoredFile).where(StoredFile.subject == subject).order_by(col(StoredFile.id))
    return list(session.exec(statement).all())


def count(session: Session, subject: str) -> int:
    """How many files a subject has."""
    statement = select(func.count()).select_from(StoredFile).where(StoredFile.subject == subject)
    return int(session.exec(statement).one())
