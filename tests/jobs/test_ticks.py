"""The fixed ticks come at the county's hours, wherever that is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import jobs
from tests.builders import county
from tests.rig import Rig, open_rig


def fires(rig: Rig) -> dict[str, str]:
    """Local hours at which each tick comes next."""
    ticker, now = rig.driver.ticker, rig.clock.now()
    found = {t.name: ticker.next_fire(t, now) for t in ticker.ticks}
    return {name: f"{at.astimezone(rig.house.zone):%H:%M}" for name, at in found.items() if at}


@pytest.mark.parametrize("zone", ["Europe/Moscow", "Asia/Shanghai", "America/New_York", "Asia/Urumqi"])
async def test_ticks_follow_the_time_zone_of_the_house(tmp_path: Path, zone: str) -> None:
    async with open_rig(tmp_path, start="2026-03-16 10:00", zone=ZoneInfo(zone)) as rig:
        assert fires(rig) == {
            "boundaries": "06:30", "todo": "07:00", "morning": "08:30", "events": "08:35", "events_over": "12:40",
            "digest": "08:45", "effects": "08:50", "group notes": "09:00", "housekeeping": "03:10", "files": "03:15",
            "seals": "03:20", "hearings_over": "18:40", "filings": "15:00", "assessments": "07:10",
            "principals": "08:55", "bulletins": "08:55", "newcomers": "08:20",
        }  # fmt: skip
        assert {t.name for t in jobs.ticks(ZoneInfo(zone))} == {t.name for t in rig.driver.ticker.ticks}


@pytest.mark.slow
async def test_a_digest_in_moscow_comes_at_a_quarter_to_nine_there(tmp_path: Path) -> None:
    moscow = ZoneInfo("Europe/Moscow")
    async with open_rig(tmp_path, start="2026-03-16 10:00", zone=moscow) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "/hearing （2026）鲁0831行初1号 3月27日上午9:30 第二审判庭")
        await rig.press(here.liaison, "确认")
        sent = await rig.to("2026-03-23 08:44")
        assert [m.text for m in sent if m.chat_id == here.coordinator and "3月23日" in m.text.split("）")[0]] == []
        [digest] = [m for m in await rig.to("2026-03-23 08:46") if m.chat_id == here.coordinator]
        assert "今日要情" in digest.text
        assert "3月27日（周五）县自然资源局 行初1号" in digest.text
        last = rig.driver.ticker.ticks[6]
        assert last.name == "digest"
        marks = await rig.driver.ticker.last_times()
        assert marks["digest"] == datetime(2026, 3, 23, 8, 45, tzinfo=moscow)
