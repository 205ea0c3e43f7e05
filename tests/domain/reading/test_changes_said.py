"""Changes of hearings said in words: which, what becomes of it, and what is no change."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.reading.changes import read_change
from bot.domain.reading.results_said import read_results
from tests.houses import ZONE

NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
A = "（2026）鲁0831行初12号"

CHANGES = [
    # text, kind, old, new, place
    (
        f"原定4月15日上午9:00开庭的{A}案件因故改期至4月28日上午9:30，地点不变。",
        "moved",
        "04-15 09:00",
        "04-28 09:30",
        "",
    ),
    (f"{A}的庭从4月15日上午9点提前到4月14日下午3点", "moved", "04-15 09:00", "04-14 15:00", ""),
    (f"{A}改期了，5月12日上午9点开庭", "moved", "", "05-12 09:00", ""),
    (f"接法院通知，{A}案庭审时间调整为5月8日上午10:00", "moved", "", "05-08 10:00", ""),
    (f"{A}新的开庭时间：5月8日上午10:00，原来的庭取消", "moved", "", "05-08 10:00", ""),
    (f"今天收到{A}变更开庭时间通知书，改到4月28日上午9:30", "moved", "", "04-28 09:30", ""),
    ("12号案4月28日的庭改到5月6日下午2:30，第五法庭", "moved", "04-28", "05-06 14:30", "第五法庭"),
    (f"{A}改到下午3点", "moved", "", "15:00", ""),
    (f"{A}4月28日的庭取消了", "cancelled", "04-28", "", ""),
    ("下周三的庭不开了", "cancelled", "04-08", "", ""),
    (f"{A}案延期，新的时间另行通知", "not_held", "", "", ""),
    (f"原定4月15日9:00开庭的{A}案因疫情原因延期开庭，具体时间另行通知", "not_held", "04-15 09:00", "", ""),
    (f"{A}原告撤诉了，4月15日不开庭了", "withdrawn", "04-15", "", ""),
    (f"{A}改到第五法庭", "place", "", "", "第五法庭"),
    (f"{A}开庭地点变更为县法院第三审判庭", "place", "", "", "县法院第三审判庭"),
    (f"{A}改为线上开庭", "place", "", "", "线上开庭"),
]


@pytest.mark.parametrize(("text", "kind", "old", "new", "place"), CHANGES)
def test_a_change(text: str, kind: str, old: str, new: str, place: str) -> None:
    change = read_change(text, NOW, ZONE)
    assert change is not None
    assert change.kind.value == kind
    assert written(change.old_day, change.old_clock) == old
    assert written(change.new_day, change.new_clock) == new
    assert change.place == place


def written(day: object, clock: object) -> str:
    return " ".join(filter(None, (str(day or "")[5:], str(clock or "")[:5])))


@pytest.mark.parametrize(
    "text",
    [
        f"{A} 4月28日上午9:30 县法院第二审判庭",
        f"{A} 4月28日上午9:30 开庭，如需延期请提前三日申请",
        f"{A}原告申请延期审理",
        f"{A}4月20日前提交变更诉讼请求申请书",
        f"{A}准许撤诉裁定书 今天收到",
        f"{A}延期举证申请已提交",
        f"请提前到庭。{A}4月28日9:30开庭",
        "今天会议改到下午3点",
        "传票\n" + A + "\n应到时间：4月28日9:30\n注意事项：不得无故延期",
        "",
    ],
)
def test_is_no_change(text: str) -> None:
    assert read_change(text, NOW, ZONE) is None


@pytest.mark.parametrize(
    ("text", "came"),
    [
        (f"{A}、13号今天开庭，张明副局长已出庭", True),
        (f"{A}负责人未出庭", False),
        (f"{A}没有负责人出庭，委托代理人到庭了", None),
        (f"{A}请张局长出庭", None),
        (f"{A}负责人出庭了吗？", None),
        ("今天的庭领导已出庭", None),
        (f"{A}今天开庭了，李建国局长出庭，全程在庭，发言了", True),
        (f"{A}上午开完庭了，张明副局长出庭并发言", True),
        (f"{A}庭审结束，张局长到庭", True),
        (f"{A}今天开庭了，没有负责人出庭", False),
        (f"{A}今天不开庭了，张局长不用出庭", None),
        (f"{A}今天开庭了，改由李局长出庭", None),
        (f"{A}今天9:30开庭，张明副局长出庭", None),
        (f"{A}出庭通知书 今天收到", None),
    ],
)
def test_a_result(text: str, came: bool | None) -> None:
    said = read_results(text, NOW, ZONE)
    assert (said.came if said else None) is came


def test_a_result_says_how_the_leader_took_part() -> None:
    said = read_results(f"{A}今天开庭了，李建国局长出庭，全程在庭，发言了", NOW, ZONE)
    assert said is not None
    assert (said.sure, said.stayed, said.spoke, said.video) == (True, True, True, None)
    said = read_results(f"{A}昨天开庭了，张局长视频出庭，未发言，中途离庭", NOW, ZONE)
    assert said is not None
    assert (said.stayed, said.spoke, said.video) == (False, False, True)


def test_who_appears_today_may_be_a_plan() -> None:
    said = read_results(f"{A}今天开庭，张明副局长出庭", NOW, ZONE)
    assert said is not None
    assert not said.sure
