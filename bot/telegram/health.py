"""`/metrics` for Prometheus and `/healthz` for a dead-man check from outside; on loopback by default."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from bot.clock import Clock, SteppedClock, SystemClock, wall
from bot.domain.operations.operations import Overview, Signs
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.operations import operations
from bot.store.database import Database
from bot.telegram import gauges
from bot.telegram.keeper import Keeper
from bot.telegram.limiter import LaneLimiter
from bot.telegram.pump import Pump
from bot.telegram.sender import Sender
from bot.telegram.ticks import Ticker

SILENT = 180.0
"""Seconds without a word from Telegram after which something is wrong: a long poll answers within 50, and by webhook
we ask once a minute."""
STILL = 60.0
"""Seconds without a look into the outbox after which something is wrong: the pump looks every second."""
ANSWER = 5.0
"""Seconds within which the database answers, or whoever watches us is told that it does not."""
LATE = timedelta(minutes=20)
"""After its time a tick is late: those that failed are made up for within minutes."""
UNANSWERED = timedelta(minutes=2)
"""After that an update should have been answered: one whose file cannot be fetched is tried for most of a minute."""
UNSENT = timedelta(minutes=5)
"""After its time a message is late, if nothing of its lane goes out meanwhile: a large backlog takes its time."""
UNPRINTED = timedelta(minutes=10)
"""After that a paper should have been printed: a hundred of them take a quarter of a minute."""
UNWRITTEN = timedelta(minutes=5)
"""Without a commit something is wrong: that we hear from Telegram is written down every minute."""
FAILING = 5.0
"""Seconds of failing looks that are no hiccup any more."""
DOUBTFUL = 30.0
"""Seconds of doubt about the clock: the Bot API mostly settles it in one."""


@dataclass(frozen=True)
class Health:
    """Judges whether the bot does its work, and counts what it does."""

    house: House
    database: Database
    clock: Clock
    sender: Sender
    keeper: Keeper
    limiter: LaneLimiter
    ticker: Ticker
    pumps: tuple[Pump, ...]
    patience: float = ANSWER

    def wrong(self) -> list[str]:
        """What is wrong by what this process remembers, one sentence each; empty when all is well."""
        return list(self._wrong(wall()))

    def _wrong(self, now: float) -> Iterator[str]:
        if self.database.damage:
            yield self.database.damage
        if now - self.keeper.heard_at > SILENT:
            yield "Telegram has not answered for too long."
        if any(now - pump.seen > STILL for pump in self.pumps):
            yield "The outbox is not looked after."
        if any(pump.failing_since and now - pump.failing_since > FAILING for pump in self.pumps):
            yield "What is due cannot be taken out of the outbox: see to the log and the database."
        if self.sender.is_stuck:
            yield "What was sent cannot be written down: see to the disk and the database."
        if self.keeper.pipeline.refused or self.keeper.failing or now - self.keeper.went_well_at > STILL:
            yield "Nothing that comes in can be written down: see to the disk and the database."
        if self.keeper.pipeline.failing:
            yield "What came in could not be worked off: see to the log and the database."
        if self._is_in_doubt():
            yield "The machine's clock is in doubt: reminders and daily work wait until somebody says what time it is."

    def _is_in_doubt(self) -> bool:
        if not isinstance(self.clock, SystemClock) or self.clock.reckoning.trusted:
            return False
        reckoning = self.clock.reckoning
        return reckoning.doubt is not None and reckoning.steady() - reckoning.doubt.since > DOUBTFUL

    async def check(self) -> list[str]:
        """The same, and by what the database says: whether it can be read, the work is done and the ticks come."""
        try:
            async with asyncio.timeout(self.patience):
                late = await self.ticker.late(LATE)
                signs = await self._signs()
        except Exception as error:
            return [*self.wrong(), f"The database cannot be read ({type(error).__name__})."]
        undone = self._undone(signs, self.clock.now())
        return [*self.wrong(), *undone, *signs.books, *(f"The tick {name!r} is late: see to the log." for name in late)]

    async def _signs(self) -> Signs:
        now, instant = self.clock.now(), wall()
        house = self.house
        return await self.database.read(lambda session: operations.signs(session, house, now=now, wall=instant))

    def _undone(self, signs: Signs, now: datetime) -> Iterator[str]:
        if signs.update is not None and now - signs.update > UNANSWERED:
            yield f"An update has waited for an answer since {signs.update:%H:%M:%S} UTC: see to the log."
        served = {lane for pump in self.pumps if pump.may() for lane in pump.lanes}
        for lane, since in signs.due.items():
            if lane in served and now - since > UNSENT and wall() - self.sender.sent_at[lane] > STILL:
                yield f"Of the lane {lane.value!r} nothing goes out, and a message is due since {since:%H:%M:%S} UTC."
        simulated = isinstance(self.clock, SteppedClock)
        if not simulated and signs.paper is not None and now - signs.paper > UNPRINTED:
            yield (
                f"A paper has waited to be printed since {signs.paper:%H:%M:%S} UTC; {signs.unprinted} were tried and "
                "failed: see to the log and `documents check`."
            )
        if not simulated and signs.written is not None and now - signs.written > UNWRITTEN:
            yield f"Nothing has been written down since {signs.written:%H:%M:%S} UTC: see to the database."

    async def overview(self) -> Overview:
        """Raises TimeoutError when the database does not answer in time."""
        now = self.clock.now()
        async with asyncio.timeout(self.patience):
            return await self.database.read(lambda s: operations.overview(Desk(s, self.house, now, SYSTEM)))

    def metrics(self, seen: Overview, wrong: Sequence[str] | None = None) -> bytes:
        """In Prometheus's text format; `wrong` as `check` found it (`wrong()` if None)."""
        reckoning = self.clock.reckoning if isinstance(self.clock, SystemClock) else None
        wrong = self.wrong() if wrong is None else wrong
        at_work = gauges.AtWork(self.house, self.sender, self.keeper, self.limiter, self.ticker, reckoning)
        return gauges.text(at_work, seen, self.clock.now(), well=not wrong)


@dataclass
class Front:
    """What stands at the port. It opens first of all; until the bot is there, it says how far the start has come."""

    health: Health | None = None
    starting: str = "The bot is starting."

    async def check(self) -> list[str]:
        return await self.health.check() if self.health is not None else [self.starting]


class _Guarded(tornado.web.RequestHandler):
    """Answers only to names that are meant: a page in a browser may have its name point at us, and ask then."""

    def initialize(self, front: Front, names: frozenset[str]) -> None:
        self.front, self.names = front, names

    def prepare(self) -> None:
        if not _is_meant(self.request.host, self.names):
            self.set_status(421)
            self.finish("This server does not answer to that name; CHUTING_METRICS_HOSTS allows names.")


class _Healthz(_Guarded):
    async def get(self) -> None:
        wrong = await self.front.check()
        self.set_status(503 if wrong else 200)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"ok": not wrong, "wrong": wrong}))


class _MetricsPage(_Guarded):
    async def get(self) -> None:
        health = self.front.health
        if health is None:
            self.set_status(503)
            self.finish(self.front.starting)
            return
        try:
            seen = await health.overview()
        except Exception as error:
            self.set_status(503)
            self.finish(f"The database cannot be read ({type(error).__name__}).")
            return
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(health.metrics(seen, await health.check()))


def _is_meant(host: str, names: frozenset[str]) -> bool:
    """Whether the header names us. An address is no name that somebody could have pointed here: where we listen at
    all of the machine's, each of them is meant."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return False
    if name == "localhost" or name in names:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or bool(names & {"0.0.0.0", "::"})


def listen(address: str, front: Front, hosts: Iterable[str] = ()) -> HTTPServer:
    """Serve both at `host:port`, to requests that name loopback, that host, or one of `hosts`."""
    host, _, port = address.rpartition(":")
    bound = host.strip("[]") or "127.0.0.1"
    given = {"front": front, "names": frozenset(name.lower() for name in (bound, *hosts))}
    application = tornado.web.Application(
        [(r"/healthz", _Healthz, given), (r"/metrics", _MetricsPage, given)], log_function=lambda handler: None
    )
    server = HTTPServer(application)
    server.add_sockets(bind_sockets(int(port), bound))
    return server
