"""Recording court papers: by form, by one line, by photo; corrections; decisions taking effect."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select

from bot.store.tables import AuditEntry, Case, Duty, Paper
from tests.builders import county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"{NUMBER} 应诉通知书 起诉状 今天收到"


async def rows(rig: Rig, table: type) -> list:  # type: ignore[type-arg]
    return list(await rig.database.read(lambda s: s.exec(select(table)).all()))


async def test_one_line_fills_the_form_and_one_tap_gives_one_card_with_every_duty(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, LINE)
        assert NUMBER in preview.text and "4月2日（周四）" in preview.text and "县自然资源局" in preview.text
        assert await rows(rig, Paper) == []
        await rig.press(here.liaison, "登记")
        card = rig.last(here.liaison)
        print(card.text, card.labels)
        assert NUMBER in card.text
        for title in ("出庭报备", "收到法院文书备案", "提交答辩状、证据和依据"):
            assert title in card.text
        assert "请于4月3日（周五）前完成（剩1个工作日）" in card.text
        print([m.text for m in rig.bot.chat(here.deputy)])
        for other in (here.deputy, here.principal):
            assert NUMBER in rig.last(other).text
        assert len(await rows(rig, Paper)) == 2
