"""What a button press costs, the full durable turn, against stock python-telegram-bot and aiogram in the same run.

    python -m tests.benchmarks.bench_turn [presses]

CPU is that of the bot's process alone; the server runs in another.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.settings import Settings
from tests.benchmarks.fast_api import Load, api
from tests.benchmarks.peers import Peer, aiogram, ours, stock

PEOPLE = 32


@dataclass(frozen=True)
class Figure:
    """Milliseconds of CPU a press, presses a second, percentiles of the wait for toast and edit in milliseconds."""

    cpu: float
    rate: float
    toast50: float
    toast99: float
    edit99: float
    lost: int
    out_of_order: int


async def measure(peer: Peer, load: Load, within: float) -> Figure:
    """One run: a few presses to warm up are part of it."""
    with tempfile.TemporaryDirectory() as folder, api(load) as server:
        async with peer(server, Path(folder), load.people + bool(load.flood)):
            cpu = time.process_time()
            server.begin()
            seen = await server.finished(within)
            cpu = time.process_time() - cpu
    if seen is None:
        return Figure(0, 0, 0, 0, 0, load.presses, 0)
    answers, edits = sorted(seen.answers), sorted(seen.edits)
    return Figure(
        cpu / load.presses * 1e3,
        load.presses / seen.seconds,
        statistics.median(answers) * 1e3,
        answers[int(len(answers) * 0.99)] * 1e3,
        edits[int(len(edits) * 0.99)] * 1e3,
        load.presses - len(edits),
        seen.out_of_order,
    )


PEERS: dict[str, Peer] = {
    "ours, durable": ours,
    "stock PTB + async SQLModel": stock,
    "aiogram + async SQLModel": aiogram,
    "aiogram, no database": partial(aiogram, database=False),
}


def main(presses: int = 1500) -> dict[str, Figure]:
    """Print the table; returns the figures."""
    figures = {}
    print(f"{PEOPLE} people, {presses} presses, each presses again when the last is shown")
    print(f"{'':<28}{'CPU ms':>8}{'/s':>8}{'toast p50':>10}{'toast p99':>10}{'edit p99':>10}")
    for name, peer in PEERS.items():
        f = figures[name] = asyncio.run(measure(peer, Load(PEOPLE, presses), 120))
        print(f"{name:<28}{f.cpu:>8.2f}{f.rate:>8.0f}{f.toast50:>10.0f}{f.toast99:>10.0f}{f.edit99:>10.0f}", flush=True)
    own, ptb = figures["ours, durable"], figures["stock PTB + async SQLModel"]
    other, bare = figures["aiogram + async SQLModel"], figures["aiogram, no database"]
    print(f"CPU a press: {own.cpu / ptb.cpu:.2f} × stock PTB, {own.cpu / other.cpu:.2f} × aiogram (target 0.70)")
    print(f"presses/s: {own.rate / ptb.rate:.2f} × stock PTB, {own.rate / bare.rate:.2f} × aiogram bare (target 2)")
    return figures


def load_test(rate: float = 200, seconds: float = 10) -> dict[str, Figure]:
    """Presses at a fixed rate with a round trip of 50 ms: p99 against an idle bot's."""
    found = {
        "ours at 5/s": asyncio.run(measure(ours, Load(120, 60, 5.0, 0.05), 60)),
        f"ours at {rate:.0f}/s": asyncio.run(measure(ours, Load(120, int(rate * seconds), rate, 0.05), seconds + 60)),
    }
    for name, f in found.items():
        print(f"{name:<20} toast p50 {f.toast50:.0f} p99 {f.toast99:.0f} ms, edit p99 {f.edit99:.0f} ms, "
              f"lost {f.lost}, out of order {f.out_of_order}", flush=True)  # fmt: skip
    idle, busy = found.values()
    print(f"p99 of the toast: {busy.toast99 / idle.toast99:.2f} × idle (target 1.5)")
    return found


def flood_test(flood: int = 300, seconds: float = 3) -> dict[str, Figure]:
    """One person presses 300 times at once: what others wait for, beside him and without him.

    At the limit for each person that is shipped, and with none.
    """
    calm = Load(10, int(20 * seconds), 20.0, 0.05)
    stormy = replace(calm, flood=flood)
    shipped = partial(ours, rate_person=Settings.model_fields["rate_person"].default)
    found = {
        "nobody floods": asyncio.run(measure(shipped, calm, 60)),
        "one floods": asyncio.run(measure(shipped, stormy, 60)),
        "one floods, no limit": asyncio.run(measure(ours, stormy, 60)),
    }
    idle = found["nobody floods"]
    for name, f in found.items():
        print(f"{name:<22} edit p99 {f.edit99:.0f} ms ({f.edit99 / idle.edit99:.2f} × nobody), "
              f"toast p99 {f.toast99:.0f} ms, lost {f.lost}", flush=True)  # fmt: skip
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
    load_test()
    flood_test()
