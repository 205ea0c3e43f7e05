"""The vocabulary of days, word by word: each is the day, and the part of it, that people mean."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.date_patterns import one_of, refuse
from bot.domain.reading.date_words import ENGLISH_DAYS, MONTH_NAMES, RELATIVE_DAYS, WEEKDAY_NAMES
from bot.domain.reading.dates import LocalMoment, read_date, read_moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()
WORDS = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text("utf-8"))


def day_of(text: str) -> date | Problem:
    return read_date(text, TODAY, past=True, future=True)


def moment_of(text: str) -> LocalMoment | Problem:
    return read_moment(text, NOW, ZONE, past=True)


def test_the_table_holds_the_whole_vocabulary() -> None:
    assert {*WORDS["days"], *WORDS["parts"]} == {*RELATIVE_DAYS, *ENGLISH_DAYS}
    assert set(" ".join(WORDS["months"]).split()) == set(MONTH_NAMES)
    assert set(" ".join(WORDS["weekdays"]).split()) == set(WEEKDAY_NAMES)


@pytest.mark.parametrize(("word", "days"), WORDS["days"].items())
def test_a_word_is_so_many_days_from_today_and_no_part_of_a_day(word: str, days: int) -> None:
    day = TODAY + timedelta(days)
    assert day_of(word) == day
    for clock in (time(9), time(20)):
        assert moment_of(f"{word} {clock:%H:%M}") == LocalMoment(day, clock)


@pytest.mark.parametrize(("word", "days", "hour"), [(word, *meant) for word, meant in WORDS["parts"].items()])
def test_a_word_with_a_part_of_the_day_says_which_half_is_meant(word: str, days: int, hour: int) -> None:
    assert day_of(word) == TODAY + timedelta(days)
    assert moment_of(f"{word} 7:00") == LocalMoment(TODAY + timedelta(days), time(hour))


@pytest.mark.parametrize("word", ["今晚", "明晚", "昨晚", "tonight", "this evening"])
def test_three_is_not_an_hour_of_the_evening_but_of_the_afternoon(word: str) -> None:
    refused = moment_of(f"{word} 3:00")
    assert isinstance(refused, Problem)
    assert "do not fit together" in refused.msgid


@pytest.mark.parametrize(("word", "days"), [("今下午", 0), ("明下午", 1), ("this afternoon", 0)])
def test_three_in_the_afternoon(word: str, days: int) -> None:
    assert moment_of(f"{word} 3:00") == LocalMoment(TODAY + timedelta(days), time(15))


@pytest.mark.parametrize(
    ("name", "month"), [(name, month) for names, month in WORDS["months"].items() for name in names.split()]
)
def test_a_month_by_its_names(name: str, month: int) -> None:
    for text in (f"{name} 2, 2026", f"2 {name} 2026", f"{name.title()} 2nd, 2026", f"the 2nd of {name.upper()} 2026"):
        assert day_of(text) == date(2026, month, 2)


@pytest.mark.parametrize(
    ("name", "weekday"), [(name, day) for names, day in WORDS["weekdays"].items() for name in names.split()]
)
def test_a_weekday_by_its_names(name: str, weekday: int) -> None:
    for text in (f"{name}, 2026-11-{22 + weekday}", f"2026-11-{22 + weekday} ({name.title()})"):
        assert day_of(text) == date(2026, 11, 22 + weekday)
    assert isinstance(day_of(f"2026-11-{23 + weekday} ({name})"), Problem)


def test_of_words_that_begin_alike_the_longest_is_found() -> None:
    found = re.compile(one_of(["大前天", "前天", "今早", "今早上", "a.m"]))
    assert [one[0] for one in found.finditer("大前天 今早上 今早 a.m aum")] == ["大前天", "今早上", "今早", "a.m"]


def test_a_refusal_names_the_words_that_it_is_about() -> None:
    found = re.search(r"月底\s*", "下月底  见")
    assert found is not None
    assert refuse("“{text}” is no day.")(found) == problem("“{text}” is no day.", text="月底")
