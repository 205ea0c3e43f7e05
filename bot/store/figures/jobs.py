"""Pictures and workbooks of figures that wait to be made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, select, update

from bot.store.figures.tables import FigureJob


def _free(wall: float, longest: float) -> ColumnElement[bool]:
    """A lease further in the future than any is given was given by a clock that has been set back since."""
    return or_(col(FigureJob.lease) < wall, col(FigureJob.lease) > wall + longest)


def first_free(session: Session, *, wall: float, longest: float) -> FigureJob | None:
    """The oldest; what others have locked is left out."""
    statement = select(FigureJob).where(_free(wall, longest)).order_by(col(FigureJob.id)).limit(1)
    return session.exec(statement.with_for_update(skip_locked=True)).first()


def anything(session: Session, *, wall: float, longest: float) -> bool:
    """Whether there is one that is in nobody's hands."""
    return session.exec(select(FigureJob.id).where(_free(wall, longest)).limit(1)).first() is not None


def not_begun(session: Session, chat_id: int, kind: str) -> list[FigureJob]:
    """What waits for a chat and was not begun yet."""
    statement = select(FigureJob).where(FigureJob.chat_id == chat_id, FigureJob.kind == kind, FigureJob.owner == "")
    return list(session.exec(statement).all())


def locked(session: Session, job_id: int | None) -> FigureJob | None:
    statement = select(FigureJob).where(FigureJob.id == job_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def free(session: Session) -> None:
    """Nobody has any in hand."""
    session.execute(update(FigureJob).values(lease=0.0, owner=""))


def forget(session: Session, before: datetime) -> None:
    """What was asked for before the instant."""
    session.execute(delete(FigureJob).where(col(FigureJob.made_at) < before))
