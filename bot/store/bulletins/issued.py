"""Our own bulletins as they were issued."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from bot.store.tables import Issued


def of_agency(session: Session, agency_id: int) -> list[Issued]:
    """All that an agency issued, the newest last."""
    return list(session.exec(select(Issued).where(Issued.agency_id == agency_id).order_by(col(Issued.id))).all())


def locked(session: Session, issued_id: int | None) -> Issued | None:
    """The row, so that nobody else sends it before the commit."""
    statement = select(Issued).where(Issued.id == issued_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def latest(session: Session, agency_id: int, period: str = "", kind: str = "") -> Issued | None:
    """The newest that an agency issued: of this period, of this kind, where they are given."""
    query = select(Issued).where(Issued.agency_id == agency_id)
    if period:
        query = query.where(Issued.period == period)
    if kind:
        query = query.where(Issued.kind == kind)
    return session.exec(query.order_by(col(Issued.id).desc()).limit(1)).first()


def of_document(session: Session, document_id: int, edition: int) -> Issued | None:
    return session.exec(select(Issued).where(Issued.document_id == document_id, Issued.edition == edition)).first()


def newest_of(session: Session, agency_ids: Collection[int], kind: str) -> Issued | None:
    """The newest of a kind that one of these agencies issued."""
    found = select(Issued).where(col(Issued.agency_id).in_(agency_ids), Issued.kind == kind)
    return session.exec(found.order_by(col(Issued.id).desc()).limit(1)).first()
