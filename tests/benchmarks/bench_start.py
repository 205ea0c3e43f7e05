"""Starting, with 10,000 cases and many pending reminders, and how long anything holds the event loop.

    python -m tests.benchmarks.bench_start [--full]

The start is that of the whole process, `python -m bot run`, against the playground's server in this one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

import jobs
from bot.clock import wall
from bot.domain.hall.terms import SendState
from bot.playground import Limits, Playground, State
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.engine import open_database
from bot.store.tables import Agency, Case, OutboxRow, Party
from tests import room
from tests.benchmarks.bench_reminders import TEXT, Workshop, workshop
from tests.benchmarks.county import Bot, Setting, county, running
from tests.benchmarks.fast_api import FIRST, TOKEN
from tests.benchmarks.table import Row
from tests.houses import ZONE

CASES = 10_000
ROOT = Path(__file__).resolve().parent.parent.parent
REMINDED = 5000
FAST = 100_000.0
WARM = 5


def cases(session: Session, number: int = CASES) -> None:
    """Cases with a defendant each, as after some years."""
    unit = session.exec(select(Agency).limit(1)).one()
    now = datetime.now(UTC)
    made = [
        Case(
            number=f"（{2020 + n % 7}）鲁0831行初{n}号", instance="first", court="鲁0831", cause="行政处罚",
            plaintiff="张某", handling_agency_id=unit.id, created_at=now, closed_on=date(2026, 1, 5) if n % 4 else None,
        )
        for n in range(number)
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    session.add_all(Party(case_id=case.id or 0, agency_id=unit.id or 0) for case in made)
    for tick in jobs.ticks(ZONE):  # the last run did all that was due
        notes.put(session, f"tick:{tick.name}", {"at": now.isoformat()}, now=now)


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process to its first getUpdates, by the clock and of CPU; megabytes after it."""

    seconds: float
    cpu: float
    memory: float


async def start(folder: Path) -> Start:
    """Start the bot once on the database that lies there."""
    playground = Playground(State(token=TOKEN), limits=Limits.off())
    served = await playground.serve()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {
        "CHUTING_TOKEN": TOKEN, "CHUTING_API_BASE": served.base_url, "CHUTING_VAR": str(folder),
        "CHUTING_DATABASE": f"sqlite+aiosqlite:///{folder / 'reminders.db'}", "CHUTING_METRICS": "",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not playground.core.updates.polling:
            assert process.returncode is None, "it did not start"
            assert time.perf_counter() - began < 60
            await asyncio.sleep(0.002)
        seconds, cpu = time.perf_counter() - began, cpu_of(process.pid)
        await asyncio.sleep(0.5)
        return Start(seconds, cpu, memory_of(process.pid))
    finally:
        process.terminate()
        await process.wait()
        await served.stop()


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Megabytes that a process holds."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


async def best(few: Path, many: Path, times: int = 5) -> tuple[Start, Start]:
    """The shortest of several, in turn: other work on the machine only ever adds, to both."""
    found: dict[Path, list[Start]] = {few: [], many: []}
    for _ in range(times):
        for folder in found:
            found[folder].append(await start(folder))
    one, other = (
        Start(min(s.seconds for s in each), min(s.cpu for s in each), min(s.memory for s in each))
        for each in found.values()
    )
    return one, other


async def tick_cost(shop: Workshop) -> float:
    """CPU seconds of all fixed ticks, once each, taken back."""

    class TakenBack(Exception):
        pass

    def work(session: Session) -> None:
        for tick in jobs.ticks(ZONE):
            tick.work(shop.desk(session))
        session.flush()
        raise TakenBack

    began = time.process_time()
    with contextlib.suppress(TakenBack):
        await shop.database.write(work)
    return time.process_time() - began


@dataclass(frozen=True)
class Starts:
    few: Start
    many: Start
    ticks_few: float
    ticks_many: float


async def starts(folder: Path, planned: int) -> Starts:
    """The start with 10,000 cases, without and with pending reminders."""
    (folder / "few").mkdir()
    (folder / "many").mkdir()
    few, many = await workshop(folder / "few", 32), await workshop(folder / "many", 32)
    try:
        for shop in (few, many):
            await shop.database.write(cases)
        await many.plan(planned, datetime.now(UTC) + timedelta(days=30), many.ids)
        await tick_cost(few)
        ticks = await tick_cost(few), await tick_cost(many)
    finally:
        await few.database.close()
        await many.database.close()
    return Starts(*await best(folder / "few", folder / "many"), *ticks)


# -- the event loop --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hold:
    """Seconds for which the loop came back to nobody: by the clock, and the CPU that this process used meanwhile.

    On a machine that does other work as well only the second tells what the bot itself held up.
    """

    clock: float
    cpu: float


async def longest_hold(stop: asyncio.Event) -> Hold:
    """How late a sleep of one millisecond was at most."""
    loop, clock, cpu = asyncio.get_running_loop(), 0.0, 0.0
    while not stop.is_set():
        began, used = loop.time(), time.process_time()
        await asyncio.sleep(0.001)
        late = loop.time() - began - 0.001
        clock, cpu = max(clock, late), max(cpu, min(late, time.process_time() - used))
    return Hold(clock, cpu)


async def due_at_once(folder: Path, number: int) -> tuple[Hold, int]:
    """So many reminders, each of another person, due in the same second: the longest hold, and how many were lost."""
    setting = Setting(number, Limits.off())
    with county(setting) as server:
        async with running(server.address, folder, number, rate_overall=FAST, rate_chat=FAST) as bot:
            await server.ask("polled")
            await bot.work(lambda desk: _plan(bot, desk, WARM, "warm"))
            bot.app.wake()
            await asyncio.sleep(2)
            stop = asyncio.Event()
            await bot.work(lambda desk: _plan(bot, desk, number, TEXT))
            hold = asyncio.ensure_future(longest_hold(stop))
            bot.app.wake()
            await _all_sent(folder, number + WARM, within=number / 50 + 30)
            stop.set()
            longest = await hold
            seen = await server.ask("seen")
    return longest, sum(seen.texts[(FIRST + n, TEXT)] != 1 for n in range(number))


def _plan(bot: Bot, desk: Desk, number: int, text: str) -> int:
    addressed = (outbox.Addressed(bot.ids[FIRST + n], room.Text(text)) for n in range(number))
    return outbox.plan_many(desk, room.NOTE, addressed, urgent=True)


async def _all_sent(folder: Path, number: int, within: float) -> None:
    """Wait; asked on a connection of its own, seldom, so that the asking is not what is measured."""
    database = open_database(f"sqlite+aiosqlite:///{folder / 'county.db'}")
    deadline = wall() + within
    statement = (
        select(OutboxRow.id)
        .where(OutboxRow.topic == "t.note", OutboxRow.state != SendState.SENT)
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    try:
        while await database.read(lambda s: s.exec(statement).first()) is not None and wall() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
    finally:
        await database.close()


def rows(full: bool = False) -> list[Row]:
    """The lines of the table."""
    planned = 1_000_000 if full else 100_000
    number = 50_000 if full else REMINDED
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(starts(Path(folder), planned))
    with tempfile.TemporaryDirectory() as folder:
        longest, lost = asyncio.run(due_at_once(Path(folder), number))
    few, many = found.few, found.many
    slower, larger = (many.cpu - few.cpu) * 1e3, many.memory - few.memory
    return [
        Row(f"start to the first getUpdates, {CASES:,} cases", f"{few.seconds:.2f} s",
            f"{few.cpu:.2f} s of it CPU", "1.5 s", few.seconds <= 1.5),
        Row("memory after it", f"{few.memory:.0f} MB", "", "130 MB", few.memory <= 130),
        Row(f"the start with {planned:,} reminders pending", f"{many.seconds:.2f} s, {many.memory:.0f} MB",
            f"against none: {slower:+.0f} ms of CPU, {larger:+.1f} MB", "+10 ms, +10 MB",
            slower <= 10 and larger <= 10),
        Row(f"all fixed ticks with {planned:,} reminders pending", f"{found.ticks_many * 1e3:.0f} ms",
            f"without: {found.ticks_few * 1e3:.0f} ms", "the same within noise",
            found.ticks_many <= found.ticks_few * 1.5 + 0.005),
        Row(f"{number:,} reminders due in the same second",
            f"loop held for {longest.cpu * 1e3:.0f} ms of CPU at most, {lost} lost",
            f"{longest.clock * 1e3:.0f} ms by the clock of a shared machine", "40 ms, none",
            longest.cpu <= 0.04 and not lost),
    ]  # fmt: skip


if __name__ == "__main__":
    from tests.benchmarks.table import markdown

    print(markdown(rows("--full" in sys.argv)))
