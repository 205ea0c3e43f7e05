"""Finds the words of dates and times in a text: day expressions, clock times, parts of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.hall.problems import Problem
from bot.domain.reading.date_patterns import CHINESE, Match, Read, one_of
from bot.domain.reading.date_patterns_en import ENGLISH
from bot.domain.reading.date_words import ENGLISH_DAYS, RELATIVE_DAYS
from bot.domain.reading.days import CalendarDay, DayOfMonth, DaysOn, Weekday
from bot.domain.reading.daytimes import ClockReading, Part
from bot.domain.reading.numerals import fold


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
_PATTERNS = tuple((re.compile(pattern), read) for pattern, read in CHINESE + ENGLISH)
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-5][0-9]")


def tokens(text: str) -> tuple[Token, ...]:
    """All date and time words of `text`, leftmost and longest first, without overlap."""
    kept: list[Token] = []
    end = 0
    for token in sorted(_all(text), key=lambda t: (t.start, -t.end)):
        if token.start >= end:
            kept.append(token)
            end = token.end
    return tuple(kept)


def _all(text: str) -> Iterator[Token]:
    folded = fold(text)
    for m in _WORD.finditer(folded):
        days, part = _WORDS[m[0]]
        yield Token(m.start(), m.end(), text[m.start() : m.end()], DaysOn(days), part)
    for pattern, build in _PATTERNS:
        for m in pattern.finditer(folded):
            read = build(m)
            if read is not None:
                yield _token(m, text, read)


def _token(m: Match, text: str, read: Read) -> Token:
    written = text[m.start() : m.end()].strip()
    weak = isinstance(read, DayOfMonth) and read.months_on is None
    return Token(m.start(), m.end(), written, read, None, weak, bool(_DOTTED.fullmatch(m[0])))
