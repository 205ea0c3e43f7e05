"""Two processes on one PostgreSQL, by webhook: one is killed or frozen, the other goes on and nothing is lost."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.services.hall import notes
from bot.store.database import Database
from bot.store.engine import open_database
from tests.crash.balancer import balancer, free_port
from tests.crash.harness import SECONDS, Process, World, listening, report, together

pytestmark = pytest.mark.slow

LONG = pytest.mark.timeout(SECONDS * 6 + 500)
SECRET = "a-secret-of-sixteen"


def _leader(session: Session) -> str:
    return str(notes.get(session, "leader").get("owner", ""))


def _processes(world: World, url: str, ports: list[int], folder: Path) -> list[Process]:
    return [
        Process(
            f"bot{n}",
            folder,
            world.environment(
                CHUTING_WEBHOOK_URL=f"{url}/hook",
                CHUTING_WEBHOOK_SECRET=SECRET,
                CHUTING_WEBHOOK_LISTEN=f"127.0.0.1:{port}",
            ),
        )
        for n, port in enumerate(ports)
    ]


async def _until_ready(*processes: Process) -> None:
    async with asyncio.timeout(90):
        while not all(p.log.count("action=started") >= p.starts for p in processes):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _one_dies_one_freezes(world: World, processes: list[Process], until: float) -> None:
    """Turn about: one is killed and started again, the other frozen for longer than the leader's lease."""
    while time.monotonic() < until:
        await asyncio.sleep(world.chance.uniform(1.0, 2.0))
        await processes[0].kill()
        await asyncio.sleep(world.chance.uniform(0.5, 1.5))
        await processes[0].start()
        await _until_ready(processes[0])
        processes[1].send(signal.SIGSTOP)
        await asyncio.sleep(5.0)
        processes[1].send(signal.SIGCONT)


@LONG
async def test_two_instances_under_load(tmp_path: Path, postgres: str) -> None:
    running = await listening()
    world = World(tmp_path, running, postgres)
    await world.prepare(reminders=60, copies=100)
    ports = [free_port(), free_port()]
    database = open_database(world.url)
    async with balancer(ports, world.chance) as url:
        processes = _processes(world, url, ports, tmp_path)
        try:
            await together(*(p.start() for p in processes))
            await _until_ready(*processes)
            until = time.monotonic() + SECONDS
            await together(
                world.people_talk(until),
                world.faults_happen(until),
                _one_dies_one_freezes(world, processes, until),
            )
            # A dead process keeps its outbox rows until its lease ends.
            await world.settled(database, 120, *processes)
            report("two instances", await world.compare(database), processes)
            assert processes[0].starts > 1
        finally:
            for process in processes:
                process.send(signal.SIGCONT)
                await process.kill()
            await database.close()
            await running.stop()


async def _other_leads(database: Database, before: str) -> str:
    """Who leads, once it is somebody else."""
    async with asyncio.timeout(90):
        while (now := await database.read(_leader)) in ("", before):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return now


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_process_takes_over(tmp_path: Path, postgres: str, sign: signal.Signals) -> None:
    """Also from a leader that is frozen, which an advisory lock would not show; woken up it does not lead any more."""
    running = await listening()
    world = World(tmp_path, running, postgres)
    await world.prepare(reminders=0, copies=0)
    ports = [free_port(), free_port()]
    database = open_database(world.url)
    async with balancer(ports, world.chance) as url:
        first, second = _processes(world, url, ports, tmp_path)
        try:
            await first.start()
            await _until_ready(first)
            leader = await database.read(_leader)
            assert leader
            await second.start()
            await _until_ready(second)
            assert await database.read(_leader) == leader
            first.send(sign)
            other = await _other_leads(database, leader)
            if sign is signal.SIGSTOP:
                first.send(signal.SIGCONT)
                await asyncio.sleep(2.5)
                assert await database.read(_leader) == other
        finally:
            for process in (first, second):
                await process.kill()
            await database.close()
            await running.stop()
