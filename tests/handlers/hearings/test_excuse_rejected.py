"""The court's word on an excuse: confirmed, taken back; a rejection is news to everybody, the ladder begins again."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState, DutyState
from bot.store.tables import Duty
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, one, report_absence
from tests.rig import Rig

START = "2026-12-10 10:00"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader)
    await rig.press(county.leader, "提交")
    return county


async def certificate(rig: Rig) -> DutyState:
    [duty] = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "CN-IDENTITY")).all())
    return duty.state


@pytest.mark.slow
async def test_a_rejection_is_a_new_message_to_everybody_and_a_leader_is_owed_again(rig: Rig, place: County) -> None:
    before = len(rig.bot.messages)
    await rig.press(place.liaison, "法院不予认可")
    assert (await one(rig)).state is AppearanceState.CANNOT, "one tap records nothing"
    await rig.press(place.liaison, "确认登记")
    sent = rig.bot.messages[before:]
    for who in (place.leader, place.principal, place.coordinator):
        [told] = [m for m in sent if m.chat_id == who and "法院不予认可" in m.text]
        assert "我出庭" in told.labels or who == place.coordinator
        assert ("请其于" in told.text) is (who != place.leader), "the leader is spoken to"
    assert (await one(rig)).state is AppearanceState.ASKED
    sent = await rig.to("2026-12-11 09:05")
    assert any("尚未确认" in m.text for m in sent if m.chat_id == place.coordinator), "the ladder goes on"
    await rig.press(place.leader, "我出庭")
    assert (await one(rig)).state is AppearanceState.CONFIRMED


@pytest.mark.slow
async def test_it_can_be_taken_back(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "法院不予认可")
    await rig.press(place.liaison, "确认登记")
    await rig.press(place.liaison, "撤回法院意见登记")
    row = await one(rig)
    assert (row.state, row.absence["court_view"]) == (AppearanceState.CANNOT, "pending")
    sent = await rig.to("2026-12-11 09:05")
    assert not any("尚未确认" in m.text for m in sent if m.chat_id == place.coordinator)


@pytest.mark.slow
async def test_the_certificate_is_owed_while_a_leader_comes(rig: Rig, place: County) -> None:
    assert await certificate(rig) is DutyState.CANCELLED
    await rig.press(place.liaison, "法院不予认可")
    await rig.press(place.liaison, "确认登记")
    assert await certificate(rig) is DutyState.OPEN
    await rig.press(place.liaison, "撤回法院意见登记")
    assert await certificate(rig) is DutyState.CANCELLED


@pytest.mark.slow
async def test_a_defect_need_not_be_mended_where_no_leader_comes(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "出庭材料")
    await rig.press(county.liaison, "法院告知补正身份证明")
    await rig.press(county.leader, "更改答复")
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader)
    await rig.press(county.leader, "提交")
    [duty] = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "identity_defect")).all())
    assert duty.state is DutyState.CANCELLED


@pytest.mark.slow
async def test_a_postponement_is_confirmed_and_taken_back_too(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "不准延期")
    assert (await one(rig)).absence["postponement"] == "asked"
    await rig.press(place.liaison, "确认登记")
    assert (await one(rig)).absence["postponement"] == "refused"
    await rig.press(place.liaison, "撤回延期答复登记")
    assert (await one(rig)).absence["postponement"] == "asked"
