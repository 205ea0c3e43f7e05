"""/agencies in chat."""

import pytest

from bot.services.agencies import agencies, claims
from bot.services.hall import access
from tests import builders
from tests.builders import County
from tests.rig import Rig


async def _browse_to(rig: Rig, user: int, *labels: str) -> None:
    await rig.say(user, "/agencies")
    for label in labels:
        await rig.press(user, label)


@pytest.mark.slow
async def test_the_first_administrator_builds_a_tree_from_nothing(rig: Rig) -> None:
    await rig.database.write(lambda s: claims.first_administrators(s, rig.house, (900,), now=rig.clock.now()))
    [empty] = await rig.say(900, "/agencies")
    assert "/roster" in empty.text
    await rig.press(900, "新建单位")
    await rig.say(900, "泗水县人民政府")
    await rig.say(900, "县政府")
    await rig.press(900, "人民政府")
    assert not any("跳过" in label for label in rig.last(900).labels), "there is nothing above the first agency"
    await rig.press(900, "新建")
    assert "泗水县人民政府" in rig.last(900).text
    await rig.press(900, "下属单位")
    await rig.say(900, "泗水县公安局")
    await rig.say(900, "县公安局")
    await rig.press(900, "工作部门")
    await rig.press(900, "跳过")
    await rig.press(900, "新建")
    [tree] = await rig.say(900, "/agencies")
    assert "县公安局" in tree.labels
    assert "泗水县人民政府" in tree.text


@pytest.mark.slow
async def test_the_tree_is_browsed_page_by_page_up_and_down(rig: Rig, county: County) -> None:
    await rig.work(
        lambda d: builders.add_agency(d, "泗水县财政局", "县财政局", parent=access.agency(d, county.government))
    )
    await _browse_to(rig, county.admin, "县政府")
    shown = rig.last(county.admin)
    assert "第1页/共2页" in shown.text
    assert "县财政局" not in shown.labels
    await rig.press(county.admin, "›")
    assert "县财政局" in rig.last(county.admin).labels
    await rig.press(county.admin, "‹")
    await rig.press(county.admin, "县自然资源局")
    assert "泉林资源所" in rig.last(county.admin).labels
    assert "县司法局（沿用上级）" in rig.last(county.admin).text
    await rig.press(county.admin, "↑")
    assert "泗水县人民政府" in rig.last(county.admin).text


@pytest.mark.slow
async def test_an_agency_is_renamed_moved_and_given_a_rule_book_in_chat(rig: Rig, county: County) -> None:
    await _browse_to(rig, county.admin, "县政府", "县公安局", "修改", "全称")
    await rig.say(county.admin, "泗水县公安局（新）")
    await rig.say(county.admin, "公安")
    await rig.press(county.admin, "确认")
    assert "泗水县公安局（新）" in rig.last(county.admin).text
    await rig.press(county.admin, "修改")
    await rig.press(county.admin, "上级单位")
    await rig.say(county.admin, "市政府")
    await rig.press(county.admin, "调整")
    assert (await builders.agency(rig, county.police)).parent_id == county.city
    await rig.press(county.admin, "修改")
    await rig.press(county.admin, "适用规则")
    await rig.say(county.admin, "泗水县2020年9月1日《意见》")
    await rig.press(county.admin, "确认")
    assert await rig.work(lambda d: access.rulebook_of(d, county.police)) == "sishui-2020"


@pytest.mark.slow
async def test_the_approval_setting_is_turned_with_one_press(rig: Rig, county: County) -> None:
    await _browse_to(rig, county.admin, "县政府", "修改", "二次审核")
    assert (await builders.agency(rig, county.government)).approval_needed
    await rig.press(county.admin, "二次审核")
    assert not (await builders.agency(rig, county.government)).approval_needed


@pytest.mark.slow
async def test_closing_an_agency_in_chat_asks_first(rig: Rig, county: County) -> None:
    await _browse_to(rig, county.admin, "县政府", "县公安局", "修改", "撤销单位")
    await rig.press(county.admin, "跳过")
    assert (await builders.agency(rig, county.police)).closed_on is None
    await rig.press(county.admin, "确认撤销")
    assert (await builders.agency(rig, county.police)).closed_on is not None


@pytest.mark.slow
async def test_an_old_button_says_so_and_changes_nothing(rig: Rig, county: County) -> None:
    await _browse_to(rig, county.admin, "县政府", "县公安局", "修改")
    old = rig.last(county.admin)
    await rig.work(lambda d: agencies.change(d, county.police, 1, "kind", {"kind": "court"}))
    await rig.press_data(county.admin, f"ag.app:{county.police}:1", old)
    assert "失效" in rig.toast()
    await rig.press_data(county.admin, f"ag.ed:name:{county.police}:1", old)
    assert "失效" in rig.toast()
    assert not (await builders.agency(rig, county.police)).approval_needed


@pytest.mark.slow
@pytest.mark.parametrize("data", ["ag.at:99999", "ag.at:x", "ag.at", "ag.ed:nothing:1:1", "ag.edit:-5", "ag.new:99999"])
async def test_buttons_of_nothing_are_answered_with_a_sentence(rig: Rig, county: County, data: str) -> None:
    [shown] = await rig.say(county.admin, "/agencies")
    before = len(rig.bot.toasts)
    await rig.press_data(county.admin, data, shown)
    assert len(rig.bot.toasts) == before + 1


async def test_a_liaison_who_types_the_command_sees_only_the_own_branch_and_cannot_change_it(
    rig: Rig, county: County
) -> None:
    [shown] = await rig.say(county.liaison, "/agencies")
    assert "泗水县自然资源和规划局" in shown.text
    assert not any("修改" in label or "下属" in label for label in shown.labels)
    await rig.press_data(county.liaison, f"ag.at:{county.police}", shown)
    assert "不存在" in rig.toast()
    await rig.press_data(county.liaison, f"ag.app:{county.resources}:1", shown)
    assert not (await builders.agency(rig, county.resources)).approval_needed


@pytest.mark.slow
async def test_markup_in_a_name_stays_text(rig: Rig, county: County) -> None:
    await _browse_to(rig, county.admin, "县政府", "县公安局", "修改", "全称")
    await rig.say(county.admin, "<b>局</b>&amp;")
    await rig.say(county.admin, "<i>")
    await rig.press(county.admin, "确认")
    assert "&lt;b&gt;局" in rig.last(county.admin).text
