"""How long people wait while a backup of a big database is written beside the bot, against idle in the same run.

    python -m tests.benchmarks --only backup [--full]

The backup is `python -m bot backup` in a process of its own; people go on writing until it has ended.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from bot.domain.hall.terms import InboxState
from bot.playground import Limits
from bot.store.tables import InboxRow
from tests.benchmarks.county import Bot, County, Setting, county, median, p99, running
from tests.benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent.parent
RATE = 20.0
"""Texts of people a second: a busy city."""
BATCH = 5000
FAST = 100_000.0
_LETTERS = [chr(n) for n in range(0x4E00, 0x4E00 + 3000)]


@dataclass(frozen=True)
class Figures:
    """Seconds that people waited, idle and beside the backup; how long that took, and bytes of database and backup."""

    idle: list[float]
    busy: list[float]
    seconds: float
    size: int
    written: int
    ended_well: bool


def _updates(first: int, chance: random.Random) -> list[dict[str, object]]:
    """Updates that were worked off: about a kilobyte each, of letters that compress as names and cases do."""
    now = datetime.now(UTC)
    return [
        {
            "update_id": -n, "sender": 1, "received_at": now, "state": InboxState.DONE, "done_at": now,
            "raw": {"update_id": -n, "message": {"text": "".join(chance.choices(_LETTERS, k=150))}},
        }
        for n in range(first, first + BATCH)
    ]  # fmt: skip


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


async def _fill(bot: Bot, file: Path, size: int) -> None:
    chance, first = random.Random(1), 1
    while _size(file) < size:
        rows = _updates(first, chance)

        def add(session: Session, rows: list[dict[str, object]] = rows) -> None:
            session.connection().execute(insert(InboxRow), rows)

        await bot.app.database.write(add)
        first += BATCH


async def _while_it_runs(server: County, process: asyncio.subprocess.Process) -> list[float]:
    waits: list[float] = []
    ending = asyncio.ensure_future(process.wait())
    while not ending.done():
        waits += await server.ask("talk", 2.0, RATE)
    return waits


async def measure(folder: Path, size: int, seconds: float) -> Figures:
    """`size` in bytes of the database; `seconds` of idling before."""
    file, target = folder / "county.db", folder / "backup.tar.gz"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {
        "CHUTING_VAR": str(folder), "CHUTING_DATABASE": f"sqlite+aiosqlite:///{file}", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    with county(Setting(60, Limits.off())) as server:
        async with running(server.address, folder, 60, rate_overall=FAST, rate_chat=FAST) as bot:
            await server.ask("polled")
            await _fill(bot, file, size)
            await server.ask("talk", 2.0, RATE)
            idle = await server.ask("talk", seconds, RATE)
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "backup", str(target), cwd=folder, env=environment,
                stdout=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            busy = await _while_it_runs(server, process)
            took = time.perf_counter() - began
    return Figures(idle, busy, took, _size(file), _size(target), process.returncode == 0)


def rows(full: bool = False) -> list[Row]:
    """The line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), (500 if full else 100) << 20, 60.0 if full else 20.0))
    ratio = p99(found.busy) / p99(found.idle)
    return [
        Row(f"answer to a person while {found.size >> 20} MB are backed up in {found.seconds:.0f} s, p99 (p50)",
            f"{p99(found.busy) * 1e3:.0f} ms ({median(found.busy) * 1e3:.0f})",
            f"idle {p99(found.idle) * 1e3:.0f} ms ({median(found.idle) * 1e3:.0f}): {ratio:.2f} ×", "1.5 × idle",
            ratio <= 1.5 and found.ended_well),
    ]  # fmt: skip
