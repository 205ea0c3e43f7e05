"""In which order the writing of a page is read, and what two readings say together: data, no picture."""

from __future__ import annotations

import pytest

from bot.extracts.agreement import agreed
from bot.extracts.rows import Spot, ordered, with_blanks

HEIGHT = 48.0


def page(*lines: tuple[str, float, float]) -> list[Spot]:
    """Text, left side and middle; a letter is 34 wide."""
    return [Spot(text, left, left + 34 * len(text), y, HEIGHT, at) for at, (text, left, y) in enumerate(lines)]


def test_a_row_is_read_from_left_to_right_though_its_right_part_lies_a_little_higher() -> None:
    found = ordered(page(("第二审判庭", 400, 196), ("应到处所", 100, 210), ("传票", 300, 100)))
    assert found.text == "传票\n应到处所 第二审判庭"
    assert found.order == (2, 1, 0)


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_a_cell_of_several_lines_goes_with_the_label_at_its_middle(lines: int) -> None:
    parts = ["孔德明诉泗水县", "自然资源局行政", "登记并责令其", "重新登记"][:lines]
    middle = 300 + 50 * (lines - 1) / 2
    spots = page(
        ("案号", 100, 200), ("（2026）鲁0831行初12号", 300, 200),
        *((part, 300.0, 300.0 + 50 * at) for at, part in enumerate(parts)), ("案由", 100, middle),
        ("应到时间", 100, 320 + 50 * lines), ("2026年4月28日9时30分", 300, 320 + 50 * lines),
    )  # fmt: skip
    assert ordered(spots).text.split("\n") == [
        "案号 （2026）鲁0831行初12号", f"案由 {''.join(parts)}", "应到时间 2026年4月28日9时30分",
    ]  # fmt: skip


def test_tight_rows_of_a_form_stay_rows() -> None:
    spots = page(*((text, left, 200.0 + 60 * at) for at, row in enumerate(["案号一二三", "案由四五六", "法院七八九"])
                   for text, left in ((row[:2], 100.0), (row[2:], 300.0))))  # fmt: skip
    assert ordered(spots).text == "案号 一二三\n案由 四五六\n法院 七八九"


def test_a_line_that_ended_at_the_margin_goes_on_below() -> None:
    long = "本院受理的原告孔德明与被告泗水县自然资源局一案定于四月二十八日在本院第二审"
    spots = page(("开庭通知书", 500, 100), (long, 168, 200), ("判庭公开开庭审理。", 100, 260), ("特此通知。", 168, 320))
    assert ordered(spots).text == f"开庭通知书\n{long}判庭公开开庭审理。\n特此通知。"


def test_the_longest_line_of_a_list_of_labels_does_not_take_the_next_label_in() -> None:
    spots = page(("受送达人：泗水县人力资源和社会保障局", 100, 200), ("案由：行政登记", 100, 260))
    assert ordered(spots).text == "受送达人：泗水县人力资源和社会保障局\n案由：行政登记"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-04-1309:00", "2026-04-13 09:00"),
        ("开庭时间：2026/4/1314:30", "开庭时间：2026/4/13 14:30"),
        ("2026.04.1309：00", "2026.04.13 09：00"),
        ("2026-04-13 09:00", "2026-04-13 09:00"),
        ("12026-04-1309:00", "12026-04-1309:00"),
        ("2026-04-1399:00", "2026-04-1399:00"),
    ],
)
def test_the_blank_between_day_and_hour_is_put_back(written: str, meant: str) -> None:
    assert with_blanks(written) == meant


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        ("行初12号", "行初12号", (0.9, 0.9, 0.8, 0.8, 0.8)),
        ("行初12号", "行初17号", (0.9, 0.9, 0.8, 0.0, 0.8)),
        ("行初12号", "行初132号", (0.9, 0.9, 0.0, 0.0, 0.8)),
        ("行初12号", "行初2号", (0.9, 0.9, 0.0, 0.8, 0.8)),
        ("行初12号", "", (0.0, 0.0, 0.0, 0.0, 0.0)),
        ("(2026)", "（2026）", (0.0, 0.8, 0.8, 0.8, 0.8, 0.0)),
    ],
)
def test_where_two_readings_differ_nothing_is_certain(first: str, second: str, certain: tuple[float, ...]) -> None:
    sure = tuple(0.9 if sign in "行初" else 1.0 for sign in first)
    text, found = agreed((first, sure), (second, tuple(0.9 if sign in "行初" else 0.8 for sign in second)))
    assert (text, found) == (first, certain)
