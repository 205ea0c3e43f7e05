"""Finds the words of dates and times in a text: day expressions, clock times, parts of the day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.hall.problems import Problem
from bot.domain.reading.date_patterns import CHINESE, Read, one_of, without_papers
from bot.domain.reading.date_patterns_en import ENGLISH
from bot.domain.reading.date_words import ENGLISH_DAYS, RELATIVE_DAYS
from bot.domain.reading.days import CalendarDay, DayOfMonth, DaysOn, Weekday
from bot.domain.reading.daytimes import ClockReading, Part
from bot.domain.reading.numerals import HAN_DIGIT, fold


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text, what was written there, and what it says.

    `part` is the part of the day inside a day word (明早, tonight). `weak` marks a bare 25日 or 12号, which
    in running text means a day only with a time next to it; `dotted` marks 9.30, which after a day is a
    time with a dot.
    """

    start: int
    end: int
    text: str
    read: Read
    part: Part | None = None
    weak: bool = False
    dotted: bool = False

    @property
    def is_day(self) -> bool:
        return isinstance(self.read, CalendarDay | DayOfMonth | DaysOn | Weekday)

    @property
    def is_clock(self) -> bool:
        return isinstance(self.read, ClockReading)

    @property
    def is_problem(self) -> bool:
        return isinstance(self.read, Problem)


_WORDS = {**RELATIVE_DAYS, **ENGLISH_DAYS}
#: 明早上 is one word, in 明早上午 the second one is 上午.
_WORD = re.compile(rf"(?:{one_of(RELATIVE_DAYS)})(?!(?<=[早晚下上])午)|(?<![a-z])(?:{one_of(ENGLISH_DAYS)})(?![a-z])")
_CHINESE = tuple((re.compile(pattern), read, frozenset(marks)) for pattern, read, marks in CHINESE)
_PATTERNS = (*_CHINESE, *((re.compile(pattern), read, frozenset(marks)) for pattern, read, marks in ENGLISH))
_LETTER = re.compile("[a-z]")
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-5][0-9]")


MOST = 1600
"""Characters in which date words can be that are read of one text; `is_crowded` says whether there were more."""
#: Every date word holds one of these characters, begins at most so many before it and ends, with all that is looked at
#: behind it, at most so many after the last of them.
_SIGNS = re.compile(rf"[0-9a-z{HAN_DIGIT}十廿卅年月日天儿午早晚晨夜旦宵星周拜近旬春清秋庆夕历待另]+")
_BEFORE, _BEHIND = 8, 14


def tokens(text: str) -> tuple[Token, ...]:
    """All date and time words of `text`, leftmost and longest first, without overlap; of a text that is full of
    them, the first ones."""
    return _kept(text)[0]


def is_crowded(text: str) -> bool:
    """Whether a text holds more date words than are read."""
    return _kept(text)[1]


@lru_cache(maxsize=8)
def _kept(text: str) -> tuple[tuple[Token, ...], bool]:
    kept: list[Token] = []
    end = 0
    folded = without_papers(text, fold(text))
    places, crowded = _places(folded)
    for token in sorted(_all(text, folded, places), key=lambda t: (t.start, -t.end)):
        if token.start >= end:
            kept.append(token)
            end = token.end
    return tuple(kept), crowded


def _all(text: str, folded: str, places: Sequence[tuple[int, int]]) -> Iterator[Token]:
    if not places:
        return
    # What lies between is no part of a date: the patterns need not look at it. No date goes on over a line end.
    near = "\n".join([folded[start:end] for start, end in places]).replace("\x00", " ")
    shifts = _shifts(places)
    for start, end, read, part in _found(near):
        shift = shifts[bisect_right(shifts, (start, _FAR)) - 1][1]
        yield _token(start + shift, end + shift, text, read, part)


def _places(folded: str) -> tuple[list[tuple[int, int]], bool]:
    """The stretches in which date words can be, in order and apart; and whether there were more than are read."""
    places, length = list[tuple[int, int]](), 0
    for m in _SIGNS.finditer(folded):
        start, end = max(0, m.start() - _BEFORE), m.end() + _BEHIND
        if places and start <= places[-1][1]:
            start, _ = places.pop()
            length -= _ - start
        places.append((start, min(end, start + MOST - length)))
        length += places[-1][1] - start
        if length >= MOST:
            return places, end < len(folded)
    return places, False


_FAR = 1 << 40


def _shifts(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where each stretch begins among those put together, and how far that is from its place in the text."""
    found, at = list[tuple[int, int]](), 0
    for start, end in places:
        found.append((at, start - at))
        at += end - start + 1
    return found


@lru_cache(maxsize=8)
def _found(near: str) -> tuple[tuple[int, int, Read, Part | None], ...]:
    """Kept, as each room looks at the same text, with this or that blotted out."""
    return tuple(_looked_for(near))


def _looked_for(near: str) -> Iterator[tuple[int, int, Read, Part | None]]:
    for m in _WORD.finditer(near):
        days, part = _WORDS[m[0]]
        yield m.start(), m.end(), DaysOn(days), part
    letters = set(near)
    for pattern, build, marks in _PATTERNS if _LETTER.search(near) else _CHINESE:
        if marks and letters.isdisjoint(marks):
            continue
        for m in pattern.finditer(near):
            read = build(m)
            if read is not None:
                yield m.start(), m.end(), read, None


def _token(start: int, end: int, text: str, read: Read, part: Part | None) -> Token:
    written = text[start:end].strip()
    weak = isinstance(read, DayOfMonth) and read.months_on is None
    dotted = "." in written and isinstance(read, CalendarDay) and bool(_DOTTED.fullmatch(fold(text[start:end])))
    return Token(start, end, written, read, part, weak, dotted)
