"""No circular goes out, or is given up, with one tap: the second says what it does and how many it reaches."""

from dataclasses import replace

import pytest

from bot.domain.hall.terms import CircularState
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, newest, ready, send
from tests.rig import Rig


async def test_the_last_question_says_what_goes_out_and_to_how_many(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    for _ in range(2):
        asked = rig.last(county.coordinator).text
        assert TITLE in asked
        assert f"共{len(LIAISONS)}个单位{len(LIAISONS)}人" in asked
        assert (await newest(rig)).state is CircularState.DRAFT
        if "立即发送" in rig.last(county.coordinator).labels:
            await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    assert TITLE in rig.last(county.liaison).text


async def test_the_second_coordinator_s_yes_wants_a_second_tap(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, absence="是")
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    asked = rig.last(county.coordinator2)
    await rig.press(county.coordinator2, "同意发送", asked)
    sure = rig.bot.find(county.coordinator2, asked.message_id)
    assert TITLE in sure.text
    assert "同意后立即发送" in sure.text
    assert rig.bot.chat(county.liaison) == []
    data = next(d for row in sure.buttons for label, d in row if label == "确认同意发送")
    await rig.press(county.coordinator2, "返回", sure)
    assert "同意发送" in rig.bot.find(county.coordinator2, asked.message_id).labels
    await rig.press_data(county.coordinator, data, replace(asked, chat_id=county.coordinator))
    assert "他人审核" in rig.toast(), "who wrote it does not approve it by the second tap either"
    await rig.press_data(county.liaison, data, replace(asked, chat_id=county.liaison))
    assert rig.bot.chat(county.liaison) == []
    await rig.press_data(county.coordinator2, data, asked)
    assert TITLE in rig.last(county.liaison).text
    await rig.press_data(county.coordinator2, data, asked)
    assert "失效" in rig.toast(), "the second tap of long ago"
    assert len(rig.bot.chat(county.liaison)) == 1


async def test_a_draft_is_given_up_with_two_taps(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "作废")
    assert "作废后不再发送" in rig.last(county.coordinator).text
    assert (await newest(rig)).state is CircularState.DRAFT
    await rig.press(county.coordinator, "返回")
    assert "发送对象" in str(rig.last(county.coordinator).labels)
    await rig.press(county.coordinator, "作废")
    await rig.press(county.coordinator, "作废")
    assert (await newest(rig)).state is CircularState.CANCELLED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "label"), [("cb.r", "继续发送"), ("cb.k", "停止发送"), ("cb.w", "撤回"), ("cb.f", "确认重发")]
)
async def test_the_boards_buttons_ask_first_the_old_ones_too(rig: Rig, county: County, verb: str, label: str) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    found = await newest(rig)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    shown = rig.with_button(county.coordinator, "刷新")
    await rig.press_data(county.coordinator, f"{verb}:{found.id}:{found.version}", shown)
    now = rig.bot.find(county.coordinator, shown.message_id)
    assert now.labels == [label, "‹ 返回"]
    assert "涉及" in now.text
    assert (await newest(rig)).state is found.state
    await rig.press(county.coordinator, "返回", now)
    assert "刷新" in rig.bot.find(county.coordinator, shown.message_id).labels
