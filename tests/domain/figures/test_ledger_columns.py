"""Headings of somebody else's ledger, also such as are made to hold the bot up."""

from __future__ import annotations

import time

import pytest

from bot.domain.figures import ledger_columns


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("案号（必填）", "number"),
        ("开庭时间[年月日]", "hearing"),
        ("原告（第一原告）（姓名）", "plaintiff"),
        ("是否 出庭：", "attended"),
    ],
)
def test_what_stands_in_brackets_says_nothing(heading: str, means: str) -> None:
    assert ledger_columns.field_of(heading) == means


@pytest.mark.parametrize("sign", ["（", "(", "[（", "（案号"])
def test_a_heading_of_brackets_that_never_close_is_read_as_fast_as_any(sign: str) -> None:
    begun = time.perf_counter()
    ledger_columns.field_of(sign * 20_000)
    assert time.perf_counter() - begun < 2
