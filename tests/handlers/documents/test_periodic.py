"""Reports of a month and a year, from the duty to the bureau's word: in two parts, nil in one tap; plans with items."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Case, Duty, Hearing, HearingResult, Party
from tests.builders import County, county
from tests.handlers.documents.year_steps import document, duty_of, open_duty, printed
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as opened:
        yield opened


async def place_under(rig: Rig, book: str, *, city: bool = False) -> County:
    here = await county(rig)

    def go_by(desk: Desk) -> None:
        desk.session.get_one(Agency, here.city if city else here.government).rulebook = book
        if city:
            desk.session.get_one(Agency, here.government).rulebook = None

    await rig.work(go_by)
    await rig.to("2026-11-27 09:30")
    return here


def heard(desk: Desk, number: str, agency: int, at: datetime, **result: object) -> None:
    case = Case(number=number, court="泗水县人民法院", created_at=desk.now)
    desk.session.add(case)
    desk.session.flush()
    desk.session.add(Party(case_id=case.id or 0, agency_id=agency))
    status = HearingStatus.HELD if at < desk.now else HearingStatus.SCHEDULED
    hearing = Hearing(case_id=case.id or 0, starts_at=at, status=status, entered_at=desk.now)
    desk.session.add(hearing)
    desk.session.flush()
    desk.session.add(
        Appearance(
            case_id=case.id or 0,
            agency_id=agency,
            hearing_id=hearing.id,
            leader_name="李建国",
            leader_post="局长",
            state=AppearanceState.CONFIRMED,
        )
    )
    if result:
        desk.session.add(
            HearingResult(hearing_id=hearing.id or 0, agency_id=agency, reported_at=desk.now, **result)  # type: ignore[arg-type]
        )
    desk.session.flush()


# -- the month (AH16) ----------------------------------------------------------------------------------------------


async def test_a_monthly_report_has_both_parts_and_closes_its_duty(rig: Rig) -> None:
    here = await place_under(rig, "anhui-principal-2023", city=True)

    def enter(desk: Desk) -> None:
        came = {"attended": True, "rank": "principal", "leader_name": "李建国"}
        heard(desk, "（2026）鲁0831行初12号", here.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **came)
        heard(desk, "（2026）鲁0831行初15号", here.resources, datetime(2026, 12, 8, 6, 30, tzinfo=UTC))

    await rig.work(enter)
    duty = await duty_of(rig, "AH16", here.government, "2026-11")
    await open_duty(rig, here.office_liaison, duty)
    await rig.press(here.office_liaison, "零报告")
    assert "不能零报告" in rig.last(here.office_liaison).text + rig.toast()
    await open_duty(rig, here.office_liaison, duty)
    await rig.press(here.office_liaison, "起草")
    await rig.press(here.office_liaison, "提交")
    assert (await document(rig, "monthly_report")).state is not DocumentState.DRAFT
    said = (await printed(rig, "monthly_report")).splitlines()
    assert "月份 | 2026年11月 | 零报告 | 否" in said
    assert "1 | （2026）鲁0831行初12号 | 2026年11月10日 | 县自然资源局 | 李建国 | 是 | " in said
    assert "1 | （2026）鲁0831行初15号 | 2026年12月8日（星期二）下午2时30分 | 县自然资源局 | 李建国（局长）" in said
    closed = await duty_of(rig, "AH16", here.government, "2026-11")
    assert closed.state in (DutyState.SUBMITTED, DutyState.DONE)


async def test_a_nil_report_is_one_tap_and_the_city_sees_who_is_missing(rig: Rig) -> None:
    here = await place_under(rig, "anhui-principal-2023", city=True)
    await rig.say(here.city_coordinator, "/missing")
    assert "未报" in rig.last(here.city_coordinator).text
    duty = await duty_of(rig, "AH16", here.government, "2026-11")
    await open_duty(rig, here.office_liaison, duty)
    await rig.press(here.office_liaison, "零报告")
    said = (await printed(rig, "monthly_report")).splitlines()
    assert "月份 | 2026年11月 | 零报告 | 是" in said
    assert "本月无开庭案件。" in said
    assert (await duty_of(rig, "AH16", here.government, "2026-11")).state is not DutyState.OPEN
    await rig.press_data(here.office_liaison, f"doc.nil:{duty.id}:{duty.version}", rig.last(here.office_liaison))
    assert len(await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "AH16")).all())) >= 1


async def test_the_office_that_gets_the_reports_owes_itself_none(rig: Rig) -> None:
    """It stands among the city's departments by the book; what it has to say stands in its own summary."""
    here = await place_under(rig, "anhui-principal-2023", city=True)
    found = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "AH16")).all())
    assert {duty.agency_id for duty in found} == {here.government}
    other = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.agency_id == here.city_justice)).all())
    assert "AH17" in {duty.rule for duty in other}


# -- the year (SS14, SS15) ------------------------------------------------------------------------------------------


async def test_a_unit_reports_its_year_and_the_bureau_accepts(rig: Rig) -> None:
    here = await place_under(rig, "sishui-2020")

    def enter(desk: Desk) -> None:
        came = {"attended": True, "rank": "deputy", "leader_name": "张明"}
        heard(desk, "（2026）鲁0831行初12号", here.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **came)

    await rig.work(enter)
    await rig.to("2026-12-07 09:30")
    duty = await duty_of(rig, "SS14", here.resources, "2026")
    await open_duty(rig, here.liaison, duty)
    await rig.press(here.liaison, "起草")
    assert "待填4项" in rig.last(here.liaison).text
    await rig.press(here.liaison, "补填4项")
    for answer in ("负责人带头出庭", "无", "个别案件准备不足", "加强培训"):
        await rig.say(here.liaison, answer)
    await rig.press(here.liaison, "提交")
    said = (await printed(rig, "annual_report")).splitlines()
    assert "泗水县自然资源和规划局2026年度行政应诉工作报告" in said
    assert "新收案件 | 1件 | 开庭审理 | 1件" in said
    assert "负责人出庭 | 1件 | 主要负责人出庭 | 0件" in said
    assert "败诉 | 0件 | 上诉 | 0件" in said
    assert (await duty_of(rig, "SS14", here.resources, "2026")).state is not DutyState.OPEN
    await rig.say(here.coordinator, "/missing")
    assert "应报6" in rig.last(here.coordinator).text


# -- the plan (RZ17) ------------------------------------------------------------------------------------------------


async def test_a_plan_is_drawn_up_in_chat_and_followed_item_by_item(rig: Rig) -> None:
    here = await place_under(rig, "ruzhou-2022")
    await rig.say(here.coordinator, "/plan")
    assert "尚未制定工作计划" in rig.last(here.coordinator).text
    await rig.press(here.coordinator, "制定计划")
    await rig.press(here.coordinator, "补填2项")
    await rig.say(here.coordinator, "全年负责人出庭率达到90%以上")
    await rig.say(here.coordinator, "组织庭审观摩；泉林镇；12月20日")
    await rig.say(here.coordinator, "修订应诉工作制度；法规科；12月25日")
    await rig.press(here.coordinator, "完成")
    await rig.press(here.coordinator, "提交")
    said = (await printed(rig, "work_plan")).splitlines()
    assert "1 | 组织庭审观摩 | 泉林镇 | 12月20日" in said
    [town] = await rig.database.read(
        lambda s: s.exec(select(Duty).where(Duty.rule == "RZ17.item", Duty.agency_id == here.town)).all()
    )
    await open_duty(rig, here.town_liaison, town)
    await rig.press(here.town_liaison, "办结")
    await rig.press(here.town_liaison, "今天办结，附言")
    await rig.say(here.town_liaison, "已组织28人到县法院观摩")
    await rig.press(here.town_liaison, "✓ 办结")
    await rig.say(here.coordinator, "/plan")
    table = rig.last(here.coordinator).text
    assert "共2项，已办结1" in table
    assert "1. ✓ 组织庭审观摩" in table
    assert "泉林镇，12月18日（周五）前" in table
    assert "已组织28人到县法院观摩" in table


async def test_the_plan_and_the_agenda_are_the_coordinators(rig: Rig) -> None:
    here = await place_under(rig, "ruzhou-2022")
    for user in (here.liaison, here.principal, here.leader):
        await rig.say(user, "/menu")
        for data in ("doc.plan", "doc.plann:2026", "doc.agenda"):
            await rig.press_data(user, data, rig.last(user))
        assert "没有此项操作的权限" in rig.last(user).text or rig.toast()
    await rig.say(here.coordinator, "/missing")
    await rig.press(here.coordinator, "会议材料")
    assert "府院联席会议议程材料" in rig.last(here.coordinator).text
