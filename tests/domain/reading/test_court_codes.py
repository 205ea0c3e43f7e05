"""Courts' codes: every province, the corps, courts of their own kind; what no court writes is asked about."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.reading.case_spans import misspelt, spot_case_numbers
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.court_codes import CORPS, INSTEAD, PROVINCES, SPECIAL, not_read, why_impossible
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.oneline import read_hearing

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
THE_31 = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新"


def test_the_31_provinces_are_the_table() -> None:
    assert "".join(PROVINCES) == THE_31
    assert not set(INSTEAD) & set(THE_31 + CORPS)
    assert set(INSTEAD.values()) <= set(THE_31)


@pytest.mark.parametrize("code", [*THE_31, *(f"{one}01" for one in THE_31), *(f"{one}0102" for one in THE_31)])
def test_every_provinces_courts_are_read(code: str) -> None:
    for text in (f"（2026）{code}行初12号", f"({2026}){code}行终3号"):
        found = parse_case_number(text)
        assert found is not None
        assert found.court == code


@pytest.mark.parametrize("code", [CORPS, "兵01", "兵0101", "新40", "新4002", *SPECIAL])
def test_courts_of_their_own_kind_are_read(code: str) -> None:
    text = f"（2026）{code}行初5号 4月20日9:30 第一法庭"
    reading = read_hearing(text, NOW, ZONE)
    assert reading.case_number is not None
    assert reading.case_number.court == code
    assert reading.case_number.court_name == SPECIAL.get(code, "")


def test_a_high_court_is_named_by_its_province() -> None:
    found = parse_case_number("（2026）黔行终5号")
    assert found is not None
    assert found.court_name == "贵州省高级人民法院"


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("军01", "军01"),
        ("军", "军"),
        ("蒙0102", "内"),
        ("贵01", "黔"),
        ("滇0102", "云"),
        ("鲁0800", "鲁0800"),
        ("鲁083", "鲁083"),
        ("豫1", "豫1"),
    ],
)
def test_an_impossible_code_is_asked_about(code: str, part: str) -> None:
    text = f"（2026）{code}行初5号"
    assert parse_case_number(text) is None
    assert [span.number for span in spot_case_numbers(f"{text} 4月20日9:30")] == [None]
    wrong = why_impossible(text)
    assert wrong is not None
    assert part in wrong.params.values()
    assert read_hearing(f"{text} 4月20日9:30", NOW, ZONE).problems[0] == wrong
    assert find_numbers(f"{text} 4月20日9:30").short == []


def test_what_is_wrong_otherwise_is_said_in_general() -> None:
    assert why_impossible("（2026）鲁0831民初5号") is None
    assert "（2026）鲁0831民初5号" in not_read("（2026）鲁0831民初5号").params.values()
    assert misspelt("见（2026）军01行初5号") == "（2026）军01行初5号"
    assert misspelt("（2026）军01行初5号、（2026）鲁0831行初5号") == ""
    assert misspelt("没有案号") == ""
