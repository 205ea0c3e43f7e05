"""Dates and times as people write them: a table of sentences, and what holds for every sentence."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hall.problems import Problem
from bot.domain.reading.dates import LocalMoment, find_moments, read_date, read_moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()
DATA = Path(__file__).parent / "data"
HAN_DIGITS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("utf-8"))


MOMENTS, DAYS = table("moments.toml"), table("days.toml")


def in_words(result: object) -> str:
    if isinstance(result, Problem):
        assert all(value is not None for value in result.params.values()), result
    return result.msgid.format(**result.params) if isinstance(result, Problem) else str(result)


def test_the_table_is_large_and_its_clock_is_ours() -> None:
    assert len(MOMENTS["read"]) + len(MOMENTS["refused"]) >= 100
    assert datetime.fromisoformat(MOMENTS["now"]) == NOW.replace(tzinfo=None)


@pytest.mark.parametrize(("text", "expected"), MOMENTS["read"].items())
def test_moment_is_read(text: str, expected: str) -> None:
    assert in_words(read_moment(text, NOW, ZONE)) == expected


@pytest.mark.parametrize(("text", "reason"), MOMENTS["refused"].items())
def test_moment_is_refused(text: str, reason: str) -> None:
    result = read_moment(text, NOW, ZONE)
    assert isinstance(result, Problem), f"{text!r} was read as {result}"
    assert reason in in_words(result)


@pytest.mark.parametrize(("text", "expected"), DAYS["read"].items())
def test_day_of_service_is_read(text: str, expected: str) -> None:
    assert in_words(read_date(text, TODAY, past=True, future=False)) == expected


@pytest.mark.parametrize(("text", "reason"), DAYS["refused"].items())
def test_day_of_service_is_refused(text: str, reason: str) -> None:
    result = read_date(text, TODAY, past=True, future=False)
    assert isinstance(result, Problem), f"{text!r} was read as {result}"
    assert reason in in_words(result)


@pytest.mark.parametrize(
    ("today", "text", "past", "future", "expected"),
    [
        (date(2026, 1, 5), "12月28日", True, False, "2025-12-28"),
        (date(2026, 12, 30), "1月5日", False, True, "2027-01-05"),
        (date(2026, 12, 30), "1月5日", True, True, "2027-01-05"),
        (date(2026, 6, 1), "2月5日", True, True, "2026-02-05"),
        (date(2026, 12, 25), "1月10日", True, False, "2026-01-10"),
        (date(2028, 1, 5), "2月29日", False, True, "2028-02-29"),
        (date(2026, 12, 31), "下月31日", False, True, "2027-01-31"),
    ],
)
def test_year_is_the_near_one(today: date, text: str, past: bool, future: bool, expected: str) -> None:
    assert in_words(read_date(text, today, past=past, future=future)) == expected


@pytest.mark.parametrize(
    ("today", "text", "reason"),
    [
        (date(2026, 11, 25), "11月1日", "gone by"),
        (date(2026, 12, 20), "11月1日", "gone by"),
        (date(2026, 1, 2), "12月20日", "which year"),
        (date(2026, 3, 1), "2月29日", "not a day of the calendar"),
    ],
)
def test_a_day_just_gone_by_is_not_moved_to_next_year(today: date, text: str, reason: str) -> None:
    assert reason in in_words(read_date(text, today, past=False, future=True))


def test_sides_of_now() -> None:
    assert str(read_moment("昨天下午3点", NOW, ZONE, past=True, future=False)) == "2026-11-24 15:00"
    assert "has not come yet" in in_words(read_moment("今天下午3点", NOW, ZONE, past=True, future=False))
    assert "gone by" in in_words(read_moment("今天10:00", NOW, ZONE))
    assert str(read_moment("今天10:01", NOW, ZONE)) == "2026-11-25 10:01"


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 18, 0, tzinfo=ZoneInfo("UTC"))
    assert str(read_moment("明天9:30", late, ZONE)) == "2026-11-26 9:30"
    moment = LocalMoment(date(2026, 11, 26), time(9, 30))
    assert moment.instant(ZONE) == datetime(2026, 11, 26, 1, 30, tzinfo=ZoneInfo("UTC"))


def test_found_moments_know_their_place() -> None:
    text = "（2026）豫0482行初12号 12月15日上午9:30 第12号法庭 电话0537-4221234"
    (found,) = find_moments(text, TODAY)
    assert text[found.start : found.end] == found.text == "12月15日上午9:30"


def test_several_moments_stay_several() -> None:
    found = find_moments("原定12月3日上午9:30，改为12月10日上午9:30", TODAY)
    assert [str(one.moment) for one in found] == ["2026-12-03 9:30", "2026-12-10 9:30"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # Loose words are no statement; with a time beside it a bare day is one.
        ("上午", []),
        ("下午在家", []),
        ("12号", []),
        ("请到12号窗口", []),
        ("12号上午9点", ["12号上午9点"]),
        ("12月3日", ["12月3日"]),
        ("9:30", ["9:30"]),
        # A second day after a complete one begins anew, however close; a weekday beside it does not.
        ("12月3日上午9:30，12月10日上午9:30", ["12月3日上午9:30", "12月10日上午9:30"]),
        ("12月3日上午9:30 周四", ["12月3日上午9:30 周四"]),
        ("12月3日上午9:30 下周四", ["12月3日上午9:30", "下周四"]),
        # What stands too far apart does not belong together, whichever comes first.
        ("12月3日在第三法庭等候 9:30", ["12月3日", "9:30"]),
        ("9:30第三法庭等候12月3日", ["9:30", "12月3日"]),
        ("9:30第三法庭等候10:30", ["9:30", "10:30"]),
        ("12月3日9:30至10:30", ["12月3日9:30至10:30"]),
        ("12月3日至9:30", ["12月3日", "9:30"]),
    ],
)
def test_what_belongs_together_in_running_text(text: str, places: list[str]) -> None:
    assert [one.text for one in find_moments(text, TODAY)] == places


def test_what_is_too_long_is_no_answer() -> None:
    fits = "12月3日9:30".ljust(80, "，").replace("，", " ", 1)
    assert in_words(read_moment(fits[:-1] + "。", NOW, ZONE)) == "2026-12-03 9:30"
    assert "too long" in in_words(read_moment(fits + "。", NOW, ZONE))


# What holds for every text

ANY_TEXT = st.text(max_size=60) | st.text(
    alphabet="0123456789年月日号点时分半刻周下上本午早晚明今后天:：.-/ ()（）〇一二三四五六七八九十廿初豫行pamtdec至差",
    max_size=25,
)


@pytest.mark.slow
@given(ANY_TEXT, st.booleans(), st.booleans())
@settings(max_examples=400)
def test_any_text_is_answered(text: str, past: bool, future: bool) -> None:
    result = read_date(text, TODAY, past=past, future=future)
    assert isinstance(result, date | Problem)
    if isinstance(result, date):
        assert result == TODAY or (past if result < TODAY else future)


@pytest.mark.slow
@given(ANY_TEXT)
@settings(max_examples=400)
def test_any_text_gives_a_moment_to_come_or_a_reason(text: str) -> None:
    result = read_moment(text, NOW, ZONE)
    if isinstance(result, LocalMoment):
        assert result.instant(ZONE) > NOW
    else:
        names = {name for _, name, _, _ in Formatter().parse(result.msgid) if name}
        assert names == set(result.params)


@pytest.mark.slow
@given(ANY_TEXT)
@settings(max_examples=200)
def test_places_lie_in_the_text(text: str) -> None:
    ends = 0
    for found in find_moments(text, TODAY):
        assert ends <= found.start < found.end <= len(text)
        ends = found.end


def han(number: int) -> str:
    """A number below a hundred, in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{HAN_DIGITS[tens]}十"
    return head + (HAN_DIGITS[ones] if ones or not tens else "")


def styles(day: date, clock: time) -> list[str]:
    """One moment, as different people write it."""
    part, hour = ("上午", clock.hour) if clock.hour < 12 else ("下午", clock.hour - 12)
    year = "".join(HAN_DIGITS[int(digit)] for digit in str(day.year))
    english = f"{'am' if clock.hour < 12 else 'pm'}"
    han_time = f"{part}{han(hour)}时{han(clock.minute) + '分' if clock.minute else ''}"
    return [
        f"{day.year}年{day.month}月{day.day}日{clock.hour}时{clock.minute:02d}分",
        f"{day.month}月{day.day}日{part}{hour}:{clock.minute:02d}",
        f"{day.month}月{day.day}号（周{WEEKDAYS[day.weekday()]}）{part}{hour}点{clock.minute:02d}",
        f"{year}年{han(day.month)}月{han(day.day)}日{han_time}",
        f"{day.isoformat()} {clock.hour:02d}:{clock.minute:02d}",
        f"{day.year}/{day.month}/{day.day} {part} {hour}:{clock.minute:02d}",
        f"{day.month}.{day.day} {part}{hour}：{clock.minute:02d}",
        f"{day:%b} {day.day} {hour}:{clock.minute:02d}{english}",
        f"{day.day} {day:%B} {day.year} {hour}:{clock.minute:02d} {english}",
        f"{hour}:{clock.minute:02d} {english} on {day:%A}, {day:%B} {day.day}",
    ]


COURT_HOURS = st.builds(time, st.sampled_from([8, 9, 10, 11, 13, 14, 15, 16, 17]), st.integers(0, 59))


@pytest.mark.slow
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 290), COURT_HOURS)
@settings(max_examples=150)
def test_every_style_comes_back(today: date, ahead: int, clock: time) -> None:
    day = today + timedelta(days=ahead)
    now = datetime.combine(today, time(12, 0), ZONE)
    for text in styles(day, clock):
        assert in_words(read_moment(text, now, ZONE)) == str(LocalMoment(day, clock)), text


@pytest.mark.slow
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_weekday_words_give_that_weekday(today: date, weekday: int) -> None:
    for words, weeks in (("下周", 1), ("下下周", 2), ("下个星期", 1)):
        day = read_date(f"{words}{WEEKDAYS[weekday]}", today, past=False, future=True)
        assert isinstance(day, date)
        assert (day.weekday(), (day - today).days // 7) >= (weekday, weeks - 1)
        assert day.isocalendar()[:2] == (today + timedelta(weeks=weeks)).isocalendar()[:2]
    bare = read_date(f"周{WEEKDAYS[weekday]}", today, past=False, future=True)
    if isinstance(bare, date):
        assert bare.weekday() == weekday
        assert 0 < (bare - today).days < 7
    else:
        assert weekday == today.weekday()


@pytest.mark.slow
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 6))
def test_a_wrong_weekday_is_never_accepted(day: date, weekday: int) -> None:
    result = read_date(f"{day.isoformat()}（周{WEEKDAYS[weekday]}）", day, past=False, future=True)
    assert (result == day) is (weekday == day.weekday())


@pytest.mark.slow
@given(st.integers(2000, 2027), st.sampled_from(["行初", "行终", "行赔初", "民初"]), st.integers(1, 99999))
def test_a_case_number_is_never_a_date(year: int, kind: str, number: int) -> None:
    for text in (
        f"（{year}）豫0482{kind}{number}号",
        f"({year})鲁08{kind}{number}",
        f"〔{year}〕津0114 {kind} 第{number}号",
    ):
        assert find_moments(text, TODAY, past=True) == ()
        assert isinstance(read_date(text, TODAY, past=True, future=True), Problem)


@pytest.mark.parametrize(
    "number",
    ["司建3号", "司建 3号", "司建〔2026〕3号", "泗府3号", "泗府字第3号", "泗政发3号", "泗政办函3号", "鲁检建3号",
     "泗自然资罚3号", "AB3号"],
)  # fmt: skip
def test_the_number_of_a_paper_is_no_day(number: str) -> None:
    found = find_moments(f"收到司法建议书 {number} 今天", date(2026, 4, 10), past=True, future=False)
    assert [(one.text, one.day) for one in found] == [("今天", date(2026, 4, 10))]


@pytest.mark.parametrize(
    "numbers",
    ["司建3、4号", "司建3号、4号", "司建 3号和4号", "司建〔2026〕3、4、5号", "泗司建〔2026〕3号至5号",
     "泗府字第3、第4号", "泗政发3-5号", "鲁检建3、12号"],
)  # fmt: skip
def test_the_numbers_of_several_papers_are_no_days(numbers: str) -> None:
    found = find_moments(f"收到司法建议书 {numbers} 今天", date(2026, 4, 10), past=True, future=False)
    assert [(one.text, one.day) for one in found] == [("今天", date(2026, 4, 10))]


@pytest.mark.parametrize(
    ("text", "day"),
    [("收到司建3号，4号上午9点", 4), ("司建3、4号，4月2日", 2), ("收到司建3号、泗府5号，6号上午9点", 6)],
)
def test_a_day_behind_the_numbers_of_papers_is_a_day(text: str, day: int) -> None:
    [found] = find_moments(text, date(2026, 4, 1))
    assert found.day == date(2026, 4, day)


@pytest.mark.parametrize("said", ["3、4号", "县政府3、4号", "3号或4号"])
def test_several_days_are_refused(said: str) -> None:
    assert isinstance(read_date(said, date(2026, 4, 10), past=True, future=True), Problem)


@pytest.mark.parametrize("before", ["", "县政府", "民政", "法院", "建议函", "于", "住建局", "处罚", "周五，"])
def test_a_day_behind_other_words_is_a_day(before: str) -> None:
    [found] = find_moments(f"{before}3号上午9点", date(2026, 4, 1))
    assert found.day == date(2026, 4, 3)
