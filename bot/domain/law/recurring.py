"""Periods of the calendar, and the boundaries that start recurring duties."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.law.calendar import add_months, end_of_month
from bot.domain.law.triggers import Trigger

_MONTHS: dict[Trigger, int] = {Trigger.MONTH_END: 1, Trigger.QUARTER_END: 3, Trigger.YEAR_END: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter or year; `last` is the day its boundary event is dated."""

    trigger: Trigger
    first: date
    last: date


def period_of(trigger: Trigger, day: date) -> Period:
    """Return the period around `day`. Raises KeyError for a trigger that is no calendar boundary."""
    length = _MONTHS[trigger]
    first_month = (day.month - 1) // length * length + 1
    first = date(day.year, first_month, 1)
    return Period(trigger, first, end_of_month(add_months(first, length - 1)))


def label_of(period: Period) -> str:
    """2026-04, 2026-Q2 or 2026."""
    match period.trigger:
        case Trigger.MONTH_END:
            return f"{period.first:%Y-%m}"
        case Trigger.QUARTER_END:
            return f"{period.first.year}-Q{(period.first.month + 2) // 3}"
    return str(period.first.year)


_LABEL = re.compile(r"([1-9]\d{3})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def labelled(label: str) -> Period | None:
    """The period of a label; None where it is the label of none."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    year = int(found[1])
    if found[2]:
        return period_of(Trigger.QUARTER_END, date(year, 3 * int(found[2]), 1))
    if found[3]:
        return period_of(Trigger.MONTH_END, date(year, int(found[3]), 1))
    return period_of(Trigger.YEAR_END, date(year, 1, 1))


def last_day_of_period(trigger: Trigger, day: date) -> date:
    """Return the last day of the month, quarter or year around `day`."""
    return period_of(trigger, day).last


def periods_begun(after: date | None, today: date) -> tuple[Period, ...]:
    """Return the periods that began after `after` up to and with `today`, each once, oldest first.

    Their duties come into being when the period begins, so that reminders within it can go out.
    With `after` None (a new deployment) the periods around `today` are returned; after an outage,
    those missed meanwhile as well.
    """
    found = [period for trigger in _MONTHS for period in _begun(trigger, after, today)]
    return tuple(sorted(found, key=lambda period: (period.first, period.last)))


def _begun(trigger: Trigger, after: date | None, today: date) -> Iterator[Period]:
    period = period_of(trigger, today)
    while after is None or period.first > after:
        yield period
        if after is None:
            return
        period = period_of(trigger, period.first - timedelta(days=1))
