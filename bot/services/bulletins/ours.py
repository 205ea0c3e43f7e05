"""Our own count of a quarter beside a court's bulletin: by unit, by case, and appearances without effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.bulletins.comparing import OurCase, Side, TheirCase
from bot.domain.bulletins.letters import LEFT, SILENT, Poor
from bot.services.bulletins import names
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.bulletins import court as store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import CountRow, CourtBulletin

ATTENDED = "attended"


@dataclass(frozen=True)
class Beside:
    """Both sides of a bulletin, by unit and by case. `theirs` are the court's, where it names a unit of ours."""

    ours: Mapping[int, Side]
    theirs: Mapping[int, Side]
    our_cases: Sequence[OurCase]
    their_cases: Sequence[TheirCase]
    poor: Sequence[Poor]


def beside(desk: Desk, row: CourtBulletin) -> Beside:
    """What both count of the bulletin's quarter, for the units that its office leads."""
    by_path = names.paths(names.units(desk, row.agency_id))
    rows = [
        (one, unit)
        for one, agency in store.rows_of_quarter(desk.session, row.quarter, names.branch_of(desk, row.agency_id))
        if (unit := names.unit_of(agency.path, by_path)) is not None
    ]
    numbers = store.numbers_of(desk.session, {one.case_id for one, _ in rows})
    cases = [
        OurCase(one.case_id, numbers.get(one.case_id, ""), unit, one.court, one.counted == ATTENDED)
        for one, unit in rows
    ]
    poor = [found for one, unit in rows if (found := _poor(desk, one, unit, numbers)) is not None]
    return Beside(_sides(rows, left_out=_left_out(desk, row)), theirs(desk, row), cases, _their_cases(desk, row), poor)


def _left_out(desk: Desk, row: CourtBulletin) -> str:
    """How the rows are counted that the office's book leaves out of the denominator; none as a rule."""
    return "excused" if appearing.parameter(desk, row.agency_id, "excused_in_denominator") is False else ""


def _sides(rows: Sequence[tuple[CountRow, int]], *, left_out: str) -> dict[int, Side]:
    found: dict[int, Side] = {}
    for one, unit in rows:
        before, came = found.get(unit, Side(0, 0, 0)), one.counted == ATTENDED
        principal = (before.principal or 0) + (came and one.principal)
        excused = before.excused + (one.counted == left_out)
        found[unit] = Side(before.heard + 1, before.attended + came, principal, excused)
    return found


def theirs(desk: Desk, row: CourtBulletin) -> dict[int, Side]:
    """The court's figures by unit; lines that mean the same one are added up."""
    found: dict[int, Side] = {}
    for one in store.figures_of(desk.session, row.id):
        if one.agency_id is None:
            continue
        before = found.get(one.agency_id)
        if before is None:
            found[one.agency_id] = Side(one.heard, one.attended, one.principal)
            continue
        both = None if None in (before.principal, one.principal) else (before.principal or 0) + (one.principal or 0)
        found[one.agency_id] = Side(before.heard + one.heard, before.attended + one.attended, both)
    return found


def _their_cases(desk: Desk, row: CourtBulletin) -> list[TheirCase]:
    rows = store.cases_of(desk.session, row.id)
    known = store.cases_called(desk.session, {one.number for one in rows})
    return [
        TheirCase(one.number, one.agency_id, one.name, one.attended, one.reason, known.get(one.number)) for one in rows
    ]


def _poor(desk: Desk, one: CountRow, unit: int, numbers: Mapping[int, str]) -> Poor | None:
    """A leader came, and said nothing or left before the end."""
    what = [word for word, value in ((SILENT, one.spoke), (LEFT, one.stayed)) if value is False]
    appearance = _appearance(desk, one) if what else None
    if appearance is None:
        return None
    return Poor(unit, appearance, numbers.get(one.case_id, ""), tuple(what), one.leader_name)


def _appearance(desk: Desk, one: CountRow) -> int | None:
    for hearing_id in reversed(one.hearings):
        row = appearances_store.of_agency(desk.session, hearing_id, one.agency_id)
        if row is not None:
            return row.id
    return None


def average(sides: Mapping[int, Side]) -> Side:
    """All units together."""
    found = sides.values()
    heard, attended, excused = (sum(getattr(one, name) for one in found) for name in ("heard", "attended", "excused"))
    return Side(heard, attended, excused=excused)
