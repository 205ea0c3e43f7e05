"""/held speaks of people, matters and cases; a paused circular is not part of it; /status leaves itself out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from bot.domain.hall.terms import SendState
from bot.services.hall.desk import Desk
from bot.store.tables import OutboxRow
from tests import builders
from tests.builders import County
from tests.handlers.circulars.steps import ready
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
async def county(rig: Rig) -> County:
    return await builders.county(rig)


async def hold(rig: Rig) -> None:
    """As a restore does with what is planned."""

    def work(desk: Desk) -> None:
        desk.session.execute(
            update(OutboxRow).where(col(OutboxRow.state) == SendState.PLANNED).values(state=SendState.HELD)
        )

    await rig.work(work)


@pytest.mark.slow
async def test_a_held_reminder_names_people_the_matter_and_the_case(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await hold(rig)
    [shown] = await rig.say(county.admin, "/held")
    assert f"致王芳、李娜：开庭前一周提醒 {NUMBER}" in shown.text
    assert "hearing" not in shown.text
    assert "@" not in shown.text


@pytest.mark.slow
async def test_what_a_paused_circular_holds_waits_for_its_own_button(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "下一工作日9:00")
    await rig.press(county.coordinator, "✓ 发送")

    def pause(desk: Desk) -> None:
        from bot.domain.hall.terms import CircularState
        from bot.store.tables import Circular

        desk.session.exec(select(Circular)).one().state = CircularState.PAUSED

    await rig.work(pause)
    await hold(rig)
    [shown] = await rig.say(county.admin, "/held")
    assert "没有暂缓发送的消息" in shown.text
    [status] = await rig.say(county.admin, "/status")
    assert "暂缓" not in status.text


@pytest.mark.slow
async def test_the_question_how_the_bot_is_does_not_count_itself(rig: Rig, county: County) -> None:
    [status] = await rig.say(county.admin, "/status")
    assert "待处理的来讯：0条" in status.text
