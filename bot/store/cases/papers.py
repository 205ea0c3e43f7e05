"""What is asked of court papers and of the files that people sent."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from bot.store.tables import StoredFile

# -- files -------------------------------------------------------------------------------------------------------


def files_of(session: Session, subject: str) -> list[StoredFile]:
    """The files of a subject (`paper:12`), in the order in which they came."""
    statement = select(StoredFile).where(StoredFile.subject == subject).order_by(col(StoredFile.id))
    return list(session.exec(statement).all())


def count_files(session: Session, subject: str) -> int:
    """How many files a subject has."""
    statement = select(func.count()).select_from(StoredFile).where(StoredFile.subject == subject)
    return int(session.exec(statement).one())
