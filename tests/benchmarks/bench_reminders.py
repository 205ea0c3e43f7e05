"""Planned reminders: adding, looking, claiming, memory; beside APScheduler's SQLAlchemy job store.

    python -m tests.benchmarks.bench_reminders [--full]

100,000 planned rows by default, 1,000,000 with --full. The cost of a row that is due is that of claiming it and of
writing down its proof, re-checking and rendering included; HTTP is left out on both sides.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from bot.clock import SystemClock, wall
from bot.domain.hall.terms import Lane
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import delivery, leasing, outbox
from bot.services.post.outbox import Addressed
from bot.services.post.sending import Proof
from bot.store.database import Database
from bot.store.engine import open_database
from bot.telegram.pump import CLAIM
from bot.telegram.router import Router
from bot.telegram.sender import PATIENCE, Sender
from tests import room
from tests.benchmarks.county import populate
from tests.benchmarks.fast_api import FIRST
from tests.benchmarks.table import Row
from tests.houses import house_in

T = TypeVar("T")
PEOPLE = 1000
DUE = 6000
JOBS = 2000
TEXT = "【提醒】还有5个工作日：请于2026年12月15日（星期二）前答复。"
LANES = (Lane.INTERACTIVE, Lane.REMINDER)


async def ran(number: int) -> None:
    """What a job of APScheduler's does."""


@dataclass
class Workshop:
    """A database with people, and what sends, without a network."""

    house: House
    database: Database
    sender: Sender
    ids: list[int]
    rendering: float = 0.0
    """Seconds of CPU that re-checking and rendering took."""

    async def plan(self, count: int, at: datetime, people: list[int], lane: Lane = Lane.REMINDER) -> float:
        """Plan rows in one transaction; gives the CPU seconds."""
        copies = (Addressed(people[n % len(people)], room.Text(f"{TEXT} {n}"), at=_spread(at, n)) for n in range(count))
        began = time.process_time()
        await self.database.write(lambda s: outbox.plan_many(self.desk(s), room.NOTE, copies, lane=lane, urgent=True))
        return time.process_time() - began

    def desk(self, session: Session) -> Desk:
        return Desk(session, self.house, datetime.now(UTC), SYSTEM)

    async def look(self, times: int = 100) -> float:
        """Seconds of one look whether anything is due."""
        now, began = datetime.now(UTC), time.process_time()
        for _ in range(times):
            await self.database.read(lambda s: leasing.anything(s, now=now, wall=wall(), lanes=LANES))
        return (time.process_time() - began) / times

    async def claim(self, lanes: tuple[Lane, ...] = LANES) -> int:
        """Claim a batch, render it, and write down that it was sent; how many."""
        now = datetime.now(UTC)
        rows = await self.database.write(
            lambda s: delivery.claim_due(s, self.house, now=now, wall=wall(), owner="b", limit=CLAIM, lanes=lanes)
        )
        began = time.process_time()
        ready = await self.sender.prepare(rows) if rows else []
        self.rendering += time.process_time() - began
        proofs = [Proof(now, p.chat_id or 0, 5, str(p.message.text) if p.message else "") for p in ready]
        record = self.sender.backlog_record
        await asyncio.gather(*(record.add(row, proof, PATIENCE) for row, proof in zip(rows, proofs, strict=True)))
        for row, prepared in zip(rows, ready, strict=True):
            self.sender.rendering.done(row, prepared)
        return len(rows)


def _spread(at: datetime, n: int) -> datetime:
    return at + timedelta(seconds=n % 86_400)


async def workshop(folder: Path, people: int = PEOPLE) -> Workshop:
    """A workshop in a folder; people are made if there are none."""
    url = f"sqlite+aiosqlite:///{folder / 'reminders.db'}"
    ids = await populate(url, people)
    return _workshop(folder, list(ids.values()))


def _workshop(folder: Path, ids: list[int]) -> Workshop:
    database = open_database(f"sqlite+aiosqlite:///{folder / 'reminders.db'}")
    house, router = house_in(folder), Router()
    room.add(router)
    return Workshop(house, database, Sender(house, database, SystemClock(), router, None), ids)  # type: ignore[arg-type]


# -- reminders and APScheduler ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Costs:
    """Milliseconds of CPU."""

    add: float
    due: float
    rendering: float = 0.0
    """Of a due row, re-checking and rendering, which is on top."""
    look_empty: float = 0.0
    look_full: float = 0.0


async def ours(folder: Path, planned: int) -> Costs:
    """Plan for later, then some that are due now, one a person."""
    shop = await workshop(folder, DUE)
    try:
        await shop.look()
        empty = await shop.look()
        later = datetime.now(UTC) + timedelta(days=30)
        add = await shop.plan(planned, later, shop.ids)
        full = await shop.look()
        yesterday = datetime.now(UTC) - timedelta(days=2)
        await shop.plan(CLAIM, yesterday, shop.ids)
        await shop.claim()  # the first time statements are compiled
        await shop.plan(DUE, yesterday, shop.ids)
        shop.rendering = 0.0
        began, done = time.process_time(), 0
        while count := await shop.claim():
            done += count
        used = time.process_time() - began
        assert done == DUE, done
    finally:
        await shop.database.close()
    rendering = shop.rendering / DUE
    return Costs(add / planned * 1e3, (used / DUE - rendering) * 1e3, rendering * 1e3, empty * 1e3, full * 1e3)


async def scheduler(folder: Path) -> Costs:
    """APScheduler with its SQLAlchemy store on a file, its grace lifted, or it would drop what is late."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.db'}")
    timer = AsyncIOScheduler(jobstores={"default": store}, job_defaults={"misfire_grace_time": None})
    timer.start(paused=True)
    due = datetime.now(UTC) - timedelta(seconds=1)
    began = time.process_time()
    for number in range(JOBS):
        timer.add_job(ran, "date", run_date=due, args=[number], id=str(number))
    add = time.process_time() - began
    began = time.process_time()
    timer.resume()
    async with asyncio.timeout(60):
        while timer.get_jobs():  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    used = time.process_time() - began
    timer.shutdown(wait=False)
    return Costs(add / JOBS * 1e3, used / JOBS * 1e3)


# -- memory ----------------------------------------------------------------------------------------------------------


def peak() -> int:
    """Kilobytes that this process held at most (`ru_maxrss` would begin with its parent's)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _memory(pipe: Connection, folder: str, recipients: int, settled: int) -> None:
    """In a process of its own: plan a circular in one transaction, send the first of it; the peak of memory."""

    async def run() -> int:
        shop = _workshop(Path(folder), list(range(1, recipients + 1)))
        await shop.plan(CLAIM, datetime.now(UTC) - timedelta(days=2), shop.ids, Lane.BULK)
        await shop.claim((Lane.BULK,))
        await shop.plan(recipients, datetime.now(UTC) - timedelta(days=2), shop.ids, Lane.BULK)
        done = 0
        while done < settled and (count := await shop.claim((Lane.BULK,))):
            done += count
        await shop.database.close()
        return peak()

    pipe.send(asyncio.run(run()))


def memory(recipients: int, settled: int) -> float:
    """Megabytes at the peak."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(populate(f"sqlite+aiosqlite:///{folder}/reminders.db", recipients))
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_memory, args=(there, folder, recipients, settled)
        )
        process.start()
        kilobytes: int = here.recv()
        process.join()
    return kilobytes / 1024


def _folders() -> Iterator[Path]:
    while True:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def rows(full: bool = False) -> list[Row]:
    """The lines of the table."""
    planned = 1_000_000 if full else 100_000
    folders = _folders()
    own, other = asyncio.run(ours(next(folders), planned)), asyncio.run(scheduler(next(folders)))
    settled = 50_000 if full else 3000
    few, many = memory(3000, 3000), memory(50_000, settled)
    return [
        Row(f"planning {planned:,} reminders in a transaction, CPU each", f"{own.add * 1e3:.0f} µs",
            f"APScheduler's SQLAlchemy store: {other.add * 1e3:.0f} µs; {other.add / own.add:.0f} × faster",
            "20 × faster", other.add / own.add >= 20),
        Row("CPU a due row, claim and proof", f"{own.due:.3f} ms, and {own.rendering:.3f} ms to re-check and render it",
            f"APScheduler, a job that does nothing: {other.due:.2f} ms; {own.due / other.due:.2f} ×",
            "0.1 ×", own.due <= other.due / 10),
        Row(f"a look for what is due with {planned:,} pending", f"{own.look_full:.2f} ms",
            f"with none pending: {own.look_empty:.2f} ms", "the same within noise",
            own.look_full <= own.look_empty * 1.5 + 0.1),
        Row(f"memory at the peak, 50,000 recipients planned, {settled:,} sent", f"{many:.0f} MB",
            f"3,000 recipients: {few:.0f} MB; {many - few:+.1f} MB", "+5 MB", many - few <= 5),
    ]  # fmt: skip


if __name__ == "__main__":
    from tests.benchmarks.table import markdown

    print(f"people are ids from {FIRST} on")
    print(markdown(rows("--full" in sys.argv)))
