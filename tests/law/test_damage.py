"""Damaged rule books and tables: every mistake is told in words, none ends in a traceback."""

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.law.calendars import SHIPPED as CALENDARS
from bot.law.calendars import CalendarError, load_calendar, table_of, table_text
from bot.law.ladder_reading import read_ladders
from bot.law.library import read_library
from bot.law.notices import parse_table
from bot.law.reader import Reader
from bot.law.reading import Shared, read_book

BOOK = """format = 1
[book]
id = "somewhere-2026"
title = "某县办法"
short_title = "某县办法"
short_title_en = "Somewhere Measures"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"
[[ask]]
field = "issuer"
zh = "？"
en = "?"
[params]
parties = ["defendant"]
short_notice_days = 3
[document.other]
title = "另一文件"
short_title = "另一文件"
short_title_en = "Another Document"
[package.P-OWN]
ladder = "L-OWN"
slots = [{ at = "safe", days = -1, time = "09:00" }]
dates = ["03-31"]
monthly_from = 11
[ladder.L-OWN]
steps = [{ at = "due", days = 1, to = ["coordinator"], if = "open" }]
[[rule]]
id = "QQ1"
kind = "duty"
zh = "备案"
en = "filing"
section = "一"
quotes = ["备案"]
trigger = ["summons", "advice_received"]
when = { all = [{ field = "case_kind", op = "in", value = ["litigation"] }, { field = "level", given = true }] }
owed_by = "handling_unit"
owed_to = "lead_organ"
term = { anchor = { n = 15 }, n = 3, unit = "working", direction = "before" }
goal = { metric = "lost_rate", at_least = 1, by = 2026-12-31 }
package = "P-OWN"
"""
OTHERS: tuple[Any, ...] = (
    0,
    -1,
    10**30,
    True,
    "x",
    [],
    [1],
    [["x"]],
    {},
    {"x": {"y": []}},
    1.5,
    float("nan"),
    dt.date(2026, 1, 1),
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    dt.time(9),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def with_other(data: Any, path: tuple[Any, ...], other: Any) -> Any:
    damaged = copy.deepcopy(data)
    place = damaged
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = other
    return damaged


DATA = tomllib.loads(BOOK)
YEAR = tomllib.loads((CALENDARS / "2026.toml").read_text(encoding="utf-8"))


def shared_of(reader: Reader, data: Any) -> Shared:
    ladders = read_ladders(reader, data)
    empty: frozenset[str] = frozenset()
    return Shared(frozenset(ladders.packages), frozenset(ladders.steps), empty, empty, empty)


def test_the_undamaged_book_is_right() -> None:
    reader = Reader("own.toml")
    assert read_book("own.toml", DATA, shared_of(reader, DATA))[1] == []
    assert reader.problems == []


@pytest.mark.parametrize("path", [*places(DATA)], ids=lambda path: ".".join(map(str, path)))
def test_whatever_stands_in_a_book_is_read_or_told(path: tuple[Any, ...]) -> None:
    for other in OTHERS:
        damaged = with_other(DATA, path, other)
        reader = Reader("own.toml")
        _, problems = read_book("own.toml", damaged, shared_of(reader, damaged))
        assert all(problem.message for problem in (*problems, *reader.problems))


@pytest.mark.parametrize("path", [*places(YEAR)], ids=lambda path: ".".join(map(str, path)))
def test_whatever_stands_in_a_table_is_read_or_told(path: tuple[Any, ...]) -> None:
    for other in OTHERS:
        try:
            text = table_text(table_of(with_other(YEAR, path, other)))
        except CalendarError:
            continue
        assert table_text(table_of(tomllib.loads(text))) == text


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('time = "09:00"', 'time = "09:00+08:00"', "local time"),
        ("days = -1", "days = 367", "-366 to 366"),
        ("monthly_from = 11", "monthly_from = 13", "from 0 to 12"),
        ("short_notice_days = 3", "short_notice_days = 99999999999", "from 0 to 366"),
        ("anchor = { n = 15 }", "anchor = { n = 15, anchor = { n = 1 } }", "cannot have an anchor itself"),
        ("n = 3, unit", 'count_from = "level", n = 3, unit', "count_from"),
        ('kind = "duty"', 'kind = "recurring"\nperiod = "month"', 'needs trigger = "month_end"'),
        ('"national"', '"national", "somewhere-2026"', "circle"),
    ],
)
def test_what_can_never_be_right_is_told(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in BOOK
    path = tmp_path / "own.toml"
    path.write_text(BOOK.replace(old, new), encoding="utf-8")
    assert [p for p in read_library(path)[1] if complaint in p.message]


def test_books_that_build_on_one_another_are_told_and_still_end(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BOOK.replace('"national"', '"elsewhere-2026"'), encoding="utf-8")
    other = BOOK.replace("somewhere-2026", "elsewhere-2026").replace('"national"', '"somewhere-2026"')
    (tmp_path / "b.toml").write_text(other, encoding="utf-8")
    library, problems = read_library(tmp_path)
    assert {p.file for p in problems if "circle" in p.message} == {"a.toml", "b.toml"}
    assert library.for_book("somewhere-2026", dt.date(2026, 3, 2)).book.id == "somewhere-2026"


def test_a_number_of_thousands_of_digits_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("format = " + "1" * 5000, encoding="utf-8")
    assert "cannot be read" in read_library(path)[1][0].message
    with pytest.raises(CalendarError, match=r"own\.toml"):
        load_calendar(path)


@pytest.mark.parametrize("text", ["year = " + "9" * 5000, "年 ²\n休 2027-01-01", "year = 2027\nwork = ['2027-01-09']"])
def test_a_pasted_table_that_is_none_is_told(text: str) -> None:
    with pytest.raises(CalendarError):
        parse_table(text)
