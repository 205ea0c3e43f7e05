"""Count rows are kept with the facts: what changes a fact changes the row, and the totals, in the same transaction.

Rows of cases, parties, papers, hearings, results and appearances note in their session which case they are of, and of
which agency where they concern one only; before the commit the rows of these cases are counted anew. Whatever changes
the law of an agency (its rule book, its place in the tree, a reform) does so for all its cases. What the rule books
themselves say is compared at the start (`bot.services.figures.checking`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bot.domain.figures.acts import FIGURE_CORRECTED
from bot.domain.figures.periods import quarter_of
from bot.domain.figures.rates import Totals
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind
from bot.services.figures import gathering
from bot.services.hall.desk import DESK, Desk
from bot.store.agencies import former
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.figures import rows as rows_store
from bot.store.figures.rows import Key
from bot.store.hearings import queries as hearings_store
from bot.store.hearings import together
from bot.store.tables import (
    Agency,
    Appearance,
    Case,
    CountRow,
    FormerName,
    Hearing,
    HearingResult,
    Paper,
    Party,
)
from bot.store.transaction import Follower, changed, is_new

_NOTED = "counted_anew"
_SETTLED = ("attended", "excused", "unexcused", "exempt")
_COLUMNS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Case, ("number", "facts", "court", "cause", "plaintiff_count", "merged_into", "claimed_by")),
    (Party, ("case_id", "agency_id", "capacity", "facts")),
    (Paper, ("case_id", "agency_id", "kind", "served_on", "facts", "withdrawn")),
    (Hearing, ("case_id", "starts_at", "status", "notes", "mode")),
    (Appearance, ("case_id", "agency_id", "hearing_id", "facts", "absence", "absence_reason", "strength", "grounds")),
)


@dataclass
class Noted:
    """What is to be counted anew; everything is a number, for nothing can be looked up in a flush."""

    cases: dict[int, set[int | None]] = field(default_factory=dict)
    """Cases with the agencies whose row it is; None for every party's."""
    results: set[tuple[int, int]] = field(default_factory=set)
    """Hearing and agency of reports."""
    agencies: set[int] = field(default_factory=set)
    """Agencies all of whose cases are meant."""
    trees: set[str] = field(default_factory=set)
    """Paths below which all agencies are."""

    def case(self, case_id: int | None, agency_id: int | None = None) -> None:
        if case_id is not None:
            self.cases.setdefault(case_id, set()).add(agency_id)


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, _WATCHED):
            _note_row(session.info.setdefault(_NOTED, Noted()), row, gone=row in session.deleted)


_WATCHED = (Case, Party, Paper, Hearing, HearingResult, Appearance, Agency, FormerName)


def _note_row(noted: Noted, row: Any, *, gone: bool) -> None:
    match row:
        case HearingResult():
            noted.results.add((row.hearing_id, row.agency_id))
        case Agency():
            _note_agency(noted, row)
        case FormerName():
            noted.agencies.add(row.agency_id)
        case _:
            names = next(names for kind, names in _COLUMNS if isinstance(row, kind))
            if gone or changed(row, *names):
                _note_facts(noted, row)


def _note_facts(noted: Noted, row: Any) -> None:
    match row:
        case Case():
            noted.case(row.id)
            noted.case(row.merged_into)
        case Paper() | Appearance():
            for case_id, agency_id in _pairs(row):
                noted.case(case_id, agency_id)
        case _:
            for case_id in _values(row, "case_id"):
                noted.case(case_id)


def _pairs(row: Any) -> Iterable[tuple[int | None, int | None]]:
    return ((one, other) for one in _values(row, "case_id") for other in _values(row, "agency_id"))


def _values(row: Any, name: str) -> set[int | None]:
    """The value, and the one that it was."""
    return {getattr(row, name), *(changed(row, name) or ())} - {None}


def _note_agency(noted: Noted, row: Agency) -> None:
    """A rule book or a place in the tree changes the law; a new government may make a city's of a county's."""
    if is_new(row):
        if row.kind is AgencyKind.GOVERNMENT and row.path.count("/") > 2:
            noted.trees.add("/".join(row.path.split("/")[:2]) + "/")
    elif changed(row, "rulebook", "kind", "parent_id", "path"):
        noted.trees.update(path for path in (row.path, *(changed(row, "path") or ())) if path)


def _settle(session: Session) -> None:
    session.flush()
    noted: Noted | None = session.info.pop(_NOTED, None)
    desk: Desk | None = session.info.get(DESK)
    if noted is None or desk is None:
        return
    cases = hearings_store.cases_of(session, {hearing_id for hearing_id, _ in noted.results})
    for hearing_id, agency_id in noted.results:
        noted.case(cases.get(hearing_id), agency_id)
    ids = noted.agencies.union(*(agencies_store.ids_below(session, path) for path in noted.trees))
    for case_id in rows_store.cases_of(session, ids) if ids else ():
        noted.case(case_id)
    again(desk, noted.cases)
    session.flush()
    session.info.pop(_NOTED, None)


FOLLOWER = Follower(_note, _settle)


# -- counting anew --------------------------------------------------------------------------------------------------


def refresh(desk: Desk, case_id: int) -> bool:
    """Count all rows of a case anew; whether one is another now."""
    return bool(again(desk, {case_id: {None}}))


def again(desk: Desk, cases: dict[int, set[int | None]]) -> int:
    """Count the rows of these cases anew, for these agencies (None: for every party); of how many one is
    another now."""
    rows_store.hold(desk.session, cases)
    deltas: dict[Key, Totals] = {}
    found = 0
    for ids in together.cut(cases):
        # All of them are counted before anything is written: until then each question is asked once.
        together.read(desk.session, ids)
        rows = rows_store.of_each(desk.session, ids)
        counted = [_counted(desk, one, rows[one], cases[one]) for one in ids]
        found += sum(_kept(desk, one, deltas) for one in counted)
    rows_store.add(desk.session, deltas)
    return found


@dataclass
class _Anew:
    """Of one case: rows that are gone, and what those have to say that are meant, beside the row there is."""

    gone: list[CountRow] = field(default_factory=list)
    values: list[tuple[Party, CountRow | None, dict[str, Any]]] = field(default_factory=list)


def _counted(desk: Desk, case_id: int, kept: list[CountRow], agencies: set[int | None]) -> _Anew:
    case = desk.session.get(Case, case_id)
    if case is None:
        return _Anew()
    rows = {row.agency_id: row for row in kept}
    parties = {party.agency_id: party for party in cases_store.parties_of(desk.session, case_id)}
    return _Anew(
        [row for agency_id, row in rows.items() if agency_id not in parties],
        [
            (party, rows.get(agency_id), gathering.row_values(desk, case, party))
            for agency_id, party in sorted(parties.items())
            if agency_id not in rows or _is_meant(desk, agency_id, agencies)
        ],
    )


def _kept(desk: Desk, anew: _Anew, deltas: dict[Key, Totals]) -> bool:
    gone = [_remove(desk, row, deltas) for row in anew.gone]
    return any([*gone, *(_row(desk, party, row, values, deltas) for party, row, values in anew.values)])


def _is_meant(desk: Desk, agency_id: int, agencies: set[int | None]) -> bool:
    if None in agencies or agency_id in agencies:
        return True
    return not agencies.isdisjoint(former.predecessors(desk.session, agency_id))


def _remove(desk: Desk, row: CountRow, deltas: dict[Key, Totals]) -> bool:
    _shift(deltas, row, less=True)
    _correct(desk, row, "outside")
    desk.session.delete(row)
    return True


def _row(desk: Desk, party: Party, row: CountRow | None, values: dict[str, Any], deltas: dict[Key, Totals]) -> bool:
    if row is None:
        row = CountRow(case_id=party.case_id, agency_id=party.agency_id, touched_at=desk.now, **values)
    else:
        other = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not other:
            return False
        _shift(deltas, row, less=True)
        if "counted" in other:
            _correct(desk, row, other["counted"])
        for name, value in other.items():
            setattr(row, name, value)
        row.touched_at = desk.now
    desk.session.add(row)
    _shift(deltas, row)
    return True


def _shift(deltas: dict[Key, Totals], row: CountRow, *, less: bool = False) -> None:
    value, key = rows_store.totals_of(row), rows_store.key_of(row)
    known = deltas.get(key, Totals())
    deltas[key] = known - value if less else known + value


def _correct(desk: Desk, row: CountRow, counted: str) -> None:
    """A row of a quarter that is over, of which the outcome stood, counts otherwise now: that is on record."""
    if (
        row.counted not in _SETTLED
        or row.counted == counted
        or not row.quarter
        or row.quarter >= quarter_of(desk.today)
    ):
        return
    desk.audit(
        FIGURE_CORRECTED,
        About.CASE(row.case_id),
        case_id=row.case_id,
        agency_id=row.agency_id,
        old={"quarter": row.quarter, "counted": row.counted},
        new={"counted": counted},
    )
