"""Who may send a circular, who has to approve it, and what others' buttons do to it."""

from dataclasses import replace

import pytest

from bot.domain.hall.terms import CircularState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Circular
from tests.builders import County
from tests.handlers.circulars.steps import newest, ready, rows, send
from tests.rig import Rig


async def _approval(rig: Rig, county: County) -> None:
    def on(desk: Desk) -> None:
        desk.session.get_one(Agency, county.government).approval_needed = True

    await rig.work(on)


@pytest.mark.slow
async def test_where_the_branch_asks_for_it_a_second_coordinator_decides(rig: Rig, county: County) -> None:
    await _approval(rig, county)
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "发送")
    assert "待审核" in rig.last(county.coordinator).text
    assert not rig.bot.chat(county.liaison)
    asked = rig.last(county.coordinator2)
    assert "请审核" in asked.text
    assert "陈静" in asked.text
    assert rig.bot.chat(county.coordinator2)[-2].copy_of is not None
    data = next(d for row in asked.buttons for text, d in row if "同意" in text)
    await rig.press_data(county.coordinator, data, rig.last(county.coordinator))
    assert "他人审核" in rig.toast()
    await rig.press_data(county.liaison, data, replace(asked, chat_id=county.liaison))
    assert not rig.bot.chat(county.liaison)
    await rig.press(county.coordinator2, "退回")
    await rig.say(county.coordinator2, "请补充文号")
    await rig.press(county.coordinator2, "退回修改")
    assert "请补充文号" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "发送")
    await rig.press_data(county.coordinator2, data, asked)
    assert "失效" in rig.toast()
    await rig.press(county.coordinator2, "同意发送")
    assert "立即发送" in rig.last(county.coordinator2).text
    await rig.press(county.coordinator2, "确认同意发送")
    assert len(rig.bot.chat(county.liaison)) == 1
    found = await newest(rig)
    assert found.approved_by == county.ids[county.coordinator2]


@pytest.mark.slow
async def test_what_goes_out_is_what_the_approver_saw(rig: Rig, county: County) -> None:
    """The author could still edit the own messages after the approval; the approver's copies cannot be edited."""
    await _approval(rig, county)
    await ready(rig, county.coordinator, "第一部分", "第二部分")
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "发送")
    seen = [m.message_id for m in rig.bot.chat(county.coordinator2) if m.copy_of]
    await rig.press(county.coordinator2, "同意发送")
    assert "立即发送" in rig.last(county.coordinator2).text
    await rig.press(county.coordinator2, "确认同意发送")
    assert [m.copy_of for m in rig.bot.chat(county.liaison)[:2]] == [(county.coordinator2, i) for i in seen]


@pytest.mark.slow
async def test_naming_an_agency_for_an_absence_always_needs_approval_even_unsaid(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, "通报：县公安局负责人3月未出庭。")
    assert "点名通报单位未出庭" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "发送")
    assert (await newest(rig)).state is CircularState.AWAITING
    assert not rig.bot.chat(county.police_liaison)


async def test_who_may_not_send_gets_a_sentence(rig: Rig, county: County) -> None:
    for command in ("/circular", "/circulars"):
        [answer] = await rig.say(county.liaison, command)
        assert "没有此项操作的权限" in answer.text
    assert await rows(rig, Circular) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        "cc.at:999",
        "cc.up:1:1:9",
        "cc.go:x",
        "cb.at:999:0",
        "cb.sure:w:999:1",
        "cr.ok:999",
        "cr.an:x",
        "cb.n",
        "cc.gt:1",
    ],
)
async def test_buttons_of_nothing_are_answered_with_a_sentence(rig: Rig, county: County, data: str) -> None:
    [shown] = await rig.say(county.coordinator, "/circular")
    before = len(rig.bot.toasts)
    await rig.press_data(county.coordinator, data, shown)
    assert len(rig.bot.toasts) == before + 1
    assert rig.toast() != ""


@pytest.mark.slow
async def test_a_stranger_to_the_circular_cannot_steer_it(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    found = await newest(rig)
    shown = rig.last(county.liaison)
    for verb in ("cb.p", "cb.k", "cb.w", "cb.c", "cb.n", "cb.x", "cc.off"):
        await rig.press_data(county.liaison, f"{verb}:{found.id}:{found.version}", shown)
    assert (await newest(rig)).state is found.state
