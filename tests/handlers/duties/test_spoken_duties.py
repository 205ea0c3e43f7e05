"""Liaison officers who write that something is done, or name its last day: found, never closed by words."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty, Hearing
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
pytestmark = pytest.mark.slow


async def states(rig: Rig) -> set[DutyState]:
    def read(session: Any) -> set[DutyState]:
        return {duty.state for duty in session.exec(select(Duty)).all()}

    return set(await rig.database.read(read))


async def test_what_is_said_to_be_done_is_found_and_stays_open(rig: Rig, county: County) -> None:
    [nothing] = await rig.say(county.liaison, "材料已交")
    assert "没有与此对应的待办事项" in nothing.text
    await rig.say(county.liaison, f"/paper {NUMBER} 应诉通知书 起诉状 今天收到")
    await rig.press(county.liaison, "登记")
    before = await states(rig)
    [one] = await rig.say(county.liaison, "材料已交")
    assert "提交答辩状" in one.text
    assert "办结" in one.labels
    [several] = await rig.say(county.liaison, "办完了")
    assert len(several.labels) == 3
    assert all("行初12号" in label for label in several.labels)
    [filed] = await rig.say(county.liaison, "出庭报备已报")
    assert "出庭报备" in filed.text
    [other] = await rig.say(county.liaison, "行初99号材料已交")
    assert "没有与此对应的待办事项" in other.text
    assert await states(rig) == before


async def test_a_deadline_is_answered_with_its_duty_and_is_no_hearing(rig: Rig, county: County) -> None:
    [unknown] = await rig.say(county.liaison, f"{NUMBER}答辩期4月17日届满")
    assert "不是开庭时间" in unknown.text
    assert f"{NUMBER} 应诉通知书" in unknown.text
    await rig.say(county.liaison, f"/paper {NUMBER} 应诉通知书 起诉状 今天收到")
    await rig.press(county.liaison, "登记")
    [same] = await rig.say(county.liaison, f"{NUMBER}答辩期4月17日届满")
    assert "提交答辩状" in same.text
    assert "请核对收到日期" not in same.text
    [other] = await rig.say(county.liaison, "行初12号举证期限4月20日到期")
    assert "4月20日" in other.text
    assert "请核对收到日期" in other.text
    await rig.press(county.liaison, "提交答辩状", other)
    assert "办结" in rig.last(county.liaison).labels
    assert list(await rig.database.read(lambda session: session.exec(select(Hearing)).all())) == []
