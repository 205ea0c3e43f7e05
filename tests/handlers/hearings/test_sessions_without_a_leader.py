"""A summons to a session that owes no leader: read, shown in the preview, said on the card."""

from __future__ import annotations

import pytest

from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 09:00"
SUMMONS = """传票
案号：（2026）鲁0831行初12号
案由：土地行政处罚
被传唤人：泗水县自然资源和规划局
传唤事由：{purpose}
应到时间：2026年12月15日9时30分
应到处所：本院第二审判庭"""


@pytest.mark.parametrize(
    ("purpose", "named", "sentence"),
    [
        ("判决宣告（宣判）", "宣判", "本次为宣判，无须负责人出庭"),
        ("谈话", "谈话", "本次为谈话，无须负责人出庭"),
        ("庭前会议", "庭前会议", "本次为庭前会议，无须负责人出庭"),
        ("证据交换", "证据交换", "本次为证据交换，无须负责人出庭"),
        ("询问", "询问", "本次为询问、调查，无须负责人出庭"),
    ],
)
async def test_the_preview_and_the_card_say_what_is_held(
    rig: Rig, county: County, purpose: str, named: str, sentence: str
) -> None:
    await rig.say(county.liaison, SUMMONS.format(purpose=purpose))
    preview = rig.last(county.liaison)
    assert f"</b>：{named}" in preview.text
    await rig.press(county.liaison, "确认")
    [row] = await steps.appearances(rig)
    assert row.strength == "none"
    card = rig.with_button(county.liaison, "开庭有变").text
    assert sentence in card
    assert "县自然资源局</b>：无须负责人出庭" in card


async def test_a_session_that_turns_out_to_be_a_hearing_owes_a_leader_from_then_on(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, SUMMONS.format(purpose="询问"))
    await rig.press(county.liaison, "确认")
    card = rig.with_button(county.liaison, "开庭有变")
    await rig.press(county.liaison, "开庭有变", card)
    await rig.press(county.liaison, "更正")
    for answer in ("开庭审理", "否", "否"):
        await rig.press(county.liaison, answer)
    await rig.say(county.liaison, "法院改为开庭")
    await rig.press(county.liaison, "确认")
    [row] = await steps.appearances(rig)
    assert row.strength == "hard"
    assert "尚未确定出庭负责人" in rig.last(county.liaison).text or "待指定" in rig.last(county.liaison).text


async def test_no_certificate_is_asked_for_where_no_leader_comes(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, SUMMONS.format(purpose="询问"))
    await rig.press(county.liaison, "确认")
    for when in ("2026-12-08 09:01", "2026-12-14 09:01"):
        [told] = [m.text for m in await rig.to(when) if m.chat_id == county.liaison and "12月15日" in m.text]
        assert "授权委托书" in told
        assert "身份证明" not in told
        assert "负责人发言提纲" not in told
