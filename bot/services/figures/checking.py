"""Everything counted from scratch beside what is kept: differences are named, and mended where that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.domain.figures.gaps import LEFT_OVER, MISSING, Gap
from bot.domain.figures.rates import NAMES, Totals
from bot.services.figures import gathering, keeping
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store
from bot.store.figures import rows as rows_store
from bot.store.figures.rows import Key
from bot.store.hearings import together
from bot.store.tables import Agency, Case, CountRow

BATCH = 500
"""Cases that are counted in one transaction where there are many."""


def check(desk: Desk) -> list[Gap]:
    """Every difference there is: of rows first, then of totals."""
    found: list[Gap] = []
    last = 0
    while cases := rows_store.cases_after(desk.session, last, BATCH):
        found += _of_cases(desk, cases)
        last = cases[-1]
    return [*found, *check_totals(desk)]


def check_some(desk: Desk, after: int, limit: int = BATCH) -> tuple[list[Gap], int]:
    """The same for the next cases only, with the id of the last of them; 0 where there are none left."""
    cases = rows_store.cases_after(desk.session, after, limit)
    return _of_cases(desk, cases), cases[-1] if cases else 0


def mend_some(desk: Desk, after: int, limit: int = BATCH) -> tuple[int, int]:
    """Count the next cases anew; how many had another row, and the id of the last of them, 0 where none are left."""
    cases = rows_store.cases_after(desk.session, after, limit)
    return keeping.again(desk, {case_id: {None} for case_id in cases}), cases[-1] if cases else 0


def mend_totals(desk: Desk) -> int:
    """Bring the totals to what the rows come to; how many were wrong."""
    kept, right = rows_store.kept_totals(desk.session), rows_store.summed(desk.session)
    nothing = Totals()
    wrong = {key: right.get(key, nothing) - kept.get(key, nothing) for key in kept.keys() | right.keys()}
    rows_store.put(desk.session, wrong)
    return sum(bool(delta) for delta in wrong.values())


def behind(desk: Desk) -> list[int]:
    """Cases that have no row yet, as before rows were kept, and those that were counted by another rule book, or by one
    that says something else now. Asked at the start; `count_anew` brings them up in pieces."""
    library, books = desk.house.law.library, dict[int, tuple[str, str]]()
    stale = set()
    for agency_id, book, edition in rows_store.books_of_agencies(desk.session):
        if agency_id not in books:
            now = access.rulebook_of(desk, agency_id)
            books[agency_id] = now[:60], library.edition(now)
        if books[agency_id] != (book, edition):
            stale.add(agency_id)
    return sorted({*rows_store.cases_without_rows(desk.session), *rows_store.cases_of(desk.session, stale)})


def count_anew(desk: Desk, case_ids: Iterable[int]) -> None:
    """Count all rows of these cases anew."""
    keeping.again(desk, {case_id: {None} for case_id in case_ids})


# -- rows ---------------------------------------------------------------------------------------------------------


def _of_cases(desk: Desk, case_ids: list[int]) -> list[Gap]:
    found: list[Gap] = []
    for ids in together.cut(case_ids):
        rows = rows_store.of_each(desk.session, ids)
        together.read(desk.session, ids)
        found += (gap for case_id in ids for gap in _of_case(desk, case_id, rows[case_id]))
    return found


def _of_case(desk: Desk, case_id: int, kept: list[CountRow]) -> Iterator[Gap]:
    case = desk.session.get_one(Case, case_id)
    rows = {row.agency_id: row for row in kept}
    parties = {party.agency_id: party for party in cases_store.parties_of(desk.session, case_id)}
    for agency_id in sorted(rows.keys() | parties.keys()):
        name = _name(desk, agency_id)
        if agency_id not in parties:
            yield Gap(case.number, name, LEFT_OVER)
        elif agency_id not in rows:
            yield Gap(case.number, name, MISSING)
        else:
            yield from _differing(case, name, rows[agency_id], gathering.row_values(desk, case, parties[agency_id]))


def _differing(case: Case, name: str, row: CountRow, values: dict[str, Any]) -> Iterator[Gap]:
    for column, right in values.items():
        kept = getattr(row, column)
        if kept != right:
            yield Gap(case.number, name, column, _shown(kept), _shown(right), row.quarter)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one["code"]) if isinstance(one, dict) else str(one) for one in value)
    return str(value)


# -- totals -------------------------------------------------------------------------------------------------------


def check_totals(desk: Desk) -> list[Gap]:
    """The totals beside what the rows come to."""
    kept, right = rows_store.kept_totals(desk.session), rows_store.summed(desk.session)
    wrong = sorted(key for key in kept.keys() | right.keys() if kept.get(key) != right.get(key))
    return [gap for key in wrong for gap in _total(desk, key, kept.get(key, Totals()), right.get(key, Totals()))]


def _total(desk: Desk, key: Key, kept: Totals, right: Totals) -> Iterator[Gap]:
    agency_id, quarter, instance = key
    for name in NAMES:
        if getattr(kept, name) != getattr(right, name):
            was, shall = str(getattr(kept, name)), str(getattr(right, name))
            yield Gap("", _name(desk, agency_id), f"total.{name}", was, shall, quarter, instance)


def _name(desk: Desk, agency_id: int) -> str:
    agency = desk.session.get(Agency, agency_id)
    return agency.short_name if agency is not None else str(agency_id)
