"""Under the Anhui book: the alarm to the principal says that the rule asks for the principal, the card says how many
sue, and where the principal did not come nobody is chased for observers."""

from __future__ import annotations

import pytest

from bot.domain.hall.terms import DutyState
from tests.builders import County
from tests.handlers.duties.steps import duties
from tests.handlers.hearings.steps import NUMBER, entered_in_anhui
from tests.rig import Rig

START = "2026-12-10 10:00"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await entered_in_anhui(rig, county)
    return county


@pytest.mark.slow
async def test_the_principal_reads_in_the_alarm_what_the_others_read(rig: Rig, place: County) -> None:
    sent = await rig.to("2026-12-11 09:05")
    [told] = [m for m in sent if m.chat_id == place.principal and "请予督办" in m.text]
    assert "应当由主要负责人出庭" in told.text
    assert "原告十人以上的共同诉讼" in told.text
    [card] = await rig.say(place.liaison, f"/hearings {NUMBER}")
    await rig.press(place.liaison, "1", card)
    assert "原告：张三丰等12人" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_where_the_principal_did_not_come_there_was_nothing_to_watch(rig: Rig, place: County) -> None:
    [before] = await duties(rig, "AH13")
    assert before.state is DutyState.OPEN
    await rig.to("2026-12-16 10:00")
    for label in ("负责人未出庭", "未说明理由", "✎ 到庭人员", "无人", "提交"):
        await rig.press(place.liaison, label)
    assert [d.state for d in await duties(rig, "AH13")] == [DutyState.CANCELLED]
    await rig.press(place.liaison, "更正反馈")
    await rig.say(place.liaison, "点错了")
    for label in ("✎ 负责人出庭", "是", "李建国局长", "提交"):
        await rig.press(place.liaison, label)
    assert [d.state for d in await duties(rig, "AH13.attended")] == [DutyState.OPEN]
