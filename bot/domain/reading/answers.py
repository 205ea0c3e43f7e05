"""How the answers that many forms ask for are read and shown: a day, a term, a count, a line of text.

Days and terms stand in a draft as ISO text or as a number of days; each reader gives the value or says what is wrong.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from bot.domain.hall.forms import Choice, Situation
from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.cleaning import read_line, read_text, shown
from bot.domain.reading.dates import read_date
from bot.domain.reading.numerals import fold, parse_numeral
from bot.domain.reading.stuck_labels import without_label
from bot.domain.reading.terms import MONTHS, MOST_DAYS, MOST_MONTHS, find_term


def choices_of(names: dict[Any, str]) -> tuple[Choice, ...]:
    return tuple(Choice(str(getattr(key, "value", key)), label, translated=True) for key, label in names.items())


def read_day_gone_by(text: str, situation: Situation) -> Any:
    """A day up to today, as ISO text."""
    found = read_date(text, situation.today, past=True, future=False)
    return found if isinstance(found, Problem) else found.isoformat()


def read_day_to_come(text: str, situation: Situation) -> Any:
    found = read_date(text, situation.today, past=False, future=True)
    return found if isinstance(found, Problem) else found.isoformat()


_DAYS = re.compile(r"^(?P<n>\d{1,3}|[〇零一二两三四五六七八九十百]{1,5})\s*(?:日|天|days?)(?:内|以内)?$", re.IGNORECASE)


_MONTHS = re.compile(
    r"^(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:个月|个自然月|months?)(?:之?内|以内)?$", re.IGNORECASE
)


def months_of(term: Any) -> int | None:
    """The number of months of a term as `read_term` gives it; None where it is none in months."""
    found = re.fullmatch(r"P(\d{1,2})M", term) if isinstance(term, str) else None
    return int(found[1]) if found else None


def _read_months(text: str) -> Any:
    match = _MONTHS.match(text)
    n = parse_numeral(match["n"]) if match else None
    if match is None:
        return None
    if n is None or not 1 <= n <= MOST_MONTHS:
        return problem("A term of {text} is not plausible; please check.", text=shown(text))
    return MONTHS.format(n=n)


def read_term(text: str, situation: Situation) -> Any:
    """The document's own term: a day (as ISO text), so many days ("30天" becomes 30) or months ("两个月": P2M); also in
    the paper's words ("收到之日起两个月内书面回复")."""
    months = _read_months(fold(text).strip())
    if months is not None:
        return months
    match = _DAYS.match(fold(text).strip())
    if match:
        n = parse_numeral(match["n"])
        if n is None or not 1 <= n <= MOST_DAYS:
            return problem("A term of {text} is not plausible; please check.", text=shown(text))
        return n
    found = read_date(text, situation.today, past=True, future=True)
    if not isinstance(found, Problem):
        return found.isoformat()
    return find_term(text, situation.today) or found


def read_count(text: str, situation: Situation) -> Any:
    """How many plaintiffs: 1 to 9999."""
    n = parse_numeral(fold(text).strip().rstrip("人名户个"))
    return n if n is not None and 1 <= n <= 9999 else problem("Please write a number from 1 to 9999.")


def line_of(limit: int, *labels: str) -> Any:
    """A line, without the label of its question before it (案由：土地行政处罚), where it has some."""
    if not labels:
        return lambda text, situation: read_line(text, limit=limit)
    return lambda text, situation: read_line(without_label(text, *labels), limit=limit)


def lines_of(limit: int) -> Any:
    return lambda text, situation: read_text(text, limit=limit)


def as_it_is(value: Any, tr: Any) -> object:
    """The value itself, where its button says less."""
    return value


def show_day(value: Any, tr: Any) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


def show_term(value: Any, tr: Any) -> object:
    months = months_of(value)
    if months is not None:
        return tr.plural("{n} month", "{n} months", months)
    return tr.plural("{n} day", "{n} days", value) if isinstance(value, int) else show_day(value, tr)


def days_back(today: date) -> tuple[Choice, ...]:
    """Today, yesterday, the day before: the usual days of service."""
    names = ("today", "yesterday", "the day before yesterday")
    return tuple(Choice((today - timedelta(days=n)).isoformat(), name, translated=True) for n, name in enumerate(names))
