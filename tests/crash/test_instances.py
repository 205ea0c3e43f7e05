"""Two processes on one PostgreSQL, by webhook: one is killed or frozen, the other goes on and nothing is lost."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.engine import open_database
from tests.crash.bot_api import bot_api
from tests.crash.campaign import Size, campaign, instances, leader
from tests.crash.courier import free_port
from tests.crash.harness import World, people, report
from tests.crash.servers import own_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


async def test_killed_at_random_instants_on_a_server_that_is_not_always_there(tmp_path: Path) -> None:
    """One of two instances is killed, the leader is frozen, the server is restarted, crashes, is short of places."""
    size = Size(kills=4, people=40, talkers=24, copies=80, reminders=40, troubles=4)
    async with own_server(tmp_path) as server, campaign(tmp_path, size, server=server, number=2) as fought:
        record = await fought.run(size)
        report("two instances", record.outcome, fought.processes)
        assert record.outcome.wrong == {}
        assert (record.kills, record.ended.total()) == (4, 0), record.ended
        assert set(record.troubles.values()) == {1}, record.troubles
        assert len(record.troubles) == 4
        assert fought.world.crowd.pressed


async def _other_leads(database: Database, before: str) -> str:
    """Who leads, once it is somebody else."""
    async with asyncio.timeout(90):
        while (now := await database.read(leader)) in ("", before):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return now


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_process_takes_over(tmp_path: Path, postgres: str, sign: signal.Signals) -> None:
    """Also from a leader that is frozen, which an advisory lock would not show; woken up it does not lead any more."""
    ports = [free_port(), free_port()]
    async with bot_api(people(), instances=ports) as api:
        world = World(tmp_path, api, postgres)
        first, second = instances(world, ports)
        database = open_database(world.url)
        try:
            await first.start()
            await first.up()
            before = await database.read(leader)
            assert before
            await second.start()
            await second.up()
            assert await database.read(leader) == before
            first.send(sign)
            other = await _other_leads(database, before)
            if sign is signal.SIGSTOP:
                first.send(signal.SIGCONT)
                await asyncio.sleep(2.5)
                assert await database.read(leader) == other
        finally:
            for process in (first, second):
                await process.kill()
            await database.close()
