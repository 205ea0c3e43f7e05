"""What a day expression means: readings of a day, and the date each gives as seen from today.

Weeks run from Monday to Sunday, as the calendar on every office wall does: 下周三 is the Wednesday of the
next such week. Where two readings are plausible (周五 said on a Friday, “next Friday” said on a Monday) the
answer is a `Problem` that names both; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.hall.problems import Problem, problem

#: A date without a year is not taken to lie further away than this, so one gone by less than about two
#: months ago is never moved to next year. Where both sides are possible, half a year.
NEAR_DAYS = 300
NEAR_BOTH_DAYS = 183
#: Years that court business can be about: first Administrative Litigation Law to two years ahead.
FIRST_YEAR = 1990
YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """12月3日, 2026-12-03, Dec 3: a day of a month, with or without its year."""

    month: int
    day: int
    year: int | None = None
    years_on: int | None = None
    """今年 0, 明年 1, 去年 -1."""


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """本月25日 (0), 下月3号 (1), or a bare 25日 (None)."""

    day: int
    months_on: int | None = None


@dataclass(frozen=True, slots=True)
class DaysOn:
    """今天 0, 明天 1, 前天 -2."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """周五 (weeks_on None), 本周五 0, 下周五 1; `loose` for English “next” and “last”."""

    weekday: int
    weeks_on: int | None = None
    loose: bool = False


DayReading = CalendarDay | DayOfMonth | DaysOn | Weekday


@dataclass(frozen=True, slots=True)
class Horizon:
    """Seen from `today`: whether days gone by and days to come can be meant. Today always can."""

    today: date
    past: bool
    future: bool

    def allows(self, day: date) -> bool:
        return day == self.today or (self.past if day < self.today else self.future)


def resolve_day(reading: DayReading, text: str, horizon: Horizon) -> date | Problem:
    """The date that `reading`, written as `text`, means; a `Problem` where it is none, gone by, or two."""
    match reading:
        case CalendarDay():
            found = _calendar_day(reading, text, horizon)
        case DayOfMonth():
            found = _day_of_month(reading, text, horizon)
        case DaysOn():
            found = _shifted(reading.days, text, horizon)
        case Weekday():
            found = _weekday(reading, text, horizon)
    return found if isinstance(found, Problem) else _within(found, text, horizon)


def no_such_day(text: str) -> Problem:
    return problem("“{text}” is not a day of the calendar. Please check the month and the day.", text=text)


def two_days(text: str, first: date, second: date) -> Problem:
    return problem(
        "“{text}” may mean {first} or {second}. Please write the month and the day.",
        text=text,
        first=first,
        second=second,
    )


def _within(day: date, text: str, horizon: Horizon) -> date | Problem:
    last_year = horizon.today.year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last_year:
        return problem(
            "“{text}” is in the year {year}. Please check the year; it should lie between {first} and {last}.",
            text=text,
            year=str(day.year),
            first=str(FIRST_YEAR),
            last=str(last_year),
        )
    if horizon.allows(day):
        return day
    if day < horizon.today:
        return problem("“{text}” is {date}, which has gone by. Please write a day to come.", text=text, date=day)
    return problem("“{text}” is {date}, which has not come yet. Please write a day gone by.", text=text, date=day)


def _shifted(days: int, text: str, horizon: Horizon) -> date | Problem:
    try:
        return horizon.today + timedelta(days=days)
    except OverflowError:
        return no_such_day(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _calendar_day(reading: CalendarDay, text: str, horizon: Horizon) -> date | Problem:
    year = reading.year
    if reading.years_on is not None:
        year = horizon.today.year + reading.years_on
    if year is not None:
        return _date(year, reading.month, reading.day) or no_such_day(text)
    this_year = horizon.today.year
    dates = {y: _date(y, reading.month, reading.day) for y in (this_year, this_year - 1, this_year + 1)}
    for day in dates.values():
        if day and horizon.allows(day) and _near(day, horizon):
            return day
    return _year_needed(dates[this_year], text, horizon)


def _near(day: date, horizon: Horizon) -> bool:
    """Whether a date without a year can be this one: close enough, or gone by in this very year."""
    limit = NEAR_BOTH_DAYS if horizon.past and horizon.future else NEAR_DAYS
    gone_by = not horizon.future and day.year == horizon.today.year
    return gone_by or abs((day - horizon.today).days) <= limit


def _year_needed(here: date | None, text: str, horizon: Horizon) -> date | Problem:
    """No year fits. This year's day, if on the wrong side of today, is said to be so; else the year is asked."""
    if here is None:
        return no_such_day(text)
    if not horizon.allows(here):
        return here
    return problem(
        "It is not clear which year “{text}” is in. Please write the year, as in {example}.",
        text=text,
        example=here.isoformat(),
    )


def _month_on(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def _day_of_month(reading: DayOfMonth, text: str, horizon: Horizon) -> date | Problem:
    """本月25日 is plain. A bare 25日 is this month's, if that can be meant; else two months are named."""
    here = _date(*_month_on(horizon.today, reading.months_on or 0), reading.day)
    if here is None:
        return no_such_day(text)
    if reading.months_on is not None or (horizon.allows(here) and not (horizon.past and horizon.future)):
        return here
    other = _date(*_month_on(horizon.today, 1 if here < horizon.today else -1), reading.day)
    return two_days(text, here, other) if other else here


def _weekday(reading: Weekday, text: str, horizon: Horizon) -> date | Problem:
    monday = horizon.today - timedelta(days=horizon.today.weekday())
    if reading.weeks_on is None:
        return _bare_weekday(reading.weekday, text, horizon)
    found = monday + timedelta(days=reading.weekday, weeks=reading.weeks_on)
    if reading.loose:
        coming = _nearest(reading.weekday, horizon.today, 1 if reading.weeks_on > 0 else -1)
        if coming != found:
            return two_days(text, coming, found)
    return found


def _nearest(weekday: int, today: date, step: int) -> date:
    """The next (step 1) or the last (step -1) such weekday, never today itself."""
    gap = (weekday - today.weekday()) * step % 7 or 7
    return today + timedelta(days=gap * step)


def _bare_weekday(weekday: int, text: str, horizon: Horizon) -> date | Problem:
    """周五 is the coming one (or the last one, for days gone by); said on a Friday it could be two."""
    after, before = (_nearest(weekday, horizon.today, step) for step in (1, -1))
    if weekday == horizon.today.weekday():
        return two_days(text, horizon.today, after if horizon.future else before)
    if horizon.past and horizon.future:
        return two_days(text, before, after)
    return after if horizon.future else before
