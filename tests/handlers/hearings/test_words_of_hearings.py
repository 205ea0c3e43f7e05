"""What people read of a hearing: online, who came, nobody twice, unlike things apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import County, county
from tests.handlers.hearings import steps
from tests.rig import Rig, open_rig

START = "2026-12-01 10:00"
ONLINE = [
    "线上开庭",
    "在线庭审",
    "互联网开庭",
    "网络开庭",
    "以视频方式开庭",
    "云庭审",
    "第三法庭（线上）",
    "通过人民法院在线服务平台开庭",
]


async def named(rig: Rig, place: County, leader: str = "张明") -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, leader)


@pytest.mark.slow
@pytest.mark.parametrize("said", ONLINE)
async def test_an_online_hearing_is_online_for_the_leader_from_the_question_to_the_morning(
    tmp_path: Path, said: str
) -> None:
    async with open_rig(tmp_path, start="2026-12-11 10:00") as rig:
        here = await county(rig)
        hearing = await steps.entered(rig, here, f"/hearing {steps.NUMBER} 12月15日上午9:30 {said}")
        assert hearing.online
        await named(rig, here)
        asked = rig.last(here.leader)
        assert "线上" in asked.text
        await rig.press(here.leader, "我出庭")
        await rig.to("2026-12-15 09:00")
        chat = rig.bot.chat(here.leader)
        assert not any("地点待定" in m.text or "提前到庭" in m.text for m in chat)
        today = next(m for m in reversed(chat) if "今日开庭" in m.text)
        assert "提前登录" in today.text


@pytest.mark.slow
async def test_the_place_decides_also_when_a_hearing_is_moved(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await named(rig, county)
    for when, where, online in (("12月16日上午9:30", "线上", True), ("12月17日上午9:30", "县法院第三审判庭", False)):
        await rig.press(county.liaison, "开庭有变")
        await rig.press(county.liaison, "改期或改地点")
        await rig.say(county.liaison, when)
        await rig.press(county.liaison, "✎ 地点")
        await rig.say(county.liaison, where)
        await rig.press(county.liaison, "✓ 确认")
        assert (await steps.hearings(rig))[-1].online is online
    assert "县法院第三审判庭" in rig.last(county.leader).text
    assert "线上" not in rig.last(county.leader).text


@pytest.mark.slow
async def test_a_hearing_moved_to_no_room_but_online_leaves_the_old_room(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.say(county.liaison, f"/hearing {steps.NUMBER} 12月18日上午9:30 线上开庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "改期至此")
    await rig.press(county.liaison, "✓ 确认")
    [hearing] = await steps.hearings(rig)
    assert hearing.online
    assert "第二审判庭" not in hearing.place


@pytest.mark.slow
async def test_that_nobody_can_come_is_said_of_nobody(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "申报不能出庭")
    await rig.press(county.liaison, "电话答复")
    await rig.press(county.liaison, "意外事件")
    await rig.say(county.liaison, "车祸住院")
    await rig.press(county.liaison, "尚未备齐")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "本机关工作人员")
    await rig.say(county.liaison, "何伟")
    await rig.press(county.liaison, "否")
    await rig.press(county.liaison, "提交")
    told = next(m for m in reversed(rig.bot.chat(county.coordinator)) if "【不能出庭】" in m.text)
    assert "县自然资源局：县自然资源局" not in told.text
    assert "县自然资源局申报" in told.text


@pytest.mark.slow
async def test_a_leader_who_stayed_away_is_not_shown_as_one_whose_matter_is_over(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-11 10:00") as rig:
        here = await county(rig)
        await steps.confirmed(rig, here)
        await rig.to("2026-12-16 10:00")
        await rig.press(here.liaison, "负责人未出庭")
        await rig.press(here.liaison, "未说明理由")
        await rig.press(here.liaison, "✎ 到庭人员")
        await rig.press(here.liaison, "仅律师")
        await rig.press(here.liaison, "提交")
        [card] = await rig.say(here.liaison, f"/case {steps.NUMBER}")
        assert "· 负责人未出庭" in card.text
        assert "张明" not in card.text
        assert "已结束" not in card.text
        [week] = await rig.say(here.coordinator, "/week")
        assert "✗ 负责人未出庭" in week.text


@pytest.mark.slow
async def test_plaintiff_and_cause_are_not_one_list_of_names(rig: Rig, county: County) -> None:
    await rig.say(
        county.liaison,
        f"{steps.NUMBER} 原告：张三丰 案由：土地行政处罚 12月15日上午9:30 县法院第二审判庭",
    )
    await rig.press(county.liaison, "✓ 确认")
    shown = rig.last(county.liaison)
    assert "张三丰" in shown.text
    assert "张三丰、土地行政处罚" not in shown.text
