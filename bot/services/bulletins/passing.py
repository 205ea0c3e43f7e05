"""In a reform of agencies: what the old one got of courts, and what is counted or decided of it, is the successor's.

The successor issues what comes after the old one's bulletins, and corrects them; where a unit and its successor are
both candidates on the same ground, one of them stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.reform import Passing
from bot.domain.bulletins.letters import CandidateState
from bot.domain.duties.duties import PENDING
from bot.services.bulletins import letters
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.bulletins import issued as issued_store
from bot.store.bulletins import library as library_store
from bot.store.duties import queries as duties_store
from bot.store.tables import CourtBulletin, Duty, LetterCandidate

_FIRST = tuple(CandidateState(one) for one in ("issued", "confirmed", "dismissed", "open", "withdrawn"))
"""Of two candidates the one that came furthest stays."""


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies. An issued letter stays as it is; the court's own words stay in every line."""
    if passing.rest == passing.old:
        return
    named = store.of_agency(desk.session, passing.old)
    candidates = [row for row in named if isinstance(row, LetterCandidate)]
    for one in candidates:
        _pass_task(desk, passing, one)
    for row in named:
        row.agency_id = passing.rest
        desk.session.add(row)
    for issued in issued_store.of_agency(desk.session, passing.old):
        issued.agency_id = passing.rest
        desk.session.add(issued)
    for entry in library_store.of_agency(desk.session, passing.old):
        entry.agency_id = passing.rest if entry.agency_id == passing.old else entry.agency_id
        entry.unit_id = passing.rest if entry.unit_id == passing.old else entry.unit_id
        desk.session.add(entry)
    desk.session.flush()
    for bulletin_id in sorted({one.bulletin_id for one in candidates}):
        _unite(desk, store.candidates_of(desk.session, bulletin_id), passing.rest)


def _pass_task(desk: Desk, passing: Passing, one: LetterCandidate) -> None:
    """The task to write to the old unit is one to write to the successor, where the office has none of that yet."""
    row = desk.session.get_one(CourtBulletin, one.bulletin_id)
    about = f"{row.facts.get(letters.ABOUT) or '-'}"
    heir = access.agency(desk, passing.rest)
    there = duties_store.about(desk.session, f"{about}:{heir.id}")
    for duty in letters.tasks(desk, row, passing.old):
        if duty.state in PENDING and not there:
            _rename(desk, duty, f"{about}:{heir.id}", heir.short_name)


def _rename(desk: Desk, duty: Duty, about: str, unit: str) -> None:
    duty.key = duty.key.replace(duty.about, about)
    duty.about, duty.title = about, letters.title_of(unit)
    desk.session.add(duty)
    desk.session.flush()


def _unite(desk: Desk, rows: Sequence[LetterCandidate], unit_id: int) -> None:
    """Of two open candidates on the same ground only one is to be decided."""
    known: set[tuple[str, int | None]] = set()
    for one in sorted(rows, key=lambda row: _FIRST.index(CandidateState(row.state))):
        if one.agency_id != unit_id:
            continue
        ground = (one.ground, one.appearance_id)
        if ground in known and one.state == CandidateState.OPEN:
            letters.withdraw(desk, desk.session.get_one(CourtBulletin, one.bulletin_id), one)
        known.add(ground)
