"""机构改革: an agency is split. Each open case and duty goes to one of the successors, as do the people."""

from __future__ import annotations

import pytest

from bot.services.duties import recurring
from tests import builders
from tests.builders import County
from tests.handlers.agencies.reform_steps import NUMBER, duties, paper, parties, roles, to_ways, told
from tests.rig import Rig

SECOND = "（2026）鲁0831行初13号"


async def begun(rig: Rig, county: County, first: str = "县公安局", second: str = "县人社局") -> None:
    """Two cases of the natural-resources bureau; its administrator is asked what goes to the second successor."""
    await paper(rig, county.liaison)
    await paper(rig, county.liaison, number=SECOND)
    await to_ways(rig, county.admin, "县自然资源局")
    await rig.press(county.admin, "分立")
    for answer in (first, second):
        await rig.say(county.admin, answer)
    await rig.press(county.admin, "跳过")


@pytest.mark.slow
async def test_what_is_ticked_goes_to_the_second_successor_and_the_rest_to_the_main_one(
    rig: Rig, county: County
) -> None:
    await rig.work(recurring.tick)
    await begun(rig, county)
    asked = rig.last(county.admin)
    assert "未勾选的归主要承接单位" in asked.text
    assert {NUMBER, SECOND} <= set(asked.labels)
    await rig.press(county.admin, SECOND)
    await rig.press(county.admin, "年度行政应诉工作报告")
    await rig.press(county.admin, "完成")
    await rig.press(county.admin, "✎ 转第二单位人员")
    await rig.press(county.admin, "李娜")
    await rig.press(county.admin, "完成")
    shown = rig.last(county.admin).text
    assert "县公安局：在办案件1件" in shown
    assert "县人社局：在办案件1件" in shown
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.police, "defendant"), (county.labour, "defendant")]
    owed = await duties(rig)
    assert {duty.agency_id for duty in owed if duty.case_id == 1} == {county.police}
    assert {duty.agency_id for duty in owed if duty.case_id == 2} == {county.labour}
    assert ("李娜", "deputy_liaison") in await roles(rig, county.labour)
    assert ("王芳", "liaison") in await roles(rig, county.police)
    assert "县人社局" in (await told(rig, county.deputy))[0]
    assert "您的职责自今日起转到县人社局" in (await told(rig, county.deputy))[0]
    assert (await builders.agency(rig, county.resources)).closed_on is not None


@pytest.mark.slow
async def test_the_old_name_leads_to_the_main_successor_and_both_say_where_they_come_from(
    rig: Rig, county: County
) -> None:
    await begun(rig, county)
    await rig.press(county.admin, "完成")
    await rig.press(county.admin, "确认实施")
    await rig.say(county.coordinator, "（2026）鲁0831行初15号 应诉通知书 被告：泗水县自然资源局 今天收到 直接送达")
    await rig.press(county.coordinator, "✓ 登记")
    assert {agency for agency, _ in await parties(rig)} == {county.police}
    for short in ("县公安局", "县人社局"):
        await rig.say(county.admin, "/agencies")
        await rig.press(county.admin, "县政府")
        await rig.press(county.admin, short)
        assert "承接：原县自然资源局" in rig.last(county.admin).text
        assert len(await told(rig, county.liaison)) == 1


@pytest.mark.slow
async def test_the_agency_itself_may_go_on_and_only_what_is_ticked_leaves_it(rig: Rig, county: County) -> None:
    await begun(rig, county, first="本单位（继续保留）")
    await rig.press(county.admin, SECOND)
    await rig.press(county.admin, "完成")
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.resources, "defendant"), (county.labour, "defendant")]
    assert (await builders.agency(rig, county.resources)).closed_on is None
    assert (await builders.agency(rig, county.station)).parent_id == county.resources
    assert ("王芳", "liaison") in await roles(rig, county.resources)
    assert ("李建国", "principal") in await roles(rig, county.resources)
    [shown, *_] = await rig.say(county.labour_liaison, f"/find {SECOND}")
    assert "县人社局" in shown.text


@pytest.mark.slow
async def test_the_agency_may_go_on_with_what_is_ticked_for_it(rig: Rig, county: County) -> None:
    await begun(rig, county, second="本单位（继续保留）")
    await rig.press(county.admin, SECOND)
    await rig.press(county.admin, "完成")
    assert "县公安局：在办案件1件、待办事项1项" in rig.last(county.admin).text
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.police, "defendant"), (county.resources, "defendant")]
    owed = await duties(rig)
    assert [(duty.case_id, duty.agency_id) for duty in owed] == [(1, county.police), (2, county.resources)]
    assert (await builders.agency(rig, county.resources)).closed_on is None


@pytest.mark.slow
async def test_many_items_are_paged_and_a_tick_stays_on_its_page(rig: Rig, county: County) -> None:
    for n in range(20, 30):
        await paper(rig, county.liaison, number=f"（2026）鲁0831行初{n}号")
    await to_ways(rig, county.admin, "县自然资源局")
    await rig.press(county.admin, "分立")
    for answer in ("县公安局", "县人社局"):
        await rig.say(county.admin, answer)
    await rig.press(county.admin, "跳过")
    await rig.press(county.admin, "下一页")
    await rig.press(county.admin, "行初29号")
    assert any(label == "✓ （2026）鲁0831行初29号" for label in rig.last(county.admin).labels)
    await rig.press(county.admin, "完成")
    await rig.press(county.admin, "确认实施")
    assert [agency for agency, _ in await parties(rig)] == [county.police] * 9 + [county.labour]
