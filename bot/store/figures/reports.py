"""What is asked of count rows: sums by a column from the totals or the rows, the rows themselves, what is to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, and_, col, func, or_, select

from bot.domain.figures.questions import Filters
from bot.domain.figures.rates import NAMES, Totals
from bot.domain.hall.terms import AgencyKind
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case
from bot.store.figures.rows import sums
from bot.store.figures.tables import CountRow, CountTotal


class Node(NamedTuple):
    """An agency of the tree, as much of it as figures need."""

    id: int
    path: str
    name: str
    kind: AgencyKind
    closed_on: date | None
    full: str = ""
    """The whole name."""

    @property
    def called(self) -> str:
        """A government by its whole name: short ones are the same in every county."""
        return self.full if self.kind is AgencyKind.GOVERNMENT and self.full else self.name


@dataclass(frozen=True, slots=True)
class Scope:
    """Which agencies: those below `branches` (None: all), without those below `without`; or `only` these."""

    branches: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    only: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """When rows were heard: whole quarters, whole months, or from an instant to before another."""

    quarters: tuple[str, ...]
    months: tuple[str, str] | None = None
    between: tuple[datetime, datetime] | None = None


def tree(session: Session) -> list[Node]:
    """All agencies that are no courts, the closed ones too, in the order of the tree."""
    columns = (Agency.id, Agency.path, Agency.short_name, Agency.kind, Agency.closed_on, Agency.name)
    statement = select(*columns).where(Agency.kind != AgencyKind.COURT)  # type: ignore[call-overload]
    return [Node(*row) for row in _fetched(session, statement.order_by(col(Agency.path)))]


def _fetched(session: Session, statement: Any) -> Sequence[Any]:
    """Columns as the driver gives them: thousands of rows, of which no object is made."""
    session.flush()
    return session.connection().execute(statement).all()


def by_totals(
    session: Session, scope: Scope, quarters: Collection[str], by: str, instance: str = ""
) -> list[tuple[Any, Totals]]:
    """Totals by agency_id, instance or quarter, of whole quarters."""
    table: Any = CountTotal
    key = getattr(table, by)
    columns = [func.sum(getattr(table, name)) for name in NAMES]
    statement = select(key, *columns).where(col(CountTotal.quarter).in_(quarters))
    statement = _within(statement, table.agency_id, scope)
    if instance:
        statement = statement.where(CountTotal.instance == instance)
    return [(row[0], Totals(*map(int, row[1:]))) for row in _fetched(session, statement.group_by(key))]


def by_rows(session: Session, scope: Scope, span: Span, by: Sequence[str], filters: Filters) -> list[Any]:
    """Totals by these columns, of the rows that fit: the values of the columns, then `Totals`."""
    keys = [getattr(CountRow, name) for name in by]
    statement = _fitting(select(*keys, *sums()), span, filters)
    statement = _within(statement, col(CountRow.agency_id), scope)
    found = _fetched(session, statement.group_by(*keys) if keys else statement)
    return [(*row[: len(keys)], Totals(*map(int, row[len(keys) :]))) for row in found]


def _fitting(statement: Any, span: Span, filters: Filters) -> Any:
    statement = statement.where(col(CountRow.quarter).in_(span.quarters))
    if span.months is not None:
        statement = statement.where(col(CountRow.month) >= span.months[0], col(CountRow.month) <= span.months[1])
    if span.between is not None:
        at = col(CountRow.first_held_at)
        statement = statement.where(at >= span.between[0], at < span.between[1])
    for name in ("instance", "court", "cause", "mode", "leader_id", "leader_name"):
        wanted = getattr(filters, name)
        if wanted:
            statement = statement.where(getattr(CountRow, name) == wanted)
    if filters.blank:
        statement = statement.where(getattr(CountRow, filters.blank) == "")
    return statement if filters.lost is None else statement.where(col(CountRow.lost).is_(filters.lost))


def _within(statement: Any, agency_id: Any, scope: Scope) -> Any:
    if scope.only:
        return statement.where(agency_id.in_(scope.only))
    if scope.branches is None and not scope.without:
        return statement
    ids = select(Agency.id)
    if scope.branches is not None:
        ids = ids.where(or_(*(_below(path) for path in scope.branches)))
    for path in scope.without:
        ids = ids.where(~_below(path))
    return statement.where(agency_id.in_(ids))


def _below(path: str) -> Any:
    return col(Agency.path).startswith(path, autoescape=True)


# -- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are listed. `counted` empty: all that were heard; `principal_below`: below these paths only those in
    which the principal leader is owed."""

    scope: Scope
    span: Span
    filters: Filters
    counted: tuple[str, ...] = ()
    principal_below: tuple[str, ...] = ()
    gone: tuple[datetime, datetime] | None = None
    """Only those whose first hearing was to be between these instants, and of which nothing was said since."""


def count(session: Session, wanted: Wanted) -> int:
    statement = _listed(select(func.count()).select_from(CountRow), wanted)
    return int(session.exec(statement).one())


def listed(session: Session, wanted: Wanted, offset: int, limit: int) -> list[tuple[CountRow, Case, str]]:
    """Rows in the order in which they were heard, each with its case and the short name of its agency."""
    statement = (
        select(CountRow, Case, Agency.short_name)
        .join(Case, col(Case.id) == CountRow.case_id)
        .join(Agency, col(Agency.id) == CountRow.agency_id)
    )
    statement = _listed(statement, wanted)
    order = col(CountRow.first_held_at if wanted.gone is None else CountRow.scheduled_at)
    statement = statement.order_by(order, col(CountRow.id)).offset(offset).limit(limit)
    return list(session.exec(statement).all())


def _listed(statement: Any, wanted: Wanted) -> Any:
    if wanted.gone is not None:
        at = col(CountRow.scheduled_at)
        statement = statement.where(CountRow.counted == "not_heard", at >= wanted.gone[0], at < wanted.gone[1])
    else:
        statement = _fitting(statement, wanted.span, wanted.filters)
    statement = _within(statement, col(CountRow.agency_id), wanted.scope)
    if wanted.counted:
        statement = statement.where(col(CountRow.counted).in_(wanted.counted))
    if wanted.principal_below:
        hidden = select(Agency.id).where(or_(*map(_below, wanted.principal_below)))
        seen = or_(col(CountRow.agency_id).not_in(hidden), col(CountRow.principal_owed).is_(True))
        statement = statement.where(seen)
    return statement


def row(session: Session, row_id: int) -> tuple[CountRow, Case, Agency] | None:
    """A row with its case and its agency."""
    statement = (
        select(CountRow, Case, Agency)
        .join(Case, col(Case.id) == CountRow.case_id)
        .join(Agency, col(Agency.id) == CountRow.agency_id)
        .where(CountRow.id == row_id)
    )
    return session.exec(statement).first()


# -- what is to come ----------------------------------------------------------------------------------------------


def waiting(session: Session, scope: Scope, begins: datetime, ends: datetime, now: datetime) -> tuple[int, int]:
    """How many cases have their first hearing from `begins` to before `ends`: those still to come, and those whose
    hour has gone by without a word."""
    statement = select(func.count()).select_from(CountRow).where(CountRow.counted == "not_heard")
    statement = _within(statement, col(CountRow.agency_id), scope)
    at = col(CountRow.scheduled_at)
    to_come = statement.where(and_(at >= max(begins, now), at < ends)) if now < ends else None
    gone = statement.where(and_(at >= begins, at < min(ends, now))) if now > begins else None
    return tuple(int(session.exec(one).one()) if one is not None else 0 for one in (to_come, gone))  # type: ignore[return-value]
