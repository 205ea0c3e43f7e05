"""Papers of an event, begun from its card: the notice, the sign-in sheet, the summary, who observes a hearing."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState, EventKind, Presence
from bot.services.circulars import carried
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty, Event
from tests import events
from tests.builders import County
from tests.handlers.documents.letter_steps import under
from tests.handlers.documents.report_steps import answered, owed
from tests.handlers.documents.test_feedback_form import agreed
from tests.handlers.documents.year_steps import document, printed
from tests.handlers.hearings.steps import confirmed
from tests.rig import Rig

pytestmark = pytest.mark.slow
ANHUI = "anhui-principal-2023"
START = events.START


async def papers(rig: Rig, user: int, event: Event) -> None:
    """The page of the event's papers, from its card; where that has eight buttons, from below the tally by agency."""
    await rig.say(user, "/event")
    await rig.press_data(user, f"ev.at:{event.id}", rig.last(user))
    if "文书" not in rig.last(user).labels:
        await rig.press(user, "分单位情况", rig.last(user))
    await rig.press(user, "文书", rig.last(user))


async def test_a_notice_is_drafted_from_the_event_and_submitted(rig: Rig, county: County) -> None:
    event = await events.hold(rig, county, quota=40, note="请携带身份证件")
    await papers(rig, county.coordinator, event)
    page = rig.last(county.coordinator)
    assert "活动文书" in page.text
    assert [label for label in page.labels if label in ("通知", "签到表", "总结", "旁听名单")] == ["通知", "签到表"]
    await rig.press(county.coordinator, "通知")
    await rig.press(county.coordinator, "补填1项")
    await rig.say(county.coordinator, "各镇街，县政府各部门")
    await rig.press(county.coordinator, "提交")
    assert (await document(rig, "event_notice")).state is DocumentState.DONE
    said = await printed(rig, "event_notice")
    for line in (
        "关于举办行政应诉实务培训的通知", "各镇街，县政府各部门：", "时间：2026年12月15日（星期二）上午9时30分",
        "地点：县政府三楼会议室", "主办：泗水县司法局", "行政机关负责人、行政应诉联络员。", "名额：40人。",
        "请携带身份证件", "联系人：陈静　　13900001101", "泗水县司法局",
    ):  # fmt: skip
        assert line in said.splitlines(), line
    assert "协办" not in said


async def test_after_the_event_the_sheet_and_the_summary_say_who_came(rig: Rig, county: County) -> None:
    event = await events.hold(rig, county)

    def sign(desk: Desk) -> None:
        for guest in events.guests(desk, event.id or 0):
            here = guest.name in ("王芳", "马超")
            guest.presence = Presence.PRESENT if here else Presence.ABSENT
            guest.signed_at = event.starts_at if here else None
            desk.session.add(guest)

    await rig.work(sign)
    await rig.to("2026-12-15 12:00")
    await papers(rig, county.coordinator, event)
    page = rig.last(county.coordinator)
    await rig.press(county.coordinator, "签到表", page)
    await rig.press(county.coordinator, "提交")
    sheet = (await printed(rig, "sign_in_sheet")).splitlines()
    assert "行政应诉实务培训签到表" in sheet
    assert any(line.endswith("县自然资源局 | 王芳 | 法规科科长 | 联络员 | 09:30") for line in sheet)
    assert any("韩峰 | 局长 | 行政机关负责人 | " in line and line.endswith("| ") for line in sheet)
    await rig.press(county.coordinator, "总结", page)
    await rig.press(county.coordinator, "补填1项")
    await rig.say(county.coordinator, "县法院行政庭庭长授课\n现场答疑")
    await rig.press(county.coordinator, "提交")
    summary = (await printed(rig, "event_summary")).splitlines()
    assert "应到人数 | 12 | 实到人数 | 2" in summary or any(line.endswith("实到人数 | 2") for line in summary)
    assert summary[summary.index("活动情况") + 1 :][:2] == ["县法院行政庭庭长授课", "现场答疑"]


async def test_only_who_runs_the_event_drafts_its_papers(rig: Rig, county: County) -> None:
    event = await events.hold(rig, county)
    await rig.say(county.liaison, "/event")
    await rig.press_data(county.liaison, f"ev.at:{event.id}", rig.last(county.liaison))
    assert "文书" not in rig.last(county.liaison).labels
    for data in (f"doc.ev:{event.id}", f"doc.evn:{event.id}:event_notice"):
        for user in (county.liaison, county.police_liaison, county.principal, county.court_contact):
            await rig.say(user, "/menu")
            await rig.press_data(user, data, rig.last(user))
    assert not await rig.database.read(lambda s: s.exec(select(Document)).all())


async def test_who_observes_a_hearing_is_a_list_of_three_groups(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    event = await events.hold(
        rig, county, by=county.liaison, kind=EventKind.SITTING_IN, organiser_id=county.resources, title="旁听庭审",
        hearing_id=1, groups=("leaders", "legal", "enforcement"),
    )  # fmt: skip
    for user in (county.leader2, county.legal):
        [invited] = [m for m in rig.bot.chat(user) if "旁听庭审" in m.text][-1:]
        await rig.press(user, "我参加", invited)
    await papers(rig, county.liaison, event)
    await rig.press(county.liaison, "旁听名单")
    await rig.press(county.liaison, "补填1项")
    await rig.say(county.liaison, "无")
    await rig.press(county.liaison, "提交")
    said = await printed(rig, "observer_list")
    for line in ("副职负责人 | 赵敏（副局长）", "法制工作人员 | 罗佳（公职律师）", "行政执法人员 | 无"):
        assert line in said


async def observed(rig: Rig, county: County) -> Event:
    """A hearing of the resources bureau in Anhui at which its principal appears, and the event of those who watch."""
    await under(rig, county, ANHUI)
    await agreed(rig, county, ANHUI)
    return await events.hold(
        rig, county, by=county.liaison, kind=EventKind.SITTING_IN, organiser_id=county.resources, title="旁听庭审",
        hearing_id=1, groups=("leaders", "legal", "enforcement"),
    )  # fmt: skip


async def from_duty(rig: Rig, user: int, duty: Duty) -> None:
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    await rig.press_data(user, next(d for row in card.buttons for _, d in row if d.startswith("doc")), card)


@pytest.mark.parametrize("first", ["event", "duty"])
async def test_the_list_begun_from_the_event_is_the_one_that_the_duty_asks_for(
    rig: Rig, county: County, first: str
) -> None:
    event = await observed(rig, county)
    user, duty = county.liaison, await owed(rig, "AH13", county.resources)
    if first == "duty":
        await from_duty(rig, user, duty)
    await papers(rig, user, event)
    await rig.press(user, "旁听名单")
    if first == "event":
        await from_duty(rig, user, duty)
    said = rig.last(user)
    assert "最后一日" in said.text, "it has the last day of its duty"
    await answered(rig, user, [(words, "无") for words in ("副职负责人", "法制工作人员", "行政执法人员")])
    await rig.press(user, "提交")
    assert (await document(rig, "observer_list")).duty_id == duty.id, "there is one"
    assert (await owed(rig, "AH13", county.resources)).state is DutyState.SUBMITTED
    await papers(rig, user, event)
    assert "旁听名单：办理中" in rig.last(user).text


async def test_a_list_that_was_handed_in_is_not_asked_for_again_after_the_hearing(rig: Rig, county: County) -> None:
    await observed(rig, county)
    user, duty = county.liaison, await owed(rig, "AH13", county.resources)
    await from_duty(rig, user, duty)
    await answered(rig, user, [(words, "无") for words in ("副职负责人", "法制工作人员", "行政执法人员")])
    await rig.press(user, "提交")
    await rig.to("2026-12-16 10:00")
    await rig.press(user, "负责人已出庭")
    await rig.press(user, "提交")
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "AH13.attended")).all())
    assert not rows


async def test_what_is_sent_to_the_bureau_comes_to_those_who_keep_watch_there(rig: Rig, county: County) -> None:
    """The bureau has no liaison officer: its coordinators get its post."""
    people = await rig.work(lambda desk: carried.reached(desk, county.justice, carried.OFFICE))
    assert "陈静" in [one.name for one in people]


async def test_a_duty_that_asks_for_an_event_leads_to_setting_one_up(rig: Rig, county: County) -> None:
    """Its notice, its sheet and its summary are drafted from the event; nobody types what is known there."""
    await under(rig, county, ANHUI)
    await rig.to("2026-12-02 09:30")
    user, duty = county.office_liaison, await owed(rig, "AH12", county.government)
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    assert "安排活动" in card.labels
    assert not [label for label in card.labels if "通知" in label]
    await rig.press(user, "安排活动", card)
    await rig.press(user, "新建活动")
    assert "【新建活动】" in rig.last(user).text


async def test_what_is_on_the_table_of_a_conference_is_drafted_from_its_event(rig: Rig, county: County) -> None:
    """The figures before each meeting (SM6, SS24): nobody types again what the event says."""
    event = await events.hold(rig, county, kind=EventKind.JOINT_MEETING, title="第四季度府院联席会议")
    await papers(rig, county.coordinator, event)
    await rig.press(county.coordinator, "会议材料")
    said = re.sub(r"<[^>]*>", "", rig.last(county.coordinator).text)
    for line in (
        "会议名称：第四季度府院联席会议（预填）",
        "会议地点：县政府三楼会议室（预填）",
        "数据期间：2026年第四季度（预填）",
    ):
        assert line in said.splitlines(), line
    assert "会议时间：2026年12月15日（星期二）上午9时30分（预填）" in said
    await rig.say(county.coordinator, "/missing")
    await rig.press(county.coordinator, "会议材料")
    assert "会议名称：第四季度府院联席会议" in rig.last(county.coordinator).text, "it is the same paper"
    assert (await document(rig, "agenda")).event_id == event.id


async def test_an_agenda_that_was_begun_before_the_conference_was_set_up_is_that_of_the_event(
    rig: Rig, county: County
) -> None:
    await rig.say(county.coordinator, "/missing")
    await rig.press(county.coordinator, "会议材料")
    begun = await document(rig, "agenda")
    event = await events.hold(rig, county, kind=EventKind.JOINT_MEETING, title="第四季度府院联席会议")
    await papers(rig, county.coordinator, event)
    await rig.press(county.coordinator, "会议材料")
    assert "会议名称：第四季度府院联席会议" in rig.last(county.coordinator).text
    kept = await document(rig, "agenda")
    assert (kept.id, kept.event_id) == (begun.id, event.id)
