"""How what people type into the forms of hearings is read: times, places, reasons, names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.cleaning import read_line, read_text, shown
from bot.domain.reading.dates import is_clock, read_date, read_moment
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.stuck_labels import PLACES, without_label

PLACE_LENGTH = 120


def read_when(text: str, situation: Situation) -> Any:
    """A day and a time still to come, as an ISO instant with its offset."""
    found = read_moment(text, situation.now, situation.zone)
    return found.instant(situation.zone).isoformat() if isinstance(found, LocalMoment) else found


def read_when_or_held(text: str, situation: Situation) -> Any:
    """As `read_when`; a time that has gone by is that of a hearing which was held, as long as its year is plain."""
    value = read_when(text, situation)
    if not isinstance(value, Problem) or GONE_BY not in value.msgid:
        return value
    held = read_moment(text, situation.now, situation.zone, past=True, future=False)
    return held.instant(situation.zone).isoformat() if isinstance(held, LocalMoment) else value


GONE_BY = "has gone by"
"""What every sentence says about a time on the wrong side of now."""


def read_place(text: str, situation: Situation) -> Any:
    """A place in one line; a day or a time is none."""
    past, future = (
        read_moment(text, situation.now, situation.zone, past=side, future=not side) for side in (True, False)
    )
    day = read_date(text, situation.today, past=True, future=True)
    if isinstance(past, LocalMoment) or isinstance(future, LocalMoment) or isinstance(day, date) or is_clock(text):
        words = "“{text}” is a time, not a place. Please write the place; the time is corrected in the preview."
        return problem(words, text=shown(text))
    return read_line(without_label(text, *PLACES), limit=PLACE_LENGTH)


def read_reason(text: str, _: Situation) -> Any:
    return read_text(text, limit=300)


def read_names(text: str, _: Situation) -> Any:
    return read_line(text, limit=200)


def show_when(value: Any, tr: Any) -> object:
    """A stored instant with its weekday and year."""
    return tr.moment(datetime.fromisoformat(str(value)), year=True)
