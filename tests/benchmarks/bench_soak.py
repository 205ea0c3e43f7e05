"""Thousands of updates through one process: whether memory, open files, write-ahead log and log keep their size.

    python -m tests.benchmarks --only soak [--full]

4,000 updates by default, 20,000 with --full, as fast as the bot answers them: words, presses, the bot's own commands.
Three times on the way a night falls: what was worked off until then is old, and retention takes it away under load.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, func, select, update

from bot.domain.hall.terms import InboxState, SendState
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import InboxRow, OutboxRow
from tests.benchmarks.bench_start import memory_of
from tests.benchmarks.night import MORNING
from tests.benchmarks.table import Row
from tests.crash.bot_api import Accepted, bot_api
from tests.crash.harness import FIRST, World
from tests.crash.outcome import found, judge
from tests.crash.process import Process

PEOPLE = 64
NIGHTS = (0.45, 0.65, 0.85)
"""After which part of the updates a night falls."""
WARM = 0.4
"""The part of the updates after which everything that is kept once has been met."""
OLD = timedelta(days=1000)
SHOWN = ("sendMessage", "editMessageText")
COMMANDS = ("/me", "/menu", "/help", "你好")
FLAT, FILES, LOG = 5.0, 5, 100_000
"""Megabytes of memory and open files (connections to the server among them) either way, bytes of the log all told."""
WAL = 16 << 20
"""Bytes of the write-ahead log."""


@dataclass(frozen=True)
class Sample:
    """After so many updates: megabytes of memory, open files, bytes of the write-ahead log and of the log."""

    updates: int
    memory: float
    files: int
    wal: int
    log: int


@dataclass(frozen=True)
class Soaked:
    """What was seen on the way; what was lost; how many updates retention took away; seconds all told."""

    samples: list[Sample]
    lost: list[str]
    forgotten: int
    seconds: float

    def after(self, part: float) -> list[Sample]:
        """The samples after that part of all updates."""
        return [sample for sample in self.samples if sample.updates >= part * self.samples[-1].updates]

    def growth(self, of: Callable[[Sample], float]) -> float:
        """From the first tenth after warming up to the last tenth: the middle ones of each."""
        first = [of(s) for s in self.after(WARM) if s.updates <= (WARM + 0.1) * self.samples[-1].updates]
        return statistics.median(of(s) for s in self.after(0.9)) - statistics.median(first)


class _Load:
    """Everybody has one thing under way: what is answered is followed by the next."""

    def __init__(self, world: World, updates: int) -> None:
        self.world, self.updates, self.count, self.answers = world, updates, 0, 0
        self._waits: set[int] = set()
        world.api.on_accepted = self._accepted

    def has(self, answers: int) -> bool:
        """Whether so many answers have come."""
        return self.answers >= answers

    def begin(self) -> None:
        for person in self.world.crowd.people:
            self._next(person)

    def _accepted(self, call: Accepted) -> None:
        if call.method in SHOWN and call.chat in self._waits and call.text != MORNING:
            self._waits.discard(call.chat)
            self.answers += 1
            # What is answered at once must not come before the answer to the bot's call.
            asyncio.get_running_loop().call_soon(self._next, call.chat)

    def _next(self, person: int) -> None:
        if self.count < self.updates:
            self.count += 1
            self._waits.add(person)
            dice = self.world.chance.random()
            if dice < 0.1:
                self.world.api.say(person, self.world.chance.choice(COMMANDS))
            elif dice < 0.5 or not self.world.crowd.press(person):
                self.world.crowd.say(person)


def _sample(process: Process, updates: int, database: Path) -> Sample:
    assert process.process is not None
    pid, wal = process.process.pid, database.with_name(database.name + "-wal")
    return Sample(
        updates, memory_of(pid), len(os.listdir(f"/proc/{pid}/fd")), wal.stat().st_size, process.path.stat().st_size
    )


def _age(session: Session) -> None:
    """What was worked off and said until now is of long ago."""
    long_ago = datetime.now(UTC) - OLD
    session.execute(update(InboxRow).where(col(InboxRow.state) == InboxState.DONE).values(received_at=long_ago))
    session.execute(update(OutboxRow).where(col(OutboxRow.state) == SendState.SENT).values(sent_at=long_ago))


async def _lost(world: World, database: Database) -> list[str]:
    """Retention has blanked what was said, so only what the server took tells of the answers."""
    outcome = judge(await database.read(found), world.api, world.crowd, {}, world.ids, answers=False)
    words = [(person, word) for person, said in world.crowd.said.items() for word in said]
    unanswered = [word for person, word in words if world.api.sent[person][f"counted {word}"] != 1]
    return [f"{name}: {cases[:3]}" for name, cases in outcome.wrong.items()] + unanswered[:3]


async def _walk(load: _Load, process: Process, database: Database, every: int) -> list[Sample]:
    """Samples every so many answers, and the nights in between."""
    api, samples = load.world.api, [_sample(process, 0, load.world.folder / "crash.db")]
    nights = [int(part * load.updates) for part in NIGHTS]
    load.begin()
    while load.answers < load.updates:
        wanted = min(load.answers + every, load.updates)
        await api.until(partial(load.has, wanted), within=120)
        samples.append(_sample(process, load.answers, load.world.folder / "crash.db"))
        if nights and load.answers >= nights[0]:
            nights.pop(0)
            await database.write(_age)
            api.say(load.world.people[-1], "/night")
    return samples


async def measure(folder: Path, updates: int, every: int) -> Soaked:
    """The whole walk."""
    async with bot_api(range(FIRST, FIRST + PEOPLE + 1)) as api:
        world = World(folder, api, talkers=PEOPLE)
        world.chance.seed(1)
        await world.prepare()
        process = world.process(
            CHUTING_RATE_OVERALL="100000", CHUTING_RATE_CHAT="100000", CHUTING_RATE_PERSON="0"
        )  # fmt: skip
        process.module = "tests.benchmarks.night"
        database = open_database(world.url)
        try:
            await process.start()
            await process.up()
            began, load = time.perf_counter(), _Load(world, updates)
            samples = await _walk(load, process, database, every)
            seconds = time.perf_counter() - began
            await world.settled(database, 60, process)
            lost = await _lost(world, database)
            kept = await database.read(lambda s: s.exec(select(func.count()).select_from(InboxRow)).one())
        finally:
            await process.kill()
            await database.close()
    return Soaked(samples, lost, updates + len(NIGHTS) - kept, seconds)


def rows(full: bool = False) -> list[Row]:
    """The line of the table."""
    updates = 20_000 if full else 4000
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), updates, updates // 100))
    last, wal = found.samples[-1], max(s.wal for s in found.samples)
    memory, files = found.growth(lambda s: s.memory), found.growth(lambda s: s.files)
    bounded = abs(files) <= FILES and wal <= WAL and last.log <= LOG
    return [
        Row(f"{updates:,} updates through one process in {found.seconds:.0f} s, three nights on the way: memory",
            f"{memory:+.1f} MB after the first {WARM:.0%}, {last.memory:.0f} MB at the end",
            f"{found.forgotten:,} old updates taken away meanwhile; lost: {found.lost or 'none'}", "±5 MB, none lost",
            abs(memory) <= FLAT and not found.lost),
        Row("open files, write-ahead log, log of it",
            f"{files:+.0f} files of {last.files}; {wal / 2**20:.1f} MB at most; {last.log / 1e3:.0f} kB", "",
            f"bounded: ±{FILES}, {WAL >> 20} MB, {LOG // 1000} kB", bounded),
    ]  # fmt: skip
