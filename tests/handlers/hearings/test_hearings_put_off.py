"""A hearing put off without a new date, and the date when it comes."""

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import AppearanceState, EventKind, EventState, HearingStatus
from bot.store.tables import Appearance, Hearing
from tests.builders import County, county
from tests.events import at, event, hold
from tests.rig import Rig

START = "2026-12-01 10:00"
NUMBER = "（2026）鲁0831行初12号"
LINE = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def rows(rig: Rig) -> tuple[list[Hearing], list[Appearance]]:
    found = await rig.database.read(lambda s: s.exec(select(Hearing).order_by(col(Hearing.id))).all())
    named = await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all())
    return list(found), list(named)


async def put_off(rig: Rig, place: County) -> None:
    """张明 has said yes; then the court puts the hearing off."""
    await rig.say(place.liaison, LINE)
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    await rig.press(place.leader, "我出庭")
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "延期，时间待定")
    await rig.say(place.liaison, "原告申请")
    await rig.press(place.liaison, "确认")


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_the_new_date_is_recorded_from_the_card_and_the_leader_is_asked_again(rig: Rig, place: County) -> None:
    await put_off(rig, place)
    assert "延期开庭，时间待定" in rig.last(place.liaison).text
    await rig.press(place.liaison, "登记新的开庭时间")
    await rig.say(place.liaison, "１２月１６日下午三点")
    await rig.press(place.liaison, "确认")
    [hearing], [named] = await rows(rig)
    assert hearing.status is HearingStatus.SCHEDULED
    assert (named.leader_name, named.state) == ("张明", AppearanceState.ASKED)
    asked = rig.with_button(place.leader, "我出庭")
    assert "12月16日（周三）15:00" in asked.text
    await rig.press(place.leader, "我出庭", asked)
    sent = await rig.to("2026-12-16 13:30")
    assert any("今日开庭" in m.text for m in sent if m.chat_id == place.leader)


@pytest.mark.slow
async def test_entering_the_case_again_offers_it_as_the_new_date(rig: Rig, place: County) -> None:
    await put_off(rig, place)
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月22日下午三点 县法院第一审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "新时间（原定12月")
    await rig.press(place.liaison, "确认")
    [hearing], [named] = await rows(rig)
    assert (hearing.place, hearing.status) == ("县法院第一审判庭", HearingStatus.SCHEDULED)
    assert named.leader_name == "张明"


@pytest.mark.slow
async def test_two_people_record_the_new_date_and_the_second_learns_of_it(rig: Rig, place: County) -> None:
    await put_off(rig, place)
    (hearing,), _ = await rows(rig)
    for user, when in ((place.liaison, "12月22日下午三点"), (place.deputy, "12月23日下午三点")):
        await rig.press_data(user, f"hr.mv:{hearing.id}:{hearing.version}", rig.last(user))
        await rig.say(user, when)
    await rig.press(place.liaison, "确认")
    await rig.press(place.deputy, "确认")
    assert "王芳已于" in rig.toast()
    (hearing,), _ = await rows(rig)
    assert hearing.starts_at == at("2026-12-22 15:00")


@pytest.mark.slow
async def test_others_cannot_record_it_nor_where_the_suit_was_withdrawn(rig: Rig, place: County) -> None:
    await put_off(rig, place)
    (hearing,), _ = await rows(rig)
    for who in (place.leader, place.police_liaison, place.observer):
        await rig.press_data(who, f"hr.mv:{hearing.id}:{hearing.version}", rig.last(place.liaison))
        assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))


@pytest.mark.slow
async def test_an_observation_called_off_with_it_is_held_again_on_the_new_date(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, LINE)
    await rig.press(place.liaison, "确认")
    (hearing,), _ = await rows(rig)
    made = await hold(
        rig, place, kind=EventKind.OBSERVATION, hearing_id=hearing.id, starts_at=hearing.starts_at, title="庭审观摩"
    )
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "延期，时间待定")
    await rig.say(place.liaison, "原告申请")
    await rig.press(place.liaison, "确认")
    assert (await event(rig, made.id)).state is EventState.CANCELLED
    await rig.press(place.liaison, "登记新的开庭时间")
    await rig.say(place.liaison, "12月22日下午三点")
    await rig.press(place.liaison, "确认")
    again = await event(rig, made.id)
    assert (again.state, again.starts_at) == (EventState.PLANNED, at("2026-12-22 15:00"))
    assert "12月22日（周二）15:00" in rig.with_button(place.police_leader, "我参加").text


@pytest.mark.slow
async def test_it_stays_in_the_list_and_on_the_other_liaisons_message_until_it_has_a_date(
    rig: Rig, place: County
) -> None:
    await put_off(rig, place)
    assert "登记新的开庭时间" in rig.last(place.deputy).labels
    assert "登记新的开庭时间" not in rig.last(place.leader).labels
    [listed] = await rig.say(place.deputy, "/hearings")
    assert "1件案件已延期" in listed.text
    await rig.press(place.deputy, "待定日期（1）", listed)
    await rig.press(place.deputy, "县自然资源局", rig.bot.find(place.deputy, listed.message_id))
    await rig.press(place.deputy, "登记新的开庭时间")
    await rig.say(place.deputy, "12月22日下午三点")
    await rig.press(place.deputy, "确认")
    [listed] = await rig.say(place.deputy, "/hearings")
    assert "已延期" not in listed.text
    [others] = await rig.say(place.town_liaison, "/hearings")
    assert NUMBER not in others.text + "".join(others.labels)
