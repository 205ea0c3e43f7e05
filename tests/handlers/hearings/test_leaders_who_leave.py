"""A leader who is named and leaves the post: told the same day, nobody is named any more, the ladder begins again."""

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState
from bot.services.agencies import leaving
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment
from tests.builders import County, person
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-09 10:00"
HEAD = "【请另定负责人】"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await steps.confirmed(rig, county)
    return county


async def ends(rig: Rig, place: County, last_day: date) -> None:
    """The coordinator ends the appointment of 张明."""
    actor = await person(rig, place.coordinator)

    def end(desk: Desk) -> None:
        held = desk.session.exec(select(Appointment).where(Appointment.person_id == place.ids[place.leader])).one()
        leaving.end(desk, held.id or 0, held.version, last_day)

    await rig.work(end, actor=actor)
    await rig.pump.drain()


@pytest.mark.slow
async def test_everybody_who_can_name_another_is_told_the_same_day(rig: Rig, place: County) -> None:
    before = len(rig.bot.messages)
    await ends(rig, place, date(2026, 12, 9))
    sent = rig.bot.messages[before:]
    for who in (place.liaison, place.principal, place.coordinator):
        [told] = [m for m in sent if m.chat_id == who and HEAD in m.text]
        assert "张明副局长已不在任" in told.text
    [row] = await steps.appearances(rig)
    assert (row.state, row.leader_id) == (AppearanceState.UNNAMED, None)
    await rig.say(place.coordinator, "/hearings")
    assert "张明副局长已不在任" in rig.last(place.coordinator).text
    sent = await rig.to("2026-12-10 09:05")
    assert any("尚未确认" in m.text or "请予督办" in m.text for m in sent if m.chat_id == place.principal)
    digest = next(m for m in sent if m.chat_id == place.coordinator and "要情" in m.text)
    assert "张明副局长已不在任" in digest.text


@pytest.mark.slow
async def test_an_end_that_was_entered_before_is_told_on_its_day(rig: Rig, place: County) -> None:
    await ends(rig, place, date(2026, 12, 10))
    assert not any(HEAD in m.text for m in rig.bot.messages)
    sent = await rig.to("2026-12-10 08:00")
    assert any(HEAD in m.text for m in sent if m.chat_id == place.liaison)


@pytest.mark.slow
async def test_an_end_after_the_hearing_changes_nothing(rig: Rig, place: County) -> None:
    await ends(rig, place, date(2026, 12, 15))
    await rig.to("2026-12-15 08:00")
    assert not any(HEAD in m.text for m in rig.bot.messages)


@pytest.mark.slow
async def test_a_first_leader_who_leaves_is_not_on_duty_while_the_court_is_asked(rig: Rig, place: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "wuqing-2020"))
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    await rig.press(place.liaison, "确认改为赵敏")
    before = len(rig.bot.messages)
    await ends(rig, place, date(2026, 12, 9))
    sent = rig.bot.messages[before:]
    for who in (place.liaison, place.principal, place.coordinator):
        [told] = [m for m in sent if m.chat_id == who and HEAD in m.text]
        assert "张明副局长已不在任" in told.text
    [row] = await steps.appearances(rig)
    assert (row.state, row.leader_id, row.replaced_name) == (AppearanceState.UNNAMED, None, "")
    assert "负责出庭" not in rig.last(place.leader2).text
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "赵敏")
    assert "我出庭" in rig.last(place.leader2).labels
