"""Chinese numerals and the folding of look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.numerals import fold, parse_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("廿五", 25),
        ("卅一", 31),
        ("零五", 5),
        ("〇", 0),
        ("二〇二六", 2026),
        ("二零二六", 2026),
        ("二O二六", 2026),
        ("三百零五", 305),
        ("一千二百", 1200),
        ("两", 2),
        ("07", 7),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text", ["", "十十", "二十零", "十零五", "2十", "百", "零十", "二三十", "甲", "一" * 40, "٣", "-1"]
)
def test_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, "一二三四五六七八九"[tens - 1] + "十")
    return head + ("一二三四五六七八九"[ones - 1] if ones else "")


@given(st.integers(1, 99))
def test_small_numbers_come_back(number: int) -> None:
    assert parse_numeral(han(number)) == parse_numeral(str(number)) == number


@given(st.text(max_size=60))
def test_folding_keeps_every_position_and_is_final(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding() -> None:
    assert fold("１２：３０（ＡＭ）〔週三〕—點") == "12:30(am)(周三)-点"
    assert fold("İ") == "İ"
