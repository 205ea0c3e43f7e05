"""Many kills in a row under texts, presses, circulars and reminders: what was lost, and what came twice.

    python -m tests.benchmarks --only crash [--full]

The server is `tests.crash.bot_api`, which answers badly now and then; with --full 200 kills each way and circulars to
1,000 people. On PostgreSQL the server is restarted, crashes and runs out of connections meanwhile; of two instances the
one that leads is frozen for longer than its lease.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from tests.benchmarks.table import Row
from tests.crash.campaign import FULL, Record, Size, campaign
from tests.crash.harness import SEED
from tests.crash.servers import own_server

WAYS: dict[str, tuple[bool, int]] = {
    "SQLite": (False, 1),
    "PostgreSQL": (True, 1),
    "PostgreSQL, two instances by webhook": (True, 2),
}
"""On a server or not, and how many processes."""


async def one(way: str, size: Size) -> Record:
    """One campaign."""
    on_server, number = WAYS[way]
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(own_server(Path(folder))) if on_server else None
            fought = await stack.enter_async_context(campaign(Path(folder), size, server=server, number=number))
            return await fought.run(size)


def row(way: str, record: Record) -> Row:
    """The line of the table."""
    found = record.outcome
    troubles = "".join(f", {n} × {name}" for name, n in record.troubles.items())
    met = not found.wrong and not record.ended and record.kills > 0
    return Row(
        f"{record.kills} kills, {way}{troubles}; {found.updates:,} updates, {found.messages:,} messages",
        f"{len(found.lost)} lost, {len(found.doubled)} effects doubled, {found.copies} marked copies (at most one a "
        f"message: {'no' if found.unmarked else 'yes'}), {len(found.parked)} parked",
        f"{found.uncertain} doubts noted, {found.left} left to a person ({found.absent} of them did not come); "
        f"{sum(record.faults.values())} bad answers; ended by itself {sum(record.ended.values())} ×",
        "none lost, doubled, parked; at most one marked copy", met,
    )  # fmt: skip


def rows(full: bool = False) -> list[Row]:
    """The lines of the table; what is wrong is named on the way."""
    size, lines = FULL if full else Size(kills=12), []
    for way in WAYS:
        record = asyncio.run(one(way, size))
        print(f"{way}: seed {SEED}", file=sys.stderr)
        for name, cases in record.outcome.wrong.items():
            print(f"  {name}: {cases[:10]}", file=sys.stderr)
        print(f"  ended by itself: {dict(record.ended)}; before it was up: {dict(record.unborn)}", file=sys.stderr)
        lines.append(row(way, record))
        print(lines[-1], file=sys.stderr, flush=True)
    return lines
