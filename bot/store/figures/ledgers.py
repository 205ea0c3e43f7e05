"""The rows of the ledger: each agency in each case, by number; and all that belongs to some cases, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case, Paper, Party
from bot.store.duties.tables import Duty
from bot.store.figures.tables import CountRow
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing, HearingResult

PAGE = 500
"""Rows that are loaded at once."""
Line = Any
"""A row of some columns of a table, by their names: the tables' own objects take three times as long."""


def _columns(table: Any, *columns: str) -> Any:
    return select(*(getattr(table, name) for name in columns))


_PARTY = ("id", "case_id", "agency_id", "capacity")
_CASE = (
    "id", "number", "claimed_by", "instance", "court", "cause", "plaintiff", "plaintiff_count", "original_number", "facts",
    "closed_on",
)  # fmt: skip
_COUNT = ("id", "case_id", "agency_id", "counted", "in_charge", "mode", "lost", "quarter", "leader_name", "book")
_PAPER = ("id", "case_id", "agency_id", "kind", "served_on", "effective_on", "facts")
_HEARING = ("id", "case_id", "starts_at", "status")
_APPEARANCE = (
    "id", "case_id", "agency_id", "hearing_id", "state", "leader_name", "leader_post", "absence_reason", "absence",
)  # fmt: skip
_RESULT = (
    "hearing_id", "agency_id", "attended", "leader_name", "rank", "spoke", "on_settlement", "stayed", "outcome",
)  # fmt: skip
_DUTY = (
    "id", "case_id", "agency_id", "kind", "state", "due", "set_date", "done_on", "done_number", "evidence", "citation",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which rows: agencies below `branches` (None: all) and not below `without`; heard between two instants, or not
    heard and entered between them; open cases; lost ones."""

    branches: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    between: tuple[datetime, datetime] | None = None
    open: bool = False
    lost: bool = False


@dataclass
class Beside:
    """What belongs to some cases, by case."""

    papers: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    hearings: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    appearances: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    results: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    """By hearing."""
    duties: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Agencies."""


@dataclass(frozen=True, slots=True)
class Row:
    """One agency in one case."""

    party: Line
    case: Line
    counted: Line | None
    beside: Beside


def _narrowed(statement: Any, wanted: Wanted) -> Any:
    path = col(Agency.path)
    if wanted.branches is not None:
        statement = statement.where(or_(*(path.startswith(one, autoescape=True) for one in wanted.branches)))
    for one in wanted.without:
        statement = statement.where(~path.startswith(one, autoescape=True))
    if wanted.between is not None:
        begins, ends = wanted.between
        heard = and_(col(CountRow.first_held_at) >= begins, col(CountRow.first_held_at) < ends)
        unheard = col(CountRow.first_held_at).is_(None)
        entered = and_(unheard, col(Case.created_at) >= begins, col(Case.created_at) < ends)
        statement = statement.where(or_(heard, entered))
    if wanted.open:
        statement = statement.where(col(Case.closed_on).is_(None))
    return statement.where(col(CountRow.lost)) if wanted.lost else statement


def _from(statement: Any) -> Any:
    same = and_(col(CountRow.case_id) == Party.case_id, col(CountRow.agency_id) == Party.agency_id)
    return (
        statement.select_from(Party)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Agency, col(Agency.id) == Party.agency_id)
        .outerjoin(CountRow, same)
        .where(col(Case.merged_into).is_(None))
    )


def count(session: Session, wanted: Wanted) -> int:
    """How many rows there are."""
    return int(session.exec(_narrowed(_from(select(func.count())), wanted)).one())


def rows(session: Session, wanted: Wanted) -> Iterator[Row]:
    """The rows by number, loaded a page at a time; nothing of a page outlives it."""
    order = _narrowed(_from(select(Party.id)), wanted).order_by(col(Case.number), col(Party.id))
    ids = list(session.exec(order).all())
    for at in range(0, len(ids), PAGE):
        yield from _page(session, ids[at : at + PAGE])


def _page(session: Session, ids: Sequence[int]) -> Iterator[Row]:
    parties = {one.id: one for one in _all(session, _columns(Party, *_PARTY).where(col(Party.id).in_(ids)))}
    case_ids = sorted({one.case_id for one in parties.values()})
    found = {one.id: one for one in _of(session, Case, _CASE, case_ids, "id")}
    counted = {(one.case_id, one.agency_id): one for one in _of(session, CountRow, _COUNT, case_ids)}
    near = beside(session, case_ids)
    for one in (parties[number] for number in ids if number in parties):
        yield Row(one, found[one.case_id], counted.get((one.case_id, one.agency_id)), near)


def _all(session: Session, statement: Any) -> Sequence[Line]:
    return session.execute(statement).all()


def _of(
    session: Session, table: Any, columns: Sequence[str], case_ids: Sequence[int], by: str = "case_id"
) -> Sequence[Line]:
    statement = _columns(table, *columns).where(getattr(table, by).in_(case_ids))
    return _all(session, statement.order_by(table.id))


def beside(session: Session, case_ids: Sequence[int]) -> Beside:
    """Everything that belongs to these cases."""
    found = Beside()
    papers = _columns(Paper, *_PAPER).where(col(Paper.case_id).in_(case_ids), col(Paper.withdrawn).is_(False))
    for one in _all(session, papers.order_by(col(Paper.served_on), col(Paper.id))):
        found.papers[one.case_id].append(one)
    hearings = _columns(Hearing, *_HEARING).where(col(Hearing.case_id).in_(case_ids))
    for one in _all(session, hearings.order_by(col(Hearing.starts_at), col(Hearing.id))):
        found.hearings[one.case_id].append(one)
    for one in _of(session, Appearance, _APPEARANCE, case_ids):
        found.appearances[one.case_id].append(one)
    for one in _of(session, Duty, _DUTY, case_ids):
        found.duties[one.case_id].append(one)
    for one in _of(session, Party, _PARTY, case_ids):
        found.parties[one.case_id].append(one.agency_id)
    reported = _columns(HearingResult, *_RESULT).join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
    for one in _all(session, reported.where(col(Hearing.case_id).in_(case_ids))):
        found.results[one.hearing_id].append(one)
    return found


def agencies(session: Session) -> list[Agency]:
    """All of them, the closed ones too: their cases stand in the ledger."""
    return list(session.exec(select(Agency)).all())
