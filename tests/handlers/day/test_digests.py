"""The coordinator's mornings: one message, silent changes where nothing is new, what its buttons open and do."""

from __future__ import annotations

from functools import partial

import pytest

from bot.domain.hall.terms import DutyState
from bot.services.agencies import leaving, people
from bot.services.hall.desk import Desk
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.day.digest_steps import FAR, hand_in, heads, mornings, of, owed, the
from tests.rig import Rig

START = "2026-03-16 10:00"
"""A Monday."""


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def hearing(rig: Rig, user: int, number: int, when: str) -> None:
    await rig.say(user, f"/hearing （2026）鲁0831行初{number}号 {when} 第二审判庭")
    await rig.press(user, "确认")


async def digest(rig: Rig, user: int, at: str) -> Shown:
    [found] = of(await rig.to(at), user)
    return found


@pytest.mark.slow
async def test_four_identical_mornings_are_one_message_and_three_silent_edits(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    sent = of(await rig.to("2026-03-20 12:00"), place.coordinator)
    assert len(sent) == 1, "Tuesday to Friday"
    assert not sent[0].silent
    assert mornings(sent[0]) == ["3月17日", "3月18日", "3月19日", "3月20日"]
    assert "逾期1项：县自然资源局 事项1" in sent[0].text
    again = of(await rig.to("2026-03-23 12:00"), place.coordinator)
    assert len(again) == 1, "what nobody acts on comes up again on the fifth morning"
    assert mornings(sent[0])[-1] == "3月20日", "and the old one is changed no more"


@pytest.mark.slow
async def test_what_is_new_comes_as_a_message_and_what_is_done_as_an_edit(rig: Rig, place: County) -> None:
    first, second = await owed(rig, place.resources, 1), await owed(rig, place.police, 2)
    shown = await digest(rig, place.coordinator, "2026-03-17 12:00")
    assert "逾期2项" in shown.text
    await rig.work(lambda desk: _done(desk, first))
    assert of(await rig.to("2026-03-18 12:00"), place.coordinator) == []
    now = rig.bot.find(place.coordinator, shown.message_id)
    assert "3月18日" in now.text
    assert "逾期1项：县公安局 事项2" in now.text
    third = await owed(rig, place.resources, 3)
    new = await digest(rig, place.coordinator, "2026-03-19 12:00")
    assert "逾期2项" in new.text
    for one in (second, third):
        await rig.work(partial(_done, duty_id=one))
    assert of(await rig.to("2026-03-20 12:00"), place.coordinator) == []
    assert "无逾期、未定和待认可事项" in rig.bot.find(place.coordinator, new.message_id).text


def _done(desk: Desk, duty_id: int) -> None:
    from bot.store.tables import Duty

    duty = desk.session.get_one(Duty, duty_id)
    duty.state = DutyState.DONE
    duty.revise()
    desk.session.add(duty)


@pytest.mark.slow
async def test_a_digest_that_the_reader_has_deleted_comes_anew_without_a_sound(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    shown = await digest(rig, place.coordinator, "2026-03-17 12:00")
    rig.bot.messages.remove(shown)
    new = await digest(rig, place.coordinator, "2026-03-18 12:00")
    assert new.silent
    assert of(await rig.to("2026-03-19 12:00"), place.coordinator) == []
    assert "3月19日" in rig.bot.find(place.coordinator, new.message_id).text, "it is the new one that goes on"


@pytest.mark.slow
async def test_neither_a_weekend_nor_a_calm_day_says_anything(rig: Rig, place: County) -> None:
    assert of(await rig.to("2026-03-20 20:00"), place.coordinator) == []
    await owed(rig, place.resources, 1)
    assert of(await rig.to("2026-03-22 23:00"), place.coordinator) == []
    assert len(of(await rig.to("2026-03-23 12:00"), place.coordinator)) == 1


@pytest.mark.slow
async def test_it_is_said_by_itself_and_what_falls_to_the_same_quarter_makes_no_second_sound(
    rig: Rig, place: County
) -> None:
    await hearing(rig, place.liaison, 1, "3月19日上午9:30")
    sent = [m for m in await rig.to("2026-03-17 12:00") if m.chat_id == place.coordinator]
    shown, *others = sent
    assert shown.text.startswith("【今日要情】")
    assert "①" not in shown.text
    assert "⚠ 未定负责人1件：3月19日（周四）县自然资源局 行初1号" in shown.text
    assert others, "the ladder goes on beside it"
    assert [m.silent for m in sent] == [False] + [True] * len(others)


@pytest.mark.slow
async def test_what_its_buttons_open_stands_below_it_and_it_keeps_its_place(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    await owed(rig, place.justice, 2)
    await hearing(rig, place.liaison, 1, "3月23日上午9:30")
    shown = await digest(rig, place.coordinator, "2026-03-17 12:00")
    before = shown.text
    for label in shown.labels:
        below = await rig.press(place.coordinator, label, shown)
        assert len(below) == 1, label
        assert rig.bot.find(place.coordinator, shown.message_id).text == before, label
    assert {"催办逾期", "催办未定", "开庭安排", "本局事项"} <= set(shown.labels)
    assert of(await rig.to("2026-03-18 12:00"), place.coordinator) == []
    assert "3月18日" in rig.bot.find(place.coordinator, shown.message_id).text, "and is changed on the next morning"


@pytest.mark.slow
async def test_pressing_for_what_is_overdue_lists_asks_once_and_does_exactly_that(rig: Rig, place: County) -> None:
    first, second, third = [await owed(rig, unit, n) for n, unit in enumerate(
        (place.resources, place.resources, place.police), 1
    )]  # fmt: skip
    await owed(rig, place.justice, 4)
    shown = await digest(rig, place.coordinator, "2026-03-17 10:00")
    [asked] = await rig.press(place.coordinator, "催办逾期", shown)
    assert "将催办2个单位的3项逾期事项" in asked.text
    assert "县自然资源局（王芳、李娜）：事项1；事项2" in asked.text
    assert "县司法局" not in asked.text, "nobody presses for what the own bureau owes"
    assert not any("【催办】" in m.text for m in rig.bot.chat(place.liaison)), "one tap tells nobody"
    await rig.work(lambda desk: _done(desk, third))
    await owed(rig, place.police, 5)
    await rig.press(place.coordinator, "确认催办", asked)
    now = rig.bot.find(place.coordinator, asked.message_id)
    assert "已催办2项，涉及1个单位" in now.text
    assert "期间已有变化、未作处理：县公安局 事项3（已办结）" in now.text
    told = [m for m in rig.bot.chat(place.liaison) if "【催办】" in m.text]
    assert told
    assert all(f"事项{n}" in "".join(m.text for m in told) for n in (1, 2))
    assert not any("【催办】" in m.text for m in rig.bot.chat(place.police_liaison)), (
        "what was not listed is not pressed"
    )
    [again] = await rig.press(place.coordinator2, "催办逾期", heads(rig, place.coordinator2)[-1])
    await rig.press(place.coordinator2, "确认催办", again)
    said = rig.bot.find(place.coordinator2, again.message_id).text
    assert "今日已催办、不再重复：县自然资源局 事项1；县自然资源局 事项2" in said
    assert {(await the(rig, one)).state for one in (first, second)} == {DutyState.OPEN}


@pytest.mark.slow
async def test_a_press_that_is_taken_back_tells_nobody(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    shown = await digest(rig, place.coordinator, "2026-03-17 10:00")
    [asked] = await rig.press(place.coordinator, "催办逾期", shown)
    await rig.press(place.coordinator, "取消", asked)
    assert "未作任何处理" in rig.bot.find(place.coordinator, asked.message_id).text
    await rig.press_data(place.coordinator, "du.ok", asked)
    assert "将催办" in rig.bot.find(place.coordinator, asked.message_id).text, "an old button asks again"
    assert not any("【催办】" in m.text for m in rig.bot.chat(place.liaison))


@pytest.mark.slow
async def test_pressing_for_leaders_tells_whoever_keeps_the_hearing_and_the_leader_who_was_asked(
    rig: Rig, place: County
) -> None:
    await hearing(rig, place.liaison, 1, "3月20日上午9:30")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    await hearing(rig, place.police_liaison, 2, "3月23日上午9:30")
    shown = await digest(rig, place.coordinator, "2026-03-17 10:00")
    assert "未定负责人2件" in shown.text
    [asked] = await rig.press(place.coordinator, "催办未定", shown)
    assert "3月20日（周五）县自然资源局 行初1号（王芳、李娜）" in asked.text
    assert not any("【催办】" in m.text for m in rig.bot.chat(place.police_liaison))
    await rig.press(place.leader, "我出庭")
    await rig.press(place.coordinator, "确认催办", asked)
    now = rig.bot.find(place.coordinator, asked.message_id).text
    assert "已催办1件" in now
    assert "期间已确定或者有变化：3月20日（周五）县自然资源局 行初1号" in now
    [told] = [m for m in rig.bot.chat(place.police_liaison) if "【催办】陈静" in m.text]
    assert "行初2号" in told.text
    assert "指定出庭负责人" in told.labels
    assert not any("【催办】" in m.text for m in rig.bot.chat(place.liaison))


@pytest.mark.slow
async def test_a_leader_who_has_not_answered_is_asked_once_more(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "3月20日上午9:30")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    shown = await digest(rig, place.coordinator, "2026-03-17 08:50")
    [asked] = await rig.press(place.coordinator, "催办未定", shown)
    before = len(rig.bot.chat(place.leader))
    await rig.press(place.coordinator, "确认催办", asked)
    [again] = rig.bot.chat(place.leader)[before:]
    assert "【请予答复】" in again.text
    assert any("【催办】" in m.text for m in rig.bot.chat(place.liaison))


@pytest.mark.slow
async def test_whoever_lost_the_office_presses_in_vain(rig: Rig, place: County) -> None:
    duty = await owed(rig, place.resources, 1)
    await hearing(rig, place.liaison, 1, "3月19日上午9:30")
    await hand_in(rig, place, await owed(rig, place.resources, 2, FAR))
    shown = await digest(rig, place.coordinator, "2026-03-17 10:00")
    asked = {label: (await rig.press(place.coordinator, label, shown))[0] for label in ("催办逾期", "催办未定")}
    await rig.press_data(place.coordinator, "jd.all", shown)
    listed = rig.last(place.coordinator)
    await rig.work(lambda desk: _end(desk, place))
    await rig.to("2026-03-18 08:00")
    said = len(rig.bot.messages)
    presses = [(shown, "du"), (shown, "hu"), (shown, "jd"), (shown, "jd.all"), (listed, "jd.sure"), (shown, "dg.all")]
    presses += [(asked["催办逾期"], "du.ok"), (asked["催办未定"], "hu.ok"), (shown, "dg.claims"), (shown, "dg.asks")]
    for message, data in presses:
        await rig.press_data(place.coordinator, data, message)
        assert "无权查看" in rig.toast() or "没有此项操作的权限" in rig.toast(), data
    assert len(rig.bot.messages) == said
    assert (await the(rig, duty)).state is DutyState.OPEN


def _end(desk: Desk, place: County) -> None:
    held = people.view(desk, place.ids[place.coordinator]).appointments[0]
    leaving.end(desk, held.id, held.version, desk.today)


@pytest.mark.slow
async def test_only_coordinators_press_and_accept(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    for user in (place.liaison, place.principal, place.leader, place.court_contact, place.observer):
        [menu] = await rig.say(user, "/menu")
        said = len(rig.bot.messages)
        for data in ("du", "hu", "jd", "jd.all", "du.ok", "hu.ok", "jd.sure", "dg.all", "dg.claims", "dg.asks"):
            await rig.press_data(user, data, menu)
            assert "没有此项操作的权限" in rig.toast(), (user, data)
        assert len(rig.bot.messages) == said, user


@pytest.mark.slow
async def test_a_city_s_coordinator_presses_for_no_county_that_has_coordinators(rig: Rig, place: County) -> None:
    await owed(rig, place.resources, 1)
    await hearing(rig, place.liaison, 1, "3月19日上午9:30")
    shown = await digest(rig, place.city_coordinator, "2026-03-17 10:00")
    assert "县政府及所属单位：1件开庭未确认出庭负责人，逾期事项1项" in shown.text
    assert not {"催办逾期", "催办未定"} & set(shown.labels)
    [nothing] = await rig.press_data(place.city_coordinator, "du", shown)
    assert "各单位无逾期事项" in nothing.text


@pytest.mark.slow
async def test_yesterday_is_counted_in_the_agencies_that_are_the_reader_s(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "4月2日上午9:30")
    await hearing(rig, place.liaison, 2, "4月3日上午9:30")
    for number in (1, 2):
        await rig.press(place.liaison, "指定出庭负责人", rig.bot.chat(place.liaison)[-1] if number == 2 else None)
        await rig.press(place.liaison, "张明")
        await rig.press(place.leader, "我出庭")
        break
    shown = await digest(rig, place.coordinator, "2026-03-17 10:00")
    assert "昨日：新收2件，确认出庭1人" in shown.text
    assert of(await rig.to("2026-03-18 12:00"), place.coordinator) == []
    assert "昨日" not in rig.bot.find(place.coordinator, shown.message_id).text
    assert of(rig.bot.messages, place.city_coordinator) == [], "a county's news are the county's"


@pytest.mark.slow
async def test_a_hearing_of_the_day_is_named_with_who_comes(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "3月18日上午9:30")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    await rig.press(place.leader, "我出庭")
    await rig.to("2026-03-18 08:00")
    shown = await digest(rig, place.coordinator, "2026-03-18 12:00")
    assert "今日开庭1件：9:30 县自然资源局 行初1号 · ✓ 张明副局长" in shown.text


@pytest.mark.slow
async def test_much_that_is_overdue_is_counted_and_reached(rig: Rig, place: County) -> None:
    for n in range(41):
        await owed(rig, (place.resources, place.police, place.labour, place.street, place.town)[n % 5], n)
    shown = await digest(rig, place.coordinator, "2026-03-17 12:00")
    assert "逾期41项" in shown.text
    assert "· 另有16项" in shown.text
    [page] = await rig.press(place.coordinator, "全部要情", shown)
    told = page.text
    while "下一页 ›" in rig.bot.find(place.coordinator, page.message_id).labels:
        await rig.press(place.coordinator, "下一页", rig.bot.find(place.coordinator, page.message_id))
        told += "\n" + rig.bot.find(place.coordinator, page.message_id).text
    assert all(f"事项{n}" in told.split() for n in range(41)), "each is named"
    [asked] = await rig.press(place.coordinator, "催办逾期", shown)
    await rig.press(place.coordinator, "确认催办", asked)
    assert "已催办41项，涉及5个单位" in rig.bot.find(place.coordinator, asked.message_id).text
