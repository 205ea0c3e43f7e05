"""What an event's messages say after its days, and what cancelling a change leaves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import events
from tests import builders
from tests.builders import County
from tests.events import START, act, hold
from tests.rig import Rig, open_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start=START) as opened:
        yield opened


@pytest.fixture
async def county(rig: Rig) -> County:
    return await builders.county(rig)


async def test_after_the_day_for_answers_nobody_is_asked_to_meet_it(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-11 10:00")
    await act(rig, county.coordinator, lambda desk: events.nudge(desk, made.id or 0))
    asked = rig.last(county.leader)
    assert "答复期限（12月10日（周四）17:30）已过，请尽快答复。" in asked.text
    assert "请于12月10日" not in asked.text


async def test_a_cancelled_change_leaves_what_can_be_changed(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event")
    await hold(rig, county)
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "✎ 修改")
    choices = rig.last(county.coordinator)
    await rig.press(county.coordinator, "时间", choices)
    await rig.press(county.coordinator, "取消", rig.last(county.coordinator))
    assert "时间" in choices.labels
    await rig.press(county.coordinator, "时间", choices)
    await rig.say(county.coordinator, "12月16日14:30")
    await rig.press(county.coordinator, "✓")
    assert "12月16日（周三）14:30" in rig.last(county.coordinator).text


async def test_the_preview_leaves_out_what_was_neither_asked_nor_given(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "新建活动")
    await rig.press(county.coordinator, "业务培训")
    for text in ("行政应诉实务培训", "12月15日9:30", "县政府三楼会议室"):
        await rig.say(county.coordinator, text)
    await rig.press(county.coordinator, "联络员")
    await rig.press(county.coordinator, "完成")
    preview = rig.last(county.coordinator)
    assert "：—" not in preview.text.replace("</b>", "")
    assert "✎ 时长" in preview.labels
