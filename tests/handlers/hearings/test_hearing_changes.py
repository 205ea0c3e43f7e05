"""A hearing that changes: postponed, called off, corrected; two people at once, and buttons out of date."""

import re

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus
from bot.store.tables import Duty, OutboxRow, Person
from tests.builders import County
from tests.handlers.hearings.steps import NUMBER, appearances, confirmed, entered, hearings
from tests.rig import Rig

START = "2026-12-07 10:00"


@pytest.mark.slow
async def test_a_postponement_is_seen_by_liaison_leader_and_coordinator(rig: Rig, county: County) -> None:
    hearing = await confirmed(rig, county)
    await rig.to("2026-12-10 11:00")
    counts = {who: len(rig.bot.chat(who)) for who in (county.deputy, county.leader, county.coordinator)}
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月22日下午2点30分")
    await rig.press(county.liaison, "确认")
    [moved] = await hearings(rig)
    assert (moved.sequence, moved.moved_from) == (1, hearing.starts_at)
    leader = rig.with_button(county.leader, "我出庭")
    assert "12月22日（周二）14:30" in leader.text
    assert "请重新答复" in leader.text
    assert len([m for m in rig.bot.chat(county.leader)[counts[county.leader] :] if m.document is None]) == 1
    assert "12月22日" in rig.last(county.deputy).text
    assert len(rig.bot.chat(county.coordinator)) == counts[county.coordinator] + 1, "late: three working days before"
    [one] = await appearances(rig)
    assert one.state is AppearanceState.ASKED
    document = next(m for m in reversed(rig.bot.chat(county.leader)) if m.document)
    assert document.document is not None
    ics = document.document[1].decode()
    assert "SEQUENCE:1" in ics
    assert "DTSTART:20261222T063000Z" in ics


@pytest.mark.slow
async def test_an_early_postponement_leaves_the_coordinator_alone(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月29日上午9点")
    await rig.press(county.liaison, "确认")
    assert rig.bot.chat(county.coordinator) == []


@pytest.mark.slow
async def test_what_is_handed_in_before_a_hearing_is_due_by_its_new_date(rig: Rig, county: County) -> None:
    async def certificate() -> list[tuple[DutyState, str]]:
        rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "CN-IDENTITY")).all())
        return [(row.state, str(row.obey)) for row in rows]

    await confirmed(rig, county)
    assert await certificate() == [(DutyState.OPEN, "2026-12-14")]
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月29日上午9点")
    await rig.press(county.liaison, "确认")
    assert await certificate() == [(DutyState.OPEN, "2026-12-28")]


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_old_reminders_of_a_moved_hearing_are_not_sent(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "2027年1月20日上午9点")
    await rig.press(county.liaison, "确认")
    await rig.press(county.leader, "我出庭")
    sent = await rig.to("2026-12-17 12:00")
    assert [m for m in sent if NUMBER in m.text and m.chat_id in (county.liaison, county.leader)] == []


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_a_cancelled_hearing_stops_everything_and_leaves_the_calendar(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "取消开庭")
    await rig.say(county.liaison, "法院另行通知")
    await rig.press(county.liaison, "确认")
    assert (await hearings(rig))[0].status is HearingStatus.CANCELLED
    said = rig.bot.chat(county.leader)
    assert any("不再按原安排进行" in m.text for m in said)
    document = next(m.document for m in reversed(said) if m.document)
    assert b"METHOD:CANCEL" in document[1]
    sent = await rig.to("2026-12-18 12:00")
    assert [m for m in sent if NUMBER in m.text] == []


@pytest.mark.slow
async def test_two_people_edit_the_same_hearing_and_the_second_learns_who_did_what(rig: Rig, county: County) -> None:
    await entered(rig, county)
    await rig.press(county.deputy, "开庭有变")
    await rig.press(county.deputy, "取消开庭")
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月22日上午9点")
    await rig.press(county.liaison, "确认")
    await rig.say(county.deputy, "庭审取消")
    await rig.press(county.deputy, "确认")
    assert "王芳已于12月7日（周一）10:00登记开庭改期" in rig.toast()
    assert (await hearings(rig))[0].status is HearingStatus.SCHEDULED
    assert "12月22日（周二）9:00" in rig.last(county.deputy).text


async def test_before_a_hearing_is_called_off_it_is_said_what_that_does_and_whom_it_tells(
    rig: Rig, county: County
) -> None:
    await entered(rig, county)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "取消开庭")
    await rig.say(county.liaison, "法院通知")
    preview = rig.last(county.liaison)
    assert "登记为：" in preview.text
    [told] = re.findall("即时告知：(.*)。", preview.text)
    assert (await hearings(rig))[0].status is HearingStatus.SCHEDULED
    seen = {m.message_id for m in rig.bot.messages}
    await rig.press(county.liaison, "确认", preview)
    heard = {m.chat_id for m in rig.bot.messages if m.message_id not in seen and "取消" in m.text}
    names = await rig.database.read(lambda s: {p.chat_id: p.name for p in s.exec(select(Person)).all()})
    assert set(told.split("、")) == {names[chat] for chat in heard - {county.liaison}}
    assert "张明" in told


@pytest.mark.slow
async def test_an_old_button_says_who_changed_what_and_shows_the_present_state(rig: Rig, county: County) -> None:
    await entered(rig, county)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    old = rig.with_button(county.leader, "我出庭")
    data = {label: value for row in old.buttons for label, value in row}
    await rig.press(county.liaison, "变更出庭人员")
    await rig.press(county.liaison, "赵敏")
    await rig.press_data(county.leader, data["我出庭"], old)
    assert "王芳已于12月7日（周一）10:00登记由赵敏出庭" in rig.toast()
    assert [a.state for a in await appearances(rig)] == [AppearanceState.ASKED]
    assert "无须再出庭" in rig.bot.find(county.leader, old.message_id).text


@pytest.mark.slow
async def test_corrections_want_a_reason_and_are_on_record(rig: Rig, county: County) -> None:
    await entered(rig, county)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "更正登记信息")
    await rig.press(county.liaison, "庭前会议")
    await rig.press(county.liaison, "否")
    await rig.press(county.liaison, "否")
    await rig.say(county.liaison, "传票写明为庭前会议")
    await rig.press(county.liaison, "确认")
    [one] = await appearances(rig)
    assert one.strength == "none", "a pre-trial conference needs no leader"
    assert "无须负责人出庭" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_nothing_is_said_twice_about_one_event(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await rig.to("2026-12-17 12:00")
    rows = await rig.database.read(lambda s: s.exec(select(OutboxRow).where(OutboxRow.kind == "send")).all())
    sent = [(r.topic, r.person_id, r.due_at, r.text) for r in rows if r.sent_at and r.person_id and r.topic]
    assert len(sent) == len(set(sent))
