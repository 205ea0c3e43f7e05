"""A decision against the agency: told at once to its principal and the coordinators, and in the next digest."""

import pytest

from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

START = "2026-04-02 10:00"
NUMBER = "（2026）鲁0831行初12号"
HEAD = "【败诉】县自然资源局"


async def recorded(rig: Rig, county: County, outcome: str) -> list[Shown]:
    before = len(rig.bot.messages)
    await rig.say(county.liaison, f"{NUMBER} 判决书 今天收到")
    await rig.say(county.liaison, outcome)
    while "登记" not in " ".join(rig.last(county.liaison).labels):
        asked = rig.last(county.liaison)
        await rig.press(county.liaison, asked.labels[0], asked)
    await rig.press(county.liaison, "✓ 登记")
    return rig.bot.messages[before:]


def told(sent: list[Shown], user: int) -> list[Shown]:
    return [m for m in sent if m.chat_id == user and HEAD in m.text]


@pytest.mark.slow
async def test_a_loss_is_a_new_message_and_a_line_of_the_next_digest(rig: Rig, county: County) -> None:
    sent = await recorded(rig, county, "确认违法")
    for who in (county.principal, county.coordinator):
        [one] = told(sent, who)
        assert "结果：确认违法" in one.text
        assert NUMBER in one.text
    digest = next(m for m in await rig.to("2026-04-03 08:50") if m.chat_id == county.coordinator and "要情" in m.text)
    assert "败诉裁判1件" in digest.text


@pytest.mark.slow
async def test_of_a_last_instance_no_appeal_is_spoken_of(rig: Rig, county: County) -> None:
    assert "研究是否上诉" in told(await recorded(rig, county, "确认违法"), county.principal)[0].text
    await rig.say(county.liaison, "（2026）鲁08行终31号 二审判决书 今天收到")
    for answer in ("跳过", "改判", "撤销"):
        await rig.press(county.liaison, answer)
    while "登记" not in " ".join(rig.last(county.liaison).labels):
        await rig.press(county.liaison, rig.last(county.liaison).labels[0])
    await rig.press(county.liaison, "✓ 登记")
    [one] = [m for m in rig.bot.chat(county.principal) if HEAD in m.text and "行终31号" in m.text]
    assert "上诉" not in one.text
    assert "裁判生效后须开展败诉分析。" in one.text


async def test_whoever_said_that_there_is_no_appeal_is_not_told_to_decide_on_one(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{NUMBER} 判决书 今天收到")
    await rig.say(county.liaison, "确认违法")
    assert "上诉" in rig.last(county.liaison).text
    await rig.press(county.liaison, "否")
    await rig.press(county.liaison, "✓ 登记")
    [one] = [m for m in rig.bot.chat(county.principal) if HEAD in m.text]
    assert "该单位表示不上诉；裁判生效后须开展败诉分析。" in one.text
    assert "研究是否上诉" not in one.text


@pytest.mark.slow
async def test_what_was_put_right_is_no_loss_any_more(rig: Rig, county: County) -> None:
    sent = await recorded(rig, county, "确认违法")
    [one] = told(sent, county.principal)
    await rig.behind(county.liaison, "① 更正")
    await rig.press(county.liaison, "裁判结果")
    await rig.say(county.liaison, "驳回诉讼请求")
    await rig.say(county.liaison, "看错了")
    await rig.press(county.liaison, "✓ 确认")
    assert HEAD not in rig.bot.find(county.principal, one.message_id).text


@pytest.mark.slow
async def test_a_decision_for_the_agency_is_told_to_nobody(rig: Rig, county: County) -> None:
    sent = await recorded(rig, county, "驳回诉讼请求")
    assert not any("【败诉】" in m.text for m in sent)
