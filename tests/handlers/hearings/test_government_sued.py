"""The county government is sued: the bureau and its office see to a leader, and that is done once one is named."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County, county
from tests.handlers.hearings.appearance_steps import report_absence
from tests.rig import Rig

START = "2026-12-01 10:00"
NUMBER = "（2026）鲁08行初12号"


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.office_liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
    await rig.press(here.office_liaison, "县政府")
    await rig.press(here.office_liaison, "登记")
    return here


async def arranging(rig: Rig) -> list[Duty]:
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "SS13")).all())
    return list(rows)


async def name(rig: Rig, place: County) -> None:
    await rig.say(place.coordinator, f"/hearing {NUMBER} 12月15日上午9:30 市中院第三审判庭")
    await rig.press(place.coordinator, "确认")
    await rig.press(place.coordinator, "指定出庭负责人")
    await rig.press(place.coordinator, "冯涛")


@pytest.mark.slow
async def test_the_two_who_owe_it_are_told_apart_by_their_names_not_by_the_paper(rig: Rig, place: County) -> None:
    await rig.say(place.coordinator, f"/case {NUMBER}")
    await rig.behind(place.coordinator, "全部事项")
    page = rig.last(place.coordinator).text
    told = "协调县政府负责人出庭</b>：请于12月3日（周四）前协调确定县政府出庭负责人（剩2个工作日）。"
    assert f"{told}（县司法局）" in page
    assert f"{told}（县政府办）" in page
    assert "（应诉通知书）" not in page


@pytest.mark.slow
async def test_it_is_done_when_the_leader_is_named_and_nobody_is_pressed(rig: Rig, place: County) -> None:
    """What the bot knows already it does not chase; the leader's yes is a matter of its own."""
    assert {d.state for d in await arranging(rig)} == {DutyState.OPEN}
    await name(rig, place)
    done = await arranging(rig)
    assert [d.state for d in done] == [DutyState.DONE] * 2
    assert {d.done_note for d in done} == {"冯涛副县长"}
    sent = await rig.to("2026-12-08 12:00")
    assert not [m for m in sent if "协调县政府负责人出庭" in m.text]


@pytest.mark.slow
async def test_where_a_form_must_be_filed_the_leader_alone_is_not_enough(rig: Rig, place: County) -> None:
    number = "（2026）鲁0831行初77号"
    await rig.say(place.liaison, f"{number} 应诉通知书 今天收到 邮寄")
    await rig.press(place.liaison, "登记")
    await rig.say(place.liaison, f"/hearing {number} 12月15日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    await rig.press(place.leader, "我出庭")
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "SS12")).all())
    assert [d.state for d in rows] == [DutyState.OPEN]


@pytest.mark.slow
async def test_a_yes_that_is_taken_back_leaves_the_leader_named(rig: Rig, place: County) -> None:
    await name(rig, place)
    await rig.press(place.vice_mayor, "我出庭")
    await rig.press(place.vice_mayor, "更改答复")
    await rig.press(place.vice_mayor, "收回答复")
    assert [d.state for d in await arranging(rig)] == [DutyState.DONE] * 2


@pytest.mark.slow
async def test_a_leader_who_cannot_come_opens_again_what_the_name_had_closed(rig: Rig, place: County) -> None:
    await name(rig, place)
    before = len(rig.bot.chat(place.coordinator))
    await rig.press(place.vice_mayor, "不能出庭")
    await report_absence(rig, place.vice_mayor)
    await rig.press(place.vice_mayor, "提交")
    rows = await arranging(rig)
    assert [(d.state, d.done_on, d.done_note) for d in rows] == [(DutyState.OPEN, None, "")] * 2
    said = [m.text for m in rig.bot.chat(place.coordinator)[before:]]
    assert any("【恢复办理】原定负责人不能出庭，请另行明确。" in text for text in said), said
    await rig.press(place.vice_mayor, "更改答复")
    await rig.press(place.vice_mayor, "收回答复")
    assert [d.state for d in await arranging(rig)] == [DutyState.DONE] * 2


@pytest.mark.slow
async def test_whoever_sees_several_agencies_is_told_whose_leader_is_meant(rig: Rig, county: County) -> None:
    number = "（2026）鲁0831行初77号"
    both = f"{number} 应诉通知书 被告：县政府、县自然资源局 今天收到 邮寄"
    await rig.say(county.liaison, both)
    await rig.press(county.liaison, "登记")
    await rig.say(county.liaison, f"/hearing {number} 12月15日上午9:30 市中院第三审判庭")
    await rig.press(county.liaison, "确认")
    sent = await rig.to("2026-12-08 09:01")
    week = {m.chat_id: m.text for m in sent if "距开庭还有7天" in m.text}
    assert "<b>县政府</b>：尚未确定出庭负责人" in week[county.office_liaison]
    assert "<b>县政府</b>：尚未确定出庭负责人" in week[county.coordinator]
    [own] = [m.text for m in sent if m.chat_id == county.liaison and m.text.startswith("【今日提醒】12月8日（周二）")]
    assert "开庭 行初77号：12月15日（周二）9:30，剩5个工作日 · ⚠ 出庭负责人仍未确定" in own
