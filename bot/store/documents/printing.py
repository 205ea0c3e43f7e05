"""Documents that wait to be printed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, func, select, update

from bot.store.documents.tables import PrintJob


def _free(wall: float, longest: float) -> ColumnElement[bool]:
    """A lease further in the future than any is given was given by a clock that has been set back since."""
    return or_(col(PrintJob.lease) < wall, col(PrintJob.lease) > wall + longest)


def first_free(session: Session, *, wall: float, longest: float) -> PrintJob | None:
    """What somebody waits for comes first, then the oldest; what others have locked is left out."""
    order = (col(PrintJob.chat_id).is_(None), col(PrintJob.id))
    statement = select(PrintJob).where(_free(wall, longest)).order_by(*order).limit(1)
    return session.exec(statement.with_for_update(skip_locked=True)).first()


def anything(session: Session, *, wall: float, longest: float) -> bool:
    """Whether there is one that is in nobody's hands."""
    return session.exec(select(PrintJob.id).where(_free(wall, longest)).limit(1)).first() is not None


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


def locked(session: Session, job_id: int | None) -> PrintJob | None:
    statement = select(PrintJob).where(PrintJob.id == job_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def waiting(session: Session) -> int:
    """How many papers are still to be printed."""
    return session.exec(select(func.count()).select_from(PrintJob)).one()


def failing(session: Session) -> int:
    """How many of those were begun before and are in nobody's hands."""
    tried = (col(PrintJob.attempts) > 0, PrintJob.owner == "")
    return session.exec(select(func.count()).select_from(PrintJob).where(*tried)).one()


def oldest(session: Session) -> datetime | None:
    """Since when the one that waits longest does."""
    return session.exec(select(func.min(PrintJob.made_at))).one()


def free(session: Session) -> None:
    """Nobody has any in hand; what was put off after a fault may be tried again too."""
    session.execute(update(PrintJob).values(lease=0.0, owner=""))


def forget(session: Session, before: datetime) -> None:
    """Previews that were asked for before the instant."""
    session.execute(delete(PrintJob).where(col(PrintJob.made_at) < before, col(PrintJob.edition) == 0))
