"""Simulated time: jumping gives the same messages, in the same order, as waiting."""

import asyncio
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import county
from tests.houses import ZONE
from tests.rig import Rig, open_rig

START, END = datetime(2026, 4, 2, 9, tzinfo=ZONE), datetime(2026, 4, 9, 12, tzinfo=ZONE)
Said = list[tuple[int, str, bool]]


async def _play(folder: Path, stops: list[datetime]) -> Said:
    """Enter a paper, then walk to the end over the given stops; who heard what, with sound or without."""
    async with open_rig(folder, start=START.strftime("%Y-%m-%d %H:%M")) as rig:
        place = await county(rig)
        await rig.say(place.liaison, "（2026）鲁0831行初12号 应诉通知书 起诉状 今天收到")
        await rig.press(place.liaison, "登记")
        for stop in [*stops, END]:
            await rig.driver.advance(stop)
        return _said(rig)


def _said(rig: Rig) -> Said:
    return [(m.chat_id, m.text, m.silent) for m in rig.bot.messages]


def _played(stops: list[datetime]) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_play(Path(folder), stops))


@cache
def _jumped() -> Said:
    return _played([])


@pytest.mark.slow
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, int((END - START).total_seconds())), max_size=8))
def test_one_jump_says_what_any_number_of_steps_says(seconds: list[int]) -> None:
    walked = _played([START + timedelta(seconds=s) for s in sorted(seconds)])
    assert walked == _jumped()
    assert len(walked) > 10


@pytest.mark.slow
async def test_the_clock_never_goes_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await rig.to("2026-04-04 09:00")
        await rig.to("2026-04-03 09:00")
        assert rig.clock.now() == datetime(2026, 4, 4, 9, tzinfo=ZONE)
