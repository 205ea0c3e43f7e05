"""Who must appear is judged again whenever a fact changes on which the last answer rested, wherever that was.

Rows of cases, parties, papers, hearings, results, appearances and agencies note in their session which facts they
changed, and for whom; just before the commit what rests on one of these is judged anew. A transaction that changes
none of them pays nothing. What changes without a row (a day that passes, a rule book, the table of working days) is
looked at every morning, and when a table of working days comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from sqlmodel import Session

from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.appearances import PARTY_FACTS, SETTLING
from bot.domain.law.hearing_facts import HEARING_FACTS
from bot.domain.law.verdicts import depends
from bot.services.hall.desk import DESK, Desk
from bot.services.hearings import recorded, verdicts
from bot.services.law import appearing
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings import together
from bot.store.tables import Agency, Appearance, Case, Hearing, HearingResult, Paper, Party
from bot.store.transaction import Follower, changed, is_new

Facts = frozenset[str]
ALL: Facts = frozenset(HEARING_FACTS)
_FIRST: Facts = frozenset({"first_of_year", "first_of_year_tied"})
_EARLIER: Facts = frozenset({"hearings_before", "attended_first", "attended_before", "court_notified_again"})
_OF_HEARING: Facts = _EARLIER | {"session", "hearing_on", "notice_served_on"}
_OF_PAPER: Facts = frozenset({"court_notified_again", "notice_served_on"})
_OF_CASE: Facts = ALL - _OF_HEARING - _FIRST
_OF_YEAR: Facts = frozenset({"principal_times_this_year"})
_OF_PARTY: Facts = frozenset({"position"}) | PARTY_FACTS | _FIRST
_NOTED = "facts_changed"
_STANDING = (HearingStatus.SCHEDULED, HearingStatus.HELD)
_FIRST_ONES = 4
"""The first hearing of a year, one that was it until now, and those at the same hour."""
_ROUNDS = 3
"""What follows from a verdict may itself be a fact; that comes to rest at once, and never goes on and on."""


@dataclass
class Changes:
    """Facts that changed, by what they are of; everything is a number, for nothing can be looked up in a flush."""

    cases: dict[int, set[str]] = field(default_factory=dict)
    results: set[tuple[int, int]] = field(default_factory=set)
    """Hearing and agency of reports."""
    rows: set[int] = field(default_factory=set)
    """Appearances of which something was answered."""
    years: dict[int, set[int]] = field(default_factory=dict)
    """Cases whose agencies may have another first hearing of the year, with years in which a hearing was."""
    parties: set[int] = field(default_factory=set)
    """Agencies that came to a case or left one."""
    trees: set[str] = field(default_factory=set)
    """Paths of agencies that go by another rule book, or stand elsewhere."""

    def of_case(self, case_id: int | None, facts: Facts) -> None:
        self.cases.setdefault(case_id or 0, set()).update(facts)

    def first_of(self, case_id: int | None, *at: datetime | None) -> None:
        self.years.setdefault(case_id or 0, set()).update(one.year for one in at if one is not None)


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, _WATCHED):
            _note_row(session.info.setdefault(_NOTED, Changes()), row)


_WATCHED = (Case, Party, Paper, Hearing, HearingResult, Appearance, Agency)


def _note_row(found: Changes, row: Any) -> None:
    match row:
        case Case():
            if changed(row, "facts"):
                found.of_case(row.id, _OF_CASE)
            if changed(row, "plaintiff_count"):
                found.of_case(row.id, frozenset({"plaintiffs"}))
            if changed(row, "number", "merged_into"):
                found.of_case(row.id, frozenset({"instance"}))
                found.first_of(row.id)
        case Party():
            found.of_case(row.case_id, _OF_PARTY)
            found.first_of(row.case_id)
            found.parties.add(row.agency_id)
        case Paper():
            found.of_case(row.case_id, _OF_PAPER)
        case Hearing():
            if changed(row, "starts_at", "status", "notes", "case_id"):
                found.of_case(row.case_id, _OF_HEARING)
                found.first_of(row.case_id, *(changed(row, "starts_at") or ()))
        case HearingResult():
            found.results.add((row.hearing_id, row.agency_id))
        case Appearance():
            if row.id is not None and _answered(row):
                found.rows.add(row.id)
        case Agency():
            if not is_new(row) and changed(row, "rulebook", "kind", "parent_id", "path"):
                found.trees.add(row.path)


def _answered(row: Appearance) -> bool:
    """Whether something was answered, or taken back, on which a verdict may rest."""
    old, new = changed(row, "facts") or ({}, {})
    return any((old or {}).get(name) != (new or {}).get(name) for name in (*SETTLING, "court_named"))


def _settle(session: Session) -> None:
    session.flush()
    for _ in range(_ROUNDS):
        noted: Changes | None = session.info.pop(_NOTED, None)
        desk: Desk | None = session.info.get(DESK)
        if noted is None or desk is None:
            return
        rows = _touched(desk, noted)
        told = _judged_as_told(desk, rows)
        for row in rows:
            if row.id not in told:
                _again(desk, row)
        session.flush()


FOLLOWER = Follower(_note, _settle)


def _judged_as_told(desk: Desk, rows: Sequence[Appearance]) -> set[int | None]:
    """Those of hearings that only a ledger tells of, which nobody has judged yet: now all of it is there."""
    fresh: dict[int, list[Appearance]] = {}
    for row in rows:
        if not row.grounds and row.hearing_id is not None:
            fresh.setdefault(row.case_id, []).append(row)
    told: set[int | None] = set()
    for case_ids in together.cut(fresh.keys()):
        together.read(desk.session, case_ids)
        told |= recorded.judge(desk, [row for case_id in case_ids for row in fresh[case_id]])
    return told


def _touched(desk: Desk, noted: Changes) -> list[Appearance]:
    """The appearances whose verdict rests on something that changed, in the order in which they came."""
    session = desk.session
    found = {one.id: one for number in noted.rows if (one := session.get(Appearance, number)) is not None}
    firsts: set[tuple[int, int]] = set()
    reported = _reported(session, noted)
    for case_ids in together.cut(noted.cases.keys() | reported.keys() | noted.years.keys()):
        together.read(session, case_ids)
        for case_id in case_ids:
            found |= _of_case(session, noted, case_id, reported.get(case_id, ()))
            firsts |= _firsts(desk, noted, case_id)
    found |= _resting(_of_agencies(desk, sorted({agency_id for _, agency_id in noted.results})), _OF_YEAR)
    for agency_id, year in firsts:
        first_ones = islice(appearing.hearings_of_year(desk, agency_id, year), _FIRST_ONES)
        rows = (appearances_store.of_agency(session, one.id, agency_id) for one in first_ones)
        found |= _resting(filter(None, rows), _FIRST)
    for path in noted.trees:
        found |= _resting(_of_agencies(desk, agencies_store.ids_below(session, path)), ALL)
    return [found[number] for number in sorted(found, key=lambda number: number or 0)]


def _reported(session: Session, noted: Changes) -> dict[int, list[int]]:
    """By case the agencies that reported."""
    cases = hearings_store.cases_of(session, {hearing_id for hearing_id, _ in noted.results})
    found: dict[int, list[int]] = {}
    for hearing_id, agency_id in noted.results:
        if hearing_id in cases:
            found.setdefault(cases[hearing_id], []).append(agency_id)
    return found


def _of_case(session: Session, noted: Changes, case_id: int, reported: Iterable[int]) -> dict[int | None, Appearance]:
    rows = appearances_store.all_of_case(session, case_id)
    found = _resting(rows, frozenset(noted.cases[case_id])) if case_id in noted.cases else {}
    return found | _resting((row for row in rows if row.agency_id in reported), _EARLIER)


def _firsts(desk: Desk, noted: Changes, case_id: int) -> set[tuple[int, int]]:
    """Agencies and years of which another hearing may be the first."""
    if case_id not in noted.years:
        return set()
    held = {h.starts_at.astimezone(desk.house.zone).year for h in hearings_store.of_case(desk.session, case_id)}
    parties = {party.agency_id for party in cases_store.parties_of(desk.session, case_id)}
    return {(agency_id, year) for agency_id in parties | noted.parties for year in held | noted.years[case_id]}


def _of_agencies(desk: Desk, agency_ids: Iterable[int]) -> list[Appearance]:
    """Their appearances that are open, and those of hearings since the beginning of the year."""
    since = desk.at(date(desk.today.year, 1, 1), time(0)).astimezone(UTC)
    return appearances_store.of_agencies_since(desk.session, list(agency_ids), since)


def _resting(rows: Iterable[Appearance], facts: Facts) -> dict[int | None, Appearance]:
    return {row.id: row for row in rows if depends(row.grounds, facts)}


def _again(desk: Desk, row: Appearance) -> bool:
    hearing = desk.session.get(Hearing, row.hearing_id) if row.hearing_id else None
    if hearing is not None and hearing.status not in _STANDING:
        return False
    if hearing is None and row.state is AppearanceState.CLOSED:
        return False
    try:
        return verdicts.renew(desk, row, hearing)
    except Refused:
        # The agency's rule book is not installed: what stood stands, and what changed the fact is not held up by it.
        return False


def all_open(desk: Desk) -> int:
    """Judge all anew that is still to come, as after a night or with other rule books; how many are others now."""
    return sum(_again(desk, row) for row in appearances_store.open_ones(desk.session))


def calendar_arrived(desk: Desk, year: int) -> int:
    """A year's working days were announced. Returns 0, as no date moved by this."""
    all_open(desk)
    return 0
