"""The counts of agencies and short case numbers on PostgreSQL, whose types are stricter."""

from pathlib import Path

from tests.builders import county
from tests.rig import open_rig


async def test_agencies_are_counted_and_a_short_number_is_found(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", database=postgres) as rig:
        here = await county(rig)
        for user, n in ((here.liaison, 1), (here.police_liaison, 2), (here.labour_liaison, 3)):
            await rig.say(user, f"（2026）鲁0831行初{n}号 应诉通知书 传票 起诉状 11月20日收到 邮寄")
            await rig.press(user, "登记")
        assert any("县公安局" in m.text and "已逾期" in m.text for m in rig.bot.chat(here.coordinator))
        [shown] = await rig.say(here.coordinator, "/duties")
        assert "县公安局</b>：5项，逾期4项" in shown.text
        [card] = await rig.say(here.liaison, "/case 行初1号")
        assert "【案件】" in card.text
