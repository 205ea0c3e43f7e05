"""Dates and case numbers of the tests' own tables, read one by one, and what became of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hall.problems import Problem
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.court_codes import why_impossible
from bot.domain.reading.dates import read_date, read_moment
from bot.domain.reading.number_series import find_numbers
from tests.intake.walk import ANSWERED, ASKED, RIGHT, SILENT, number

DATA = Path(__file__).parent.parent / "domain" / "reading" / "data"
ZONE = ZoneInfo("Asia/Shanghai")
Read = Iterator[tuple[str, str]]
"""Each text, and what became of it: one of the words of `tests.intake.walk`."""


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def dates() -> Read:
    """Moments of hearings, days of service, and the vocabulary of days. Where a text may mean two days, both are
    named; that, and a year, a day or an hour that is missing, is *asked*."""
    moments, days, words = _table("moments"), _table("days"), _table("words")
    now = datetime.fromisoformat(moments["now"]).replace(tzinfo=ZONE)
    for text, right in [*moments["read"].items(), *((text, None) for text in moments["refused"])]:
        yield text, _became(read_moment(text, now, ZONE), right)
    today = datetime.fromisoformat(days["now"]).date()
    for text, right in [*days["read"].items(), *((text, None) for text in days["refused"])]:
        yield text, _became(read_date(text, today, past=True, future=False), right)
    for text, n in [*words["days"].items(), *((word, meant[0]) for word, meant in words["parts"].items())]:
        yield text, _became(read_date(text, today, past=True, future=True), str(today + timedelta(n)))


def _became(found: object, right: str | None) -> str:
    if isinstance(found, Problem):
        named = sum(isinstance(value, date) for value in found.params.values())
        return ASKED if named or "{first}" in found.msgid or "Please add" in found.msgid else ANSWERED
    return RIGHT if str(found) == right else SILENT


def numbers() -> Read:
    """Case numbers alone, what is none, and texts that name some. An impossible code is *asked* about."""
    table = _table("numbers")
    for text, right in [*table["read"].items(), *((text, None) for text in table["refused"]["of"])]:
        found = parse_case_number(text)
        yield text, (RIGHT if str(found) == right else SILENT) if found else _refused(text, right)
    for text, within in table["within"].items():
        read = find_numbers(text)
        named = [str(one) for one in read.full]
        yield text, RIGHT if named == [number(n) for n in within] else ASKED if read.wrong else SILENT


def _refused(text: str, right: str | None) -> str:
    return ASKED if right or why_impossible(text) else ANSWERED
