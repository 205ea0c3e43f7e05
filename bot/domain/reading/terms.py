"""The term that a paper sets in its own words: 「请于收到之日起两个月内书面回复」, 「5月8日前书面反馈」.

What is read stands as a form keeps it: a number of days, `P2M` for months, ISO text for a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.dates import find_moments
from bot.domain.reading.numerals import fold, parse_numeral

MONTHS = "P{n}M"
"""A term in months as it stands in a draft, which knows days as ISO text and a number of days as a number."""
MOST_MONTHS, MOST_DAYS = 24, 730
_DIGITS = "0-9〇零一二两三四五六七八九十百"
_WITHIN = re.compile(rf"(?<![{_DIGITS}月])(?P<n>[{_DIGITS}]{{1,5}})\s*(?P<unit>个自然月|个月|日|天)\s*(?:之|以)?内")
_BY = re.compile(r"\s*\)?\s*(?:之|以)?前")


def find_term(text: str, today: date) -> int | str | None:
    """The one term that a text sets; None where it sets none, or names several. `today` is local."""
    whole = clean_text(text)
    found = {*_within(fold(whole)), *_by_day(whole, today)}
    return found.pop() if len(found) == 1 else None


def _within(folded: str) -> Iterator[int | str]:
    for match in _WITHIN.finditer(folded):
        n, months = parse_numeral(match["n"]), "月" in match["unit"]
        if n is not None and 1 <= n <= (MOST_MONTHS if months else MOST_DAYS):
            yield MONTHS.format(n=n) if months else n


def _by_day(whole: str, today: date) -> Iterator[str]:
    for one in find_moments(whole, today, past=False, future=True):
        if isinstance(one.day, date) and one.clock is None and _BY.match(fold(whole), one.end):
            yield one.day.isoformat()
