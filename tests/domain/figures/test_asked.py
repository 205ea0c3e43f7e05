"""What a button of the figures says, and the plain words that ask for them."""

from __future__ import annotations

import pytest

from bot.domain.figures import periods
from bot.domain.figures.asked import LETTERS, Asked, counted_of, read
from bot.domain.figures.forms import asked_in_words
from bot.domain.figures.questions import Split
from bot.domain.hall.message import tap

LONGEST = periods.of_key("2026-07-01~2026-08-15")


@pytest.mark.parametrize("split", [None, *LETTERS])
@pytest.mark.parametrize("scope", ["all", "u12", "b3"])
def test_what_is_asked_survives_the_way_through_a_button(split: Split | None, scope: str) -> None:
    asked = Asked(periods.quarter(2026, 3), scope, split)
    assert read(*asked.args) == asked


def test_the_longest_question_fits_a_button() -> None:
    assert LONGEST is not None
    asked = Asked(LONGEST, "u2147483647", Split.LEADER).line("汝州市人民法院" * 20)
    assert len(tap("x", "fig.rows", *asked.args, "a", 9999).data.encode()) <= 64


@pytest.mark.parametrize(
    "args",
    [("", "all", "", ""), ("2026Q5", "all", "", ""), ("2026Q3", "u0", "", ""), ("2026Q3", "u1;", "", ""),
     ("2026Q3", "all", "x", ""), ("2026Q3", "", "", "")],
)  # fmt: skip
def test_what_says_nothing_is_nothing(args: tuple[str, str, str, str]) -> None:
    assert read(*args) is None


def test_a_line_of_units_is_a_scope_and_another_line_is_a_part() -> None:
    asked = Asked(periods.quarter(2026, 3))
    assert asked.by(Split.UNIT).line("12").scope == "u12"
    assert asked.by(Split.UNIT).line("12", whole=True).scope == "b12"
    assert asked.by(Split.AREA).line("12").scope == "b12"
    part = asked.by(Split.COURT).line("汝州市人民法院")
    assert part.is_part
    assert part.whole() == asked
    assert part.token != asked.by(Split.COURT).line("平顶山市中级人民法院").token


@pytest.mark.parametrize("split", LETTERS)
def test_a_line_leads_back_to_the_split_that_it_was_opened_from(split: Split) -> None:
    area = Asked(periods.quarter(2026, 3), "b3", split)
    line = area.line("12")
    assert read(*line.args) == line
    assert line.origin == area
    assert line.whole().origin is None
    assert area.origin is None


def test_letters_of_how_rows_are_counted() -> None:
    assert [counted_of(one) for one in "auxoe"] == ["attended", "unexcused", "excused", "open", "exempt"]
    assert counted_of("") == counted_of("q") == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("统计", ""),
        ("出庭率", ""),
        ("本季度出庭率", "本季度"),
        ("查看县公安局去年的负责人出庭率", "县公安局去年"),
        ("2026年第三季度统计", "2026年第三季度"),
        ("figures of 2026Q3", "2026Q3"),
        ("今天出庭", None),
        ("（2026）鲁0831行初12号 12月15日上午9:30 县法院第二审判庭开庭，请各单位报送出庭率", None),
    ],
)
def test_plain_words(text: str, rest: str | None) -> None:
    assert asked_in_words(text) == rest
