"""The reminder package of a hearing, on the simulated clock: who hears what, when, and who hears nothing."""

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.hall.subjects import About
from bot.domain.hall.topics import AnyTopic
from bot.domain.hearings import topics
from bot.services.hall.desk import Desk
from bot.services.hearings import plans
from bot.services.post import outbox
from bot.store.tables import Appointment, OutboxRow
from tests.builders import County, county
from tests.fakes import Shown
from tests.houses import ZONE
from tests.rig import Rig

START = "2026-03-10 10:00"
NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def enter(rig: Rig, user: int, when: str) -> None:
    await rig.say(user, f"/hearing {NUMBER} {when} 县法院第二审判庭")
    await rig.press(user, "确认")


async def name(rig: Rig, place: County, *, answer: str = "") -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    if answer:
        await rig.press(place.leader, answer)


async def planned(rig: Rig, topic: AnyTopic) -> list[str]:
    rows = await rig.database.read(lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == topic.name)).all())
    return sorted({r.due_at.astimezone(ZONE).strftime("%m-%d %a %H:%M") for r in rows if r.state != "cancelled"})


def to(sent: list[Shown], user: int) -> list[str]:
    """What somebody got about the hearing (duties of the case have their own reminders)."""
    kinds = ["开庭提醒", "尚未确认", "开庭在即", "今日开庭", "庭审反馈", "请予督办", "请予答复", "反馈逾期", "今日提醒"]
    heads = [f"【{kind}】" for kind in kinds]
    return [m.text for m in sent if m.chat_id == user and any(h in m.text for h in heads)]


@pytest.mark.slow
@pytest.mark.begins("2026-02-02 10:00")
async def test_e15_slots_before_the_long_holiday_go_out_on_the_working_days_before_it(rig: Rig, place: County) -> None:
    """Hearing on Wed 2026-02-25: 02-18 is a holiday, so Sat 02-14 (a working Saturday); Fri 02-13; Tue 02-24."""
    await enter(rig, place.liaison, "2月25日上午9:30")
    assert await planned(rig, topics.WEEK) == ["02-14 Sat 09:00"]
    assert await planned(rig, topics.UNREADY) == ["02-13 Fri 09:00"]
    assert await planned(rig, topics.EVE) == ["02-24 Tue 09:00"]
    assert await planned(rig, topics.DAY) == ["02-25 Wed 07:30"]
    assert await planned(rig, topics.RESULT) == ["02-26 Thu 09:00"]


@pytest.mark.slow
async def test_an_unconfirmed_hearing_reaches_principal_and_coordinator_three_working_days_before(
    rig: Rig, place: County
) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    sent = await rig.to("2026-03-12 18:00")
    assert to(sent, place.principal) == []
    assert any("距开庭还有7天（5个工作日）" in text for text in to(sent, place.liaison))
    sent = await rig.to("2026-03-13 10:00")
    [principal] = to(sent, place.principal)
    assert "李局长" in principal
    assert "尚余3个工作日" in principal
    assert "王芳" in principal
    [coordinator] = to(sent, place.coordinator)
    assert "县自然资源局" in coordinator
    assert len(to(sent, place.liaison)) == 1


@pytest.mark.slow
async def test_a_confirmed_leader_hears_only_of_the_day_before_and_the_day(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    sent = await rig.to("2026-03-18 12:00")
    leader = to(sent, place.leader)
    assert len(leader) == 2
    assert "本人身份证件" in leader[0]
    assert "张副局长：今日9:30" in leader[1]
    assert to(sent, place.principal) == []
    assert to(sent, place.coordinator) == []


@pytest.mark.slow
async def test_materials_that_are_ready_are_ticked_in_the_checklist(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    await rig.to("2026-03-11 10:00")
    await rig.press(place.liaison, "材料已备齐")
    await rig.to("2026-03-17 10:00")
    await rig.press(place.liaison, "逐项办理")
    await rig.press(place.liaison, "下一项")
    eve = rig.last(place.liaison).text
    assert "【开庭在即】" in eve
    assert "☑ 授权委托书" in eve


@pytest.mark.slow
async def test_a_late_entry_collapses_what_lies_behind_into_one_message_now(rig: Rig, place: County) -> None:
    """Entered on Mon 03-16 for Wed 03-18: the seven-day and three-day slots have gone by."""
    await rig.to("2026-03-16 10:00")
    before = len(rig.bot.messages)
    await enter(rig, place.liaison, "3月18日上午9:30")
    sent = rig.bot.messages[before:]
    assert len([m for m in sent if m.chat_id == place.deputy]) == 1, "the card, and nothing else"
    assert len(to(sent, place.principal)) == 1
    assert len(to(sent, place.coordinator)) == 1
    assert await planned(rig, topics.WEEK) == []
    sent = await rig.to("2026-03-17 10:00")
    assert len(to(sent, place.liaison)) == 1, "the working day before"


@pytest.mark.slow
async def test_a_monday_hearing_is_reminded_of_on_friday(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月23日上午9:30")
    assert await planned(rig, topics.EVE) == ["03-20 Fri 09:00"]
    assert await planned(rig, topics.WEEK) == ["03-16 Mon 09:00"]
    assert await planned(rig, topics.DAY) == ["03-23 Mon 07:30"]


@pytest.mark.slow
async def test_a_missing_result_is_asked_for_and_then_goes_to_the_coordinator(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    sent = await rig.to("2026-03-19 10:00")
    asked = [text for text in to(sent, place.liaison) if "庭审反馈" in text]
    assert len(asked) == 1
    assert "请于3月23日（周一）前反馈" in asked[0]
    sent = await rig.to("2026-03-23 10:00")
    [told] = [text for text in to(sent, place.coordinator) if "尚未反馈" in text]
    assert "反馈逾期" not in told, "the liaison officer reads at this minute that today is the last day"
    assert "今日为反馈的最后一日" in told


@pytest.mark.slow
async def test_a_reported_result_is_not_asked_for(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    await rig.to("2026-03-18 16:00")
    await rig.say(place.liaison, "/hearings")
    await rig.press_data(place.liaison, "rs.in:1:3:0:0", rig.last(place.liaison))
    await rig.press(place.liaison, "未说明理由")
    await rig.press(place.liaison, "提交")
    sent = await rig.to("2026-03-24 10:00")
    assert [t for t in to(sent, place.liaison) if "庭审反馈" in t] == []
    assert [t for t in to(sent, place.coordinator) if "反馈逾期" in t] == []


@pytest.mark.slow
async def test_reminders_go_to_whoever_holds_the_office_when_they_are_due(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    await rig.press(place.liaison, "确认改为赵敏")
    await rig.press(place.leader2, "我出庭")
    sent = await rig.to("2026-03-18 12:00")
    assert to(sent, place.leader) == [], "the relieved leader hears nothing more"
    assert len(to(sent, place.leader2)) == 2


@pytest.mark.slow
async def test_an_unanswered_leader_is_asked_again_three_working_days_before(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place)
    sent = await rig.to("2026-03-13 10:00")
    again = [text for text in to(sent, place.leader) if "请予答复" in text]
    assert len(again) == 2, "on the day by which an answer was asked for, and now"


@pytest.mark.slow
async def test_a_confirmed_leader_who_leaves_the_post_counts_as_nobody(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")

    def leave(desk: Desk) -> None:
        person_id = place.ids[place.leader]
        for held in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
            held.to_date = date(2026, 3, 1)
            desk.session.add(held)

    await rig.work(leave)
    sent = await rig.to("2026-03-13 10:00")
    [coordinator] = to(sent, place.coordinator)
    assert "张明副局长已不在任" in coordinator


@pytest.mark.slow
async def test_a_leader_who_hears_of_a_change_first_tells_the_liaison(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "3月18日上午9:30")
    await name(rig, place, answer="我出庭")
    await rig.to("2026-03-18 08:00")
    await rig.press(place.leader, "开庭有变")
    assert "请与法院核实" in rig.last(place.liaison).text
    await rig.press(place.liaison, "开庭有变", rig.last(place.liaison))
    assert "改期或改地点" in rig.last(place.liaison).labels


@pytest.mark.slow
async def test_restarting_plans_nothing_again(rig: Rig, place: County) -> None:
    """The rows are the truth: working the entry off once more would find every dedupe key taken."""
    await enter(rig, place.liaison, "3月18日上午9:30")
    before = await rig.database.read(lambda s: len(s.exec(select(OutboxRow)).all()))
    await enter(rig, place.liaison, "3月18日上午9:30")
    rows = await rig.database.read(lambda s: s.exec(select(OutboxRow)).all())
    assert len([r for r in rows[before:] if r.topic in [one.name for one in plans.PLANNED]]) == 0


@pytest.mark.slow
@pytest.mark.begins("2026-02-02 10:00")
async def test_a_merged_message_that_changes_days_later_keeps_its_text_and_its_parts(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"{NUMBER} 应诉通知书 起诉状副本 今天收到")
    await rig.press(place.liaison, "✓ 登记")
    await enter(rig, place.liaison, "2月4日上午9:30")
    [before] = [m for m in await rig.to("2026-02-03 09:05") if m.chat_id == place.liaison and "4项" in m.text]
    assert "开庭 行初12号：2月4日（周三）9:30，剩1个工作日 · ⚠ 出庭负责人仍未确定" in before.text
    assert before.labels[-2:] == ["逐项办理", "全部事项"]
    await rig.to("2026-02-05 09:05")
    await rig.work(lambda desk: outbox.refresh(desk, About.HEARING(1)))
    await rig.to("2026-02-05 09:10")
    after = next(m for m in rig.bot.chat(place.liaison) if m.message_id == before.message_id)
    assert after.text.startswith("【今日提醒】2月3日（周二），")
    assert "行初12号" in after.text


@pytest.mark.slow
@pytest.mark.begins("2026-02-02 10:00")
async def test_a_leader_who_was_asked_reads_that_the_hearing_was_held(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "2月10日上午9:30")
    await name(rig, place, answer="我出庭")
    asked = rig.last(place.leader)
    await rig.to("2026-02-11 09:05")
    await rig.press(place.liaison, "负责人未出庭")
    for label in ("未说明理由", "✎ 到庭人员", "无人", "✓ 提交"):
        await rig.press(place.liaison, label)
    shown = [m.text for m in rig.bot.chat(place.leader)]
    assert any("本次开庭已经结束" in text for text in shown), asked.text
    assert not any("不再按原安排" in text for text in shown)


@pytest.mark.slow
@pytest.mark.begins("2026-02-02 10:00")
async def test_a_leader_who_declined_is_not_told_again_that_another_comes(rig: Rig, place: County) -> None:
    await enter(rig, place.liaison, "2月10日上午9:30")
    await name(rig, place)
    await rig.press(place.leader, "不能出庭")
    await rig.press(place.leader, "其他正当事由")
    await rig.say(place.leader, "出差")
    for label in ("尚未备齐", "完成", "本机关工作人员"):
        await rig.press(place.leader, label)
    await rig.say(place.leader, "何伟")
    for label in ("否", "✓ 提交"):
        await rig.press(place.leader, label)
    before = len(rig.bot.chat(place.leader))
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    assert len(rig.bot.chat(place.leader)) == before
