"""The edges of what is read: where a month has no such day, where a year, a side or a part of the day turns."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hall.problems import Problem
from bot.domain.reading.dates import read_date, read_moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)


def at_hour(text: str) -> str:
    """What is read on Wednesday 25 November 2026 at ten."""
    result = read_moment(text, NOW, ZONE)
    return in_words(result) if isinstance(result, Problem) else str(result)


def read(text: str, today: date, *, past: bool = False, future: bool = True) -> str:
    result = read_date(text, today, past=past, future=future)
    return in_words(result) if isinstance(result, Problem) else result.isoformat()


def in_words(refusal: Problem) -> str:
    """A refusal as it is said: it names what was read, and every value that its sentence has a place for."""
    assert all(value is not None for value in refusal.params.values()), refusal
    return refusal.msgid.format(**refusal.params)


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


#: What each part of the day makes of each hour; hours that are not named contradict it (0 and 24 are midnight).
PARTS = {
    "凌晨": {1: 1, 2: 2, 3: 3, 4: 4, 5: 5},
    "早上": {5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 11: 11},
    "上午": {5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 11: 11},
    "中午": {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "下午": {
        1: 13, 2: 14, 3: 15, 4: 16, 5: 17, 6: 18, 7: 19, 13: 13, 14: 14, 15: 15, 16: 16, 17: 17, 18: 18, 19: 19,
    },
    "傍晚": {5: 17, 6: 18, 7: 19, 17: 17, 18: 18, 19: 19},
    "晚上": {
        6: 18, 7: 19, 8: 20, 9: 21, 10: 22, 11: 23, 18: 18, 19: 19, 20: 20, 21: 21, 22: 22, 23: 23,
    },
}  # fmt: skip
"""By the words that people use, and by the bureau's own hours (`daytimes`)."""


@pytest.mark.parametrize("hour", range(25))
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_day_and_an_hour_agree_or_are_refused(part: str, hour: int) -> None:
    found = at_hour(f"明天{part}{hour}点10分")
    if hour in (0, 24) or (hour == 12 and part not in ("中午", "下午")):
        assert "could be midnight" in found
    elif hour == 12 and part == "下午":
        assert found == "2026-11-26 12:10"
    elif hour in PARTS[part]:
        assert found == f"2026-11-26 {PARTS[part][hour]}:10"
    else:
        assert "do not fit together" in found


@pytest.mark.parametrize("hour", range(25))
@pytest.mark.parametrize("half", ["am", "pm"])
def test_the_english_halves_of_the_day(half: str, hour: int) -> None:
    found = at_hour(f"tomorrow {hour}:10 {half}")
    if hour in (0, 24) or (hour == 12 and half == "am"):
        assert "could be midnight" in found
    elif half == "am":
        assert found == f"2026-11-26 {hour}:10" if hour < 12 else "do not fit together" in found
    else:
        assert found == f"2026-11-26 {hour if hour >= 12 else hour + 12}:10"


@pytest.mark.parametrize("hour", range(26))
def test_an_hour_without_a_part_of_the_day(hour: int) -> None:
    found = at_hour(f"明天{hour}:10")
    if hour in (0, 24):
        assert "could be midnight" in found
    elif hour > 24:
        assert "明天" in found or "not a time of day" in found
    elif hour < 8:
        assert f"may mean {hour}:10 or {hour + 12}:10" in found
    else:
        assert found == f"2026-11-26 {hour}:10"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("明天下午12点", "could be midnight"),
        ("明天9:59", "2026-11-26 9:59"),
        ("明天9点60分", "not a time of day"),
        ("明早晚上8点", "do not fit together"),
        ("明早 上午9点", "2026-11-26 9:00"),
        ("明晚下午6点", "2026-11-26 18:00"),
        ("明晚9点", "2026-11-26 21:00"),
        ("明早凌晨5点", "2026-11-26 5:00"),
    ],
)
def test_the_ends_of_an_hour_and_what_stands_in_the_day_word(text: str, said: str) -> None:
    assert said in at_hour(text)


# -- how far a day without a year may lie, and which years there are -----------------------------------------------


@pytest.mark.parametrize(
    ("today", "text", "side", "said"),
    [
        # To come only: 300 days ahead, no more. Gone by only: the same backwards, or anything in this year.
        (date(2026, 6, 1), "3月28日", {"past": False}, "2027-03-28"),
        (date(2026, 6, 1), "3月29日", {"past": False}, "gone by"),
        (date(2026, 6, 1), "8月5日", {"past": True, "future": False}, "2025-08-05"),
        (date(2026, 6, 1), "8月4日", {"past": True, "future": False}, "has not come yet"),
        (date(2026, 12, 31), "1月1日", {"past": True, "future": False}, "2026-01-01"),
        # Both: half a year, 183 days.
        (date(2026, 7, 10), "1月8日", {"past": True}, "2026-01-08"),
        (date(2026, 7, 10), "1月7日", {"past": True}, "2027-01-07"),
        (date(2026, 7, 2), "1月1日", {"past": True}, "2026-01-01"),
        (date(2026, 7, 5), "1月2日", {"past": True}, "2027-01-02"),
        # Years of court business: from 1990 to two years ahead.
        (date(2026, 6, 1), "1990年1月1日", {"past": True, "future": False}, "1990-01-01"),
        (date(2026, 6, 1), "1989年12月31日", {"past": True, "future": False}, "it should lie between 1990 and 2028"),
        (date(2026, 6, 1), "2028年12月31日", {"past": False}, "2028-12-31"),
        (date(2026, 6, 1), "2029年1月1日", {"past": False}, "is in the year 2029"),
    ],
)
def test_a_day_lies_near_enough_or_its_year_is_asked(today: date, text: str, side: dict[str, bool], said: str) -> None:
    assert said in read(text, today, **side)
