"""The law as the services use it: the shelf of rule books and the working-day calendar, opened once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.documents.kinds import Kind
from bot.domain.figures.assessment import Sheet
from bot.domain.law.calendar import WorkingCalendar, YearTable
from bot.law.assessments.shelf import load_sheets
from bot.law.calendars import load_calendar
from bot.law.forms.shelf import load_kinds
from bot.law.library import Library, load_library


@dataclass
class Law:
    """Rule books, calendar and kinds of documents (by id, in their order).

    A newly announced year's table replaces the computed one while running.
    """

    library: Library
    calendar: WorkingCalendar
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    """Indicator tables of assessments, by id."""

    def learn_year(self, table: YearTable) -> None:
        """Take in the table of a year, announced after the start."""
        self.calendar = self.calendar.with_table(table)


def open_law(books: Path | None = None, calendars: Path | None = None) -> Law:
    """Load everything that is shipped and what the operator added.

    Raises:
        RuleBookError: a rule book or a kind of document cannot be used; the text names file, rule and what to write.
        CalendarError: a table of working days cannot be used.
    """
    return Law(load_library(books), load_calendar(calendars), load_kinds(books), load_sheets(books))


__all__ = ["Law", "open_law"]
