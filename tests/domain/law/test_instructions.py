"""What a rule has its unit do, in words: for whoever would report to itself without the report."""

from __future__ import annotations

import pytest

from bot.domain.law.instructions import unreported


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("组织至少一次负责人出庭应诉培训，并将情况报{to}", "组织至少一次负责人出庭应诉培训"),
        ("明确出庭负责人，并报{to}备案", "明确出庭负责人"),
        ("由主要负责人向{to}道歉，并表态限期纠正", "由主要负责人向{to}道歉，并表态限期纠正"),
        ("将典型经验做法报送{to}", "将典型经验做法报送{to}"),
        ("hold at least one training for leaders and report it to {to}", "hold at least one training for leaders"),
    ],
)
def test_only_the_report_is_cut(said: str, left: str) -> None:
    assert unreported(said) == left
