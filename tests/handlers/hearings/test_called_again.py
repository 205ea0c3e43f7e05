"""Who must appear changes between hearings: the court calls again, a result is corrected, the first hearing moves."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Duty
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-04-07 10:00"
NUMBER = steps.NUMBER
ATTENDED = ("负责人已出庭", "提交")


async def press(rig: Rig, user: int, *labels: str) -> None:
    for label in labels:
        await rig.press(user, label)


def said(rig: Rig, user: int) -> str:
    """Everything that stands in a chat now."""
    return "\n".join(m.text for m in rig.bot.chat(user))


async def by_book(rig: Rig, county: County, book: str) -> None:
    def work(desk: Desk) -> None:
        for one in (county.government, county.city):
            desk.session.get_one(Agency, one).rulebook = book

    await rig.work(work)


async def second_hearing(rig: Rig, county: County) -> None:
    """张明 attended on 15 April; a hearing on 22 April is entered: nobody need come."""
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await press(rig, county.liaison, "确认", "指定出庭负责人", "张明")
    await rig.press(county.leader, "我出庭")
    await rig.to("2026-04-15 14:00")
    await rig.say(county.liaison, "/hearings")
    await rig.press_data(county.liaison, f"hr:1:{county.resources}", rig.last(county.liaison))
    await press(rig, county.liaison, *ATTENDED)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月22日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    assert "无须负责人出庭" in rig.last(county.liaison).text
    await rig.to("2026-04-17 10:00")


async def test_a_new_appearance_notice_after_an_attended_first_hearing_starts_the_duty_again(
    rig: Rig, county: County
) -> None:
    await second_hearing(rig, county)
    card = rig.with_button(county.liaison, "开庭有变")
    before = len(rig.bot.chat(county.leader))
    await rig.say(county.liaison, f"{NUMBER} 出庭通知书 今天收到")
    await rig.press(county.liaison, "登记")
    asked = rig.bot.chat(county.leader)[before:]
    assert ["4月22日" in m.text and "我出庭" in m.labels for m in asked] == [True], "the leader who knows the case"
    shown = rig.bot.find(county.liaison, card.message_id).text
    assert "无须负责人出庭" not in shown
    assert "人民法院通知负责人再次出庭" in shown
    assert "拟由张明副局长出庭，待答复" in shown
    [news] = [m for m in rig.bot.chat(county.liaison) if "出庭要求有变" in m.text]
    assert "4月22日" in news.text
    alarms = [m for m in rig.bot.chat(county.coordinator) if "4月22日" in m.text]
    assert len([m for m in alarms if "【尚未确认】" in m.text]) == 1, alarms
    sent = await rig.to("2026-04-20 09:30")
    digest = next(m for m in sent if m.chat_id == county.coordinator and m.text.startswith("【今日要情】"))
    assert "未定负责人1件" in digest.text
    await rig.to("2026-04-22 15:00")
    await rig.say(county.liaison, "/hearings")
    await rig.press_data(county.liaison, f"hr:2:{county.resources}", rig.last(county.liaison))
    await press(rig, county.liaison, "负责人未出庭", "未说明理由", "✎ 到庭人员", "无人", "提交")
    assert "计为：无正当理由未出庭" in rig.last(county.liaison).text


async def test_a_notice_that_is_withdrawn_releases_the_leader_again(rig: Rig, county: County) -> None:
    await second_hearing(rig, county)
    await rig.say(county.liaison, f"{NUMBER} 出庭通知书 今天收到")
    await rig.press(county.liaison, "登记")
    await rig.press(county.leader, "我出庭")
    before = len(rig.bot.chat(county.leader))
    card = next(m for m in reversed(rig.bot.chat(county.liaison)) if "【案件】" in m.text)
    await rig.behind(county.liaison, "① 更正", card)
    await rig.press(county.liaison, "误登，撤回")
    await rig.say(county.liaison, "通知书是别的案件的")
    await rig.press(county.liaison, "确认")
    told = rig.bot.chat(county.leader)[before:]
    assert any("您不必到庭" in m.text for m in told)
    assert [m.document is not None and b"METHOD:CANCEL" in m.document[1] for m in told if m.document] == [True]
    sent = await rig.to("2026-04-22 09:00")
    assert [m.text for m in sent if m.chat_id == county.leader and NUMBER in m.text] == []


# -- the principal is asked for ------------------------------------------------------------------------------------


async def anhui_over(rig: Rig, county: County) -> None:
    """The year's first hearing is the principal's; 张明 is named all the same, and comes."""
    await by_book(rig, county, "anhui-principal-2023")
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await press(rig, county.liaison, "确认", "指定出庭负责人", "张明", "已知悉")
    await rig.press(county.leader, "我出庭")


async def duties(rig: Rig, trigger: str) -> list[Duty]:
    return list(await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == trigger)).all()))


async def test_a_deputy_where_the_principal_is_asked_for_needs_a_second_tap_and_is_told_to_all_three(
    rig: Rig, county: County
) -> None:
    await by_book(rig, county, "anhui-principal-2023")
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await press(rig, county.liaison, "确认", "指定出庭负责人", "张明")
    asked = rig.with_button(county.liaison, "已知悉")
    assert "张明副局长不是主要负责人" in asked.text
    assert "本年度第一件开庭审理的案件" in asked.text
    assert "一（一）" in asked.text
    assert "按主要负责人应出庭未出庭处理" in asked.text
    assert rig.bot.chat(county.leader) == []
    await rig.press(county.liaison, "已知悉")
    for user in (county.leader, county.principal):
        [told] = [m for m in rig.bot.chat(user) if "应由主要负责人出庭】" in m.text]
        assert "张明副局长" in told.text
        assert "本年度第一件开庭审理的案件" in told.text
        assert "按主要负责人应出庭未出庭处理" in told.text
    assert "按规定应由主要负责人出庭" in rig.with_button(county.liaison, "变更出庭人员").text
    await rig.press(county.leader, "我出庭")
    for user in (county.liaison, county.principal):
        assert [m for m in rig.bot.chat(user) if "应由主要负责人出庭】" in m.text and "确认出庭" in m.text]
    sent = await rig.to("2026-04-09 09:00")
    [*_, digest] = [m for m in sent if m.chat_id == county.coordinator and m.text.startswith("【今日要情】")]
    assert "应由主要负责人出庭而另定他人1件：4月15日（周三）县自然资源局 行初12号 · 张明副局长" in digest.text


async def test_the_principal_is_named_without_a_second_tap(rig: Rig, county: County) -> None:
    await by_book(rig, county, "anhui-principal-2023")
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await press(rig, county.liaison, "确认", "指定出庭负责人", "李建国")
    asked = rig.last(county.principal)
    assert "我出庭" in asked.labels
    assert "本年度第一件开庭审理的案件" in asked.text


async def test_the_mark_of_the_first_hearing_of_the_year_moves_in_the_leaders_message_too(
    rig: Rig, county: County
) -> None:
    await by_book(rig, county, "anhui-principal-2023")
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await press(rig, county.liaison, "确认", "指定出庭负责人", "李建国")
    asked = rig.last(county.principal)
    first = "本年度第一件开庭审理的案件"
    card = rig.with_button(county.liaison, "开庭有变")
    assert first in card.text
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初20号 4月13日上午9:30 县法院第一审判庭")
    await rig.press(county.liaison, "确认")
    assert first not in rig.bot.find(county.principal, asked.message_id).text
    assert first not in rig.bot.find(county.liaison, card.message_id).text
    earlier = rig.with_button(county.liaison, "开庭有变")
    assert first in earlier.text
    await rig.press(county.liaison, "开庭有变", earlier)
    await rig.press(county.liaison, "取消开庭")
    await rig.say(county.liaison, "法院通知取消")
    await rig.press(county.liaison, "确认")
    assert first in rig.bot.find(county.principal, asked.message_id).text
    assert first in rig.bot.find(county.liaison, card.message_id).text


async def test_a_result_corrected_to_the_principal_takes_back_what_it_had_started(rig: Rig, county: County) -> None:
    await anhui_over(rig, county)
    await rig.to("2026-04-16 10:00")
    await press(rig, county.liaison, *ATTENDED)
    started = await duties(rig, "principal_absent")
    assert started
    assert {one.state for one in started} == {DutyState.OPEN}
    told = [m for m in rig.bot.chat(county.coordinator) if started[0].title["zh"] in m.text]
    assert told, "the bureau learns of what it owes"
    await rig.press(county.coordinator, "收到", told[0])
    await rig.press(county.liaison, "更正反馈")
    await rig.say(county.liaison, "核对笔录，出庭人为局长")
    await press(rig, county.liaison, "✎ 出庭负责人", "李建国", "提交")
    assert {one.state for one in await duties(rig, "principal_absent")} == {DutyState.CANCELLED}
    assert await duties(rig, "principal_attended")
    now = said(rig, county.coordinator)
    assert "核对笔录，出庭人为局长" in now
    assert "取消" in rig.bot.find(county.coordinator, told[0].message_id).text or "不再" in now
