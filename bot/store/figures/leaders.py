"""What leaders did in the cases that are counted, and what was said of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, cast
from sqlmodel import Session, and_, case, col, func, or_, select

from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case
from bot.store.figures.tables import CountRow, Evaluation
from bot.store.hearings.tables import Hearing, HearingResult


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(cast(case((condition, 1), else_=0), Integer)), 0)


def _sums() -> tuple[Any, ...]:
    """Attended, spoke, on settlement, left before the end, online."""
    return (
        _count(CountRow.counted == "attended"),
        _count(col(CountRow.spoke).is_(True)),
        _count(col(CountRow.on_settlement).is_(True)),
        _count(col(CountRow.stayed).is_(False)),
        _count(CountRow.mode == "online"),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """In whose cases it is looked who appeared: all of theirs, or those in which the principal leader is owed."""

    all_of: Collection[int]
    principals: Collection[int] = ()

    def where(self) -> Any:
        """Of count rows."""
        owed = and_(col(CountRow.agency_id).in_(self.principals), col(CountRow.principal_owed).is_(True))
        return or_(col(CountRow.agency_id).in_(self.all_of), owed)


def by_leader(session: Session, year: int, places: Places, leader_id: int | None = None) -> Sequence[Any]:
    """Leader, agency and their sums: a line for each agency that somebody appeared for in the year."""
    keys: tuple[Any, ...] = (CountRow.leader_id, CountRow.agency_id)
    statement: Any = (
        select(*keys, *_sums())
        .where(CountRow.year == year, CountRow.counted == "attended", col(CountRow.leader_id).is_not(None))
        .where(places.where())
        .group_by(*keys)
        .order_by(_sums()[0].desc(), *keys)
    )
    if leader_id is not None:
        statement = statement.where(CountRow.leader_id == leader_id)
    return list(session.exec(statement).all())


def appearances(session: Session, leader_id: int, year: int, places: Places) -> Sequence[Any]:
    """Hearings to which the leader came, of cases that count in the year, the latest first: result, hearing, number,
    agency."""
    statement = (
        select(HearingResult, Hearing, Case.number, Agency.short_name)
        .join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
        .join(Case, col(Case.id) == Hearing.case_id)
        .join(Agency, col(Agency.id) == HearingResult.agency_id)
        .join(
            CountRow, (col(CountRow.case_id) == Hearing.case_id) & (col(CountRow.agency_id) == HearingResult.agency_id)
        )
        .where(HearingResult.leader_id == leader_id, col(HearingResult.attended).is_(True), CountRow.year == year)
        .where(places.where())
        .order_by(col(Hearing.starts_at).desc(), col(Hearing.id).desc())
    )
    return session.exec(statement).all()


def evaluations(session: Session, leader_id: int, hearing_ids: Collection[int]) -> list[Evaluation]:
    """The latest first."""
    statement = select(Evaluation).where(Evaluation.leader_id == leader_id, col(Evaluation.hearing_id).in_(hearing_ids))
    return list(session.exec(statement.order_by(col(Evaluation.at).desc(), col(Evaluation.id).desc())).all())
