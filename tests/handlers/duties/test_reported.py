"""Who has reported what comes with the calendar: the list, the one press; an agency's yearly word on its people."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Duty
from tests.builders import County, county
from tests.rig import Rig, open_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-11-30 08:00") as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await rig.to("2026-12-07 09:30")
    return here


async def duty_of(rig: Rig, rule: str, agency_id: int) -> Duty:
    statement = select(Duty).where(Duty.rule == rule, Duty.agency_id == agency_id, Duty.safe >= date(2026, 12, 1))
    [duty] = await rig.database.read(lambda s: s.exec(statement).all())
    return duty


def words(rig: Rig, user: int) -> str:
    return re.sub(r"</?b>", "", rig.last(user).text)


async def roster_page(rig: Rig, place: County, user: int) -> None:
    duty = await duty_of(rig, "SS27", place.resources)
    await rig.say(user, "/duties")
    await rig.press_data(user, f"dt.open:{duty.id}", rig.last(user))
    await rig.press(user, "核对人员")


async def test_an_agency_confirms_its_people_with_one_tap(rig: Rig, place: County) -> None:
    await roster_page(rig, place, place.liaison)
    page = words(rig, place.liaison)
    assert "【人员确认】县自然资源局 2026年度" in page
    for line in ("王芳 · 联络员（法规科科长）", "李娜 · 副联络员（法规科科员）", "李建国 · 主要负责人（局长）"):
        assert line in page
    assert "12月31日（周四）前确认（剩18个工作日）" in page
    await rig.press(place.liaison, "无变动")
    duty = await duty_of(rig, "SS27", place.resources)
    assert (duty.state, duty.done_note) == (DutyState.SUBMITTED, "无变动：王芳、李娜")
    assert "已报" in rig.last(place.liaison).text
    await rig.press_data(place.deputy, f"dt.nochange:{duty.id}:1", rig.last(place.liaison))
    assert (await duty_of(rig, "SS27", place.resources)).version == duty.version


async def test_what_has_changed_reaches_the_bureau_at_once(rig: Rig, place: County) -> None:
    await roster_page(rig, place, place.liaison)
    await rig.press(place.liaison, "有变动")
    assert "王芳 · 联络员" in words(rig, place.liaison)
    await rig.say(place.liaison, "李娜调离，接任：周敏，法规科科员，13900009999")
    await rig.press(place.liaison, "✓ 报司法局")
    told = rig.last(place.coordinator)
    assert "【人员变动】县自然资源局（王芳报送）" in words(rig, place.coordinator)
    assert "接任：周敏" in told.text
    await rig.press(place.coordinator, "认可", told)
    assert (await duty_of(rig, "SS27", place.resources)).state is DutyState.DONE


async def left(rig: Rig, place: County) -> None:
    """The subdistrict has nobody any more."""

    def leaves(desk: Desk) -> None:
        held = desk.session.exec(select(Appointment).where(Appointment.agency_id == place.street)).all()
        for one in held:
            one.to_date = date(2026, 12, 1)
            desk.session.add(one)

    await rig.work(leaves)


async def test_without_a_liaison_officer_nothing_is_confirmed(rig: Rig, place: County) -> None:
    await left(rig, place)
    duty = await duty_of(rig, "SS27", place.street)
    await rig.say(place.coordinator, "/duties")
    await rig.press_data(place.coordinator, f"dt.roster:{duty.id}", rig.last(place.coordinator))
    assert "尚未登记联络员" in rig.last(place.coordinator).text
    assert not any("无变动" in label for label in rig.last(place.coordinator).labels)
    await rig.press_data(place.coordinator, f"dt.nochange:{duty.id}:{duty.version}", rig.last(place.coordinator))
    assert (await duty_of(rig, "SS27", place.street)).state is DutyState.OPEN


async def test_who_has_not_reported_is_one_list_with_one_press(rig: Rig, place: County) -> None:
    await left(rig, place)
    await roster_page(rig, place, place.liaison)
    await rig.press(place.liaison, "无变动")
    await rig.say(place.coordinator, "/missing")
    shown = words(rig, place.coordinator)
    assert (
        "2. 确认应诉承办机构和专职人员 2026年度\n应报6，已报1，其中待认可1，未报5，请于12月31日（周四）前报送" in shown
    )
    await rig.press(place.coordinator, "2. 确认应诉承办机构")
    detail = words(rig, place.coordinator)
    assert "待认可：县自然资源局" in detail
    assert "县公安局" in detail.partition("未报：")[2].partition("\n")[0]
    assert "暂无可催办人员：济河街道" in detail
    before = len(rig.bot.chat(place.police_liaison))
    await rig.press(place.coordinator, "催办未报单位")
    told = rig.bot.chat(place.police_liaison)
    assert len(told) == before + 1
    assert "确认应诉承办机构" in told[-1].text
    assert "县自然资源局" not in rig.last(place.coordinator).text
    await rig.press(place.coordinator, "返回")
    await rig.press(place.coordinator, "催办未报单位")
    assert len(rig.bot.chat(place.police_liaison)) == before + 1
    assert "今日已催办" in rig.last(place.coordinator).text
    await rig.press(place.coordinator, "返回")
    await rig.press(place.coordinator, "逐项认可")
    assert "【待认可】县自然资源局" in words(rig, place.coordinator)


async def test_who_judges_no_reports_gets_no_list(rig: Rig, place: County) -> None:
    for user in (place.liaison, place.leader, place.assessor):
        [answer] = await rig.say(user, "/missing")
        assert "没有此项操作的权限" in answer.text


async def test_once_the_day_has_passed_the_list_says_how_many_reported_and_how_many_in_time(
    rig: Rig, place: County
) -> None:
    """Six owed it; one handed it in by the last day, nobody else: 1 of 6 is 16.67 %, half up."""
    await roster_page(rig, place, place.liaison)
    await rig.press(place.liaison, "无变动")
    await rig.to("2027-01-04 10:00")
    await rig.say(place.coordinator, "/missing")
    assert "报送率16.67%，按时率16.67%" in words(rig, place.coordinator)
