"""A work plan as its coordinator reads it: each item with whoever does it, by when, and how it stands. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.hall.paging import Page
from bot.domain.hall.terms import DutyState
from bot.domain.reading.dates import read_date


def day_in(text: str, today: date) -> date | None:
    """The day that an item's term names; None where none can be read."""
    found = read_date(text, today, past=True, future=True) if text else None
    return found if isinstance(found, date) else None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: `n` is its place in the plan."""

    n: int
    duty: int
    what: str
    agency: str
    by: date
    state: DutyState
    is_overdue: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a year; `document` is 0 where none was begun, and it has lines once it is `done`."""

    agency: str
    year: int
    document: int | None = 0
    done: bool = False
    lines: Page[ItemLine] | None = None
    total: int = 0
    finished: int = 0
    """Items that have ended: done, excused, or handed on to nobody here."""
    overdue: int = 0
