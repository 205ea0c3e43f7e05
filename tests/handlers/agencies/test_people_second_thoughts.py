"""Changing people and agencies: what cancelling leaves, who hears of a handover, and what is said of a vacancy."""

import pytest

from tests import builders
from tests.builders import County
from tests.rig import Rig


async def card_of(rig: Rig, user: int, name: str) -> None:
    await rig.say(user, f"/people {name}")
    await rig.press(user, name)


@pytest.mark.slow
async def test_a_cancelled_correction_leaves_the_persons_card(rig: Rig, county: County) -> None:
    await card_of(rig, county.coordinator, "王芳")
    card = rig.last(county.coordinator)
    await rig.press(county.coordinator, "姓名、电话")
    await rig.press(county.coordinator, "取消")
    assert "移交" in card.labels
    assert "13900001201" in card.text


@pytest.mark.slow
async def test_a_cancelled_change_leaves_the_agencys_card(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/agencies")
    card = rig.last(county.admin)
    await rig.press(county.admin, "下属单位")
    await rig.press(county.admin, "取消", rig.last(county.admin))
    assert "县政府（8）" in card.labels


@pytest.mark.slow
async def test_who_was_handed_the_work_is_told_once(rig: Rig, county: County) -> None:
    await card_of(rig, county.coordinator, "王芳")
    await rig.press(county.coordinator, "移交")
    await rig.press(county.coordinator, "李娜")
    assert "承接人" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "✓ 移交")
    await card_of(rig, county.coordinator, "王芳")
    await rig.press(county.coordinator, "结束任职")
    await rig.press(county.coordinator, "昨天（立即结束）")
    await rig.press(county.coordinator, "✓")
    told = [m for m in rig.bot.chat(county.deputy) if "工作移交" in m.text]
    assert len(told) == 1


@pytest.mark.slow
async def test_a_vacancy_that_is_there_is_not_announced_for_later(rig: Rig, county: County) -> None:
    for name in ("李娜", "王芳"):
        await card_of(rig, county.coordinator, name)
        await rig.press(county.coordinator, "结束任职")
        await rig.press(county.coordinator, "昨天（立即结束）")
        await rig.press(county.coordinator, "✓")
    said = [m.text for m in rig.bot.chat(county.coordinator)]
    assert any("该单位现已没有联络员，已告知其主要负责人和统筹人员。" in text for text in said)
    assert "联络员空缺" in rig.last(county.principal).text


@pytest.mark.slow
async def test_correcting_the_name_keeps_the_number(rig: Rig, county: County) -> None:
    await card_of(rig, county.coordinator, "王芳")
    await rig.press(county.coordinator, "姓名、电话")
    preview = rig.last(county.coordinator)
    assert "13900001201" in preview.text
    await rig.press(county.coordinator, "✎ 姓名", preview)
    await rig.say(county.coordinator, "王小芳")
    await rig.press(county.coordinator, "✓")
    assert "王小芳" in rig.last(county.coordinator).text
    assert "13900001201" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_a_mobile_number_of_somebody_else_is_refused(rig: Rig, county: County) -> None:
    await card_of(rig, county.coordinator, "王芳")
    await rig.press(county.coordinator, "姓名、电话")
    await rig.press(county.coordinator, "✎ 电话", rig.last(county.coordinator))
    await rig.say(county.coordinator, "13900001301")
    await rig.press(county.coordinator, "✓")
    assert "马超" in rig.toast()
    assert (await builders.person(rig, county.liaison)).phone == "13900001201"
