"""The pinned card on PostgreSQL, where people really work at the same instant."""

import asyncio
from collections import Counter
from pathlib import Path

from sqlmodel import select

from bot.domain.hall.terms import SendState
from bot.store.tables import OutboxRow
from tests.builders import county
from tests.handlers.day.steps import OTHER, cards, record, start
from tests.rig import open_rig


async def test_two_agencies_change_at_once_what_one_coordinator_s_card_shows(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        here = await county(rig)
        for user in (here.coordinator, here.coordinator2, here.liaison, here.police_liaison):
            await start(rig, user)
        await asyncio.gather(record(rig, here), record(rig, here, OTHER, agency=here.police))
        planned = await rig.database.read(
            lambda s: s.exec(
                select(OutboxRow.person_id).where(OutboxRow.kind == "edit", OutboxRow.state == SendState.PLANNED)
            ).all()
        )
        shown = (here.coordinator, here.coordinator2, here.liaison, here.police_liaison)
        assert Counter(planned) == Counter(here.ids[user] for user in shown)
        await rig.to("2026-04-02 09:05")
        [card] = cards(rig, here.coordinator)
        assert "未办结6项" in card.text
        assert len(card.history) == 1
        await rig.to("2026-04-09 08:00")
        assert "更新于4月9日（周四）7:00" in card.text
