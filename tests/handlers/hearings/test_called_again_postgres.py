"""A verdict that changes between hearings, on PostgreSQL: rows are locked there, and JSON is compared otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import county
from tests.handlers.hearings import steps
from tests.handlers.hearings.test_called_again import NUMBER, anhui_over, by_book
from tests.rig import open_rig

FIRST = "本年度第一件开庭审理的案件"


@pytest.mark.slow
async def test_the_first_hearing_of_the_year_moves_and_a_tag_asks_for_the_principal(
    tmp_path: Path, postgres: str
) -> None:
    async with open_rig(tmp_path, start="2026-04-07 10:00", database=postgres) as rig:
        place = await county(rig)
        await anhui_over(rig, place)
        told = [m for m in rig.bot.chat(place.principal) if FIRST in m.text]
        assert told
        await rig.say(place.liaison, "/hearing （2026）鲁0831行初20号 4月13日上午9:30 县法院第一审判庭")
        await rig.press(place.liaison, "确认")
        rows = await steps.appearances(rig)
        assert [row.strength for row in rows] == ["base", "principal"]
        assert [m for m in rig.bot.chat(place.principal) if FIRST in m.text and NUMBER in m.text] == []
        await by_book(rig, place, "national")
        assert [row.strength for row in await steps.appearances(rig)] == ["base", "base"]
