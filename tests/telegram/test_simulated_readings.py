"""In simulated time edits that follow one another are rendered in one reading."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.store.tables import OutboxRow
from bot.telegram.pump import Means, Pump, Service
from bot.telegram.rendering import Prepared
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from tests import room
from tests.builders import county
from tests.rig import Rig, open_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, register=room.register) as opened:
        yield opened


class Watched(Sender):
    """Tells how many rows were rendered in each reading."""

    readings: list[int]

    async def prepare(self, rows: Sequence[OutboxRow]) -> list[Prepared]:
        self.readings.append(len(rows))
        return await super().prepare(rows)


async def test_in_simulated_time_changes_that_follow_one_another_are_rendered_together(rig: Rig) -> None:
    here = await county(rig)
    people = [here.liaison, here.leader, here.coordinator]
    for person in people:
        await rig.say(person, "/board")
    sender = Watched(rig.house, rig.database, rig.clock, rig.router, rig.bot)  # type: ignore[arg-type]
    sender.readings = []
    await rig.work(room.boarded)
    one = here.ids[here.liaison]
    await rig.work(lambda desk: room.plan_note(desk, one, "said"))
    await Pump(Means(rig.house, rig.database, rig.clock, sender, "p", Tasks()), Service(orderly=True)).drain()
    assert [rig.bot.chat(person)[0].text for person in people] == ["board 1"] * 3
    assert rig.last(here.liaison).text == "said"
    assert sorted(sender.readings) == [1, 3]
