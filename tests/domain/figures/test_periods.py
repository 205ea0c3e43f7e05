"""Periods as people write them, and what they are called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.figures import periods
from bot.domain.figures.periods import Period

TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026年第三季度", "2026Q3"),
        ("2026Q3", "2026Q3"),
        ("三季度", "2026Q3"),
        ("第1季度", "2026Q1"),
        ("本季度", "2026Q3"),
        ("上季度", "2026Q2"),
        ("去年第四季度", "2025Q4"),
        ("9月", "2026-09"),
        ("2025年12月", "2025-12"),
        ("上月", "2026-08"),
        ("今年", "2026"),
        ("2025年度", "2025"),
        ("上半年", "2026H1"),
        ("1-9月", "2026-01-01~2026-09-30"),
        ("2026年1至3月", "2026Q1"),
        ("2026年7月1日至2026年8月15日", "2026-07-01~2026-08-15"),
        ("２０２６年第２季度", "2026Q2"),
        ("二〇二六年一季度", "2026Q1"),
        ("十二月", "2026-12"),
        ("三月份", "2026-03"),
        ("本月", "2026-09"),
        ("近三个月", "2026Q3"),
        ("最近2个月", "2026-08-01~2026-09-30"),
        ("近半年", "2026-04-01~2026-09-30"),
        ("近一年", "2025-10-01~2026-09-30"),
        ("前三季度", "2026-01-01~2026-09-30"),
        ("去年前三个季度", "2025-01-01~2025-09-30"),
        ("今年以来", "2026"),
        ("2025年全年", "2025"),
        ("2025年11月至2026年2月", "2025-11-01~2026-02-28"),
        ("第三个季度", "2026Q3"),
        ("q1 2026", "2026Q1"),
        ("the first quarter of 2025", "2025Q1"),
        ("Second half of 2025", "2025H2"),
        ("Sept", "2026-09"),
        ("January to March 2025", "2025Q1"),
        ("last 3 months", "2026Q3"),
    ],
)
def test_what_people_write_is_a_period(text: str, key: str) -> None:
    found = periods.parse(text, TODAY)
    assert found is not None
    assert found.key == key
    assert periods.of_key(key) == found


@pytest.mark.parametrize(
    "text",
    [
        "13月",
        "9-3月",
        "第五季度",
        "2026-02-30~2026-03-01",
        "明天",
        "",
        "2026Q5",
        "9" * 90,
        "May be",
        "十三月",
        "近零个月",
        "2026年3月至2025年1月",
        "报告",
        "lunch",
    ],
)
def test_what_is_none_is_not_guessed(text: str) -> None:
    assert periods.parse(text, TODAY) is None


@pytest.mark.parametrize(
    ("key", "before", "last_year", "compared"),
    [
        ("2026Q1", "2025Q4", "2025Q1", "2025Q4"),
        ("2026-03", "2026-02", "2025-03", "2026-02"),
        ("2026", "2025", "2025", "2025"),
        ("2026-01-01~2026-09-30", "2025-04-01~2025-12-31", "2025-01-01~2025-09-30", "2025-01-01~2025-09-30"),
        ("2024-02-29~2024-03-01", "2024-02-27~2024-02-28", "2023-02-28~2023-03-01", "2023-02-28~2023-03-01"),
    ],
)
def test_what_a_period_is_compared_with(key: str, before: str, last_year: str, compared: str) -> None:
    found = periods.of_key(key)
    assert found is not None
    assert (found.previous.key, found.last_year.key, found.compared.key) == (before, last_year, compared)


@pytest.mark.parametrize(
    "key", ["2026Q3", "2026-02", "2026", "2026H2", "2026-01-01~2026-09-30", "2026-03-02~2026-03-09"]
)
def test_the_one_after_the_one_before_is_itself(key: str) -> None:
    found = periods.of_key(key)
    assert found is not None
    assert found.previous.next == found
    assert found.previous.last + timedelta(days=1) == found.first


def test_quarters_are_whole_or_none() -> None:
    assert periods.half(2026, 1).quarters == ("2026Q1", "2026Q2")
    assert periods.month(2026, 8).quarters is None
    assert periods.month(2026, 8).touched_quarters == ("2026Q3",)
    assert Period(date(2026, 3, 31), date(2026, 4, 1)).touched_quarters == ("2026Q1", "2026Q2")


@pytest.mark.parametrize("chinese", [True, False])
@pytest.mark.parametrize(
    "key", ["2026Q3", "2026-09", "2026", "2026H1", "2026-01-01~2026-09-30", "2026-07-01~2026-08-15",
            "2025-11-01~2026-02-28"],
)  # fmt: skip
def test_what_the_bot_calls_a_period_is_read_as_that_period(key: str, chinese: bool) -> None:
    found = periods.of_key(key)
    assert found is not None
    assert periods.parse(found.label(chinese=chinese), TODAY) == found


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("2026Q3", "2026年第三季度", "the third quarter of 2026"),
        ("2026-09", "2026年9月", "September 2026"),
        ("2026H2", "2026年下半年", "the second half of 2026"),
        ("2026-01-01~2026-09-30", "2026年1至9月", "January to September 2026"),
        ("2026-07-01~2026-08-15", "2026年7月1日至2026年8月15日", "2026-07-01 to 2026-08-15"),
    ],
)
def test_what_a_period_is_called(key: str, zh: str, en: str) -> None:
    found = periods.of_key(key)
    assert found is not None
    assert (found.label(chinese=True), found.label(chinese=False)) == (zh, en)
