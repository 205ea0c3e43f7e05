"""kill -9 at random instants under load and faults: nothing lost, nothing done twice, doubts noted."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bot.playground import Running
from bot.store.engine import open_database
from bot.store.post.conditions import IS_CLAIMED
from bot.store.tables import OutboxRow
from bot.telegram.pump import WINDOW
from tests.crash.harness import PEOPLE, SECONDS, Process, World, listening, report, together

pytestmark = pytest.mark.slow

LOOP = 12
"""Kills of the restart loop: more than an update may be begun again."""
LONG = pytest.mark.timeout(SECONDS * 4 + 400)


async def _killed_often(world: World, process: Process, until: float) -> None:
    while time.monotonic() < until:
        await asyncio.sleep(world.chance.uniform(1.5, 4.0))
        await process.kill()
        await process.start()


@LONG
async def test_one_process_on_a_file(tmp_path: Path) -> None:
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=80, copies=150)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        await process.start()
        until = time.monotonic() + SECONDS
        await together(
            world.people_talk(until),
            world.faults_happen(until),
            world.somebody_blocks(SECONDS / 2),
            _killed_often(world, process, until),
        )
        await world.settled(database, 60, process)
        figures = await world.compare(database)
        report("one process", figures, [process])
        assert process.starts > 3
        assert world.playground.token not in process.log
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]
    finally:
        await process.kill()
        await database.close()
        await running.stop()


def _more_than(running: Running, number: int) -> bool:
    return len(running.playground.sent()) > number


@LONG
async def test_a_restart_loop_repeats_nothing_more_than_once_and_parks_nothing(tmp_path: Path) -> None:
    """Killed again as soon as it has sent or answered a little: more updates wait than are ever begun."""
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=20, copies=100)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        for n in range(400):
            person = world.chance.choice(PEOPLE[:-1])
            world.plan.said[person].append(f"{person}-{n}")
            running.playground.say(person, f"/count {person}-{n}")
        for _ in range(LOOP):
            before = len(running.playground.sent())
            await process.start()
            await running.playground.until(partial(_more_than, running, before + 3), within=90)
            await process.kill()
        await process.start()
        await world.settled(database, 120, process)
        figures = await world.compare(database)
        report("restart loop", figures, [process])
        assert figures["updates"] == 400
        assert "action=careful" in process.log
    finally:
        await process.kill()
        await database.close()
        await running.stop()


@LONG
async def test_a_clean_stop_leaves_no_doubt(tmp_path: Path) -> None:
    """SIGTERM in the middle of a circular: what was not sent yet is sent by the next start, nothing twice."""
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=0, copies=120)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        await process.start()
        await running.playground.until(lambda: len(running.playground.sent()) > 20, within=90)
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]
        await process.start()
        await world.settled(database, 30, process)
        figures = await world.compare(database)
        assert (figures["messages"], figures["doubled"]) == (120, 0)
    finally:
        await process.kill()
        await database.close()
        await running.stop()


@LONG
async def test_a_kill_leaves_a_doubt_only_over_what_was_under_way(tmp_path: Path) -> None:
    """More is claimed ahead than is begun: that goes out after the restart as if nothing had been."""
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=0, copies=220)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        await process.start()
        await running.playground.until(lambda: len(running.playground.sent()) > 20, within=90)
        await process.kill()
        claimed = await database.read(lambda s: len(s.exec(select(OutboxRow.id).where(IS_CLAIMED)).all()))
        assert claimed > WINDOW
        await process.start()
        await world.settled(database, 120, process)
        figures = await world.compare(database)
        assert figures["messages"] == 220
        assert 0 < figures["uncertain"] <= WINDOW
        assert figures["doubled"] <= figures["uncertain"]
    finally:
        await process.kill()
        await database.close()
        await running.stop()


async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    running = await listening()
    world = World(tmp_path, running, "")
    first, second = (Process(n, tmp_path, world.environment()) for n in ("first", "second"))
    try:
        await first.start()
        await running.playground.until(lambda: running.playground.core.updates.polling, within=90)
        await second.start()
        assert second.process is not None
        assert await asyncio.wait_for(second.process.wait(), 90) == 2
        assert "Another process already works" in second.log
    finally:
        await first.kill()
        await running.stop()


async def test_polling_twice_on_a_shared_database_is_refused(tmp_path: Path, postgres: str) -> None:
    running = await listening()
    world = World(tmp_path, running, postgres)
    first, second = (Process(n, tmp_path, world.environment()) for n in ("first", "second"))
    try:
        await first.start()
        await running.playground.until(lambda: running.playground.core.updates.polling, within=90)
        await second.start()
        assert second.process is not None
        assert await asyncio.wait_for(second.process.wait(), 90) == 2
        assert "already polls" in second.log
        await first.kill()
        await second.start()
        await asyncio.sleep(0.5)
        await running.playground.until(lambda: running.playground.core.updates.polling, within=90)
    finally:
        await first.kill()
        await second.kill()
        await running.stop()


def test_the_seed_can_be_chosen() -> None:
    """A failure prints its seed; `CHUTING_CRASH_SEED` brings the same choices back."""
    from tests.crash import harness

    if "CHUTING_CRASH_SEED" in os.environ:
        assert int(os.environ["CHUTING_CRASH_SEED"]) == harness.SEED
    assert harness.SEED >= 0


async def test_a_full_disk_is_named_and_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """The process may write files of so many bytes only; then it may again, and all is there."""
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=0, copies=0)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        process.file_limit = (tmp_path / "crash.db").stat().st_size + 300_000
        await process.start()
        await running.playground.until(lambda: running.playground.core.updates.polling, within=90)
        until = time.monotonic() + 4
        await world.people_talk(until)
        async with asyncio.timeout(90):
            while "The disk cannot be written to" not in process.log:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await process.kill()
        process.file_limit = 0
        await process.start()
        await world.settled(database, 120, process)
        await world.compare(database)
    finally:
        await process.kill()
        await database.close()
        await running.stop()


async def test_a_locked_database_is_named_and_waited_for(tmp_path: Path) -> None:
    running = await listening()
    world = World(tmp_path, running, "")
    await world.prepare(reminders=0, copies=0)
    process = Process("bot", tmp_path, world.environment())
    database = open_database(world.url)
    try:
        await process.start()
        await running.playground.until(lambda: running.playground.core.updates.polling, within=90)
        other = sqlite3.connect(tmp_path / "crash.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await world.people_talk(time.monotonic() + 1)
        async with asyncio.timeout(90):
            while "locked by another program" not in process.log:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        other.execute("COMMIT")
        other.close()
        await world.settled(database, 120, process)
        await world.compare(database)
    finally:
        await process.kill()
        await database.close()
        await running.stop()
