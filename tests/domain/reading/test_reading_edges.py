"""The edges of what is read: where a month has no such day, where a year, a side or a part of the day turns."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.hall.problems import Problem
from bot.domain.reading.dates import read_date


def read(text: str, today: date, *, past: bool = False, future: bool = True) -> str:
    result = read_date(text, today, past=past, future=future)
    return result.msgid.format(**result.params) if isinstance(result, Problem) else result.isoformat()


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2026, 2, 3), date(2026, 4, 30)])
@pytest.mark.parametrize("side", [{"past": True, "future": False}, {"past": False}, {"past": True}])
def test_a_bare_day_that_this_month_does_not_have_is_no_day_on_any_side(today: date, side: dict[str, bool]) -> None:
    assert "not a day of the calendar" in read("31日", today, **side)


@pytest.mark.parametrize(
    ("today", "text", "side", "said"),
    [
        # The month beside this one has no such day, so only this month's can be meant.
        (date(2026, 12, 5), "31日", {"past": True, "future": False}, "2026-12-31, which has not come yet"),
        (date(2026, 3, 5), "30日", {"past": True, "future": True}, "2026-03-30"),
        (date(2026, 1, 31), "30日", {"past": False}, "2026-01-30, which has gone by"),
        # Both months have it: two days are named.
        (date(2026, 12, 5), "30日", {"past": True, "future": False}, "may mean 2026-12-30 or 2026-11-30"),
        (date(2026, 11, 25), "24日", {"past": False}, "may mean 2026-11-24 or 2026-12-24"),
        (date(2026, 11, 25), "25日", {"past": True, "future": True}, "may mean 2026-11-25 or 2026-10-25"),
        (date(2026, 11, 25), "25日", {"past": False}, "2026-11-25"),
        # A month that is named is that month.
        (date(2026, 11, 25), "本月25日", {"past": True, "future": True}, "2026-11-25"),
        (date(2026, 12, 25), "下月3日", {"past": False}, "2027-01-03"),
        (date(2026, 1, 25), "上月31日", {"past": True, "future": False}, "2025-12-31"),
    ],
)
def test_a_bare_day_means_this_month_where_nothing_else_can_be_meant(
    today: date, text: str, side: dict[str, bool], said: str
) -> None:
    assert said in read(text, today, **side)
