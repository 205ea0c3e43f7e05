"""Serial dates: how office programs keep days and times in cells, and what is left of them where the format is lost."""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST_DAY = date(1899, 12, 30)
"""The day nought, beyond February 1900; workbooks that count from 1904 have another."""
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
_FRACTION = re.compile(r"0?\.[0-9]+")
_YEARS = range(1990, 2080)
_MINUTES = 24 * 60


def day_of(text: str, first_day: date = FIRST_DAY) -> date | None:
    """The day that a cell of a column of dates holds as a number (46113 is 2026-04-01); None for everything else."""
    if not _SERIAL.fullmatch(text):
        return None
    day = first_day + timedelta(days=int(float(text)))
    return day if day.year in _YEARS else None


def written(text: str, first_day: date = FIRST_DAY) -> str:
    """A cell of a column of dates or times as people write it: 46140.395833 as 2026-04-28 09:30, 0.395833 as 09:30.

    What is no number of that kind stays as it is.
    """
    day = day_of(text, first_day)
    if day is None and not _FRACTION.fullmatch(text):
        return text
    minutes = round(float(text) % 1 * _MINUTES)
    if day is None:
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    day += timedelta(days=minutes // _MINUTES)
    clock = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    return f"{day.isoformat()} {clock}" if minutes % _MINUTES else day.isoformat()
