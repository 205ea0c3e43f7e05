"""A reform where the successor was a party beside the old agency: one party, one appearance, nothing owed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus
from bot.services.duties import duties as duties_service
from bot.services.duties import recurring
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances as appearances_service
from bot.services.law import appearing
from bot.store.tables import Agency, Appearance, Duty, Hearing, HearingResult
from tests.builders import County
from tests.handlers.agencies.reform_steps import NUMBER, duties, merged, merging, paper, parties
from tests.rig import Rig

HEARING = f"/hearing {NUMBER} 4月28日上午9:30 县法院第二审判庭"
OPEN = DutyState.OPEN


async def beside_one_another(rig: Rig, county: County) -> None:
    """Both bureaus are sued: the police got its notice two days before the natural-resources bureau did."""
    await rig.say(county.police_liaison, f"{NUMBER} 应诉通知书 被告：县公安局、县自然资源局 3月31日收到 直接送达")
    await rig.press(county.police_liaison, "✓ 登记")
    await paper(rig, county.liaison, "被告：县公安局、县自然资源局")


async def appearances(rig: Rig) -> list[Appearance]:
    return list(await rig.database.read(lambda s: list(s.exec(select(Appearance).order_by(col(Appearance.id))).all())))


def pending(found: list[Duty], rule: str) -> list[Duty]:
    return [duty for duty in found if duty.rule == rule and duty.state is OPEN]


@pytest.mark.slow
async def test_two_co_defendants_become_one_and_owe_the_same_once_by_the_earlier_day(rig: Rig, county: County) -> None:
    await beside_one_another(rig, county)
    before = await duties(rig)
    by_agency = {
        one: {d.rule: d for d in before if d.agency_id == one and d.state is OPEN}
        for one in (county.police, county.resources)
    }
    both = set(by_agency[county.police]) & set(by_agency[county.resources])
    assert both, "each owes its defence by its own notice"
    shown = (await merging(rig, county)).text
    assert f"双方原为同案当事人，合并为一方：{NUMBER}" in shown
    assert "终止（承接单位已有相同事项，或适用规则不同）" in shown
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.police, "defendant")]
    after = await duties(rig)
    for rule in both:
        [left] = pending(after, rule)
        earlier = min(by_agency[county.police][rule].obey, by_agency[county.resources][rule].obey)
        assert (left.agency_id, left.obey) == (county.police, earlier)
    ended = [duty for duty in after if duty.state is DutyState.TRANSFERRED]
    assert {duty.rule for duty in ended} == both
    assert {duty.reason for duty in ended} == {"机构改革：县自然资源局→县公安局。"}


@pytest.mark.slow
async def test_what_ended_is_not_brought_back_when_the_case_is_worked_out_anew(rig: Rig, county: County) -> None:
    await beside_one_another(rig, county)
    await merged(rig, county)
    before = {duty.key: duty.state for duty in await duties(rig)}
    assert DutyState.TRANSFERRED in before.values()
    await rig.work(lambda desk: duties_service.recompute(desk, case_id=1, reason=""))
    assert {duty.key: duty.state for duty in await duties(rig)} == before


@pytest.mark.slow
@pytest.mark.parametrize("named_by", ["old", "both", "nobody"])
async def test_the_appearance_for_which_somebody_is_named_stays(rig: Rig, county: County, named_by: str) -> None:
    await beside_one_another(rig, county)
    await rig.say(county.liaison, HEARING)
    await rig.press(county.liaison, "确认")
    if named_by in ("old", "both"):
        await rig.press(county.liaison, "指定出庭负责人")
        await rig.press(county.liaison, "张明")
    if named_by == "both":
        await rig.press(county.police_liaison, "指定出庭负责人")
        await rig.press(county.police_liaison, "徐刚")
    await merged(rig, county)
    standing = [row for row in await appearances(rig) if row.state is not AppearanceState.CLOSED]
    leader = {"old": "张明", "both": "徐刚", "nobody": ""}[named_by]
    assert [(row.agency_id, row.leader_name) for row in standing] == [(county.police, leader)]
    [shown] = await rig.say(county.police_liaison, "/hearings")
    assert shown.text.count("9:30") == 1


@pytest.mark.slow
async def test_a_principal_who_was_named_and_does_not_pass_is_not_named_any_more(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await rig.say(county.liaison, HEARING)
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "李建国")
    await rig.press(county.principal, "我出庭")
    await merged(rig, county)
    [row] = await appearances(rig)
    assert (row.agency_id, row.leader_name) == (county.police, "")
    assert any("李建国" in one.text and "另定负责人" in one.text for one in rig.bot.chat(county.police_liaison))


@pytest.mark.slow
async def test_a_leader_who_came_for_the_old_agency_came_for_the_successor(rig: Rig, county: County) -> None:
    """Sishui asks for the leader at the first hearing: whoever came for the old bureau has come."""
    await paper(rig, county.liaison)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月3日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")

    def held(desk: Desk) -> None:
        first = desk.session.exec(select(Hearing)).one()
        first.status = HearingStatus.HELD
        row = desk.session.exec(select(Appearance)).one()
        row.state = AppearanceState.CLOSED
        told = HearingResult(
            hearing_id=first.id or 0, agency_id=county.resources, attended=True, rank="deputy", reported_at=desk.now
        )
        desk.session.add_all([first, row, told])
        later = Hearing(case_id=first.case_id, starts_at=first.starts_at + timedelta(days=25), entered_at=desk.now)
        desk.session.add(later)
        desk.session.flush()
        appearances_service.for_hearing(desk, later, county.resources)

    await rig.to("2026-04-03 12:00")
    await rig.work(held)
    await merged(rig, county)

    def known(desk: Desk) -> dict[str, object]:
        row = desk.session.exec(select(Appearance).where(Appearance.agency_id == county.police)).one()
        return dict(appearing._instance_facts(desk, row, desk.session.get_one(Hearing, row.hearing_id)))

    found = await rig.work(known)
    assert (found["hearings_before"], found["attended_first"]) == (1, True)
    results = await rig.database.read(lambda s: list(s.exec(select(HearingResult)).all()))
    assert [one.agency_id for one in results] == [county.resources], "figures of the past stay with the old name"


@pytest.mark.slow
async def test_other_rules_of_the_successor_end_and_begin_recurring_duties(rig: Rig, county: County) -> None:
    await rig.work(
        lambda desk: setattr(desk.session.get_one(Agency, county.police), "rulebook", "anhui-principal-2023")
    )
    await rig.work(recurring.tick)
    mine = [duty for duty in await duties(rig, county.resources) if duty.case_id is None and duty.state is OPEN]
    assert mine
    shown = (await merging(rig, county)).text
    assert "适用规则不同" in shown
    await rig.press(county.admin, "确认实施")
    after = await duties(rig)
    assert not [duty for duty in after if duty.agency_id == county.resources and duty.state is OPEN]
    heirs = {d.key for d in after if d.agency_id == county.police and d.case_id is None and d.state is OPEN}
    assert not {key for key in heirs for duty in mine if duty.rule in key}
    await rig.work(recurring.tick)
    again = await duties(rig, county.police)
    assert {duty.key for duty in again if duty.case_id is None and duty.state is OPEN} == heirs


@pytest.mark.slow
async def test_what_the_rules_of_the_successor_ask_for_begins_with_the_reform(rig: Rig, county: County) -> None:
    await rig.work(
        lambda desk: setattr(desk.session.get_one(Agency, county.resources), "rulebook", "anhui-principal-2023")
    )
    assert "按承接单位适用的规则新增：县公安局“" in (await merging(rig, county)).text
    assert await duties(rig) == []
    await rig.press(county.admin, "确认实施")
    begun = await duties(rig, county.police)
    assert begun
    assert {duty.rulebook for duty in begun} == {"sishui-2020"}
