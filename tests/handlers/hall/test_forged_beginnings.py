"""Buttons that begin something are refused to whoever may not end it: nobody fills a form in vain."""

import pytest

from tests.builders import County
from tests.rig import Rig


@pytest.mark.slow
@pytest.mark.parametrize("who", ["liaison", "observer", "principal", "assessor", "coordinator"])
@pytest.mark.parametrize("data", ["ag.new:1", "ag.new:0", "gr.new", "gr.list:0"])
async def test_who_may_not_change_the_tree_is_told_so_at_once(rig: Rig, county: County, who: str, data: str) -> None:
    user = getattr(county, who)
    [shown] = await rig.say(user, "/menu")
    before = len(rig.bot.messages)
    await rig.press_data(user, data, shown)
    # Of an agency that they do not see they are not even told that they may not.
    assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))
    assert len(rig.bot.messages) == before


@pytest.mark.slow
async def test_the_administrator_begins_as_before(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/agencies")
    await rig.press(county.admin, "下属单位")
    assert "单位全称" in rig.last(county.admin).text
    await rig.press(county.admin, "取消")
    await rig.say(county.admin, "/link")
    await rig.press(county.admin, "关联群组")
    assert "县政府" in rig.last(county.admin).labels
