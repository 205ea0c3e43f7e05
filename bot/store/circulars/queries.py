"""Circulars: those of an author, an agency, the one that follows another. Who got them is in `receipts`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, cast, or_
from sqlmodel import Session, col, func, select

from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.store.circulars.tables import Circular


def drafts_of(session: Session, author_id: int, *, most: int) -> list[Circular]:
    """An author's drafts, the newest first."""
    statement = select(Circular).where(Circular.author_id == author_id, Circular.state == CircularState.DRAFT)
    return list(session.exec(statement.order_by(col(Circular.id).desc()).limit(most)).all())


def collecting(session: Session, author_id: int, touched_after: datetime) -> Circular | None:
    """The author's newest draft that takes what is sent now and was touched after then, locked."""
    statement = (
        select(Circular)
        .where(Circular.author_id == author_id, Circular.state == CircularState.DRAFT)
        .where(col(Circular.collecting).is_(True), Circular.touched_at > touched_after)
        .order_by(col(Circular.id).desc())
        .limit(1)
        .with_for_update()
    )
    return session.exec(statement).first()


def not_begun(session: Session, *, most: int) -> list[Circular]:
    """Circulars that are being written, wait for approval or for their hour, the newest first."""
    states = (CircularState.DRAFT, CircularState.AWAITING, CircularState.SCHEDULED)
    statement = select(Circular).where(col(Circular.state).in_(states)).order_by(col(Circular.id).desc())
    return list(session.exec(statement.limit(most)).all())


def unfinished(session: Session) -> list[Circular]:
    """Circulars that are not out yet, or not wholly, in the order of making."""
    states = (CircularState.DRAFT, CircularState.AWAITING, CircularState.SCHEDULED, CircularState.SENDING,
              CircularState.PAUSED)  # fmt: skip
    return list(session.exec(select(Circular).where(col(Circular.state).in_(states)).order_by(col(Circular.id))).all())


def running(session: Session, states: Collection[CircularState], since: datetime) -> list[Circular]:
    """Circulars in these states that began, or had their term, after then, in the order of making; no withdrawals."""
    late = or_(col(Circular.begun_at) > since, col(Circular.answer_by) > since)
    statement = select(Circular).where(col(Circular.state).in_(states), col(Circular.begun_at).is_not(None), late)
    return list(session.exec(statement.where(col(Circular.withdrawal).is_(False)).order_by(col(Circular.id))).all())


def with_files(session: Session) -> list[Circular]:
    """Circulars of which a part names a stored file."""
    statement = select(Circular).where(cast(Circular.parts, String).contains('"hash"')).order_by(col(Circular.id))
    return list(session.exec(statement).all())


def carrying(session: Session, origin: str) -> Circular | None:
    """The newest circular that carries this, called off or not."""
    statement = select(Circular).where(Circular.origin == origin, col(Circular.withdrawal).is_(False))
    return session.exec(statement.order_by(col(Circular.id).desc()).limit(1)).first()


def draft_after(session: Session, circular_id: int | None) -> Circular | None:
    """A draft of what corrects this circular."""
    statement = select(Circular).where(Circular.replaces_id == circular_id, Circular.state == CircularState.DRAFT)
    return session.exec(statement).first()


def begun_after(session: Session, circular_id: int | None) -> int | None:
    """The id of a circular that began to go out in place of this one."""
    statement = select(Circular.id).where(Circular.replaces_id == circular_id, col(Circular.begun_at).is_not(None))
    return session.exec(statement.limit(1)).first()


def touched_since(session: Session, since: datetime, *, most: int) -> list[Circular]:
    """Circulars that were touched after then and not called off, the newest first."""
    statement = select(Circular).where(Circular.touched_at > since, Circular.state != CircularState.CANCELLED)
    return list(session.exec(statement.order_by(col(Circular.id).desc()).limit(most)).all())


def of_agencies(session: Session, agency_ids: Collection[int | None], *, first: int, most: int) -> list[Circular]:
    """Circulars of these agencies, the newest first: `most` of them from `first` on."""
    statement = select(Circular).where(col(Circular.agency_id).in_(agency_ids)).order_by(col(Circular.id).desc())
    return list(session.exec(statement.offset(first).limit(most)).all())


def count_of_agencies(session: Session, agency_ids: Collection[int | None]) -> int:
    """How many circulars these agencies have, drafts and all."""
    return session.exec(select(func.count()).where(col(Circular.agency_id).in_(agency_ids))).one()


def that_asked(session: Session, agency_ids: Collection[int | None], *, most: int) -> list[Circular]:
    """Circulars of these agencies that began to go out and asked for something, the newest first."""
    statement = select(Circular).where(
        col(Circular.agency_id).in_(agency_ids),
        col(Circular.begun_at).is_not(None),
        Circular.reply != ReplyWanted.NOTHING,
    )
    return list(session.exec(statement.order_by(col(Circular.id).desc()).limit(most)).all())
