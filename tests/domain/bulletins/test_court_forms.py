"""What one line says of a court's bulletin: quarter, court, day of receipt; the rest is still asked for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.bulletins.court_forms import read_at_once, read_quarter
from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 10, 9, 0, tzinfo=ZONE)
"""A Friday."""
COURTS = {"泗水县人民法院": ("县法院", "泗水县人民法院")}
BOTH = {"quarter": "2026Q1", "received": "2026-04-10"}
BEFORE = {"quarter": "2026Q1", "received": "2026-04-09"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026年第一季度 今天收到", BOTH),
        ("2026年第一季度，4月9日收到", BEFORE),
        ("一季度通报今天收到", BOTH),
        ("今天收到2026年第一季度的通报", BOTH),
        ("二〇二六年第一季度 4月9日", BEFORE),
        ("2026Q1 今天", BOTH),
        ("2026-Q1 昨天", BEFORE),
        ("上季度的，今天收到", BOTH),
        ("Q1 2026, received today", BOTH),
        ("last quarter, received on April 9", BEFORE),
        ("县法院2026年一季度通报，昨天收到", {"court": "泗水县人民法院", **BEFORE}),
        ("今天收到", {"received": "2026-04-10"}),
        ("2026年第一季度 明天收到", {"quarter": "2026Q1"}),  # it cannot have come in tomorrow: still to be asked
        ("2026年第一季度 张三", {"quarter": "2026Q1"}),
        ("2026年第二季度 今天收到", {}),  # not over yet
        ("张三", {}),
        ("2026年第一季度\n县公安局 4 3", {}),  # a table is no answer to this
    ],
)
def test_a_line_says_the_quarter_and_the_day(said: str, found: dict[str, str]) -> None:
    assert read_at_once(said, Situation(NOW, ZONE), COURTS) == found


def test_where_the_quarter_is_known_a_day_that_cannot_be_read_changes_nothing() -> None:
    assert read_at_once("2025年第四季度 张三", Situation(NOW, ZONE, {"quarter": "2026Q1"}), COURTS) == {}


def test_of_a_quarter_that_is_not_over_it_is_said_when_it_ends_whatever_stands_beside_it() -> None:
    said = read_quarter("2026年第二季度 今天收到", Situation(NOW, ZONE))
    assert isinstance(said, Problem)
    assert said.msgid.startswith("This quarter ends on {last}")
