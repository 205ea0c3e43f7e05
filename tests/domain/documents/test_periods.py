"""Periods of papers: read from what is stored, called as a paper calls them."""

from datetime import date

import pytest

from bot.domain.documents import periods


@pytest.mark.parametrize(
    ("stored", "first", "last", "called", "after"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年度", "2027年度"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度", "2026年第二季度"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度", "2027年第一季度"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026年2月", "2026年3月"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028年2月", "2028年3月"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月", "2027年1月"),
    ],
)
def test_a_period_has_its_days_and_its_name(stored: str, first: date, last: date, called: str, after: str) -> None:
    found = periods.read(stored)
    assert found is not None
    assert (found.first, found.last, found.zh, found.following.zh) == (first, last, called, after)


@pytest.mark.parametrize("stored", ["", "2026-13", "2026-Q5", "2026-1", "26", "own", "0000", "2026-00", "2026-Q1 "])
def test_what_is_no_period_is_none(stored: str) -> None:
    assert periods.read(stored) is None
