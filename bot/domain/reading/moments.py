"""Puts day and time words that stand together into one date or moment, and checks them against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.date_tokens import Token
from bot.domain.reading.days import DaysOn, Horizon, Weekday, resolve_day
from bot.domain.reading.daytimes import ClockReading, Part, clock, resolve_clock

#: What may stand between the beginning and the end of a hearing: 9:00-10:30.
TO = re.compile(r"\s*(?:[-–—~～至到]{1,2}|to)\s*")


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """A day and a time of day in the office's own time zone, to the minute."""

    day: date
    clock: time

    def instant(self, zone: tzinfo) -> datetime:
        """The same moment as an aware datetime in `zone` (an hour that occurs twice means the first)."""
        return datetime.combine(self.day, self.clock, zone)

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {clock(self.clock)}"


@dataclass(frozen=True, slots=True)
class Found:
    """What one stretch of text (`start` to `end`) says of a day and a time; None where it says nothing."""

    start: int
    end: int
    text: str
    day: date | Problem | None
    clock: time | Problem | None

    @property
    def problem(self) -> Problem | None:
        """The first reason why this cannot be taken as it stands."""
        return next((part for part in (self.day, self.clock) if isinstance(part, Problem)), None)

    @property
    def moment(self) -> LocalMoment | None:
        """The moment, where both parts are plain."""
        if isinstance(self.day, date) and isinstance(self.clock, time):
            return LocalMoment(self.day, self.clock)
        return None


def combine(group: Sequence[Token], text: str, horizon: Horizon) -> Found:
    """One group of tokens of `text` as one statement."""
    start, end = group[0].start, group[-1].end
    day = _day([t for t in group if t.is_day or t.is_problem], horizon)
    hour = _clock(group, text)
    return Found(start, end, text[start:end].strip(), day, hour)


def _day(days: Sequence[Token], horizon: Horizon) -> date | Problem | None:
    refused = next((t.read for t in days if isinstance(t.read, Problem)), None)
    if refused or not days:
        return refused
    main = next((t for t in days if not _only_weekday(t)), days[0])
    found = _resolve(main, horizon)
    if isinstance(found, Problem):
        return found
    for other in days:
        odds = _at_odds(main, found, other, horizon)
        if odds:
            return odds
    return found


def _only_weekday(token: Token) -> bool:
    return isinstance(token.read, Weekday) and (token.read.weeks_on is None or token.read.loose)


def _resolve(token: Token, horizon: Horizon) -> date | Problem:
    assert not isinstance(token.read, ClockReading | Part | Problem)
    return resolve_day(token.read, token.text, horizon)


def _at_odds(main: Token, found: date, other: Token, horizon: Horizon) -> Problem | None:
    """Why `other` contradicts the day already read, if it does: another weekday, or another day."""
    if other is main:
        return None
    if other.dotted and main.end <= other.start:
        return problem("“{text}” may be a day or a time. Please write the time with a colon, as 9:30.", text=other.text)
    if _only_weekday(other) and not _only_weekday(main):
        assert isinstance(other.read, Weekday)
        fits = other.read.weekday == found.weekday()
    else:
        fits = _resolve(other, horizon) == found
    if fits:
        return None
    return problem(
        "“{first}” is {date}, which does not fit “{second}”. Please check which of the two is right.",
        first=main.text,
        second=other.text,
        date=found,
    )


def _clock(group: Sequence[Token], text: str) -> time | Problem | None:
    clocks = [t for t in group if t.is_clock]
    if not clocks:
        return None
    first = _clock_of(clocks[0], group)
    if len(clocks) == 1 or isinstance(first, Problem):
        return first
    if len(clocks) == 2 and TO.fullmatch(text, clocks[0].end, clocks[1].start):
        return first
    if all(_clock_of(other, group) == first for other in clocks[1:]):
        return first
    return problem(
        "“{first}” and “{second}” are two times. Please write one.", first=clocks[0].text, second=clocks[1].text
    )


def _clock_of(token: Token, group: Sequence[Token]) -> time | Problem:
    """The clock time, with the part of the day from beside it or from inside the day word."""
    assert isinstance(token.read, ClockReading)
    beside = [t.read for t in group if isinstance(t.read, Part)]
    inside = [t.part for t in group if t.part is not None and isinstance(t.read, DaysOn)]
    parts = inside + beside
    return resolve_clock(token.read, token.text, parts[0] if parts else None)
