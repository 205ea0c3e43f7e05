"""What is asked of count rows: sums by a column from the totals or the rows, the rows themselves, what is to come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, case, col, func, or_, select

from bot.domain.figures.questions import Filters
from bot.domain.figures.rates import NAMES, Totals
from bot.domain.hall.terms import AgencyKind
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case
from bot.store.figures.rows import sums
from bot.store.figures.tables import ALL, CountRow, CountTotal


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
        return _called(self.kind, self.full, self.name)


def _called(kind: AgencyKind, full: str, short: str) -> str:
    return full if kind is AgencyKind.GOVERNMENT and full else short


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


_NODE = (Agency.id, Agency.path, Agency.short_name, Agency.kind, Agency.closed_on, Agency.name)


def tree(session: Session) -> list[Node]:
    """All agencies that are no courts, the closed ones too, in the order of the tree."""
    return _nodes(session)


def heads(session: Session, kinds: Collection[AgencyKind], also: Collection[int] = ()) -> list[Node]:
    """Those of some kinds, and some by their ids, in the order of the tree; never a court."""
    return _nodes(session, col(Agency.kind).in_(kinds) | col(Agency.id).in_(also))


def roots(session: Session) -> list[Node]:
    """Those that nothing stands above."""
    return _nodes(session, col(Agency.parent_id).is_(None))


def below(session: Session, path: str) -> list[Node]:
    """What there is below a path, and the agency itself."""
    return _nodes(session, _below(path))


def _nodes(session: Session, *such: Any) -> list[Node]:
    statement = select(*_NODE).where(Agency.kind != AgencyKind.COURT, *such).order_by(col(Agency.path))  # type: ignore[call-overload]
    return [Node(*row) for row in _fetched(session, statement)]


def _fetched(session: Session, statement: Any) -> Sequence[Any]:
    """Columns as the driver gives them: thousands of rows, of which no object is made."""
    session.flush()
    return session.connection().execute(statement).all()


def by_totals(
    session: Session, scope: Scope, quarters: Collection[str], by: str, instance: str = ""
) -> list[tuple[Any, Totals]]:
    """Totals by agency_id, instance or quarter, of whole quarters."""
    key = getattr(CountTotal, by)
    statement = _of_totals(select(key, *_kept()), quarters, instance, apart=by == "instance")
    statement = _within(statement, col(CountTotal.agency_id), scope).group_by(key)
    return [(row[0], Totals._make(row[1:])) for row in _fetched(session, statement)]


def _kept() -> list[Any]:
    return [func.sum(getattr(CountTotal, name)).label(name) for name in NAMES]


def _of_totals(statement: Any, quarters: Collection[str], instance: str, *, apart: bool = False) -> Any:
    """Of one instance, of each `apart`, or of all as they are kept together."""
    statement = statement.where(col(CountTotal.quarter).in_(quarters))
    if apart and not instance:
        return statement.where(CountTotal.instance != ALL)
    return statement.where(CountTotal.instance == (instance or ALL))


def by_rows(session: Session, scope: Scope, span: Span, by: Sequence[str], filters: Filters) -> list[Any]:
    """Totals by these columns, of the rows that fit: the values of the columns, then `Totals`."""
    keys = [getattr(CountRow, name) for name in by]
    statement = _fitting(select(*keys, *sums()), span, filters)
    statement = _within(statement, col(CountRow.agency_id), scope)
    found = _fetched(session, statement.group_by(*keys) if keys else statement)
    return [(*row[: len(keys)], Totals._make(row[len(keys) :])) for row in found]


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


# -- by agency --------------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """An agency with its figures, or an area with those of all below it. `has_others`: there is something below it."""

    id: int
    label: str
    has_others: bool
    totals: Totals
    called: str = ""
    """As `Node.called`."""


@dataclass(frozen=True, slots=True)
class Parting:
    """How agencies are put together: each below the first of `areas` that it belongs to, else it stands for itself.

    Summed from the rows that fit `filters` in `span`; without a span from the totals of whole `quarters`.
    """

    scope: Scope
    areas: tuple[Node, ...] = ()
    quarters: tuple[str, ...] = ()
    span: Span | None = None
    filters: Filters = field(default_factory=Filters)


def parts(
    session: Session, asked: Parting, *, lowest: tuple[int, int] | None = None, excused: bool = True
) -> list[Part]:
    """All that have a figure, in the order of the tree; or of those with the lowest rate first so many (`lowest`:
    offset and limit), what has no rate at the end. However many there are, only these are made into values.

    `excused`: absences that were excused count against the rate."""
    grouped = _grouped(asked).subquery()
    sums_ = [getattr(grouped.c, name) for name in NAMES]
    child: Any = aliased(Agency)
    has_others = exists().where(child.parent_id == Agency.id, child.kind != AgencyKind.COURT)
    columns: list[Any] = [Agency.id, Agency.short_name, has_others, Agency.name, Agency.kind, *sums_]
    statement: Any = select(*columns)
    statement = statement.join(Agency, col(Agency.id) == grouped.c.part).where(Agency.kind != AgencyKind.COURT)
    if lowest is not None:
        base = grouped.c.heard if excused else grouped.c.heard - grouped.c.excused
        rate = grouped.c.attended * 1.0 / func.nullif(base, 0)
        statement = statement.order_by(rate.is_(None), rate, grouped.c.heard.desc()).offset(lowest[0]).limit(lowest[1])
    found = _fetched(session, statement.order_by(col(Agency.path)))
    return [Part(row[0], row[1], bool(row[2]), Totals._make(row[5:]), _called(row[4], row[3], row[1])) for row in found]


def count_parts(session: Session, asked: Parting) -> int:
    """How many have a figure."""
    grouped = _grouped(asked).subquery()
    statement: Any = select(func.count()).select_from(grouped).join(Agency, col(Agency.id) == grouped.c.part)
    return int(_fetched(session, statement.where(Agency.kind != AgencyKind.COURT))[0][0])


def _grouped(asked: Parting) -> Any:
    agency_id: Any = col(CountTotal.agency_id if asked.span is None else CountRow.agency_id)
    place: Any = aliased(Agency)
    part = agency_id
    if asked.areas:
        part = case(*((_under(place, area.path), area.id) for area in asked.areas), else_=agency_id)
    if asked.span is None:
        statement = _of_totals(select(part.label("part"), *_kept()), asked.quarters, asked.filters.instance)
        some = func.sum(CountTotal.heard) + func.sum(CountTotal.exempt)
    else:
        statement = _fitting(select(part.label("part"), *sums()), asked.span, asked.filters)
        some = func.sum(case((col(CountRow.counted).in_(_IN_A_FIGURE), 1), else_=0))
    if asked.areas:
        statement = statement.join(place, place.id == agency_id)
    return _within(statement, agency_id, asked.scope).group_by(part).having(some > 0)


_IN_A_FIGURE = ("attended", "excused", "unexcused", "open", "exempt")


def _under(place: Any, path: str) -> Any:
    return place.path.startswith(path, autoescape=True)


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


def count(session: Session, wanted: Wanted) -> dict[str, int]:
    """How many there are, by their quarter; what was not heard is under ""."""
    statement = _listed(select(CountRow.quarter, func.count()), wanted).group_by(CountRow.quarter)
    return {str(quarter): int(n) for quarter, n in _fetched(session, statement)}


def listed(
    session: Session, wanted: Wanted, counts: Mapping[str, int], offset: int, limit: int
) -> list[tuple[CountRow, Case, str]]:
    """Rows in the order in which they were heard, each with its case and the short name of its agency.

    Which these are is found in the index alone, and only they are read. `counts` is what `count` said: one quarter
    follows the other, so that nothing is sorted, however many were heard in a year.
    """
    order = _order(wanted)
    ids = [one for quarter, *cut in _cuts(counts, offset, limit) for one in _ids(session, wanted, quarter, *cut)]
    statement = (
        select(CountRow, Case, Agency.short_name)
        .join(Case, col(Case.id) == CountRow.case_id)
        .join(Agency, col(Agency.id) == CountRow.agency_id)
        .where(col(CountRow.id).in_(ids))
    )
    return list(session.exec(statement.order_by(*order)).all())


def _order(wanted: Wanted) -> tuple[Any, Any]:
    return col(CountRow.first_held_at if wanted.gone is None else CountRow.scheduled_at), col(CountRow.id)


def _cuts(counts: Mapping[str, int], offset: int, limit: int) -> Iterator[tuple[str, int, int]]:
    """The quarters that a page touches, each with its offset and how many of it."""
    for quarter in sorted(counts):
        n = counts[quarter]
        mine = max(0, min(offset + limit, n) - max(offset, 0))
        if mine:
            yield quarter, max(offset, 0), mine
        offset, limit = (offset - n, limit) if offset >= n else (0, limit - mine)


def _ids(session: Session, wanted: Wanted, quarter: str, offset: int, limit: int) -> list[int]:
    page = _listed(select(CountRow.id), wanted).where(CountRow.quarter == quarter)
    return [one for (one,) in _fetched(session, page.order_by(*_order(wanted)).offset(offset).limit(limit))]


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
    at: Any = col(CountRow.scheduled_at)
    to_come = func.coalesce(func.sum(case((at >= now, 1), else_=0)), 0)
    statement: Any = select(func.count(), to_come).select_from(CountRow).where(CountRow.counted == "not_heard")
    statement = _within(statement.where(at >= begins, at < ends), col(CountRow.agency_id), scope)
    several, coming = _fetched(session, statement)[0]
    return int(coming), int(several - coming)
