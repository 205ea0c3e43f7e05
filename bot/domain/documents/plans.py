"""A work plan as its coordinator reads it: each item with whoever does it, by when, and how it stands. Pure values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.hall.paging import Page
from bot.domain.hall.terms import DutyState
from bot.domain.reading.dates import read_date

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?(?:(上旬|中旬)|下旬|底|末)?")
_YEAR = re.compile(r"(20\d\d)年(?=.)")
_TENTHS = {"上旬": 10, "中旬": 20}
_ENDS = {
    "一季度": 3,
    "二季度": 6,
    "三季度": 9,
    "四季度": 12,
    "上半年": 6,
    "下半年": 12,
    "年底": 12,
    "年末": 12,
    "年内": 12,
}


def day_in(text: str, today: date, year: int) -> date | None:
    """The day that an item's term names in a plan of this year: a date, or the end of a month (9月, 9月底前), of a part
    of it, of a quarter or half a year, of another year where it names one; None where none can be read."""
    said = re.sub(r"\s|[之以]?前$", "", text.strip())
    if named := _YEAR.match(said):
        year, said = int(named[1]), said[named.end() :]
    if month := _MONTH.fullmatch(said):
        number, tenth = int(month[1]), _TENTHS.get(month[2] or "")
        return date(year, number, tenth) if tenth else _end(year, number)
    if ends := {number for words, number in _ENDS.items() if words in said}:
        return _end(year, max(ends))
    dated = f"{year}年{said}" if re.match(r"\d{1,2}月\d", said) else said
    found = read_date(dated, today, past=True, future=True) if dated else None
    return found if isinstance(found, date) else None


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


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
    assumed: bool = False
    """Its unit or its day could not be read: it fell to the plan's own agency, or to the end of the year."""


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
