"""The one line a month that a principal gets, on the first working day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.hall.desk import Desk
from tests.builders import county
from tests.handlers.documents.test_periodic import heard
from tests.rig import open_rig

pytestmark = pytest.mark.slow


async def test_a_principal_gets_one_line_for_the_month_and_who_had_nothing_gets_none(tmp_path: Path) -> None:
    """Two heard in November, one attended, by the principal; one in October attended: 2 of 3 in the year is 66.67 %."""
    async with open_rig(tmp_path, start="2026-11-29 08:00") as rig:
        here = await county(rig)

        def enter(desk: Desk) -> None:
            came = {"attended": True, "rank": "principal", "leader_name": "李建国"}
            for n, (month, day) in enumerate(((10, 9), (11, 10)), 12):
                heard(
                    desk, f"（2026）鲁0831行初{n}号", here.resources, datetime(2026, month, day, 1, tzinfo=UTC), **came
                )
            heard(desk, "（2026）鲁0831行初14号", here.resources, datetime(2026, 11, 12, 1, tzinfo=UTC), attended=False)

        await rig.work(enter)
        await rig.to("2026-12-03 09:30")
        lines = [one.text for one in rig.bot.chat(here.principal) if "【月度情况】" in one.text]
        assert len(lines) == 1
        assert "县自然资源局2026年11月：开庭2件，负责人出庭1件，其中主要负责人1件" in lines[0]
        assert "本年累计：开庭3件，出庭率66.67%，主要负责人出庭2件" in lines[0]
        others = [user for user in (here.coordinator, here.liaison, here.police_liaison) if user]
        assert not any("【月度情况】" in one.text for user in others for one in rig.bot.chat(user))
