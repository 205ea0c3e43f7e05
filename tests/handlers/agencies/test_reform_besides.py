"""机构改革: circulars that wait, events to come, forms under way, cases that are taken up again; and on PostgreSQL."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience
from bot.domain.agencies.reform import Heirs
from bot.domain.hall.terms import Reform, Role
from bot.services.agencies import reform
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case, CircularReceipt, Event, EventGuest, LinkedGroup
from tests import builders
from tests.builders import County
from tests.handlers.agencies.reform_steps import (
    NUMBER,
    duties,
    merged,
    merging,
    paper,
    parties,
    roles,
    to_ways,
    told,
)
from tests.handlers.circulars import steps as circulars
from tests.rig import Rig, open_rig


@pytest.mark.slow
async def test_receipts_that_are_missing_are_looked_for_under_the_successor(rig: Rig, county: County) -> None:
    await circulars.ready(rig, county.coordinator)
    await circulars.send(rig, county.coordinator)
    assert "待回执的通知1件" in (await merging(rig, county)).text
    await rig.press(county.admin, "确认实施")
    statement = select(CircularReceipt).where(CircularReceipt.person_id == county.ids[county.liaison])
    [receipt] = await rig.database.read(lambda s: list(s.exec(statement).all()))
    assert receipt.agency_id == county.police
    await rig.press(county.liaison, "收到")
    [receipt] = await rig.database.read(lambda s: list(s.exec(statement).all()))
    assert receipt.read_at is not None


@pytest.mark.slow
async def test_events_to_come_go_by_the_successor(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event 业务培训 4月15日上午9:30 县政府三楼会议室 行政应诉实务培训")
    await rig.press(county.coordinator, "联络员")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "全部")
    await rig.press(county.coordinator, "发出邀请")

    def for_it(desk: Desk) -> None:
        event = desk.session.exec(select(Event)).one()
        event.audience = Audience(roles=(Role.LIAISON,), agencies=(county.resources, county.street)).to_json()
        desk.session.add(event)

    await rig.work(for_it)
    assert "即将举行的活动1场" in (await merging(rig, county)).text
    await rig.press(county.admin, "确认实施")
    statement = select(EventGuest).where(EventGuest.person_id == county.ids[county.liaison])
    [guest] = await rig.database.read(lambda s: list(s.exec(statement).all()))
    assert guest.agency_id == county.police
    [event] = await rig.database.read(lambda s: list(s.exec(select(Event)).all()))
    assert event.audience["agencies"] == [county.police, county.street]


@pytest.mark.slow
async def test_a_form_under_way_is_recorded_for_the_successor(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{NUMBER} 应诉通知书 今天收到 直接送达")
    await merged(rig, county)
    await rig.press(county.liaison, "✓ 登记")
    assert await parties(rig) == [(county.police, "defendant")]
    assert {duty.agency_id for duty in await duties(rig)} == {county.police}


@pytest.mark.slow
async def test_a_case_that_is_taken_up_again_is_the_successors(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await rig.work(lambda desk: setattr(desk.session.exec(select(Case)).one(), "closed_on", desk.today))
    await merged(rig, county)
    assert await parties(rig) == [(county.resources, "defendant")]
    await paper(rig, county.police_liaison, kind="出庭通知书")
    assert await parties(rig) == [(county.police, "defendant")]


@pytest.mark.slow
async def test_groups_and_what_it_led_or_guided_are_the_successors(rig: Rig, county: County) -> None:
    def before(desk: Desk) -> None:
        desk.session.add(LinkedGroup(chat_id=-5, agency_id=county.justice))
        desk.session.get_one(Agency, county.street).supervisor_id = county.justice

    await rig.work(before)
    await merged(rig, county, "县司法局", "县政府办")
    government = await builders.agency(rig, county.government)
    assert government.lead_id == county.office
    assert (await builders.agency(rig, county.street)).supervisor_id == county.office
    [group] = await rig.database.read(lambda s: list(s.exec(select(LinkedGroup)).all()))
    assert group.agency_id == county.office
    assert ("陈静", "coordinator") in await roles(rig, county.office)
    await paper(rig, county.liaison)
    [shown, *_] = await rig.say(county.coordinator, "/duties")
    assert NUMBER in shown.text, "who led the branch leads it still"


async def test_somebody_with_the_same_role_in_both_is_registered_once(rig: Rig, county: County) -> None:
    def also_there(desk: Desk) -> None:
        person = access.person_by_telegram(desk.session, county.liaison)
        assert person is not None
        builders.appoint(desk, person, Role.LIAISON, access.agency(desk, county.police), "兼职")

    await rig.work(also_there)
    order = reform.Order(Reform.MERGED, ((county.resources, 1),), Heirs(county.police))
    [passing] = await rig.work(lambda desk: reform.carry_out(desk, order))
    assert passing.held == [("王芳", Role.LIAISON)]
    held = await builders.appointments(rig, county.ids[county.liaison])
    today = rig.clock.now().date()
    now = [one for one in held if one.to_date is None or one.to_date >= today]
    assert [(one.agency_id, one.post) for one in now] == [(county.police, "兼职")]


@pytest.mark.slow
async def test_a_form_of_a_reform_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await builders.county(rig)
        await to_ways(rig, here.admin, "县自然资源局")
        await rig.press(here.admin, "合并")
    async with open_rig(tmp_path) as rig:
        rig.ids = count(1000)
        await rig.say(here.admin, "县公安局")
        assert "县自然资源局 → 县公安局" in rig.last(here.admin).text
        await rig.press(here.admin, "确认实施")
        assert (await builders.agency(rig, here.resources)).closed_on is not None


@pytest.mark.slow
async def test_a_merger_of_co_defendants_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        here = await builders.county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 被告：县公安局、县自然资源局 今天收到 直接送达")
        await rig.press(here.liaison, "✓ 登记")
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月28日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        await merged(rig, here)
        assert await parties(rig) == [(here.police, "defendant")]
        assert len(await told(rig, here.liaison)) == 1
        statement = select(Agency.path).where(col(Agency.id) == here.station)
        path = await rig.database.read(lambda s: s.exec(statement).one())
        assert f"/{here.police}/" in path
        [found] = await rig.say(here.police_liaison, "/find 自然资源局")
        assert NUMBER in found.text
