"""The working-day calendar as coordinators see it: which years are official, which are provisional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.law.calendar import YearTable


@dataclass(frozen=True, slots=True)
class YearView:
    """One year. `imported_by` is empty for a shipped table."""

    year: int
    provisional: bool
    notices: tuple[str, ...] = ()
    imported_by: str = ""


@dataclass(frozen=True, slots=True)
class CalendarView:
    years: tuple[YearView, ...]
    may_import: bool


@dataclass(frozen=True, slots=True)
class SpanView:
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TableView:
    """A table that was read, before it counts."""

    year: YearView
    spans: tuple[SpanView, ...]
    work: tuple[date, ...]


def year_view(table: YearTable, imported_by: str = "") -> YearView:
    """A table as one line."""
    return YearView(
        table.year,
        table.provisional,
        tuple(n.number for n in table.notices if n.number),
        imported_by,
    )


def table_view(table: YearTable) -> TableView:
    """Every holiday as a span, and the make-up days, for checking by eye."""
    spans: list[SpanView] = []
    for day, name in sorted(table.holidays.items()):
        last = spans[-1] if spans else None
        if last is not None and last.name == name and (day - last.last).days == 1:
            spans[-1] = SpanView(name, last.first, day)
        else:
            spans.append(SpanView(name, day, day))
    return TableView(year_view(table), tuple(spans), tuple(sorted(table.work)))
