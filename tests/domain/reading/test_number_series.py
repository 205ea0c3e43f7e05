"""Lists and ranges of case numbers, and what stands among them that is none."""

from __future__ import annotations

import time

import pytest

from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.number_series import MOST, find_numbers

A = "（2026）鲁0831行初"

LISTS = [
    (f"{A}32号至35号 应诉通知书", "32 33 34 35", ""),
    (f"{A}12号和13号 应诉通知书 今天收到", "12 13", ""),
    (f"{A}12、13、14号 4月28日上午9:30", "12 13 14", ""),
    (f"{A}12-15号", "12 13 14 15", ""),
    (f"{A}12号-15号", "12 13 14 15", ""),
    (f"{A}1232-35号", "1232 1233 1234 1235", ""),
    (f"{A}12、{A}13号 应诉通知书", "12 13", ""),
    (f"{A}12号、{A}13号应诉通知书、起诉状，今天", "12 13", ""),
    (f"{A}12号案、{A}13号案", "12 13", ""),
    (f"{A}12号{A}13号", "12 13", ""),
    (f"{A}12号\n{A}13号\n4月28日上午9:30", "12 13", ""),
    (f"{A}12 13 14号", "12 13 14", ""),
    (f"{A}第12号、第13号两案合并审理", "12 13", ""),
    (f"{A}12号、行初13号", "12 13", ""),
    (f"{A}12号、13号、15号至17号", "12 13 15 16 17", ""),
    (f"{A}12号 至 {A}15号", "12 13 14 15", ""),
    ("〔2026〕鲁0831行初１２号—１４号", "12 13 14", ""),
    ("（二〇二六）鲁0831行初12号和13号", "12 13", ""),
    (f"{A}12号、（2026）鲁831行初13号、{A}14号", "12 14", "（2026）鲁831行初13号"),
    (f"{A}12号、1x3号、14号", "12 14", "1x3号"),
    (f"{A}12号、1四3号、14号", "12 14", "1四3号"),
    (f"{A}12号、（2026）鲁0831民初13号、14号", "12 14", "（2026）鲁0831民初13号"),
    (f"{A}12号、0号、14号", "12 14", "0号"),
    (f"{A}12号至999号", "12", "至999号"),
    (f"{A}12号、13号等三案", "12 13", "等三案"),
    (f"{A}5-1号", "", f"{A}5-1号"),
    # What is no list.
    (f"{A}12号，28号上午9点半开庭", "12", ""),
    (f"{A}12号、13号上午9点半开庭", "12", "13号"),
    (f"{A}12号4月28号上午9点", "12", ""),
    (f"{A}12号、5月3日", "12", ""),
    (f"{A}12号 2026-04-01", "12", ""),
    (f"{A}12号 9:30", "12", ""),
    (f"{A}12号、13人到庭", "12", ""),
    (f"{A}12号，2份应诉通知书", "12", ""),
    (f"{A}12号到4月15日", "12", ""),
    (f"{A}12号第2审判庭305室", "12", ""),
    ("行初1212月15日", "", ""),
    ("12号上午9点开庭", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "numbers", "wrong"), LISTS)
def test_whole_numbers(text: str, numbers: str, wrong: str) -> None:
    found = find_numbers(text)
    assert found.full == [CaseNumber(2026, "鲁0831", "行初", int(n)) for n in numbers.split()]
    assert [one.text for one in found.wrong] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("行初12号至14号", [12, 13, 14]),
        ("行初12、13号改期", [12, 13]),
        ("行初12号案和13号案", [12, 13]),
        ("13号案改到5月12日", [13]),
        ("12号 12月22日上午9点", [12]),
        ("12号和13号，12月22日上午9点", [12, 13]),
        ("13号收到应诉通知书，4月28日开庭", []),
        ("12号上午9点", []),
    ],
)
def test_short_numbers(text: str, numbers: list[int]) -> None:
    assert [one.number for one in find_numbers(text).short] == numbers


def test_numbers_of_different_instances_are_not_meant_alike() -> None:
    found = find_numbers("（2026）鲁08行终56号不服（2025）鲁0831行初88号判决")
    assert len(found.full) == 2
    assert found.together() == ()


def test_what_stands_in_two_places_is_no_list() -> None:
    assert find_numbers(f"{A}12号案与本院另案{A}13号").together() == ()
    assert len(find_numbers(f"{A}12号、{A}13号").together()) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{A}12号" + "、13号" * 1500,
        f"{A}1号至{MOST}号" + f"、{A}1-{MOST}号" * 200,
        "（2026）鲁" * 1500,
        "行初" * 3000,
        f"{A}" + "1" * 5000 + "号",
        "号、至-和" * 1200,
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    begun = time.process_time()
    find_numbers(text)
    assert time.process_time() - begun < 2
