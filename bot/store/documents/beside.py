"""What many documents are about, in few statements however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from bot.store.tables import Agency, Case, Duty

Row = TypeVar("Row", bound=SQLModel)
_AT_ONCE = 5000
"""Ids in one statement: engines take more than thirty thousand."""


def cases(session: Session, ids: Collection[int]) -> list[Case]:
    return list(_of(session, Case, Case.id, ids))


def agencies(session: Session, ids: Collection[int]) -> list[Agency]:
    return list(_of(session, Agency, Agency.id, ids))


def duties(session: Session, ids: Collection[int]) -> list[Duty]:
    return list(_of(session, Duty, Duty.id, ids))


def duties_of_cases(session: Session, case_ids: Collection[int]) -> list[Duty]:
    """In the order in which they came into being."""
    return sorted(_of(session, Duty, Duty.case_id, case_ids), key=lambda duty: duty.id or 0)


def _of(session: Session, table: type[Row], column: Any, ids: Collection[int]) -> Iterator[Row]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        yield from session.exec(select(table).where(col(column).in_(wanted[start : start + _AT_ONCE]))).all()
