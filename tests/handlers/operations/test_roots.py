"""Administrators see the newest root with /status, and get one a month where the settings say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.operations.acts import MESSAGE_LEFT
from bot.services.operations import seals
from tests.builders import county
from tests.rig import open_rig
from tests.services.operations.audited import roots


@pytest.mark.slow
async def test_status_shows_the_newest_root_to_administrators_alone(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-29 09:00") as rig:
        here = await county(rig)
        [shown] = await rig.say(here.admin, "/status")
        assert "根值" not in shown.text
        await rig.work(lambda desk: desk.audit(MESSAGE_LEFT))
        await rig.to("2026-04-30 04:00")
        [shown] = await rig.say(here.admin, "/status")
        assert (await roots(rig))[1] in shown.text
        assert "第1号封存" in shown.text
        [shown] = await rig.say(here.coordinator, "/status")
        assert "根值" not in shown.text


@pytest.mark.slow
@pytest.mark.parametrize("monthly", [True, False])
async def test_the_root_of_the_month(tmp_path: Path, monthly: bool) -> None:
    async with open_rig(tmp_path, start="2026-03-30 09:00") as rig:
        here = await county(rig)
        await rig.work(lambda desk: seals.set_telling(desk, monthly=monthly))
        told = []
        for day in ("03-31", "04-01", "04-02", "04-03"):
            await rig.work(lambda desk: desk.audit(MESSAGE_LEFT))
            early = await rig.to(f"2026-{day} 08:59")
            assert not any("根值" in shown.text for shown in early)
            told.append([shown for shown in await rig.to(f"2026-{day} 12:00") if "根值" in shown.text])
        known = await roots(rig)
        assert [len(each) for each in told] == ([1, 1, 0, 0] if monthly else [0, 0, 0, 0])
        assert {shown.chat_id for each in told for shown in each} == ({here.admin} if monthly else set())
        if monthly:
            assert known[1] in told[0][0].text
            assert known[2] in told[1][0].text
