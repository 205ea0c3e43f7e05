"""Count rows of some months, below a place in the tree, with the agency and the number of the case; what came late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from bot.domain.cases.cases import DECISION_PAPERS
from bot.domain.figures.rates import Totals
from bot.store.figures.rows import sums
from bot.store.tables import Agency, Case, CountRow, Duty, Paper

_KINDS = ("duty", "recurring")


def of(session: Session, path: str, first: str, last: str) -> list[tuple[CountRow, Agency, str]]:
    """From the month `first` to the month `last` (2026-09), both in it, in the order of the tree and the hearings."""
    found = session.exec(
        select(CountRow, Agency, Case.number)
        .join(Agency, col(Agency.id) == col(CountRow.agency_id))
        .join(Case, col(Case.id) == col(CountRow.case_id))
        .where(col(CountRow.month).between(first, last), col(Agency.path).startswith(path, autoescape=True))
        .order_by(col(Agency.path), col(CountRow.first_held_at), col(CountRow.id))
    )
    return [(row, agency, number) for row, agency, number in found]


def totals(session: Session, path: str, first: str, last: str) -> dict[str, Totals]:
    """What was counted in each month from `first` to `last` below a place in the tree; a month without rows is left
    out."""
    found = session.exec(
        select(CountRow.month, *sums())
        .join(Agency, col(Agency.id) == col(CountRow.agency_id))
        .where(col(CountRow.month).between(first, last), col(Agency.path).startswith(path, autoescape=True))
        .group_by(CountRow.month)
    )
    return {row[0]: Totals(*map(int, row[1:])) for row in found}


def by_agency(session: Session, first: str, last: str) -> dict[int, Totals]:
    """What was counted of each agency from the month `first` to the month `last`."""
    found = session.exec(
        select(CountRow.agency_id, *sums())
        .where(col(CountRow.month).between(first, last))
        .group_by(col(CountRow.agency_id))
    )
    return {int(row[0]): Totals(*map(int, row[1:])) for row in found}


def outcomes(session: Session, case_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """Case, agency and outcome of each decision that stands."""
    found = session.exec(
        select(Paper).where(
            col(Paper.case_id).in_(case_ids), col(Paper.kind).in_(DECISION_PAPERS), col(Paper.withdrawn).is_(False)
        )
    )
    return [(one.case_id, one.agency_id, str(one.facts["outcome"])) for one in found if one.facts.get("outcome")]


def rows_of(session: Session, case_ids: Collection[int]) -> dict[tuple[int, int], CountRow]:
    """The rows of these cases, by case and agency."""
    found = session.exec(select(CountRow).where(col(CountRow.case_id).in_(case_ids)))
    return {(one.case_id, one.agency_id): one for one in found}


def by_id(session: Session, ids: Collection[int]) -> list[tuple[CountRow, Agency, str]]:
    """These rows; one that is gone is left out."""
    found = session.exec(
        select(CountRow, Agency, Case.number)
        .join(Agency, col(Agency.id) == col(CountRow.agency_id))
        .join(Case, col(Case.id) == col(CountRow.case_id))
        .where(col(CountRow.id).in_(ids))
    )
    return [(row, agency, number) for row, agency, number in found]


def due_between(session: Session, path: str, first: date, last: date) -> list[tuple[Duty, Agency]]:
    """What agencies below a place owed with a last day in these days, in the order of the tree."""
    found = session.exec(
        select(Duty, Agency)
        .join(Agency, col(Agency.id) == col(Duty.agency_id))
        .where(
            col(Duty.due).between(first, last),
            col(Duty.kind).in_(_KINDS),
            col(Agency.path).startswith(path, autoescape=True),
        )
        .order_by(col(Agency.path), col(Duty.due), col(Duty.id))
    )
    return [(duty, agency) for duty, agency in found]
