"""机构改革: another name. Old names are found wherever an agency is read, and lead to who has its powers now."""

from __future__ import annotations

import pytest

from bot.services.agencies import roster
from tests import builders
from tests.builders import County
from tests.handlers.agencies.reform_steps import NUMBER, merged, paper, parties, roles, rows_told, to_ways, told
from tests.rig import Rig
from tests.services.agencies.roster_workbooks import workbook

OLD, OLD_SHORT = "泗水县自然资源和规划局", "县自然资源局"
NEW, NEW_SHORT = "泗水县自然资源和林业局", "县资源林业局"


async def renamed(rig: Rig, county: County) -> None:
    await to_ways(rig, county.admin, OLD_SHORT)
    await rig.press(county.admin, "更名")
    await rig.say(county.admin, NEW)
    await rig.say(county.admin, NEW_SHORT)
    await rig.press(county.admin, "确认实施")


@pytest.mark.slow
async def test_a_renamed_agency_goes_on_and_its_card_says_what_it_was_called(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await to_ways(rig, county.admin, OLD_SHORT)
    await rig.press(county.admin, "更名")
    await rig.say(county.admin, NEW)
    await rig.say(county.admin, NEW_SHORT)
    preview = rig.last(county.admin).text
    assert "在办案件1件、待办事项1项" in preview
    assert "自今日（4月2日（周四））起生效" in preview
    await rig.press(county.admin, "✎ 新简称")
    await rig.say(county.admin, "县自然林业局")
    await rig.press(county.admin, "确认实施")
    card = rig.last(county.admin).text
    assert NEW in card
    assert "县自然林业局" in card
    assert f"原名称：{OLD_SHORT}（2026年4月2日（周四）前）" in card
    assert await parties(rig) == [(county.resources, "defendant")]
    assert f"{OLD_SHORT}更名为县自然林业局" in (await told(rig, county.liaison))[0]
    assert len(await told(rig, county.coordinator)) == 1
    assert len(await rows_told(rig)) == len(set(await rows_told(rig)))
    [shown, *_] = await rig.say(county.liaison, f"/find {NUMBER}")
    assert "县自然林业局" in shown.text


@pytest.mark.slow
@pytest.mark.parametrize("name", [OLD, OLD_SHORT, "泗水县自然资源局"])
@pytest.mark.parametrize("way", ["renamed", "merged"])
async def test_a_paper_with_the_old_name_is_the_successors(rig: Rig, county: County, name: str, way: str) -> None:
    await (renamed if way == "renamed" else merged)(rig, county)
    heir, user, short = (
        (county.resources, county.liaison, NEW_SHORT)
        if way == "renamed"
        else (county.police, county.police_liaison, "县公安局")
    )
    await rig.say(county.coordinator, f"{NUMBER} 应诉通知书 被告：{name} 今天收到 直接送达")
    assert short in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "✓ 登记")
    assert await parties(rig) == [(heir, "defendant")]
    await rig.say(user, f"（2026）鲁0831行初14号 应诉通知书 被告：{name} 今天收到 直接送达")
    assert "写明的是" not in rig.last(user).text, "no other agency than the reader's own"
    await rig.press(user, "✓ 登记")
    assert (await parties(rig))[1:] == [(heir, "defendant")]


@pytest.mark.slow
async def test_a_line_with_a_hearing_and_a_search_find_the_successor(rig: Rig, county: County) -> None:
    await merged(rig, county)
    await rig.say(county.coordinator, f"/hearing {NUMBER} 4月28日上午9:30 县法院第二审判庭 被告：泗水县自然资源局")
    assert "县公安局" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "确认")
    assert await parties(rig) == [(county.police, "defendant")]
    [found] = await rig.say(county.coordinator, "/find 自然资源局")
    assert NUMBER in found.text
    assert f"<b>县公安局</b>（原{OLD_SHORT}）" in found.text
    [people] = await rig.say(county.coordinator, "/people 自然资源局")
    assert "县公安局" in people.text
    assert f"原名称：{OLD_SHORT}" in people.text


@pytest.mark.slow
async def test_a_name_that_another_agency_bears_now_means_that_one(rig: Rig, county: County) -> None:
    await renamed(rig, county)
    await to_ways(rig, county.admin, "县人社局")
    await rig.press(county.admin, "更名")
    await rig.say(county.admin, OLD)
    await rig.say(county.admin, OLD_SHORT)
    await rig.press(county.admin, "确认实施")
    await rig.say(county.coordinator, f"{NUMBER} 应诉通知书 被告：{OLD} 今天收到 直接送达")
    await rig.press(county.coordinator, "✓ 登记")
    assert await parties(rig) == [(county.labour, "defendant")]


@pytest.mark.slow
async def test_an_old_name_leads_on_through_a_second_reform(rig: Rig, county: County) -> None:
    await renamed(rig, county)
    await merged(rig, county, NEW_SHORT, "县公安局")
    await merged(rig, county, "县公安局", "县人社局")
    await rig.say(county.coordinator, f"{NUMBER} 应诉通知书 被告：{OLD} 今天收到 直接送达")
    await rig.press(county.coordinator, "✓ 登记")
    assert await parties(rig) == [(county.labour, "defendant")]
    await rig.say(county.admin, "/agencies")
    await rig.press(county.admin, "县政府")
    await rig.press(county.admin, "县人社局")
    card = rig.last(county.admin).text
    assert f"原{OLD_SHORT}（" in card
    assert f"原{NEW_SHORT}（" in card
    assert "原县公安局（" in card


@pytest.mark.slow
async def test_a_roster_with_the_old_name_registers_people_with_the_successor(rig: Rig, county: County) -> None:
    await merged(rig, county)
    people = [["泗水县自然资源和规划局", "新人甲", "13800000001", "承办人", "", "", "", ""]]
    units = [["泗水县自然资源和规划局", "县自然资源局", "工作部门", "泗水县人民政府", "", "", ""]]
    content = workbook(people, units)
    done = await rig.work(lambda desk: roster.import_file(desk, content))
    assert not done.preview.errors
    assert done.preview.counts.agencies_created == 0
    assert ("新人甲", "case_handler") in await roles(rig, county.police)
    assert (await builders.agency(rig, county.police)).short_name == "县公安局"


@pytest.mark.slow
async def test_the_card_says_it_in_english_too(rig: Rig, county: County) -> None:
    await merged(rig, county, "县人社局", "县公安局")
    said = (await told(rig, county.labour_principal))[0]
    assert "县人社局 is part of 县公安局" in said
    assert "did not pass" in said
