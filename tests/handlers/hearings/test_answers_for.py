"""An answer that the liaison recorded for a leader is taken back by whoever keeps the hearings, and fully."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState
from bot.store.tables import Appearance
from tests.builders import county
from tests.rig import Rig, open_rig


async def appearance(rig: Rig) -> Appearance:
    return await rig.database.read(lambda s: s.exec(select(Appearance)).one())


@pytest.mark.slow
async def test_an_answer_recorded_for_the_leader_is_taken_back_fully(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁0831行初12号 应诉通知书 今天收到 邮寄")
        await rig.press(here.liaison, "✓ 登记")
        await rig.press(here.liaison, "明确出庭负责人")
        await rig.press(here.liaison, "张明")
        await rig.press(here.liaison, "代为登记答复")
        await rig.press(here.liaison, "出庭")
        await rig.press(here.liaison, "电话答复")
        await rig.press(here.liaison, "✓ 确认")
        assert (await appearance(rig)).state is AppearanceState.CONFIRMED
        await rig.press(here.liaison, "撤回代为登记的答复")
        row = await appearance(rig)
        assert row.state is AppearanceState.ASKED
        assert (row.answered_by, row.answered_via, row.answered_at) == (None, None, None)
        assert "我出庭" in rig.last(here.leader).labels
        assert "张明副局长的出庭答复已收回，需重新答复" in rig.last(here.deputy).text
        await rig.press(here.leader, "我出庭")
        row = await appearance(rig)
        assert row.state is AppearanceState.CONFIRMED
        assert row.answered_by == here.ids[here.leader]
        assert "撤回代为登记的答复" not in rig.last(here.liaison).labels
