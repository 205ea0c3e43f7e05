"""A document's own term as people type it: days, months, or a day."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import months_of, read_term, show_term
from bot.texts import translator

AT = Situation(datetime(2026, 4, 2, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("两个月", "P2M"),
        ("2个月", "P2M"),
        ("２个月内", "P2M"),
        ("十二个月以内", "P12M"),
        ("2 months", "P2M"),
        ("30天", 30),
        ("六十日内", 60),
        ("5月8日", "2026-05-08"),
    ],
)
def test_what_is_read(text: str, term: Any) -> None:
    assert read_term(text, AT) == term


@pytest.mark.parametrize("text", ["0个月", "99个月", "半年"])
def test_what_is_refused(text: str) -> None:
    assert isinstance(read_term(text, AT), Problem)


def test_months_are_told_from_days_and_shown() -> None:
    assert (months_of("P2M"), months_of("2026-05-08"), months_of(30)) == (2, None, None)
    assert str(show_term("P2M", translator("zh_CN"))) == "2个月"
    assert str(show_term("P1M", translator("en"))) == "1 month"
