"""A hearing that waits behind a paper is of its case, also where the number was only typed later."""

import pytest

from tests.builders import County
from tests.handlers.hearings.steps import hearings
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.mark.slow
async def test_the_hearing_takes_the_number_that_was_typed_for_the_paper(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "今天收到应诉通知书和传票，4月29日上午9:30第二审判庭开庭")
    assert "请输入案号" in rig.last(county.liaison).text
    await rig.say(county.liaison, NUMBER)
    await rig.press(county.liaison, "直接送达")
    await rig.press(county.liaison, "✓ 登记")
    preview = rig.last(county.liaison)
    assert "登记开庭" in preview.text
    assert NUMBER in preview.text
    await rig.press(county.liaison, "✓ 确认")
    [one] = await hearings(rig)
    assert one.starts_at.astimezone(rig.house.zone).strftime("%m-%d %H:%M") == "04-29 09:30"


@pytest.mark.slow
async def test_a_summons_of_the_second_instance_links_the_case_decided_before(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{NUMBER} 应诉通知书 昨天收到 邮寄")
    await rig.press(county.liaison, "✓ 登记")
    summons = (
        "济宁市中级人民法院传票\n案号 （2026）鲁08行终374号\n案由 行政处罚\n被传唤人 泗水县自然资源局（被上诉人）\n"
        f"原审案号 {NUMBER}\n传唤事由 开庭\n应到时间 2026年4月27日9时30分\n应到处所 本院第六审判庭"
    )
    [preview] = await rig.say(county.liaison, summons)
    assert NUMBER in preview.text
    assert "未采用" not in preview.text
    await rig.press(county.liaison, "✓ 确认")
    await rig.say(county.liaison, "/find （2026）鲁08行终374号")
    [card] = await rig.press(county.liaison, "行终374号")
    await rig.press(county.liaison, "更多", card)
    assert f"原案：{NUMBER}" in card.text
