"""A circular against servers that count: the share of the limit that is used, flood replies, CPU, and who waits.

    python -m tests.benchmarks.bench_circular [chats]

Peers: a naive loop that obeys each flood reply, and PTB's AIORateLimiter with gather. Shortened runs of the same kind:
with fewer chats the ends weigh more, so the share comes out a little lower than in a long run.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot import observability
from bot.app import open_app, serve
from bot.law.facade import open_law
from bot.playground.errors import ApiError
from bot.playground.limits import Flood, Limits
from bot.services import outbox
from bot.services.desk import SYSTEM, Desk
from bot.settings import Settings
from tests import room
from tests.benchmarks import fast_api
from tests.benchmarks.fast_api import FIRST, TOKEN

TEXT = "【通知】关于做好行政机关负责人出庭应诉工作的通知，请于12月15日（周二）前回执。"
BUCKETS = Limits(mode="telegram", overall=30, private=1, private_burst=1)
STRICT = Limits(mode="strict", overall=30, lockout=3)


@dataclass
class Seen:
    """What the server saw: copies by chat, flood replies, seconds of the whole, seconds that presses waited."""

    copies: int = 0
    twice: int = 0
    floods: int = 0
    began: float = 0.0
    ended: float = 0.0
    presses: list[float] = field(default_factory=list)


class _Counting(fast_api._Server):
    """Counts and limits; presses come twice a second from people beside the circular."""

    def __init__(self, pipe: Connection, limits: Limits, presses: bool) -> None:
        super().__init__(fast_api.Load(delay=0.05), pipe)
        self.flood, self.report, self.with_presses = Flood(limits), Seen(), presses
        self.chats: set[int] = set()

    def start(self) -> None:
        if self.with_presses:
            asyncio.get_running_loop().create_task(self._press())

    async def _press(self) -> None:
        for n in range(10_000):
            await asyncio.sleep(0.5)
            self.load = fast_api.Load(presses=10_000, delay=0.05, rate=1.0)
            self.press(FIRST + 50_000 + n % 40)

    def edited(self, person: int, text: str) -> None:
        now = time.monotonic()
        try:
            self.flood.spend(person, now)
        except ApiError as error:
            self.report.floods += 1
            raise error
        if "pressed" in text:
            waiting = self.open[person]
            if waiting:
                self.report.presses.append(time.perf_counter() - waiting.pop(0)[1])
            return
        self.report.began = self.report.began or now
        self.report.ended = now
        self.report.copies += 1
        self.report.twice += person in self.chats
        self.chats.add(person)


class _CountingTalk(fast_api._Talk):
    def call(self, method: str, given: dict[str, str]) -> None:
        try:
            super().call(method, given)
        except ApiError as error:
            retry = error.parameters["retry_after"]
            body = (
                b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d",'
                b'"parameters":{"retry_after":%d}}' % (retry, retry)
            )
            head = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n" % len(body)
            self.transport.write(head + body)


def _serve(pipe: Connection, limits: Limits, presses: bool) -> None:
    async def run() -> None:
        state = _Counting(pipe, limits, presses)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _CountingTalk(state), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])

        def asked() -> None:
            if pipe.recv() == "start":
                state.start()
            else:
                pipe.send(state.report)

        loop.add_reader(pipe.fileno(), asked)
        await server.serve_forever()

    asyncio.run(run())


class Server:
    """The counting server."""

    def __init__(self, limits: Limits, *, presses: bool = False) -> None:
        self.pipe, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self.process = context.Process(target=_serve, args=(there, limits, presses), daemon=True)
        self.process.start()
        self.address = f"http://127.0.0.1:{self.pipe.recv()}"

    def begin(self) -> None:
        self.pipe.send("start")

    def seen(self) -> Seen:
        self.pipe.send("seen")
        found: Seen = self.pipe.recv()
        return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.join()


@dataclass(frozen=True)
class Figure:
    """Copies a second against the limit of 30; milliseconds of CPU a message; p99 of a press in milliseconds."""

    share: float
    floods: int
    lost: int
    cpu: float
    press50: float
    press99: float
    megabytes: float


async def ours(server: Server, chats: int, within: float) -> tuple[Seen, float, float]:
    """The circular through the outbox, as it runs."""
    observability.configure()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            _env_file=None, token=TOKEN, api_base=f"{server.address}/bot", var=folder, metrics="",
        )  # type: ignore[call-arg,arg-type]  # fmt: skip
        app = await open_app(settings, law=open_law(), register=room.register)
        now = datetime.now(UTC)
        ids = await app.database.write(lambda s: room.people(s, range(FIRST, FIRST + chats), now))
        await app.database.write(lambda s: room.people(s, range(FIRST + 50_000, FIRST + 50_040), now))
        stop, ready = asyncio.Event(), asyncio.Event()
        running = asyncio.ensure_future(serve(app, stop, ready=lambda code, who: ready.set()))
        await ready.wait()
        copies = [outbox.Addressed(person, {"text": TEXT, "button": True}) for person in ids.values()]
        server.begin()
        await asyncio.sleep(2.0 if not chats else 0.2)
        cpu, memory = time.process_time(), _megabytes()
        if chats:
            await app.database.write(
                lambda s: outbox.plan_many(Desk(s, app.house, now, SYSTEM), "t.note", copies, urgent=True)
            )
        app.wake()
        deadline = time.monotonic() + within
        while (seen := server.seen()).copies < max(chats, 1) and time.monotonic() < deadline:
            await asyncio.sleep(0.25)
        cpu, memory = time.process_time() - cpu, _megabytes() - memory
        stop.set()
        await running
        await app.close()
        return seen, cpu, memory


def _megabytes() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def naive(server: Server, chats: int, within: float) -> tuple[Seen, float, float]:
    """One after the other; a flood reply is obeyed."""
    from telegram import Bot
    from telegram.error import RetryAfter

    async with Bot(TOKEN, base_url=f"{server.address}/bot") as bot:
        cpu, deadline = time.process_time(), time.monotonic() + within
        for n in range(chats):
            while time.monotonic() < deadline:
                try:
                    await bot.send_message(FIRST + n, TEXT)
                    break
                except RetryAfter as error:
                    await asyncio.sleep(error._retry_after.total_seconds())
        return server.seen(), time.process_time() - cpu, 0.0


async def stock(server: Server, chats: int, within: float) -> tuple[Seen, float, float]:
    """AIORateLimiter with retries, all at once."""
    from telegram.ext import AIORateLimiter, Application

    application: Any = (
        Application.builder().token(TOKEN).base_url(f"{server.address}/bot").rate_limiter(AIORateLimiter(max_retries=5))
        .connection_pool_size(512).pool_timeout(120).build()
    )  # fmt: skip
    async with application:
        cpu = time.process_time()
        work = [application.bot.send_message(FIRST + n, TEXT) for n in range(chats)]
        await asyncio.wait_for(asyncio.gather(*work, return_exceptions=True), within)
        return server.seen(), time.process_time() - cpu, 0.0


def measure(peer: Any, limits: Limits, chats: int, *, presses: bool = False, within: float = 0.0) -> Figure:
    """One run against a fresh server."""
    server = Server(limits, presses=presses)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            seen, cpu, memory = asyncio.run(peer(server, chats, within or chats / 30 * 3 + 20))
    finally:
        server.stop()
    presses_ = sorted(seen.presses)
    seconds = max(seen.ended - seen.began, 0.001)
    # The bucket is full at the start: that many go at once and are not part of the rate.
    return Figure(
        share=(seen.copies + len(presses_) - 1) / seconds / limits.overall,
        floods=seen.floods,
        lost=chats - seen.copies + seen.twice,
        cpu=cpu / max(seen.copies, 1) * 1e3,
        press50=statistics.median(presses_) * 1e3 if presses_ else 0.0,
        press99=presses_[int(len(presses_) * 0.99)] * 1e3 if presses_ else 0.0,
        megabytes=memory,
    )


def main(chats: int = 600) -> dict[str, Figure]:
    """Print the table."""
    found = {
        "ours, buckets": measure(ours, BUCKETS, chats),
        "ours, buckets, people press": measure(ours, BUCKETS, chats, presses=True),
        "ours, idle, people press": measure(ours, BUCKETS, 0, presses=True, within=15),
        "ours, strict": measure(ours, STRICT, chats),
        "naive loop, buckets": measure(naive, BUCKETS, min(chats, 300)),
        "AIORateLimiter, buckets": measure(stock, BUCKETS, chats),
        "AIORateLimiter, strict": measure(stock, STRICT, chats),
    }
    print(f"{chats} chats")
    print(f"{'':<30}{'of limit':>9}{'floods':>8}{'lost':>6}{'CPU ms':>8}{'press p50':>10}{'p99':>7}")
    for name, f in found.items():
        print(f"{name:<30}{f.share:>9.1%}{f.floods:>8}{f.lost:>6}{f.cpu:>8.2f}{f.press50:>10.0f}{f.press99:>7.0f}")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
