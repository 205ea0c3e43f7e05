"""What a unit scores by the figures: its indicator table, what its formulas are given, its lines.

A government that lies below another is scored twice: for its own cases by its own people's bureau, and as a whole, with
all that is below it, by the government above, which tells its units apart no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from bot.domain.figures import assessment
from bot.domain.figures.assessment import Indicator, Sheet, State
from bot.domain.figures.assessment_views import RowLine, ScoreLine
from bot.domain.figures.periods import Period, year_of
from bot.domain.figures.rates import Totals
from bot.domain.hall.terms import DutyState
from bot.services.figures import assessment_terms as terms
from bot.services.figures import parameters
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.figures import months as rows_store
from bot.store.figures import scores as store
from bot.store.figures.rows import totals_of
from bot.store.tables import Agency, CountRow, Duty, Score

CASES = "cases"
"""Key of `Score.frozen` of a table's first line: the cases on which the score rests."""
Given = tuple[Totals, int, int]
"""Totals, silent leaders, late papers."""


@dataclass(frozen=True)
class Scored:
    """Who is scored: an agency for itself, or (`whole`) an area with all that is below it."""

    agency: Agency
    whole: bool = False

    @property
    def id(self) -> int:
        return self.agency.id or 0

    @property
    def key(self) -> str:
        """As a button names it."""
        return f"w{self.id}" if self.whole else str(self.id)

    @property
    def name(self) -> str:
        """Of an area the whole name: short ones are the same in every county."""
        return self.agency.name if self.whole else self.agency.short_name

    @property
    def by(self) -> int:
        """By whose book it is scored: a whole by that of the government above."""
        return (self.agency.parent_id or self.id) if self.whole else self.id

    def kept(self, year: int) -> str:
        """The period under which its scores are kept."""
        return f"{year} whole" if self.whole else str(year)

    def has(self, owner: Agency) -> bool:
        """Whether what an agency did is in its figures."""
        return owner.id == self.id or (self.whole and owner.path.startswith(self.agency.path))


def period_of(desk: Desk, one: Scored, year: int) -> Period:
    return year_of(year, str(parameters.value(desk, one.by, "assessment_year_start") or "01-01"))


def sheet_of(desk: Desk, one: Scored, period: Period) -> Sheet | None:
    """The newest table of its book that holds when the period ends."""
    book = access.rulebook_of(desk, one.by)
    fit = [s for s in desk.house.law.sheets.values() if s.book == book and s.effective_from <= period.last]
    return max(fit, key=lambda sheet: (sheet.effective_from, sheet.id), default=None)


def rows(desk: Desk, one: Scored, period: Period) -> list[tuple[CountRow, Agency, str]]:
    """The rows on which its score rests."""
    found = rows_store.of(desk.session, one.agency.path, f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")
    return [(row, owner, number) for row, owner, number in found if one.has(owner)]


def cases(desk: Desk, one: Scored, sheet: Sheet, period: Period, year: int) -> list[tuple[RowLine, bool]]:
    """The cases on which its score rests, as they were frozen, else as they stand; with each whether the principal
    leader is owed in it."""
    kept = frozen_cases(store.of_unit(desk.session, one.id, sheet.id, one.kept(year)))
    return live_cases(desk, one, period) if kept is None else kept


def live_cases(desk: Desk, one: Scored, period: Period) -> list[tuple[RowLine, bool]]:
    return [
        (RowLine(row.case_id, number, row.counted, row.leader_name), row.principal_owed)
        for row, _, number in rows(desk, one, period)
    ]


def frozen_cases(kept: Sequence[Score]) -> list[tuple[RowLine, bool]] | None:
    """None where nothing is frozen, or only ids are, as in years before."""
    found = next((row.frozen[CASES] for row in kept if CASES in row.frozen), None)
    return None if found is None else [(RowLine(*cells), bool(owed)) for *cells, owed in found]


def _given(desk: Desk, one: Scored, period: Period) -> Given:
    found = [row for row, _, _ in rows(desk, one, period)]
    due = rows_store.due_between(desk.session, one.agency.path, period.first, period.last)
    silent = sum(row.counted == "attended" and row.spoke is False for row in found)
    late = sum(_is_late(desk, duty) for duty, owner in due if one.has(owner))
    return reduce(lambda left, right: left + right, map(totals_of, found), Totals()), silent, late


def _is_late(desk: Desk, duty: Duty) -> bool:
    if duty.state is DutyState.OPEN:
        return duty.deadline < desk.today
    return duty.done_on is not None and duty.done_on > duty.deadline


def worked_out(desk: Desk, one: Scored, sheet: Sheet, period: Period) -> dict[str, Decimal | None]:
    """What the formulas give."""
    totals, silent, late = _given(desk, one, period)
    figures = assessment.figures_of(totals, base=parameters.base(desk, one.by), silent=silent, late=late)
    return {each.id: assessment.points(each, figures) for each in sheet.indicators}


def lines(desk: Desk, one: Scored, sheet: Sheet, period: Period, year: int) -> tuple[ScoreLine, ...]:
    """The lines of its table: as they were frozen, else as the figures give them today."""
    kept = {row.indicator: row for row in store.of_unit(desk.session, one.id, sheet.id, one.kept(year))}
    frozen = any(row.frozen for row in kept.values())
    fresh = {} if frozen else worked_out(desk, one, sheet, period)
    return tuple(_line(desk, sheet, each, kept.get(each.id), fresh.get(each.id)) for each in sheet.indicators)


def _line(desk: Desk, sheet: Sheet, one: Indicator, row: Score | None, fresh: Decimal | None) -> ScoreLine:
    until = terms.answer_until(desk, sheet, row)
    worked = _decimal(row.frozen.get("points")) if row is not None and row.frozen else fresh
    said = _decimal(row.points) if row is not None else None
    return ScoreLine(
        indicator=one,
        points=said if said is not None else worked,
        worked=worked,
        reason=row.reason if row is not None else "",
        evidence=row.evidence if row is not None else "",
        objection=row.objection if row is not None else "",
        answer=row.answer if row is not None else "",
        state=State(row.state) if row is not None else State.OPEN,
        answer_until=until,
        answer_in=terms.away(desk, until),
    )


def _decimal(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None


def total(found: Sequence[ScoreLine]) -> Decimal | None:
    """None where nothing gives points: what takes none away is no score."""
    if all(one.points is None for one in found if not one.indicator.deducts):
        return None
    return assessment.total(one.points for one in found)
