"""Rows of buttons as wide as a phone: three side by side up to four Chinese characters, two up to eight."""

from __future__ import annotations

import pytest

from bot.domain.hall.message import tap
from bot.domain.hall.phone import ALONE, fits, fitted, keeping, shortened, width


@pytest.mark.parametrize(
    ("label", "wide"),
    [("催办", 4), ("✓ 登记", 6), ("More ›", 6), ("① 办结", 7), ("🔴 逾期", 7), ("改为邮寄", 8), ("", 0)],
)
def test_a_chinese_character_is_as_wide_as_two_latin_ones(label: str, wide: int) -> None:
    assert width(label) == wide


@pytest.mark.parametrize(
    ("labels", "stand"),
    [
        (["登记开庭", "收到文书", "全部事项"], True),
        (["登记开庭", "收到文书", "其他负责人"], False),
        (["其他负责人出庭", "不能出庭"], True),
        (["其他负责人出庭应诉", "不能出庭"], False),
        (["一项很长很长很长很长很长很长的事项"], True),
        (["I appear", "Not I", "Later"], True),
        (["I will appear", "Another will"], True),
        (["I will appear", "Not I", "Later"], False),
        (["一", "二", "三", "四"], True),
        (["我的待办", "二", "三", "四"], False),
        (list("123456789"), False),
    ],
)
def test_what_stands_side_by_side(labels: list[str], stand: bool) -> None:
    assert fits(labels) is stand


@pytest.mark.parametrize(
    ("label", "most", "said"),
    [
        ("关于报送的通知", 14, "关于报送的通知"),
        ("关于报送的通知", 13, "关于报送的…"),
        ("Report", 5, "Rep…"),
        ("通知", 1, "…"),
    ],
)
def test_a_label_that_is_too_long_is_cut_with_an_ellipsis(label: str, most: int, said: str) -> None:
    assert shortened(label, most) == said


def test_of_a_label_the_title_gives_way_and_what_is_behind_it_stays() -> None:
    long = "关于报送上半年行政应诉工作情况的紧急通知"
    assert keeping(long, " · 已发送 · 6人未复") == "关于报送上半年行… · 已发送 · 6人未复"
    assert width(keeping(long, " · 已发送 · 6人未复")) <= ALONE
    assert keeping("通知", " · 已发送") == "通知 · 已发送"


def _row(*labels: str) -> tuple[object, ...]:
    return tuple(tap(label, "x", label) for label in labels)


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (["登记开庭", "收到文书", "更多"], [["登记开庭", "收到文书", "更多"]]),
        (["负责人已出庭", "负责人未出庭", "延期"], [["负责人已出庭", "负责人未出庭"], ["延期"]]),
        (["一个很长很长很长很长的名称", "更多", "返回"], [["一个很长很长很长很长的名称"], ["更多", "返回"]]),
        ([str(n) for n in range(1, 11)], [list("12345678"), ["9", "10"]]),
        (["10", "11", "12", "13", "14", "15"], [["10", "11", "12", "13", "14", "15"]]),
    ],
)
def test_a_row_that_is_too_wide_becomes_several_in_the_same_order(row: list[str], rows: list[list[str]]) -> None:
    found = fitted((_row(*row),))  # type: ignore[arg-type]
    assert [[button.label for button in one] for one in found] == rows
    assert all(fits([button.label for button in one]) for one in found)
