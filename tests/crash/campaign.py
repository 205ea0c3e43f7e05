"""Many sudden deaths in a row, and what else may happen to a process and its database, until nothing is left to do."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from bot.services.hall import notes
from bot.services.post import leadership
from bot.store.database import Database
from bot.store.engine import open_database
from bot.telegram.leader import EVERY, LEASE
from tests.crash.bot_api import STORM, bot_api
from tests.crash.courier import free_port
from tests.crash.harness import FIRST, SEED, World, patiently, together
from tests.crash.outcome import Outcome
from tests.crash.process import Process
from tests.crash.servers import OwnServer

SECRET = "a-secret-of-sixteen"
LIFE = 2.0
"""Seconds for which a process lives at most, once it is up or while it starts; on a machine that is slower, as long as
its start took."""
UNBORN = 0.15
"""How many of the kills meet a process that is still starting."""
EACH = 2.5
"""Seconds that a kill takes about, with the start after it: over so many the reminders are spread."""
SHORTAGE = 3.0
"""Seconds for which there are too few connections."""
FROZEN = LEASE + EVERY + 1.0
"""Seconds of a frozen leader: another has long taken over when it wakes up."""


@dataclass(frozen=True)
class Size:
    """How many kills; people, and how many of them write and press; messages of the circular; reminders."""

    kills: int
    people: int = 60
    talkers: int = 40
    copies: int = 100
    reminders: int = 40
    troubles: int = 3
    """What else happens, evenly between the kills: as often."""


FULL = Size(kills=200, people=1000, talkers=80, copies=1000, reminders=400, troubles=24)


@dataclass
class Record:
    """What came of a campaign, and what happened in it."""

    outcome: Outcome = field(default_factory=Outcome)
    kills: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """How often a process that was up ended by itself, by its last words."""
    unborn: Counter[str] = field(default_factory=Counter)
    """How often one ended by itself before it was up: there was no database."""
    faults: Counter[str] = field(default_factory=Counter)
    """Bad answers of the server."""


class Campaign:
    """The processes of a world, and what happens to them."""

    def __init__(self, world: World, processes: list[Process], database: Database, server: OwnServer | None) -> None:
        self.world, self.processes, self.database, self.server = world, processes, database, server
        self.chance, self.record, self.over = world.chance, Record(), asyncio.Event()

    async def watch(self) -> None:
        """Start what has ended, as whoever runs the bot does."""
        while not self.over.is_set():
            for process in self.processes:
                if process.has_ended:
                    if not process.killed:
                        words = process.life.strip().rpartition("\n")[2][-200:]
                        was_up = "action=started" in process.life
                        (self.record.ended if was_up else self.record.unborn)[words] += 1
                    await process.start()
            await asyncio.sleep(0.05)

    async def up(self, process: Process, *, born: bool = False) -> None:
        """Wait until it works, or (`born`) until it has only been started."""
        async with asyncio.timeout(120):
            while process.has_ended if born else not process.is_up:  # noqa: ASYNC110
                await asyncio.sleep(0.03)

    async def kills(self, size: Size) -> None:
        """All of them, one after the other, and the other troubles in between."""
        troubles = list(self._troubles().items())
        for number in range(size.kills):
            process = self.chance.choice(self.processes)
            began = time.monotonic()
            await self.up(process, born=self.chance.random() < UNBORN)
            await asyncio.sleep(self.chance.uniform(0, max(LIFE, time.monotonic() - began)))
            await process.kill()
            self.record.kills += 1
            if troubles and (number + 1) * size.troubles // size.kills > number * size.troubles // size.kills:
                name, trouble = troubles[self.record.troubles.total() % len(troubles)]
                self.record.troubles[name] += 1
                await self._all_up()
                await trouble()
        await self._all_up()

    def _troubles(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """By their names: what may happen to this campaign besides."""
        found: dict[str, Callable[[], Awaitable[None]]] = {}
        if len(self.processes) > 1:
            found["leader frozen"] = self._freeze
        if (server := self.server) is not None:
            found |= {
                "server restarted": lambda: server.restart("fast"),
                "connections short": lambda: self._be_short(server),
                "server crashed": lambda: server.restart("immediate"),
            }
        return found

    async def _be_short(self, server: OwnServer) -> None:
        await server.limit(self.chance.choice([0, 1, 3]))
        await asyncio.sleep(SHORTAGE)
        await server.unlimited()

    async def _freeze(self) -> None:
        """The one that leads, for longer than its lease."""
        process = await self._leader() or self.chance.choice(self.processes)
        process.send(signal.SIGSTOP)
        await asyncio.sleep(FROZEN)
        process.send(signal.SIGCONT)

    async def _all_up(self) -> None:
        for process in self.processes:
            await self.up(process)

    async def _leader(self) -> Process | None:
        owner = await patiently(self.database, leader)
        return next((process for process in self.processes if owner and f"owner={owner}" in process.life), None)

    async def run(self, size: Size) -> Record:
        """Everything at once; then nothing more happens, and what is left is waited for."""
        quiet = asyncio.Event()

        async def trouble() -> None:
            try:
                await self.kills(size)
            finally:
                quiet.set()
                self.world.api.weather = {}

        async def to_the_end() -> None:
            try:
                await together(trouble(), self.world.crowd.busy(quiet))
                await self.world.settled(self.database, 180, *self.processes)
            finally:
                self.over.set()

        self.world.api.weather = dict(STORM)
        await together(self.watch(), to_the_end())
        self.record.outcome = await self.world.compare(self.database)
        self.record.faults = self.world.api.faults
        return self.record


def leader(session: Session) -> str:
    """Who has the lease on broadcasts and ticks."""
    return str(notes.get(session, leadership.KEY).get("owner", ""))


def instances(world: World, ports: list[int] | None) -> list[Process]:
    """One process that polls, or one for each port, by webhook."""
    if ports is None:
        return [world.process()]
    hook = {"CHUTING_WEBHOOK_URL": "http://127.0.0.1/hook", "CHUTING_WEBHOOK_SECRET": SECRET}
    return [
        world.process(f"bot{n}", **hook, CHUTING_WEBHOOK_LISTEN=f"127.0.0.1:{port}") for n, port in enumerate(ports)
    ]


@asynccontextmanager
async def campaign(
    folder: Path, size: Size, *, server: OwnServer | None = None, number: int = 1
) -> AsyncIterator[Campaign]:
    """A world of that size with so many processes, all up; they are killed at the end."""
    ports = [free_port() for _ in range(number)] if number > 1 else None
    async with bot_api(range(FIRST, FIRST + size.people), seed=SEED, instances=ports) as api:
        world = World(folder, api, server.url if server else "", talkers=size.talkers)
        await world.prepare(reminders=size.reminders, copies=size.copies, within=size.kills * EACH)
        processes, database = instances(world, ports), open_database(world.url)
        try:
            await together(*(process.start() for process in processes))
            await together(*(process.up() for process in processes))
            yield Campaign(world, processes, database, server)
        finally:
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    process.send(signal.SIGCONT)
                await process.kill()
            await database.close()
