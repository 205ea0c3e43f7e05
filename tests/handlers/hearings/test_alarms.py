"""While nobody has said yes, the alarm rises each working day, to everybody who can settle it, until somebody has."""

import pytest

from tests.builders import County
from tests.fakes import Shown
from tests.handlers.hearings.steps import NUMBER
from tests.rig import Rig

START = "2026-03-12 10:00"
LINE = f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭"
OPEN = ("尚未确认", "请予督办", "仍未确定", "未答复")
DAYS = ("2026-03-13 09:05", "2026-03-16 09:05", "2026-03-17 09:05", "2026-03-18 07:35")
"""A Friday, Monday, Tuesday and the Wednesday of the hearing."""


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await rig.say(county.liaison, LINE)
    await rig.press(county.liaison, "确认")
    return county


def alarms(sent: list[Shown], user: int) -> list[Shown]:
    return [m for m in sent if m.chat_id == user and any(word in m.text for word in OPEN)]


@pytest.mark.slow
async def test_each_working_day_from_three_before_everybody_hears_it_with_the_buttons(rig: Rig, place: County) -> None:
    for day in DAYS:
        sent = await rig.to(day)
        [liaison] = alarms(sent, place.liaison)
        [principal] = alarms(sent, place.principal)
        [coordinator] = [m for m in alarms(sent, place.coordinator) if "今日要情" not in m.text]
        assert any("指定出庭负责人" in label for label in liaison.labels), day
        assert liaison.text.count("仍未确定") == 1, "the checklist of the eve says it; it is not said twice"
        assert {"我出庭", "指定负责人", "申报不能出庭"} <= set(principal.labels), day
        assert any("指定出庭负责人" in label for label in coordinator.labels), day
        heard = (liaison, principal) if day in DAYS[:2] else (liaison, principal, coordinator)
        assert [m for m in heard if m.silent] == [], day
        assert ("今日" in principal.text and "0个工作日" not in principal.text) or day != DAYS[-1]
        assert "0个工作日" not in coordinator.text + liaison.text


@pytest.mark.slow
async def test_it_stops_the_minute_a_leader_says_yes_and_goes_on_when_that_is_taken_back(
    rig: Rig, place: County
) -> None:
    assert alarms(await rig.to(DAYS[0]), place.principal)
    await rig.press(place.principal, "我出庭", rig.with_button(place.principal, "申报不能出庭"))
    sent = await rig.to(DAYS[1])
    for who in (place.liaison, place.principal, place.coordinator):
        assert [m for m in alarms(sent, who) if "今日要情" not in m.text] == []
    await rig.press(place.principal, "更改答复")
    await rig.press(place.principal, "收回答复")
    sent = await rig.to(DAYS[2])
    assert len(alarms(sent, place.coordinator)) >= 1
    assert len(alarms(sent, place.liaison)) == 1


@pytest.mark.slow
async def test_a_leader_who_was_asked_and_is_silent_is_asked_to_the_end(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    for day in DAYS:
        sent = [m for m in await rig.to(day) if m.chat_id == place.leader]
        assert any("我出庭" in m.labels for m in sent), day
    before = rig.with_button(place.leader, "我出庭")
    await rig.press(place.leader, "我出庭", before)
    sent = await rig.to("2026-03-18 09:00")
    assert not any("我出庭" in m.labels for m in sent)


@pytest.mark.slow
async def test_what_lies_behind_a_late_entry_is_one_alarm_at_once(rig: Rig, county: County) -> None:
    await rig.to("2026-03-17 15:00")
    before = len(rig.bot.messages)
    await rig.say(county.liaison, LINE)
    await rig.press(county.liaison, "确认")
    sent = rig.bot.messages[before:]
    assert len(alarms(sent, county.principal)) == 1
    assert len(alarms(sent, county.coordinator)) == 1
    sent = await rig.to("2026-03-18 07:35")
    assert len(alarms(sent, county.principal)) == 1
