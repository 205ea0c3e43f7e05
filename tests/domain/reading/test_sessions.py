"""What a court calls people for: read from the summons, and from a line that says so with a word of its own."""

from __future__ import annotations

import pytest

from bot.domain.reading.oneline import read_hearing
from tests.desk import at
from tests.houses import ZONE

SUMMONS = """传票
案号：（2026）鲁0831行初12号
案由：土地行政处罚
被传唤人：泗水县自然资源和规划局
传唤事由：{purpose}
应到时间：2026年12月15日9时30分
应到处所：本院第二审判庭"""


@pytest.mark.parametrize(
    ("purpose", "session"),
    [
        ("判决宣告（宣判）", "pronouncement"),
        ("宣判", "pronouncement"),
        ("公开宣告判决", "pronouncement"),
        ("谈话", "talk"),
        ("询问", "inquiry"),
        ("调查询问", "inquiry"),
        ("庭前会议", "pretrial_conference"),
        ("证据交换", "evidence_exchange"),
        ("组织双方交换证据", "evidence_exchange"),
        ("开庭", ""),
        ("开庭审理", ""),
        ("到庭应诉", ""),
        ("开庭审理并当庭宣判", ""),
        ("", ""),
    ],
)
def test_the_summons_says_what_it_calls_to(purpose: str, session: str) -> None:
    found = read_hearing(SUMMONS.format(purpose=purpose), at("2026-12-01 09:00"), ZONE)
    assert found.session == session
    assert found.unread == ()
    assert (found.place, found.moment is not None) == ("山东省泗水县人民法院第二审判庭", True)


@pytest.mark.parametrize(
    ("said", "session"),
    [
        ("县法院第二审判庭 宣判", "pronouncement"),
        ("县法院第二审判庭，参加庭前会议", "pretrial_conference"),
        ("县法院 证据交换", "evidence_exchange"),
        ("县法院谈话室谈话", "talk"),
        ("县法院询问室", ""),
        ("县法院第二审判庭", ""),
        ("县法院第二审判庭 开庭 宣判", ""),
    ],
)
def test_a_line_says_so_with_a_word_of_its_own(said: str, session: str) -> None:
    found = read_hearing(f"（2026）鲁0831行初12号 12月15日上午9:30 {said}", at("2026-12-01 09:00"), ZONE)
    assert found.session == session
