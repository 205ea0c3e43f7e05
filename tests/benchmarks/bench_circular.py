"""A circular against a server that counts, and people who write to the bot meanwhile.

    python -m tests.benchmarks.bench_circular [--full]

600 chats by default (about 20 s a run), 3,000 with --full. Beside it the usual loop: stock python-telegram-bot, one
message after the other, waiting as told by a flood reply, with a round trip of 50 ms.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.hall.terms import Lane
from bot.playground import Limits
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from tests import room
from tests.benchmarks.county import PRESSERS, Bot, County, Report, Setting, county, median, p99, running
from tests.benchmarks.fast_api import FIRST, TOKEN
from tests.benchmarks.table import Row

TEXT = "【通知】请于2026年12月15日（星期二，还有5个工作日）前报送应诉台账，并按时参加旁听。"
ROUND_TRIP = 0.05
LIMIT = 30.0
BUCKET, STRICT = Limits(mode="telegram"), Limits(mode="strict")
TALKS = 2.0
"""Words a second that people write meanwhile: each answer takes one of the messages that the limit allows."""


@dataclass
class Run:
    """One circular: what the server saw, CPU milliseconds a message, and how long people waited for answers."""

    seen: Report
    cpu: float
    lost: int
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the limit, answers to people included."""
        return self.seen.rate() / LIMIT


def copies(bot: Bot, desk: Desk, chats: int) -> int:
    """Plan one message for each chat, as a circular does."""
    people = (bot.ids[FIRST + PRESSERS + n] for n in range(chats))
    addressed = (outbox.Addressed(person, room.Text(TEXT)) for person in people)
    return outbox.plan_many(desk, room.NOTE, addressed, urgent=True, lane=Lane.BULK)


def _lost(seen: Report, chats: int) -> int:
    return sum(seen.texts[(FIRST + PRESSERS + n, TEXT)] != 1 for n in range(chats))


async def ours(limits: Limits, chats: int, *, talks: float = TALKS) -> Run:
    """The bot sends; people write to it before and meanwhile."""
    setting = Setting(chats + PRESSERS, limits, ROUND_TRIP)
    with tempfile.TemporaryDirectory() as folder, county(setting) as server:
        async with running(server.address, Path(folder), setting.people) as bot:
            await server.ask("polled")
            idle = await server.ask("talk", 12.0, talks) if talks else []
            await server.ask("seen")
            cpu = time.process_time()
            await bot.work(lambda desk: copies(bot, desk, chats))
            bot.app.wake()
            busy = await server.ask("talk", chats / LIMIT, talks) if talks else []
            await _until(server, chats + len(busy))
            cpu = time.process_time() - cpu
            seen = await server.ask("seen")
    return Run(seen, cpu / (chats + len(busy)) * 1e3, _lost(seen, chats), idle, busy)


async def _until(server: County, messages: int) -> None:
    async with asyncio.timeout(messages / 5 + 60):
        while await server.ask("count") < messages:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def usual(limits: Limits, chats: int) -> Run:
    """What a stock bot does: a loop, and a pause when it is told to pause."""
    from telegram import Bot as Stock
    from telegram.error import RetryAfter

    with county(Setting(chats + PRESSERS, limits, ROUND_TRIP)) as server:
        async with Stock(TOKEN, base_url=server.address) as bot:
            cpu = time.process_time()
            for n in range(chats):
                while True:
                    try:
                        await bot.send_message(FIRST + PRESSERS + n, TEXT)
                        break
                    except RetryAfter as error:
                        await asyncio.sleep(error._retry_after.total_seconds())
            cpu = time.process_time() - cpu
            seen = await server.ask("seen")
    return Run(seen, cpu / chats * 1e3, _lost(seen, chats))


def rows(full: bool = False) -> list[Row]:
    """The lines of the table."""
    chats = 3000 if full else 600
    bucket, strict = asyncio.run(ours(BUCKET, chats)), asyncio.run(ours(STRICT, chats))
    loop = asyncio.run(usual(BUCKET, 300))
    ratio = p99(bucket.busy) / p99(bucket.idle)
    told = f"{bucket.share:.1%} of 30/s, {bucket.seen.floods} flood replies, {bucket.lost} lost"
    hard = f"{strict.share:.1%} of 30/s, {strict.seen.floods} flood replies, {strict.lost} lost"
    return [
        Row(
            f"circular to {chats:,} chats, token buckets (30/s, 1/s a chat), answers included", told,
            f"a plain PTB loop, 300 chats: {loop.share:.0%}, {loop.seen.floods} flood replies",
            "97 %, none, none", bucket.share >= 0.97 and not bucket.seen.floods and not bucket.lost,
        ),
        Row("CPU a message of it", f"{bucket.cpu:.2f} ms", f"the plain loop: {loop.cpu:.2f} ms", "1.2 ms",
            bucket.cpu <= 1.2),
        Row(
            f"the same to {chats:,}, strict server (30 in any second, 3 s lock-out)", hard, "",
            "80 %, at most 5, none", strict.share >= 0.8 and strict.seen.floods <= 5 and not strict.lost,
        ),
        Row(
            "answer to a person during the circular, p99 (p50)",
            f"{p99(bucket.busy) * 1e3:.0f} ms ({median(bucket.busy) * 1e3:.0f})",
            f"idle: {p99(bucket.idle) * 1e3:.0f} ms ({median(bucket.idle) * 1e3:.0f}); {ratio:.2f} ×",
            "1.2 × idle", ratio <= 1.2,
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    from tests.benchmarks.table import markdown

    print(markdown(rows("--full" in sys.argv)))
