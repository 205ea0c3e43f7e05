"""What of a text was not taken: found by kind, compared with what a draft holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.domain.reading import unused
from bot.domain.reading.case_names import find_case_names
from tests.houses import ZONE

NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
A = "（2026）鲁0831行初"
WHEN = "2026-04-28T09:30:00+08:00"

PAPER = {"number": f"{A}12号", "papers": ["notice_of_response"], "served_on": "2026-04-02"}


@pytest.mark.parametrize(
    ("text", "values", "left"),
    [
        (f"{A}12号和13号 应诉通知书 今天收到", PAPER, [f"{A}13号"]),
        (f"{A}12号、13号", {"several": [f"{A}12号"], "all_several": [f"{A}12号", f"{A}13号"]}, []),
        (f"{A}12号 4月28日上午9:30 第二审判庭", {"number": f"{A}12号", "when": WHEN}, ["第二审判庭"]),
        (f"{A}12号 4月28日9:30 本院第二审判庭", {"number": f"{A}12号", "when": WHEN, "place": "县法院第二审判庭"}, []),
        (f"{A}12号 4月28日9:30", {"number": f"{A}12号", "when": "2026-04-29T09:30:00+08:00"}, ["4月28日9:30"]),
        (f"{A}12号 13号材料已交", {"number": f"{A}12号"}, ["13号"]),
        ("孔德明案明天上午9点", {"when": "2026-04-03T09:00:00+08:00"}, ["孔德明"]),
        (f"{A}12号 4月28日9:30开庭，张明出庭", {"number": f"{A}12号", "when": WHEN}, ["张明出庭"]),
        (f"{A}12号 4月28日9:30 由张明副局长出庭应诉", {"number": f"{A}12号", "when": WHEN}, ["由张明副局长出庭应诉"]),
        (f"{A}12号 4月28日9:30 请安排出庭，单位负责人准时出庭", {"number": f"{A}12号", "when": WHEN}, []),
        (f"{A}12号 4月28日9:30 张明已出庭", {"number": f"{A}12号", "when": WHEN}, []),
        (f"{A}12号 司法建议书 司建3、4号", {"number": f"{A}12号", "papers": ["advice_received"]}, []),
        ("孔德明案", {"plaintiff": "孔德明等3人"}, []),
        ("第3号法庭，5号楼2号门", {"place": "第3号法庭"}, []),
    ],
)  # fmt: skip
def test_what_is_left(text: str, values: dict[str, Any], left: list[str]) -> None:
    context = unused.more({}, unused.seen(text, NOW, ZONE))
    assert list(unused.left(context, values).texts) == left


def test_what_waits_behind_a_draft_is_taken_too() -> None:
    context = unused.more({}, unused.seen(f"{A}12号 传票 4月28日上午9:30", NOW, ZONE))
    held = {"number": f"{A}12号", "papers": ["summons"]}
    assert list(unused.left(context, held).texts) == ["4月28日上午9:30"]
    queue = [{"form": "hearing", "values": {"when": WHEN}, "context": {}}]
    assert unused.left({**context, "queue": queue}, held).texts == ()


def test_of_many_things_only_some_are_named() -> None:
    text = "、".join(f"{A}{n}号 5月{n}日" for n in range(1, 12))
    left = unused.left(unused.more({}, unused.seen(text, NOW, ZONE)), {})
    assert len(left.texts) + left.more == 22
    assert left.more > 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("孔德明案明天开庭", ["孔德明"]),
        ("你们局孔德明那个案子", ["孔德明"]),
        ("原告孔德明诉泗水县自然资源局一案", ["孔德明"]),
        ("欧阳某某等3人案", ["欧阳某某"]),
        ("本院受理的案件", []),
        ("原告撤诉了", []),
        ("此案已结案", []),
        ("我局应诉案件", []),
    ],
)
def test_persons_by_whom_cases_are_called(text: str, names: list[str]) -> None:
    assert [one.name for one in find_case_names(text)] == names
