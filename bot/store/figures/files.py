"""Files that wait to be made, and ledgers that wait to be taken over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from bot.store.figures.job_tables import FileJob, LedgerImport
from bot.store.figures.tables import LedgerMap

_OPEN = ("waiting", "under_way")


def unfinished() -> tuple[Any, ...]:
    """Which of them wait or are being made: the others stay to be told of, and sent."""
    return (col(FileJob.state).in_(_OPEN),)


def open_of(session: Session, person_id: int) -> list[FileJob]:
    """What a person waits for, in the order in which it was asked for."""
    statement = select(FileJob).where(FileJob.person_id == person_id, *unfinished())
    return list(session.exec(statement.order_by(col(FileJob.id))).all())


def over_before(session: Session, before: datetime) -> list[int]:
    """Ids of those that were asked for before the instant."""
    statement = select(FileJob.id).where(col(FileJob.made_at) < before).order_by(col(FileJob.id))
    return [one for one in session.exec(statement).all() if one is not None]


def forget(session: Session, ids: Collection[int]) -> None:
    if ids:
        session.execute(delete(FileJob).where(col(FileJob.id).in_(ids)))


# -- ledgers that came in ------------------------------------------------------------------------------------------


def import_of(session: Session, person_id: int) -> LedgerImport | None:
    """What a person sent, locked for this transaction."""
    statement = select(LedgerImport).where(LedgerImport.person_id == person_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def drop_import(session: Session, person_id: int) -> None:
    row = import_of(session, person_id)
    if row is not None:
        session.delete(row)
        session.flush()


def forget_imports(session: Session, before: datetime) -> None:
    session.execute(delete(LedgerImport).where(col(LedgerImport.made_at) < before))


def map_of(session: Session, agency_id: int) -> LedgerMap | None:
    """What headings mean to a bureau."""
    return session.exec(select(LedgerMap).where(LedgerMap.agency_id == agency_id)).first()
