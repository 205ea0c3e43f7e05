"""kill -9 at random instants under load and faults: nothing lost, nothing done twice, doubts noted."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.post.conditions import IS_CLAIMED
from bot.store.tables import OutboxRow
from bot.telegram.pump import WINDOW
from tests.crash.bot_api import BotApi, bot_api
from tests.crash.campaign import Size, campaign
from tests.crash.harness import SEED, World, people, report

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

LOOP = 12
"""Kills of the restart loop: more than an update may be begun again."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A server with everybody in it, on loopback."""
    async with bot_api(people(), seed=SEED) as api:
        yield World(tmp_path, api)


@pytest.fixture
async def data(world: World) -> AsyncIterator[Database]:
    """The world's database, looked at beside the bot."""
    database = open_database(world.url)
    yield database
    await database.close()


def _sent(api: BotApi) -> int:
    return sum(call.method == "sendMessage" for call in api.accepted)


def _more_than(api: BotApi, number: int) -> bool:
    return _sent(api) > number


def _polls(api: BotApi) -> bool:
    return api.poller is not None


async def test_killed_at_random_instants_on_a_file(tmp_path: Path) -> None:
    """Texts, presses, a circular, reminders, a server that answers badly, and somebody who blocks the bot."""
    size = Size(kills=5, people=40, talkers=24, copies=120, reminders=50)
    async with campaign(tmp_path, size) as fought:
        api, [process] = fought.world.api, fought.processes
        api.block(fought.world.people[-1])
        record = await fought.run(size)
        report("one process", record.outcome, [process])
        assert record.outcome.wrong == {}
        assert (record.kills, record.ended.total()) == (5, 0), record.ended
        assert record.outcome.messages >= 170
        assert fought.world.crowd.pressed
        assert record.faults
        assert api.token not in process.log
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]


async def test_a_restart_loop_repeats_nothing_more_than_once_and_parks_nothing(world: World, data: Database) -> None:
    """Killed again as soon as it has sent or answered a little: more updates wait than are ever begun."""
    await world.prepare(reminders=20, copies=100)
    process, api = world.process(), world.api
    try:
        for _ in range(400):
            world.crowd.say(world.chance.choice(world.crowd.people))
        for _ in range(LOOP):
            before = _sent(api)
            await process.start()
            await api.until(partial(_more_than, api, before + 3), within=90)
            await process.kill()
        await process.start()
        await world.settled(data, 120, process)
        outcome = await world.compare(data)
        report("restart loop", outcome, [process])
        assert outcome.wrong == {}
        assert outcome.updates == 400
        assert "action=careful" in process.log
    finally:
        await process.kill()


async def test_a_clean_stop_leaves_no_doubt(world: World, data: Database) -> None:
    """SIGTERM in the middle of a circular: what was not sent yet is sent by the next start, nothing twice."""
    await world.prepare(copies=120)
    process = world.process()
    try:
        await process.start()
        await world.api.until(partial(_more_than, world.api, 20), within=90)
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]
        await process.start()
        await world.settled(data, 30, process)
        outcome = await world.compare(data)
        assert outcome.wrong == {}
        assert (outcome.messages, outcome.copies, outcome.uncertain) == (120, 0, 0)
    finally:
        await process.kill()


async def test_a_kill_leaves_a_doubt_only_over_what_was_under_way(world: World, data: Database) -> None:
    """More is claimed ahead than is begun: that goes out after the restart as if nothing had been."""
    await world.prepare(copies=220)
    process = world.process()
    try:
        await process.start()
        await world.api.until(partial(_more_than, world.api, 20), within=90)
        await process.kill()
        claimed = await data.read(lambda s: len(s.exec(select(OutboxRow.id).where(IS_CLAIMED)).all()))
        assert claimed > WINDOW
        await process.start()
        await world.settled(data, 120, process)
        outcome = await world.compare(data)
        assert outcome.wrong == {}
        assert outcome.messages == 220
        assert 0 < outcome.uncertain <= WINDOW
        assert outcome.copies <= outcome.uncertain
    finally:
        await process.kill()


async def test_a_second_process_is_refused(world: World) -> None:
    first, second = world.process("first"), world.process("second")
    try:
        await first.start()
        await world.api.until(partial(_polls, world.api), within=90)
        await second.start()
        assert second.process is not None
        assert await asyncio.wait_for(second.process.wait(), 90) == 2
        assert "Another process already works" in second.log
    finally:
        await first.kill()


async def test_polling_twice_on_a_shared_database_is_refused(tmp_path: Path, world: World, postgres: str) -> None:
    shared = World(tmp_path, world.api, postgres)
    first, second = shared.process("first"), shared.process("second")
    try:
        await first.start()
        await world.api.until(partial(_polls, world.api), within=90)
        await second.start()
        assert second.process is not None
        assert await asyncio.wait_for(second.process.wait(), 90) == 2
        assert "already polls" in second.log
        await first.kill()
        await second.start()
        await second.up()
        await world.api.until(partial(_polls, world.api), within=90)
    finally:
        await first.kill()
        await second.kill()


def test_the_seed_can_be_chosen() -> None:
    """A failure prints its seed; `CHUTING_CRASH_SEED` brings the same choices back."""
    if "CHUTING_CRASH_SEED" in os.environ:
        assert int(os.environ["CHUTING_CRASH_SEED"]) == SEED
    assert SEED >= 0


async def test_a_full_disk_is_named_and_loses_nothing_that_was_confirmed(world: World, data: Database) -> None:
    """The process may write files of so many bytes only; then it may again, and all is there."""
    await world.prepare()
    process = world.process()
    try:
        process.file_limit = (world.folder / "crash.db").stat().st_size + 300_000
        await process.start()
        await world.api.until(partial(_polls, world.api), within=90)
        async with asyncio.timeout(90):
            while "The disk cannot be written to" not in process.log:
                world.crowd.say(world.chance.choice(world.crowd.people))
                await asyncio.sleep(0.1)
        await process.kill()
        process.file_limit = 0
        await process.start()
        await world.settled(data, 120, process)
        assert (await world.compare(data)).wrong == {}
    finally:
        await process.kill()


async def test_a_locked_database_is_named_and_waited_for(world: World, data: Database) -> None:
    await world.prepare()
    process = world.process()
    try:
        await process.start()
        await world.api.until(partial(_polls, world.api), within=90)
        other = sqlite3.connect(world.folder / "crash.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for person in world.crowd.people:
            world.crowd.say(person)
        async with asyncio.timeout(90):
            while "locked by another program" not in process.log:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        other.execute("COMMIT")
        other.close()
        await world.settled(data, 120, process)
        outcome = await world.compare(data)
        assert outcome.wrong == {}
        assert outcome.updates == len(world.crowd.people)
    finally:
        await process.kill()


async def test_what_is_lost_or_comes_twice_is_found(world: World, data: Database) -> None:
    """Without a bot everything is lost; and a server that took something twice says so."""
    await world.prepare(reminders=2, copies=3)
    world.crowd.say(world.people[0])
    outcome = await world.compare(data)
    assert len(outcome.lost) == 7  # the effect and its answer, two reminders, three copies
    for _ in range(2):
        world.api.send({"chat_id": str(world.people[0]), "text": "circular 0"})
    assert len((await world.compare(data)).unmarked) == 1
