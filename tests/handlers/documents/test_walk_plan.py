"""A work plan through chat (汝州 RZ17): each of its items ends in done, excused or handed on, and the plan shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County
from tests.handlers.documents.letter_steps import duties
from tests.handlers.documents.report_steps import answered, document
from tests.handlers.documents.test_periodic import place_under
from tests.handlers.documents.walk_steps import changed, every, through
from tests.rig import Rig, open_rig

ITEMS = [
    {"what": "组织庭审观摩", "unit": "泉林镇", "by": "12月20日"},
    {"what": "修订应诉制度", "unit": "县公安局", "by": "12月25日"},
    {"what": "开展业务培训", "unit": "县人社局", "by": "12月28日"},
]


async def item(rig: Rig, what: str) -> Duty:
    """The newest duty of an item."""
    return [one for one in await duties(rig, "RZ17.item") if what in one.title["zh"]][-1]


async def decided(rig: Rig, here: County, what: str, verb: str, *answers: str) -> None:
    """The coordinator decides on an item from its card."""
    user, one = here.coordinator, await item(rig, what)
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{one.id}", menu)
    await rig.press(user, "更多", card)
    await rig.press(user, verb)
    for answer in answers:
        if answer.startswith("["):
            await rig.press(user, answer[1:-1])
        else:
            await rig.say(user, answer)
    await rig.press(user, "✓ 确认")


@pytest.mark.slow
async def test_items_end_in_done_excused_or_handed_on_and_the_plan_says_so(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await place_under(rig, "ruzhou-2022")
        user = here.coordinator
        await rig.say(user, "/plan")
        await rig.press(user, "制定计划")
        lines = tuple("row:" + "；".join(one.values()) for one in ITEMS)
        await answered(rig, user, [("工作目标", "出庭率达到90%以上。"), ("工作事项", (*lines, "完成"))])
        await changed(rig, user, "保障措施", "按季调度。")
        await rig.press(user, "提交")
        entered = {"goals": "出庭率达到90%以上。", "items": ITEMS, "measures": "按季调度。"}
        await every(rig, "work_plan", entered, {"agency": "泗水县司法局", "year": "2026年度"})
        assert (await document(rig, "work_plan")).state is DocumentState.DONE
        held = {ITEMS[0]["what"]: here.town, ITEMS[1]["what"]: here.police, ITEMS[2]["what"]: here.labour}
        for what, agency in held.items():
            assert ((await item(rig, what)).agency_id, (await item(rig, what)).state) == (agency, DutyState.OPEN)
        await decided(rig, here, "修订应诉制度", "免除", "制度已由县政府统一修订")
        await decided(rig, here, "开展业务培训", "改派", "[县公安局]", "由公安局一并培训")
        one = await item(rig, "组织庭审观摩")
        [menu] = await rig.say(here.town_liaison, "/menu")
        await rig.press_data(here.town_liaison, f"dt.open:{one.id}", menu)
        await through(rig, here.town_liaison, "办结", "今天办结，附言")
        await rig.say(here.town_liaison, "已组织28人观摩")
        await rig.press(here.town_liaison, "✓ 办结")
        assert (await item(rig, "修订应诉制度")).state is DutyState.EXCUSED
        passed = await item(rig, "开展业务培训")
        assert (passed.agency_id, passed.state) == (here.police, DutyState.OPEN)
        await rig.say(user, "/plan")
        said = rig.last(user).text
        assert "共3项，已办结2" in said
        for words in ("已组织28人观摩", "制度已由县政府统一修订", "县公安局"):
            assert words in said
        assert "县人社局" not in said, "whoever has the item now"


@pytest.mark.slow
async def test_an_item_goes_to_every_unit_it_names_by_the_end_of_the_month_it_names(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await place_under(rig, "ruzhou-2022")
        user = here.coordinator
        await rig.say(user, "/plan")
        await rig.press(user, "制定计划")
        lines = ("row:开展业务培训；县公安局、县人社局；12月", "row:整改旧案；水利局；适时", "完成")
        await answered(rig, user, [("工作目标", "出庭率达到90%以上。"), ("工作事项", lines)])
        await rig.press(user, "提交")
        rows = [one for one in await duties(rig, "RZ17.item") if "业务培训" in one.title["zh"]]
        assert {(one.agency_id, one.obey.isoformat()) for one in rows} == {
            (here.police, "2026-12-31"),
            (here.labour, "2026-12-31"),
        }
        loose = await item(rig, "整改旧案")
        assert (loose.agency_id, loose.due.isoformat()) == (here.justice, "2026-12-31")
        await rig.say(user, "/plan")
        said = rig.last(user).text
        assert "共3项" in said
        assert "整改旧案（水利局） *" in said, "nothing is assumed in silence"
        assert "未能识别责任单位或者完成时限" in said
        assert "业务培训 *" not in said
