"""The pinned card of what is to be done: when it comes, what it says, how it follows, when it ends."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.terms import DutyState, PaperKind, Role
from bot.services import delivery, duty_acts, invitations, leaving, papers, staffing
from bot.services.desk import Desk
from bot.services.duty_acts import Proof
from bot.services.papers import Envelope
from bot.store.tables import Appointment, Case, Duty, Hearing, OutboxRow
from tests import builders
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
OTHER = "（2026）鲁0831行初13号"
APRIL_2 = date(2026, 4, 2)
NEW = 5001


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
async def county(rig: Rig) -> County:
    return await builders.county(rig)


async def start(rig: Rig, user: int) -> Shown:
    """Say /start and give back the card."""
    return next(m for m in await rig.say(user, "/start") if "【待办】" in m.text)


def cards(rig: Rig, user: int) -> list[Shown]:
    return [m for m in rig.bot.chat(user) if "【待办】" in m.text]


def pinned(rig: Rig, user: int) -> list[int]:
    return [p["message_id"] for name, p in rig.bot.calls if name == "pin_chat_message" and p["chat_id"] == user]


def unpinned(rig: Rig, user: int) -> list[int]:
    return [p["message_id"] for name, p in rig.bot.calls if name == "unpin_chat_message" and p["chat_id"] == user]


async def record(rig: Rig, county: County, number: str = NUMBER, *, agency: int = 0, **more: Any) -> None:
    """The liaison officer enters a notice of response of April 2nd: three duties, two of them until April 3rd."""
    envelope = Envelope(
        number, agency or county.resources, (PaperKind.NOTICE_OF_RESPONSE, PaperKind.COMPLAINT_COPY), APRIL_2, **more
    )
    actor = await builders.person(rig, county.police_liaison if agency == county.police else county.liaison)
    await rig.work(lambda desk: papers.record(desk, envelope), actor=actor)


async def edits(rig: Rig) -> list[OutboxRow]:
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == "todo.card", OutboxRow.kind == "edit")).all()
    )
    return list(rows)


# -- when it comes -----------------------------------------------------------------------------------------------


async def test_whoever_becomes_a_liaison_officer_gets_keys_and_a_silent_pinned_card(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_role(d, county.police, Role.DEPUTY_LIAISON))
    await rig.say(NEW, fresh.code, name="小周")
    await rig.press(NEW, "确认本人")
    [card] = cards(rig, NEW)
    assert card.silent
    assert pinned(rig, NEW) == [card.message_id]
    assert "没有未办结事项" in card.text
    keys = [m for m in rig.bot.chat(NEW) if m.keyboard]
    assert any("收到文书" in row for row in keys[-1].keyboard)


async def test_a_number_to_verify_does_not_keep_the_keys_away(rig: Rig, county: County) -> None:
    person = await rig.work(
        lambda d: staffing.add(d, county.police, name="周杰", phone="13800001111", role=Role.LIAISON)
    )
    fresh = await rig.work(lambda d: invitations.for_person(d, person.id))
    await rig.say(NEW, fresh.code)
    await rig.press(NEW, "确认本人")
    [asked] = [m for m in rig.bot.chat(NEW) if m.keyboard]
    labels = [label for row in asked.keyboard for label in row]
    assert len(labels) > 2
    assert "收到文书" in labels
    assert len(cards(rig, NEW)) == 1


async def test_start_gives_a_card_once_and_only_to_whom_it_serves(rig: Rig, county: County) -> None:
    for user in (county.liaison, county.deputy, county.coordinator):
        await start(rig, user)
        await rig.say(user, "/start")
        assert len(cards(rig, user)) == 1
    for user in (county.leader, county.principal, county.admin, county.assessor, county.court_contact):
        await rig.say(user, "/start")
        assert cards(rig, user) == []


async def test_nobody_who_has_not_said_start_is_given_a_card_in_the_middle_of_work(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, "/duties")
    await rig.to("2026-04-03 12:00")
    assert cards(rig, county.liaison) == []
    assert await edits(rig) == []


# -- what it says ------------------------------------------------------------------------------------------------


async def test_a_liaison_officer_s_card_names_the_nearest_with_weekday_and_days_left(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    head, number, *lines, foot = card.text.split("\n")
    assert head == "【待办】未办结3项"
    assert number == f"<b>{NUMBER}</b>"
    assert lines[0] == "· 出庭报备：请于4月3日（周五）前完成（剩1个工作日）"
    assert "4月17日（周五）" in lines[2]
    assert foot == "更新于4月2日（周四）9:00"
    assert len(card.text) < 400


async def test_the_overdue_ones_come_first_and_are_marked(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.to("2026-04-09 09:00")
    card = await start(rig, county.liaison)
    assert "未办结3项，其中逾期2项" in card.text
    first, *_ = [line for line in card.text.split("\n") if line.startswith(("·", "🔴"))]
    assert first == "🔴 出庭报备：应于4月7日（周二）前完成（已逾期2个工作日）"


async def test_five_are_named_and_the_others_counted(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER)
    card = await start(rig, county.liaison)
    assert sum(line.startswith("·") for line in card.text.split("\n")) == 5
    assert "另有1项" in card.text


async def test_a_hearing_stands_among_the_duties_by_its_date(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月10日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    card = await start(rig, county.liaison)
    at = [card.text.index(words) for words in ("4月3日（周五）前", "4月10日（周五）9:30开庭", "4月17日（周五）前")]
    assert at == sorted(at)
    assert card.text.count(NUMBER) == 1


async def test_a_coordinator_s_card_counts_by_agency_and_what_waits_for_a_decision(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER, agency=county.police)
    liaison = await builders.person(rig, county.liaison)
    await rig.work(lambda d: duty_acts.finish(d, 1, 1, Proof(APRIL_2, "1号")), actor=liaison)
    card = await start(rig, county.coordinator)
    assert "待审核1项" in card.text
    assert "· 县自然资源局：未办结2项，最近一项请于4月3日（周五）前完成" in card.text
    assert "县公安局：未办结3项" in card.text
    assert NUMBER not in card.text


async def test_a_city_s_coordinator_sees_a_county_as_a_whole(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER, agency=county.police)
    card = await start(rig, county.city_coordinator)
    assert "县政府及所属单位：未办结6项" in card.text
    assert "县公安局" not in card.text


async def test_a_hearing_without_a_leader_is_on_it_until_one_is_confirmed(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.to("2026-04-02 09:02")
    [card] = cards(rig, county.liaison)
    assert "1次开庭未确定出庭负责人" in card.text
    assert f"<b>{NUMBER}</b>" in card.text
    assert "· 4月15日（周三）9:30开庭，出庭负责人未确定（剩8个工作日）" in card.text
    coordinator = await start(rig, county.coordinator)
    assert "· 县自然资源局，4月15日（周三）9:30开庭，出庭负责人未确定（剩8个工作日）" in coordinator.text

    def confirm(desk: Desk) -> None:
        from bot.domain.terms import AppearanceState
        from bot.store.tables import Appearance

        row = desk.session.exec(select(Appearance)).one()
        row.state = AppearanceState.CONFIRMED
        desk.session.add(row)

    await rig.work(confirm)
    await rig.to("2026-04-02 09:05")
    assert "4月15日" not in card.text


async def test_the_card_never_names_a_plaintiff(rig: Rig, county: County) -> None:
    await record(rig, county, plaintiff="欧阳秀英", cause="不服行政处罚")
    for user in (county.liaison, county.coordinator, county.city_coordinator):
        assert "欧阳" not in (await start(rig, user)).text


async def test_what_another_agency_owes_is_not_on_it(rig: Rig, county: County) -> None:
    await record(rig, county)
    assert "没有未办结事项" in (await start(rig, county.police_liaison)).text


# -- how it follows ----------------------------------------------------------------------------------------------


async def test_several_changes_make_one_edit_a_minute_later(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    before = len(rig.bot.chat(county.liaison))
    await record(rig, county)
    await record(rig, county, OTHER)
    assert "没有未办结事项" in card.text
    await rig.to("2026-04-02 09:02")
    assert "未办结6项" in card.text
    assert len(card.history) == 1
    assert "更新于4月2日（周四）9:01" in card.text
    liaison = await builders.person(rig, county.liaison)
    await rig.work(lambda d: duty_acts.finish(d, 1, 1, Proof(APRIL_2, "1号")), actor=liaison)
    await rig.to("2026-04-02 09:05")
    assert "未办结5项" in card.text
    assert len(card.history) == 2
    assert len(rig.bot.chat(county.liaison)) == before


async def test_a_change_that_was_rolled_back_or_is_another_agency_s_edits_nothing(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)

    def fail(desk: Desk) -> None:
        papers.record(desk, Envelope(NUMBER, county.resources, (PaperKind.SUMMONS,), APRIL_2))
        desk.session.flush()
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        await rig.work(fail)
    await record(rig, county, OTHER, agency=county.police)
    assert await edits(rig) == []


async def test_a_corrected_number_and_a_moved_hearing_are_followed(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    card = await start(rig, county.liaison)

    def change(desk: Desk) -> None:
        case = desk.session.exec(select(Case)).one()
        case.number = OTHER
        desk.session.add(case)
        hearing = desk.session.exec(select(Hearing)).one()
        hearing.starts_at = hearing.starts_at.replace(day=16)
        desk.session.add(hearing)

    await rig.work(change)
    await rig.to("2026-04-02 09:05")
    assert NUMBER not in card.text
    assert f"<b>{OTHER}</b>" in card.text
    assert "4月16日（周四）9:30开庭" in card.text


async def test_each_working_morning_the_days_left_are_right_again(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    sent = [m for m in await rig.to("2026-04-07 08:00") if m.chat_id == county.liaison and "【待办】" in m.text]
    assert sent == []
    assert "今日到期" not in card.text
    assert "更新于4月7日（周二）7:00" in card.text
    assert "更新于4月3日（周五）7:00" in card.history[-1], "the days between are a holiday"


async def test_edits_of_long_ago_are_forgotten_and_the_card_goes_on(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    await rig.to("2026-05-20 08:00")
    assert len(card.history) > 20
    assert len(await edits(rig)) <= 7
    await record(rig, county)
    await rig.to("2026-05-20 08:05")
    assert "未办结3项" in card.text


async def test_a_change_in_the_night_is_shown_at_once_for_an_edit_makes_no_sound(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    await rig.to("2026-04-02 23:00")
    await record(rig, county)
    await rig.to("2026-04-02 23:05")
    assert "更新于4月2日（周四）23:01" in card.text


async def test_another_language_holds_for_the_card_and_the_keys_too(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    await rig.say(county.liaison, "/language")
    await rig.press(county.liaison, "English")
    await rig.to("2026-04-02 09:01")
    assert "3 open duties" in card.text
    assert "by Fri 3 Apr" in card.text
    assert "My duties" in card.labels
    keys = [m for m in rig.bot.chat(county.liaison) if m.keyboard][-1]
    assert any("My duties" in row for row in keys.keyboard)


async def test_its_buttons_open_the_lists_beside_it(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    [listed] = await rig.press(county.liaison, "我的待办", card)
    assert "未办结事项" in listed.text
    [coming] = await rig.press(county.liaison, "近期开庭", card)
    assert "开庭" in coming.text
    assert "【待办】" in card.text
    assert card.history == []


async def test_a_card_that_cannot_be_edited_any_more_comes_anew_silent_and_pinned(rig: Rig, county: County) -> None:
    old = await start(rig, county.liaison)
    rig.bot.messages.remove(old)
    await record(rig, county)
    await rig.to("2026-04-02 09:02")
    [card] = cards(rig, county.liaison)
    assert "未办结3项" in card.text
    assert card.silent
    assert pinned(rig, county.liaison) == [old.message_id, card.message_id]
    await record(rig, county, OTHER)
    await rig.to("2026-04-02 09:10")
    assert "未办结6项" in card.text


async def test_somebody_who_blocked_the_bot_is_not_tried_again_each_day(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await rig.work(lambda d: delivery.left(d, county.liaison))
    await record(rig, county)
    await rig.to("2026-04-03 08:00")
    assert await edits(rig) == []


async def test_a_silent_card_leaves_later_reminders_their_sound(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await record(rig, county)
    sent = [m for m in await rig.to("2026-04-03 18:00") if m.chat_id == county.liaison]
    assert any(not m.silent for m in sent)


# -- when it ends ------------------------------------------------------------------------------------------------


async def _end(rig: Rig, county: County, user: int, last_day: date) -> None:
    [held] = await builders.appointments(rig, county.ids[user])
    await rig.work(lambda d: leaving.end(d, held.id or 0, held.version, last_day))


async def test_with_the_appointment_the_card_ends_is_unpinned_and_follows_nothing_more(
    rig: Rig, county: County
) -> None:
    await record(rig, county)
    card = await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 1))
    await rig.to("2026-04-02 09:01")
    assert "任职已结束" in card.text
    assert NUMBER not in card.text
    assert card.buttons == []
    assert unpinned(rig, county.deputy) == [card.message_id]
    shown = len(card.history)
    await record(rig, county, OTHER)
    await rig.to("2026-04-03 09:00")
    assert len(card.history) == shown


async def test_with_the_office_the_keys_go_at_the_next_start(rig: Rig, county: County) -> None:
    await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 1))
    [shown] = await rig.say(county.deputy, "/start")
    assert shown.takes_keys


async def test_an_end_that_lies_ahead_ends_the_card_on_the_morning_after(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 3))
    await rig.to("2026-04-03 23:00")
    assert NUMBER in card.text
    await rig.to("2026-04-04 08:00")
    assert "任职已结束" in card.text
    assert unpinned(rig, county.deputy) == [card.message_id]


async def test_one_of_two_offices_that_ends_leaves_the_other_s_card(rig: Rig, county: County) -> None:
    await record(rig, county)

    def second(desk: Desk) -> Appointment:
        return staffing.appoint(desk, county.ids[county.police_liaison], county.resources, Role.DEPUTY_LIAISON)

    held = await rig.work(second)
    card = await start(rig, county.police_liaison)
    assert NUMBER in card.text
    await rig.work(lambda d: leaving.end(d, held.id or 0, held.version, date(2026, 4, 2)))
    await rig.to("2026-04-03 08:00")
    assert "没有未办结事项" in card.text
    assert unpinned(rig, county.police_liaison) == []


async def test_a_planned_edit_of_somebody_who_was_dismissed_meanwhile_shows_no_cases(rig: Rig, county: County) -> None:
    card = await start(rig, county.deputy)
    await record(rig, county)

    def dismiss(desk: Desk) -> None:
        for held in desk.session.exec(
            select(Appointment).where(Appointment.person_id == county.ids[county.deputy])
        ).all():
            held.to_date = date(2026, 4, 1)
            desk.session.add(held)

    await rig.work(dismiss)
    await rig.to("2026-04-02 09:05")
    assert NUMBER not in card.text
    assert re.search("任职已结束", card.text)


async def test_a_duty_handed_to_another_agency_leaves_one_card_and_comes_onto_the_other(
    rig: Rig, county: County
) -> None:
    await record(rig, county)
    ours, theirs = await start(rig, county.liaison), await start(rig, county.police_liaison)

    def move(desk: Desk) -> None:
        duty = desk.session.get_one(Duty, 1)
        duty.state = DutyState.TRANSFERRED
        desk.session.add(duty)
        desk.session.flush()
        fields = duty.model_dump(exclude={"id"})
        desk.session.add(Duty(**{**fields, "key": "moved", "agency_id": county.police, "state": DutyState.OPEN}))

    await rig.work(move)
    await rig.to("2026-04-02 09:05")
    assert "未办结2项" in ours.text
    assert "未办结1项" in theirs.text
