"""A document's own term as people type it: days, months, or a day."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cases.paper_values import said
from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import months_of, read_term, show_term
from bot.domain.reading.terms import find_term
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
        ("请在收到本建议书之日起两个月内书面回复", "P2M"),
        ("自收到之日起六十日内书面答复", 60),
        ("请于五月八日（周五）前书面反馈", "2026-05-08"),
    ],
)
def test_what_is_read(text: str, term: Any) -> None:
    assert read_term(text, AT) == term


@pytest.mark.parametrize("text", ["0个月", "99个月", "半年"])
def test_what_is_refused(text: str) -> None:
    assert isinstance(read_term(text, AT), Problem)


@pytest.mark.parametrize("text", ["15个工作日内", "5月2日内", "60日内或者两个月内", "今天收到", "3月1日作出"])
def test_a_text_that_sets_no_term_or_two_gives_none(text: str) -> None:
    assert find_term(text, date(2026, 4, 2)) is None


def test_only_papers_that_want_an_answer_are_searched_for_a_term() -> None:
    today = date(2026, 4, 2)
    assert said("（2026）鲁0831行初12号 司法建议书 今天收到 两个月内书面回复", today)["term"] == "P2M"
    assert said("（2026）鲁0831行初12号 督促函 今天收到 3日内书面明确", today)["term"] == 3
    assert "term" not in said("（2026）鲁0831行初12号 判决书 今天收到 可在十五日内上诉", today)


def test_months_are_told_from_days_and_shown() -> None:
    assert (months_of("P2M"), months_of("2026-05-08"), months_of(30)) == (2, None, None)
    assert str(show_term("P2M", translator("zh_CN"))) == "2个月"
    assert str(show_term("P1M", translator("en"))) == "1 month"
