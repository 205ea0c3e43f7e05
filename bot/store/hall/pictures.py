"""Pictures that wait to be read, and pieces of them that somebody wants to see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, func, select, update

from bot.store.hall.tables import PictureJob


def _free(pieces: bool, wall: float, longest: float) -> tuple[ColumnElement[bool], ...]:
    """A lease further in the future than any is given was given by a clock that has been set back since."""
    return (
        col(PictureJob.piece) != "" if pieces else col(PictureJob.piece) == "",
        or_(col(PictureJob.lease) < wall, col(PictureJob.lease) > wall + longest),
    )


def first_free(session: Session, *, pieces: bool, wall: float, longest: float) -> PictureJob | None:
    """The oldest of its kind that is in nobody's hands, locked; what others have locked is left out."""
    statement = select(PictureJob).where(*_free(pieces, wall, longest)).order_by(col(PictureJob.id)).limit(1)
    return session.exec(statement.with_for_update(skip_locked=True)).first()


def anything(session: Session, *, pieces: bool, wall: float, longest: float) -> bool:
    """Whether there is such a one."""
    return session.exec(select(PictureJob.id).where(*_free(pieces, wall, longest)).limit(1)).first() is not None


def locked(session: Session, job_id: int | None) -> PictureJob | None:
    return session.exec(select(PictureJob).where(PictureJob.id == job_id).with_for_update()).first()


def waiting(session: Session) -> int:
    """How many pictures are still to be read."""
    return session.exec(select(func.count()).where(col(PictureJob.piece) == "")).one()


def free(session: Session) -> None:
    """Nobody has any in hand."""
    session.execute(update(PictureJob).values(lease=0.0, owner=""))


def forget(session: Session, before: datetime) -> None:
    session.execute(delete(PictureJob).where(col(PictureJob.made_at) < before))
