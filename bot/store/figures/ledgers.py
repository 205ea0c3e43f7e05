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

PAGE = 400
"""Cases that are loaded at once."""
Row = tuple[Party, Case, Agency, CountRow | None]


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

    papers: dict[int, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    hearings: dict[int, list[Hearing]] = field(default_factory=lambda: defaultdict(list))
    appearances: dict[int, list[Appearance]] = field(default_factory=lambda: defaultdict(list))
    results: dict[int, list[HearingResult]] = field(default_factory=lambda: defaultdict(list))
    """By hearing."""
    duties: dict[int, list[Duty]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[int, list[tuple[Party, str]]] = field(default_factory=lambda: defaultdict(list))
    """With the short name of each."""


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


def rows(session: Session, wanted: Wanted) -> Iterator[tuple[list[Row], Beside]]:
    """The rows by number, a page at a time, with what belongs to their cases; nothing of a page outlives it."""
    after: tuple[str, int] | None = None
    while page := _page(session, wanted, after):
        last_party, last_case, *_ = page[-1]
        after = last_case.number, last_party.id or 0
        yield page, beside(session, sorted({case.id or 0 for _, case, *_ in page}))
        session.expunge_all()


def _page(session: Session, wanted: Wanted, after: tuple[str, int] | None) -> list[Row]:
    statement = _narrowed(_from(select(Party, Case, Agency, CountRow)), wanted)
    if after is not None:
        number, party_id = after
        same = and_(col(Case.number) == number, col(Party.id) > party_id)
        statement = statement.where(or_(col(Case.number) > number, same))
    return [tuple(row) for row in session.exec(statement.order_by(col(Case.number), col(Party.id)).limit(PAGE)).all()]


def beside(session: Session, case_ids: Sequence[int]) -> Beside:
    """Everything that belongs to these cases."""
    found = Beside()
    papers = select(Paper).where(col(Paper.case_id).in_(case_ids), col(Paper.withdrawn).is_(False))
    for paper in session.exec(papers.order_by(col(Paper.served_on), col(Paper.id))).all():
        found.papers[paper.case_id].append(paper)
    hearings = select(Hearing).where(col(Hearing.case_id).in_(case_ids))
    for hearing in session.exec(hearings.order_by(col(Hearing.starts_at), col(Hearing.id))).all():
        found.hearings[hearing.case_id].append(hearing)
    appearances = select(Appearance).where(col(Appearance.case_id).in_(case_ids)).order_by(col(Appearance.id))
    for row in session.exec(appearances).all():
        found.appearances[row.case_id].append(row)
    for duty in session.exec(select(Duty).where(col(Duty.case_id).in_(case_ids)).order_by(col(Duty.id))).all():
        found.duties[duty.case_id or 0].append(duty)
    joined = select(Party, Agency.short_name).join(Agency, col(Agency.id) == Party.agency_id)
    for party, name in session.exec(joined.where(col(Party.case_id).in_(case_ids)).order_by(col(Party.id))).all():
        found.parties[party.case_id].append((party, name))
    _results(session, case_ids, found)
    return found


def _results(session: Session, case_ids: Sequence[int], found: Beside) -> None:
    statement = select(HearingResult).join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
    for result in session.exec(statement.where(col(Hearing.case_id).in_(case_ids))).all():
        found.results[result.hearing_id].append(result)
