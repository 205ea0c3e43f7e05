"""What is counted of a period below an agency, as papers show it: rows, totals, units, what was late or corrected.

Who may have the paper is asked by whoever draws it up; here everything below the agency is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, reduce
from typing import Any

from bot.domain.documents import bulletin, periods
from bot.domain.documents.bulletin import Row, Unit
from bot.domain.documents.periods import Span
from bot.domain.documents.showing import day
from bot.domain.figures.counting import IN_DENOMINATOR
from bot.domain.figures.counting import Counted as Counts
from bot.domain.figures.rates import Base, Totals
from bot.domain.hall.terms import AbsenceReason, DutyState
from bot.domain.hearings.appearances import REASONS
from bot.services.hall.desk import Desk
from bot.services.law import appearing, facts
from bot.store.bulletins import issued as issued_store
from bot.store.figures import months as store
from bot.store.tables import Agency, CountRow, Duty
from bot.texts import translator

_SHOWN = (*IN_DENOMINATOR, Counts.EXEMPT)
"""What an annex by case lists."""
PERIODS = 6
"""That a chart shows at most, one after another."""
Found = tuple[CountRow, Agency, str]


@dataclass
class Counted:
    """Of `agency` and all below `path`, in the months of a span. `key` is the period as it is stored."""

    desk: Desk
    agency: Agency
    path: str
    span: Span
    key: str

    def parameter(self, name: str) -> Any:
        return appearing.parameter(self.desk, self.agency.id or 0, name)

    @cached_property
    def base(self) -> Base:
        """What the agency's book reckons rates on."""
        excused = self.parameter("excused_in_denominator")
        return Base(excused is None or bool(excused), str(self.parameter("principal_rate_base") or "heard"))

    @cached_property
    def target(self) -> float:
        """What a unit is to reach; where the book names nothing, everything."""
        return float(self.parameter("target_rate") or 100.0)

    @cached_property
    def found(self) -> list[Found]:
        return self._of(self.span.first, self.span.last)

    @cached_property
    def earlier(self) -> list[Found]:
        """The period before, as long as this one."""
        last = self.span.first - timedelta(days=1)
        months = self.span.first.year * 12 + self.span.first.month - 1 - self.span.months
        return self._of(date(months // 12, months % 12 + 1, 1), last)

    def _of(self, first: date, last: date) -> list[Found]:
        return store.of(self.desk.session, self.path, f"{first:%Y-%m}", f"{last:%Y-%m}")

    @cached_property
    def rows(self) -> list[Row]:
        return [row_of(self.desk, *one) for one in self.found if one[0].counted in _SHOWN]

    @cached_property
    def outcomes(self) -> dict[int, set[str]]:
        """How the cases that count were decided, by the row; those of which no decision is recorded are left out."""
        rows = {(row.case_id, row.agency_id): row.id or 0 for row, _, _ in self.found if row.counted in IN_DENOMINATOR}
        found: dict[int, set[str]] = {}
        for case_id, agency_id, outcome in store.outcomes(self.desk.session, {case for case, _ in rows}):
            if (case_id, agency_id) in rows:
                found.setdefault(rows[case_id, agency_id], set()).add(outcome)
        return found

    # -- totals --

    @cached_property
    def now(self) -> Totals:
        return _sum(self.found)

    @cached_property
    def before(self) -> Totals:
        return _sum(self.earlier)

    @cached_property
    def parts(self) -> dict[str, Totals]:
        names = dict.fromkeys(row.instance for row, _, _ in self.found)
        return {name: _sum([one for one in self.found if one[0].instance == name]) for name in names}

    @cached_property
    def trend(self) -> list[tuple[Span, Totals]]:
        """This period and those before it, the oldest first; what lies before the first hearing is left out."""
        spans = periods.before(self.span, PERIODS)
        months = store.totals(self.desk.session, self.path, f"{spans[0].first:%Y-%m}", f"{self.span.last:%Y-%m}")
        found = [(one, _together(months, one)) for one in spans]
        known = next((n for n, (_, totals) in enumerate(found) if totals.heard), len(found) - 1)
        return found[known:]

    @cached_property
    def units(self) -> list[Unit]:
        """Every unit that was heard in this period or the one before, in the order of the tree."""
        agencies = {agency.id or 0: agency for _, agency, _ in [*self.found, *self.earlier]}
        ordered = sorted(agencies, key=lambda one: agencies[one].path)
        return [
            Unit(
                one, agencies[one].short_name, _sum(_owned(self.found, one)), _sum(_owned(self.earlier, one)), self.base
            )
            for one in ordered
        ]

    @cached_property
    def counties(self) -> list[Unit]:
        """The areas below, each as a whole."""
        found: dict[int, Unit] = {}
        for one in self.units:
            area = self._area(one.key)
            if area is not None:
                known = found.get(area.id or 0, Unit(area.id or 0, area.short_name, Totals(), base=self.base))
                found[known.key] = replace(known, now=known.now + one.now, before=known.before + one.before)
        return list(found.values())

    @cached_property
    def organs(self) -> list[Unit]:
        """The units of the government itself."""
        return [one for one in self.units if self._area(one.key) is None]

    def _area(self, agency_id: int) -> Agency | None:
        """The government, below that of this paper, to which a unit belongs."""
        agency = self.desk.session.get_one(Agency, agency_id)
        above = facts.government_above(self.desk, agency)
        own = facts.government_above(self.desk, self.agency)
        return None if above is None or (own is not None and above.id == own.id) else above

    # -- what is to be named --

    @cached_property
    def lowest(self) -> list[Unit]:
        return bulletin.lowest(self.units, self.target)

    @cached_property
    def late(self) -> list[tuple[Duty, Agency]]:
        """Papers and reports whose last day lay in the period, handed in after it or not at all."""
        found = store.due_between(self.desk.session, self.path, self.span.first, self.span.last)
        return [(duty, agency) for duty, agency in found if agency.id != self.agency.id and self._is_late(duty)]

    def _is_late(self, duty: Duty) -> bool:
        if duty.state is DutyState.OPEN:
            return duty.deadline < self.desk.today
        return duty.done_on is not None and duty.done_on > duty.deadline

    @cached_property
    def adverse(self) -> tuple[int, ...]:
        return bulletin.adverse(self.rows, self.lowest, [agency.id or 0 for _, agency in self.late])

    # -- what was corrected since --

    @cached_property
    def corrections(self) -> list[dict[str, str]]:
        """Of everything that the agency issued before: what is counted otherwise by now than was said last."""
        frozen = bulletin.said_last(
            (one.rows if one.period != self.key else [], one.corrections)
            for one in issued_store.of_agency(self.desk.session, self.agency.id or 0)
        )
        now = store.by_id(self.desk.session, [int(one) for one in frozen])
        present = {str(row.id): bulletin.case_row(row_of(self.desk, row, agency, no)) for row, agency, no in now}
        return bulletin.corrections(frozen.values(), present)

    @property
    def again(self) -> bool:
        """Whether one of the same period was issued before."""
        return issued_store.latest(self.desk.session, self.agency.id or 0, self.key) is not None

    def changes(self, labels: Mapping[str, str], new: Mapping[str, str]) -> str:
        """What this paper says otherwise than the one of the same period that was issued before."""
        old = issued_store.latest(self.desk.session, self.agency.id or 0, self.key)
        return bulletin.changes(old.figures, new, labels) if old is not None else ""


def _together(months: Mapping[str, Totals], span: Span) -> Totals:
    first, last = f"{span.first:%Y-%m}", f"{span.last:%Y-%m}"
    return sum((totals for month, totals in months.items() if first <= month <= last), Totals())


def _owned(found: list[Found], agency_id: int) -> list[Found]:
    return [one for one in found if one[0].agency_id == agency_id]


def _sum(found: list[Found]) -> Totals:
    return reduce(lambda left, right: left + right, (totals_of(row) for row, _, _ in found), Totals())


def totals_of(row: CountRow) -> Totals:
    """What one row adds to the figures."""
    came = row.counted == "attended"
    return Totals(
        heard=int(row.counted in IN_DENOMINATOR),
        attended=int(came),
        excused=int(row.counted == "excused"),
        unexcused=int(row.counted == "unexcused"),
        exempt=int(row.counted == "exempt"),
        open=int(row.counted == "open"),
        principal=int(came and row.principal),
        spoke=int(came and bool(row.spoke)),
        online=int(came and row.mode == "online"),
        lost=int(row.lost),
    )


def row_of(desk: Desk, row: CountRow, agency: Agency, number: str) -> Row:
    held = row.first_held_at.astimezone(desk.house.zone).date() if row.first_held_at else None
    return Row(
        id=row.id or 0,
        agency_id=row.agency_id,
        unit=agency.short_name,
        number=number,
        instance=row.instance,
        counted=row.counted,
        day=day(held) if held else "",
        leader=row.leader_name if row.counted == "attended" else "",
        reason=_reason(row.reason),
        principal=row.counted == "attended" and row.principal,
        silent=row.counted == "attended" and row.spoke is False,
        lost=row.lost,
    )


def _reason(code: str) -> str:
    known = {one.value: REASONS[one] for one in AbsenceReason}
    return str(translator("zh_CN")(known[code])) if code in known else code
