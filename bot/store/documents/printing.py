"""Documents that wait to be printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from bot.store.documents.tables import PrintJob


def awaited_first() -> tuple[Any, ...]:
    """The order of the queue: what somebody waits for comes before what is kept for later."""
    return (col(PrintJob.chat_id).is_(None),)


def same(session: Session, job: PrintJob) -> PrintJob | None:
    """One that asks for the same, for the same chat, and was not begun yet."""
    statement = select(PrintJob).where(
        PrintJob.document_id == job.document_id,
        PrintJob.edition == job.edition,
        PrintJob.person_id == job.person_id,
        PrintJob.chat_id == job.chat_id,
        PrintJob.owner == "",
    )
    return session.exec(statement.limit(1)).first()


def failing(session: Session) -> int:
    """How many of those were begun before and are in nobody's hands."""
    tried = (col(PrintJob.attempts) > 0, PrintJob.owner == "")
    return session.exec(select(func.count()).select_from(PrintJob).where(*tried)).one()


def oldest(session: Session) -> datetime | None:
    """Since when the one that waits longest does."""
    return session.exec(select(func.min(PrintJob.made_at))).one()
