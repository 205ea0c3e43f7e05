"""Whole stories: who watches the principal (Anhui), a hearing called off, the joint conference (Ruzhou, Sanmenxia)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import DutyState, EventState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Event
from tests.builders import County
from tests.handlers.documents.test_event_papers import papers
from tests.handlers.duties.steps import duties
from tests.handlers.hearings.steps import entered_in_anhui
from tests.rig import Rig

START = "2026-12-10 10:00"


@pytest.fixture
async def anhui(rig: Rig, county: County) -> County:
    await entered_in_anhui(rig, county)
    return county


def told(rig: Rig, user: int) -> str:
    """Everything that somebody's chat says now."""
    return "\n".join(shown.text for shown in rig.bot.chat(user))


async def watched(rig: Rig, here: County) -> None:
    """The list that was proposed is invited; 张明 and 何伟 come, 赵敏 does not."""
    proposal = rig.with_button(here.liaison, "组织旁听")
    assert "本案应由主要负责人出庭" in proposal.text
    for line in ("副职负责人：张明、赵敏", "法制人员：罗佳", "执法人员：何伟"):
        assert line in proposal.text
    await rig.press(here.liaison, "组织旁听")
    assert "将邀请1个单位的4人" in rig.last(here.liaison).text
    await rig.press(here.liaison, "发出邀请")
    await rig.press(here.leader, "我参加")
    await rig.press(here.handler, "我参加")
    await rig.press(here.leader2, "不能参加")
    await rig.press(here.leader2, "因公外出")
    await rig.press(here.leader2, "✓")


@pytest.mark.slow
async def test_three_groups_watch_the_principal_and_their_list_closes_the_duty(rig: Rig, anhui: County) -> None:
    here = anhui
    await watched(rig, here)
    assert not any("我参加" in label for shown in rig.bot.chat(here.principal) for label in shown.labels)
    await rig.to("2026-12-11 09:05")
    await rig.press(here.principal, "我出庭")
    await rig.to("2026-12-15 09:25")
    [duty] = await duties(rig, "AH13")
    assert duty.state is DutyState.OPEN
    await rig.press(here.liaison, "代为签到")
    await rig.press(here.liaison, "张明")
    await rig.press(here.liaison, "何伟")
    await rig.to("2026-12-16 10:00")
    [duty] = await duties(rig, "AH13")
    assert duty.state is DutyState.SUBMITTED, "who signed in is the list"
    await rig.press(here.liaison, "负责人已出庭")
    assert "李建国局长" in rig.last(here.liaison).text
    await rig.press(here.liaison, "提交")
    assert await duties(rig, "AH13.attended") == [], "nothing is asked for that is there"
    await rig.press(here.coordinator, "逐项认可")
    await rig.press(here.coordinator, "认可", rig.with_button(here.coordinator, "认可"))
    [duty] = await duties(rig, "AH13")
    assert duty.state is DutyState.DONE


@pytest.mark.slow
async def test_a_hearing_called_off_takes_those_who_were_to_watch_it_back(rig: Rig, anhui: County) -> None:
    here = anhui
    await watched(rig, here)
    assert "邀请4、参加2、不参加1、未答复1" in told(rig, here.liaison)
    quiet = len(rig.bot.chat(here.leader2))
    await rig.press(here.liaison, "开庭有变")
    for label in ("取消开庭", "法院决定不开庭", "✓"):
        await rig.press(here.liaison, label)
    [event] = await rig.database.read(lambda s: s.exec(select(Event)).all())
    assert event.state is EventState.CANCELLED
    assert [duty.state for duty in await duties(rig, "AH13")] == [DutyState.CANCELLED]
    assert "本活动随开庭一并取消：开庭已取消" in told(rig, here.liaison)
    for user in (here.leader, here.handler, here.legal):
        said = told(rig, user)
        assert "已取消：开庭已取消" in said
        assert "原定时间：12月15日（周二）9:30" in said
        assert not any("我参加" in label for shown in rig.bot.chat(user) for label in shown.labels)
    assert len(rig.bot.chat(here.leader2)) == quiet, "who is not coming sees it in his card, without a sound"
    sent = await rig.to("2026-12-16 10:00")
    assert not any("旁听" in shown.text for shown in sent)
    assert not any("反馈" in shown.text for shown in sent)


@pytest.mark.slow
@pytest.mark.parametrize("book", ["ruzhou-2022", "sanmenxia-2025"])
async def test_the_joint_conference_from_agenda_to_summary(rig: Rig, county: County, book: str) -> None:
    def by_book(desk: Desk) -> None:
        for one in (county.government, county.city):
            desk.session.get_one(Agency, one).rulebook = book

    await rig.work(by_book)
    user = county.coordinator
    await rig.say(user, "/event")
    await rig.press(user, "新建活动")
    await rig.press(user, "联席会议")
    for said in ("第四季度府院联席会议", "12月17日上午9:30", "县政府三楼会议室"):
        await rig.say(user, said)
    for label in ("单位负责人", "联络员", "完成", "全部", "发出邀请"):
        await rig.press(user, label)
    await rig.press(county.leader, "我参加")
    [event] = await rig.database.read(lambda s: s.exec(select(Event)).all())
    await papers(rig, user, event)
    await rig.press(user, "会议材料")
    for label in ("参会单位和人员", "议题", "问题和建议"):
        assert f"{label}：待填" in plain(Html(rig.last(user).text))
    await rig.press(user, "补填3项")
    await rig.say(user, "县法院行政庭\n县司法局")
    await rig.say(user, "通报出庭情况；县司法局")
    await rig.press(user, "完成")
    await rig.say(user, "土地案件程序不规范。")
    await rig.press(user, "提交")
    assert "已办结" in rig.last(user).text
    await rig.to("2026-12-17 09:20")
    await rig.say(user, "/event")
    await rig.press_data(user, f"ev.at:{event.id}", rig.last(user))
    await rig.press(user, "代为签到", rig.last(user))
    await rig.press(user, "县政府 吴桐", rig.last(user))
    await rig.to("2026-12-18 10:00")
    kept = rig.with_button(user, "小结与照片")
    assert "已签到1人（其中迟到0人），缺席1人" in kept.text
    assert "缺席：县自然资源局 张明" in kept.text, "who said that he would come"
    await rig.press(user, "小结与照片")
    await rig.say(user, "会议议定：县自然资源局一月底前补齐程序清单。")
    for label in ("完成", "✓"):
        if any(label in one for one in rig.last(user).labels):
            await rig.press(user, label)
    [event] = await rig.database.read(lambda s: s.exec(select(Event)).all())
    assert "补齐程序清单" in event.summary
