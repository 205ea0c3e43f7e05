"""The cases and duties rooms on PostgreSQL as on SQLite: one walk through everything that asks the database."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select

from bot.domain.terms import DutyState
from bot.services import recurring
from bot.store.tables import Duty
from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


async def test_the_whole_walk_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 起诉状 传票 今天收到")
        await rig.press(here.liaison, "✎ 原告")
        await rig.say(here.liaison, "张三丰")
        await rig.press(here.liaison, "✓ 登记")
        assert any("收到法院文书备案（传票）" in m.text for m in rig.bot.chat(here.deputy))
        reminded = [m for m in await rig.to("2026-04-03 09:05") if m.chat_id == here.liaison]
        assert len(reminded) == 1
        await rig.press(here.liaison, "① 办结", reminded[0])
        await rig.press(here.liaison, "今天")
        await rig.say(here.liaison, "备〔2026〕1号")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 办结")
        await rig.press(here.coordinator, "认可")
        done = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.state == DutyState.DONE)).all())
        assert len(done) == 1
        [found] = await rig.say(here.coordinator, "/find 张三丰")
        assert NUMBER in found.labels
        [shown] = await rig.say(here.coordinator, "/duties")
        assert "未办结事项" in shown.text
        await rig.say(here.observer, f"/case {NUMBER}")
        await rig.press(here.observer, "办理记录")
        assert "登记文书" in rig.last(here.observer).text or "认可办结" in rig.last(here.observer).text
        assert await rig.work(recurring.tick) == 0
