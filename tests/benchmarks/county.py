"""The playground's server in a process of its own, with people in it, and the bot in this one; CPU is the bot's.

The bot is the real application (`open_app`, `serve`) with the room of `tests.room` beside its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import Session

from bot import observability
from bot.app import App, open_app
from bot.law.facade import open_law
from bot.playground import Limits, Playground, State
from bot.running import serve
from bot.services.hall.desk import SYSTEM, Desk
from bot.settings import Settings
from bot.store.engine import open_database
from bot.store.migrate import migrate
from tests import room
from tests.benchmarks.fast_api import FIRST, TOKEN

T = TypeVar("T")
PRESSERS = 40
"""People who write to the bot while others receive; the first ones of all."""


@dataclass
class Report:
    """What the server saw since the last report."""

    texts: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Messages delivered, by chat and text."""
    instants: list[float] = field(default_factory=list)
    """When each of them was taken, in seconds of the server's clock."""
    floods: int = 0

    def rate(self) -> float:
        """Messages a second from the first to the last."""
        return (len(self.instants) - 1) / max(self.instants[-1] - self.instants[0], 1e-9)


@dataclass(frozen=True)
class Setting:
    """How many people there are (ids from `FIRST` on), the limits, and seconds that each message takes."""

    people: int
    limits: Limits
    delay: float = 0.0


def _serve(pipe: Connection, setting: Setting) -> None:
    asyncio.run(_County(pipe, setting).run())


class _County:
    def __init__(self, pipe: Connection, setting: Setting) -> None:
        self.pipe, self.setting = pipe, setting
        self.playground = Playground(State(token=TOKEN), limits=setting.limits)
        self.report = Report()

    async def run(self) -> None:
        playground, loop = self.playground, asyncio.get_running_loop()
        for n in range(self.setting.people):
            playground.add_person(f"人{n}", id=FIRST + n, started=True)
        if self.setting.delay:
            playground.fault("delay", method="sendMessage", seconds=self.setting.delay, count=None)
        core = playground.core
        journal = core.called

        def called(method: str, params: dict[str, Any], status: int, answer: Any, ms: float) -> None:
            if method == "sendMessage" and status == 200:
                self.report.texts[(int(params["chat_id"]), str(params["text"]))] += 1
                self.report.instants.append(core.monotonic())
            self.report.floods += status == 429
            journal(method, params, status, answer, ms)

        core.called = called  # type: ignore[method-assign]
        running = await playground.serve()
        self.pipe.send(running.base_url)
        while (order := await loop.run_in_executor(None, self.pipe.recv)) is not None:
            self.pipe.send(await getattr(self, order[0])(*order[1:]))
        await running.stop()

    async def polled(self) -> bool:
        """Whether the bot is there."""
        await self.playground.until(lambda: self.playground.core.updates.polling, within=30)
        return True

    async def seen(self) -> Report:
        """What was seen since the last time; begin anew."""
        report, self.report = self.report, Report()
        return report

    async def count(self) -> int:
        return len(self.report.instants)

    async def talk(self, seconds: float, rate: float) -> list[float]:
        """People write, `rate` a second; gives the seconds until each had the answer on screen."""
        waits: list[float] = []
        talks, loop = [], asyncio.get_running_loop()
        began = loop.time()
        for n in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, began + n / rate - loop.time()))
            talks.append(loop.create_task(self._one(FIRST + n % PRESSERS, f"w{n}-{began:.0f}", waits)))
        await asyncio.gather(*talks)
        return waits

    async def _one(self, person: int, word: str, waits: list[float]) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        said = self.playground.say(person, f"/count {word}")
        await self.playground.wait_message(person, containing=f"counted {word}", after=said, within=60)
        waits.append(loop.time() - began)


class County:
    """The server as the benchmark holds it. `address` is PTB's base_url."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        if not pipe.poll(30):
            raise RuntimeError("the server did not start")
        self.address: str = pipe.recv()

    async def ask(self, *order: Any) -> Any:
        """Ask the server for one of its public coroutines by name."""
        self._pipe.send(order)
        return await asyncio.get_running_loop().run_in_executor(None, self._pipe.recv)


@contextmanager
def county(setting: Setting) -> Iterator[County]:
    """A fresh server."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, setting), daemon=True)
    process.start()
    try:
        yield County(here)
        here.send(None)
        process.join(5)
    finally:
        process.terminate()
        process.join()


@dataclass(frozen=True)
class Bot:
    """The running bot, and the ids of its people by Telegram id."""

    app: App
    ids: dict[int, int]

    async def work(self, work: Callable[[Desk], T]) -> T:
        """Run a use case as the bot itself."""
        app = self.app

        def run(session: Session) -> T:
            return work(Desk(session, app.house, app.clock.now(), SYSTEM))

        return await app.database.write(run)


async def populate(url: str, number: int) -> dict[int, int]:
    """A migrated database with people in it."""
    await migrate(url)
    database = open_database(url)
    try:
        return await database.write(lambda s: room.people(s, range(FIRST, FIRST + number), datetime.now(UTC)))
    finally:
        await database.close()


@asynccontextmanager
async def running(address: str, folder: Path, people: int, **settings: Any) -> AsyncIterator[Bot]:
    """The bot as it runs, with the limits that it has by default."""
    observability.configure()
    url = f"sqlite+aiosqlite:///{folder / 'county.db'}"
    ids = await populate(url, people)
    found = Settings(
        _env_file=None, token=SecretStr(TOKEN), api_base=address, var=folder, database=url, metrics="", **settings
    )  # type: ignore[call-arg]  # fmt: skip
    app = await open_app(found, law=open_law(), register=room.register)
    stop, ready = asyncio.Event(), asyncio.Event()
    served = asyncio.ensure_future(serve(app, stop, ready=lambda code, name: ready.set()))
    await ready.wait()
    try:
        yield Bot(app, ids)
    finally:
        stop.set()
        await served
        await app.close()


def p99(waits: list[float]) -> float:
    """The 99th percentile (of few: the longest)."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.99))]


def median(waits: list[float]) -> float:
    return statistics.median(waits)
