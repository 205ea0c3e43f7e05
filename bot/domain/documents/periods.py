"""Periods of papers as they are stored (2026, 2026-Q3, 2026-11): their days, and what a paper calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_STORED = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both within; `zh` as a paper calls it: 2026年度, 2026年第三季度, 2026年11月."""

    first: date
    last: date
    zh: str
    months: int

    @property
    def is_quarter(self) -> bool:
        return self.months == 3

    @property
    def following(self) -> Span:
        """The period of the same length after it."""
        after = self.last + timedelta(days=1)
        return _span(after, self.months)


def before(span: Span, count: int) -> list[Span]:
    """So many periods of the same length, the given one last."""
    begins = span.first.year * 12 + span.first.month - 1
    firsts = (begins - back * span.months for back in range(count - 1, -1, -1))
    return [_span(date(one // 12, one % 12 + 1, 1), span.months) for one in firsts]


def read(stored: str) -> Span | None:
    """None for what is no period."""
    found = _STORED.fullmatch(stored)
    if found is None or found[1] == "0000":
        return None
    year = int(found[1])
    if found[2]:
        return _span(date(year, 3 * int(found[2]) - 2, 1), 3)
    return _span(date(year, int(found[3]), 1), 1) if found[3] else _span(date(year, 1, 1), 12)


def _span(first: date, months: int) -> Span:
    count = first.year * 12 + first.month - 1 + months
    last = date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
    names = {12: f"{first.year}年度", 3: f"{first.year}年第{_QUARTERS[(first.month - 1) // 3]}季度"}
    return Span(first, last, names.get(months, f"{first.year}年{first.month}月"), months)
