"""A line that names the day on which the other side was served: never the day of the agency's own receipt."""

from datetime import date

import pytest

from bot.domain.cases.paper_values import correction, said

TODAY = date(2026, 3, 6)
LINE = "（2026）鲁0831行初12号 判决书 "


@pytest.mark.parametrize(
    "text",
    [
        "3月2日收到 原告3月5日收到",
        "原告于3月5日收到，我局3月2日收到",
        "3月2日收到，3月5日送达原告",
        "原告张三于３月５日签收 三月二日收到",
        "3月2日收到，对方当事人昨天签收",
    ],
)
def test_both_days_are_read(text: str) -> None:
    found = said(LINE + text, TODAY)
    assert (found["served_on"], found["others"]) == ("2026-03-02", "2026-03-05")


def test_the_other_sides_day_alone_is_not_ones_own() -> None:
    found = said(LINE + "原告3月5日收到", TODAY)
    assert "served_on" not in found
    assert found["others"] == "2026-03-05"


def test_a_plaintiffs_name_before_a_day_makes_it_nobody_elses() -> None:
    found = said(LINE + "原告：张三 3月2日收到", TODAY)
    assert found["served_on"] == "2026-03-02"
    assert "others" not in found


def test_no_other_sides_day_of_a_paper_that_decides_nothing() -> None:
    assert "others" not in said("（2026）鲁0831行初12号 传票 3月2日收到 原告3月5日收到", TODAY)


def test_it_may_be_typed_at_the_preview() -> None:
    spoken = said("原告3月5日收到", TODAY)
    assert correction({"served_on": "2026-03-02"}, spoken, "原告3月5日收到", TODAY) == {"others": "2026-03-05"}
