"""/event in chat: set up, invited, answered, moved, cancelled."""

import pytest
from icalendar import Calendar
from sqlmodel import select

from bot.domain.hall.terms import EventAnswer, EventState
from bot.services.events import cards
from bot.services.events import events as services
from bot.store.tables import Case
from tests import events
from tests.builders import County
from tests.events import act, guest, hold, tally
from tests.fakes import Shown
from tests.rig import Rig

A = EventAnswer


START = "2026-12-01 09:00"


def calendars(rig: Rig, user: int) -> list[tuple[int, str, str]]:
    """(sequence, method, start) of every calendar file that somebody's chat holds now."""
    found = []
    for shown in rig.bot.chat(user):
        if shown.document and shown.document[0].endswith(".ics"):
            calendar = Calendar.from_ical(shown.document[1])
            [entry] = calendar.walk("VEVENT")
            start = entry.decoded("DTSTART").astimezone(events.ZONE)
            found.append((int(entry.decoded("SEQUENCE")), str(calendar["METHOD"]), f"{start:%m-%d %H:%M}"))
    return found


def invitation(rig: Rig, user: int) -> Shown:
    return next(m for m in rig.bot.chat(user) if m.document and m.document[0].endswith(".ics"))


@pytest.mark.slow
async def test_one_line_a_few_presses_and_everybody_is_invited_once(rig: Rig, county: County) -> None:
    coordinator = county.coordinator
    await rig.say(coordinator, "/event 业务培训 12月15日上午9:30 县政府三楼会议室 行政应诉实务培训")
    await rig.press(coordinator, "单位负责人")
    await rig.press(coordinator, "联络员")
    await rig.press(coordinator, "完成")
    await rig.press(coordinator, "全部")
    preview = rig.last(coordinator)
    assert "县政府三楼会议室" in preview.text
    assert "将邀请" in preview.text
    await rig.press(coordinator, "发出邀请")
    assert "邀请" in rig.last(coordinator).text
    for user in (county.leader, county.principal, county.liaison):
        shown = invitation(rig, user)
        assert "【业务培训】" in shown.text
        assert "12月15日（周二）9:30" in shown.text
        assert shown.document is not None
        assert shown.document[0] == "行政应诉实务培训.ics"
    # 吴桐 holds two appointments.
    assert sum(bool(m.document) for m in rig.bot.chat(county.office_liaison)) == 1
    assert not any(m.document for m in rig.bot.chat(county.handler))


@pytest.mark.slow
async def test_a_person_comes_then_cannot_and_the_organiser_sees_it_change(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    card = rig.last(county.coordinator)
    await rig.press(county.leader, "我参加")
    assert "您已答复：参加" in invitation(rig, county.leader).text
    assert "参加1" in card.text
    sent = len(rig.bot.messages)
    await rig.press(county.leader, "不能参加", invitation(rig, county.leader))
    await rig.press(county.leader, "与开庭时间冲突")
    await rig.press(county.leader, "提交答复")
    assert "不参加（与开庭时间冲突）" in invitation(rig, county.leader).text
    assert "不参加1" in card.text
    assert (await guest(rig, made.id, county.leader)).answer is A.DECLINED
    # Nothing but the form itself was a new message.
    assert {m.chat_id for m in rig.bot.messages[sent:]} == {county.leader}


@pytest.mark.slow
async def test_somebody_is_sent_and_the_question_comes_back_when_he_cannot(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.leader, "委派他人")
    await rig.press(county.leader, "何伟")
    await rig.press(county.leader, "提交答复")
    asked = invitation(rig, county.handler)
    assert "张明委派您代为参加" in asked.text
    assert (await guest(rig, made.id, county.leader)).answer is A.SENDS
    assert (await guest(rig, made.id, county.handler)).answer is A.COMING
    await rig.press(county.handler, "不能参加", asked)
    await rig.say(county.handler, "出差")
    await rig.press(county.handler, "提交答复")
    back = rig.last(county.leader)
    assert "您委派的何伟不能参加（出差）" in back.text
    assert (await guest(rig, made.id, county.leader)).answer is A.UNANSWERED


@pytest.mark.slow
async def test_a_liaison_answers_for_several_at_once(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.liaison, "代本单位答复")
    await rig.press(county.liaison, "张明")
    await rig.press(county.liaison, "李建国")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "赵敏")
    await rig.press(county.liaison, "完成")
    await rig.say(county.liaison, "休假")
    await rig.press(county.liaison, "提交答复")
    assert (await guest(rig, made.id, county.leader)).answer is A.COMING
    assert (await guest(rig, made.id, county.principal)).answer is A.COMING
    declined = await guest(rig, made.id, county.leader2)
    assert (declined.answer, declined.reason) == (A.DECLINED, "休假")
    assert "您已答复：参加" in invitation(rig, county.leader).text


@pytest.mark.slow
async def test_a_move_asks_again_and_leaves_no_old_file_or_button_behind(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.leader, "我参加")
    old = invitation(rig, county.leader)
    old_button = next(d for row in old.buttons for label, d in row if "不能参加" in label)
    before = {user: len(rig.bot.chat(user)) for user in (county.leader, county.leader2, county.principal)}
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "✎")
    await rig.press(county.coordinator, "时间")
    await rig.say(county.coordinator, "12月17日下午3点")
    await rig.press(county.coordinator, "确认")
    await rig.pump.drain()
    news = rig.last(county.leader)
    assert len(rig.bot.chat(county.leader)) == before[county.leader] + 1
    assert "原定12月15日（周二）9:30" in news.text
    assert "名额为您保留" in news.text
    assert "请在最新消息中答复" in old.text
    assert not old.buttons
    # Who had not answered keeps the one message, silently changed.
    assert len(rig.bot.chat(county.leader2)) == before[county.leader2]
    assert "12月17日（周四）15:00" in invitation(rig, county.leader2).text
    for user in (county.leader, county.leader2):
        assert {(s, start) for s, _, start in calendars(rig, user)} == {(1, "12-17 15:00")}
    await rig.press_data(county.leader, old_button, old)
    assert "失效" in rig.toast()
    moved = await guest(rig, made.id, county.leader)
    assert (moved.answer, moved.held) == (A.UNANSWERED, True)
    await rig.press(county.leader, "我参加", news)
    assert (await guest(rig, made.id, county.leader)).answer is A.COMING


@pytest.mark.slow
@pytest.mark.begins("2026-12-11 09:00")
async def test_a_cancelled_event_takes_every_reminder_and_calendar_entry_back(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.leader, "我参加")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "取消活动")
    await rig.say(county.coordinator, "场地检修")
    await rig.press(county.coordinator, "取消并告知")
    await rig.pump.drain()
    assert "已取消：场地检修" in rig.last(county.leader).text
    assert {(s, m) for s, m, _ in calendars(rig, county.leader)} == {(1, "CANCEL")}
    assert "已取消" in invitation(rig, county.leader2).text
    assert {(s, m) for s, m, _ in calendars(rig, county.leader2)} == {(1, "CANCEL")}
    silent = await rig.to("2026-12-16 09:00")
    assert not [m for m in silent if "行政应诉实务培训" in m.text]
    assert (await events.event(rig, made.id)).state is EventState.CANCELLED


@pytest.mark.slow
async def test_a_restored_event_asks_again_those_who_had_said_yes(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.leader, "我参加")
    await act(rig, county.coordinator, lambda d: services.cancel(d, made.id or 0, 1, "场地检修"))
    await act(rig, county.coordinator, lambda d: services.restore(d, made.id or 0, 2))
    assert "恢复举办" in rig.last(county.leader).text
    assert {(s, m) for s, m, _ in calendars(rig, county.leader)} == {(2, "PUBLISH")}
    assert (await tally(rig, made.id)).held == 1


@pytest.mark.slow
@pytest.mark.begins("2026-12-07 09:00")
async def test_reminders_go_to_the_silent_and_then_to_those_who_come(rig: Rig, county: County) -> None:
    await hold(rig, county)
    await rig.press(county.leader, "我参加")
    sent = await rig.to("2026-12-15 12:00")

    def heads(user: int) -> list[str]:
        return [
            line
            for m in sent
            if m.chat_id == user
            for line in m.text.splitlines()
            if "提醒：" in line or "尚未答复" in line
        ]

    assert heads(county.leader2)
    assert all("尚未答复" in line for line in heads(county.leader2))
    coming = heads(county.leader)
    assert [("工作日" in line, "2小时" in line) for line in coming] == [(True, False), (True, False), (False, True)]


@pytest.mark.slow
async def test_strangers_and_others_get_nothing_out_of_foreign_buttons(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    shown = invitation(rig, county.leader)
    theirs = next(d for row in shown.buttons for label, d in row if "我参加" in label)
    await rig.press_data(county.police_leader, theirs, shown)
    assert (await guest(rig, made.id, county.leader)).answer is A.UNANSWERED
    for data in (
        "ev.yes:99999:0",
        "ev.yes::",
        "ev.at:0",
        f"ev.edit:{made.id}",
        "ev.people:1:x:0",
        "si.mark:5",
        "ev.yes:1e9:0",
    ):
        await rig.press_data(county.police_leader, data, shown)
        assert rig.bot.toasts[-1][1]
    assert (await tally(rig, made.id)).of(A.COMING) == 0


@pytest.mark.slow
async def test_an_event_reads_in_english_too(rig: Rig, county: County) -> None:
    await hold(rig, county)
    shown = invitation(rig, county.labour_principal)
    assert "Training" in shown.text
    assert "I come" in shown.labels


@pytest.mark.slow
async def test_a_township_watches_another_agencys_public_hearing(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初12号 12月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.say(county.town_liaison, "/event")
    await rig.press(county.town_liaison, "新建活动")
    await rig.press(county.town_liaison, "庭审观摩")
    offered = "".join(rig.last(county.town_liaison).labels)
    assert "行初12号" in offered
    assert "县自然资源局" in offered
    [case] = await rig.database.read(lambda s: s.exec(select(Case)).all())
    await rig.work(lambda d: setattr(d.session.get_one(Case, case.id), "facts", {"tags": ["high_public_attention"]}))
    assert await act(rig, county.town_liaison, cards.hearings_to_watch) == [], "no risk case of another agency"
    assert len(await act(rig, county.liaison, cards.hearings_to_watch)) == 1
    assert await act(rig, county.leader, cards.hearings_to_watch) == []
