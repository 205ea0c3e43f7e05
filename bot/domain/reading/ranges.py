"""Times with the day written at both ends: 4月15日9:00至4月15日12:00 begins at 9:00."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.reading.date_tokens import Token, tokens
from bot.domain.reading.days import CalendarDay
from bot.domain.reading.moments import TO


def without_range_end(text: str) -> str:
    """The text with the end of such a range blotted out, at the same length; where its two days differ, it stays."""
    found = tokens(text)
    for at, token in enumerate(found):
        last = _end_of_range(found, at, text) if token.is_clock else None
        if last is not None:
            text = text[: token.end] + " " * (last.end - token.end) + text[last.end :]
    return text


def _end_of_range(found: Sequence[Token], at: int, text: str) -> Token | None:
    """The clock at which the range ends that begins with the clock at this place."""
    rest = found[at + 1 : at + 5]
    if not rest or not rest[0].is_day or not TO.fullmatch(text, found[at].end, rest[0].start):
        return None
    day = next((one for one in reversed(found[:at]) if isinstance(one.read, CalendarDay)), None)
    clock = next((one for one in rest[1:] if one.is_clock), None)
    return clock if day is not None and _same(day, rest[0]) else None


def _same(one: Token, other: Token) -> bool:
    a, b = one.read, other.read
    if not (isinstance(a, CalendarDay) and isinstance(b, CalendarDay)):
        return False
    years = {a.year, b.year} - {None}
    return (a.month, a.day) == (b.month, b.day) and len(years) < 2
