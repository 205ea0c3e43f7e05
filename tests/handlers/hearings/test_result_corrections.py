"""A result: the preview says whether a leader appeared, and a correction may turn that round."""

import pytest
from sqlmodel import select

from bot.store.tables import HearingResult
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-14 10:00"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    return county


async def press(rig: Rig, user: int, *labels: str) -> None:
    for label in labels:
        await rig.press(user, label)


async def stored(rig: Rig) -> HearingResult:
    [row] = await rig.database.read(lambda s: s.exec(select(HearingResult)).all())
    return row


async def absent(rig: Rig, place: County) -> None:
    await press(rig, place.liaison, "负责人未出庭", "未说明理由", "✎ 到庭人员", "无人")


@pytest.mark.slow
async def test_the_preview_says_that_nobody_appeared_and_can_be_turned_round(rig: Rig, place: County) -> None:
    await absent(rig, place)
    assert "负责人出庭</b>：否" in rig.last(place.liaison).text
    await press(rig, place.liaison, "✎ 负责人出庭", "是", "张明副局长", "提交")
    row = await stored(rig)
    assert (row.attended, row.leader_name, row.spoke) == (True, "张明", True)


@pytest.mark.slow
async def test_a_correction_starts_from_what_was_reported(rig: Rig, place: County) -> None:
    await press(rig, place.liaison, "负责人已出庭", "提交")
    card = rig.last(place.liaison)
    await rig.press(place.liaison, "更正反馈", card)
    asked = rig.last(place.liaison)
    assert asked.message_id != card.message_id
    assert "【已开庭】" in rig.bot.find(place.liaison, card.message_id).text
    assert "为何" in asked.text or "理由" in asked.text or "原因" in asked.text
    await rig.say(place.liaison, "未发言")
    await press(rig, place.liaison, "✎ 是否发言", "否", "提交")
    row = await stored(rig)
    assert (row.attended, row.leader_name, row.spoke, row.stayed) == (True, "张明", False, True)


@pytest.mark.slow
async def test_a_wrong_absence_becomes_an_appearance(rig: Rig, place: County) -> None:
    await absent(rig, place)
    await rig.press(place.liaison, "提交")
    said = rig.last(place.liaison).text
    assert "未说明正当理由" in said
    assert "公章" not in said, "without a reason the rest goes without saying"
    await rig.press(place.liaison, "更正反馈")
    await rig.say(place.liaison, "点错了")
    await press(rig, place.liaison, "✎ 负责人出庭", "是", "张明副局长", "提交")
    assert (await stored(rig)).attended
    assert "计为：已出庭" in rig.last(place.liaison).text
