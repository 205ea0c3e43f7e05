"""`/metrics` for Prometheus and `/healthz` for a dead-man check from outside; on loopback by default."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import tornado.web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from bot.clock import Clock, wall
from bot.domain.hall.terms import Lane
from bot.domain.operations.operations import Overview
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.operations import operations
from bot.store.database import Database
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
        """What is wrong, one sentence each; empty when all is well."""
        now = wall()
        found = [self.database.damage] if self.database.damage else []
        if now - self.keeper.heard_at > SILENT:
            found.append("Telegram has not answered for too long.")
        if any(now - pump.seen > STILL for pump in self.pumps):
            found.append("The outbox is not looked after.")
        if self.sender.is_stuck:
            found.append("What was sent cannot be written down: see to the disk and the database.")
        if self.keeper.pipeline.refused or now - self.keeper.went_well_at > STILL:
            found.append("Nothing that comes in can be written down: see to the disk and the database.")
        return found

    async def check(self) -> list[str]:
        """The same, and whether the database can be read and the ticks come."""
        try:
            async with asyncio.timeout(self.patience):
                late = await self.ticker.late(LATE)
        except Exception as error:
            return [*self.wrong(), f"The database cannot be read ({type(error).__name__})."]
        return [*self.wrong(), *(f"The tick {name!r} is late: see to the log." for name in late)]

    async def overview(self) -> Overview:
        """Raises TimeoutError when the database does not answer in time."""
        now = self.clock.now()
        async with asyncio.timeout(self.patience):
            return await self.database.read(lambda s: operations.overview(Desk(s, self.house, now, SYSTEM)))

    def metrics(self, seen: Overview) -> bytes:
        """In Prometheus's text format."""
        registry = CollectorRegistry()
        registry.register(_Metrics(lambda: self._families(seen)))
        return generate_latest(registry)

    def _families(self, seen: Overview) -> Iterator[Metric]:
        yield _by_lane("backlog", "Rows that are due", {b.lane: b.due for b in seen.backlog})
        yield _by_lane("planned", "Rows planned for later", {b.lane: b.later for b in seen.backlog})
        yield _by_lane("oldest_due_seconds", "Age of the oldest row due", {b.lane: b.oldest for b in seen.backlog})
        for name, about, value in (
            ("failed", "Rows that could not be sent, in the last seven days", seen.failed),
            ("uncertain", "Rows of which nobody knows whether they arrived", seen.uncertain_count),
            ("held", "Rows held back since a restore", seen.held),
            ("unreachable_people", "People who blocked the bot or are gone", seen.unreachable),
            ("inbox_waiting", "Updates not handled yet", seen.waiting),
            ("inbox_lag_seconds", "Age of the oldest update not handled yet", seen.lag),
            ("parked_updates", "Updates that could not be handled", seen.parked_count),
            ("last_tick_seconds", "Seconds since the last tick", seen.since_tick),
            ("heard_seconds", "Seconds since Telegram was last heard", wall() - self.keeper.heard_at),
            ("rate", "Messages a second allowed at present", self.limiter.rate),
        ):
            yield GaugeMetricFamily(f"chuting_{name}", about, value=float(value))
        counters = self.limiter.counters
        for name, about, count in (
            ("sent", "Messages sent since the start", self.sender.counts["sent"]),
            ("faults", "Tries that failed since the start", self.sender.counts["faults"]),
            ("held_back", "Messages put back because they would have waited too long", self.sender.counts["held_back"]),
            ("flood_replies", "Flood replies since the start", counters.floods),
            ("tick_failures", "Ticks that failed since the start", self.ticker.failures),
        ):
            yield CounterMetricFamily(f"chuting_{name}", about, value=float(count))
        yield _counted("limiter_waits", "Messages that waited for their turn", counters.waited)
        yield _counted("limiter_wait_seconds", "Seconds they waited, all told", counters.seconds)


class _Metrics(Collector):
    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return self._families()


def _by_lane(name: str, about: str, values: dict[Lane, float]) -> Metric:
    family = GaugeMetricFamily(f"chuting_{name}", about, labels=["lane"])
    for lane, value in values.items():
        family.add_metric([lane.value], float(value))
    return family


def _counted(name: str, about: str, values: dict[Lane, int] | dict[Lane, float]) -> Metric:
    family = CounterMetricFamily(f"chuting_{name}", about, labels=["lane"])
    for lane, value in values.items():
        family.add_metric([lane.value], float(value))
    return family


@dataclass
class Front:
    """What stands at the port. It opens first of all; until the bot is there, it says how far the start has come."""

    health: Health | None = None
    starting: str = "The bot is starting."

    async def check(self) -> list[str]:
        return await self.health.check() if self.health is not None else [self.starting]


class _Healthz(tornado.web.RequestHandler):
    def initialize(self, front: Front) -> None:
        self.front = front

    async def get(self) -> None:
        wrong = await self.front.check()
        self.set_status(503 if wrong else 200)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"ok": not wrong, "wrong": wrong}))


class _MetricsPage(_Healthz):
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
        self.finish(health.metrics(seen))


def listen(address: str, front: Front) -> HTTPServer:
    """Serve both at `host:port`."""
    application = tornado.web.Application(
        [(r"/healthz", _Healthz, {"front": front}), (r"/metrics", _MetricsPage, {"front": front})],
        log_function=lambda handler: None,
    )
    server = HTTPServer(application)
    host, _, port = address.rpartition(":")
    server.add_sockets(bind_sockets(int(port), host or "127.0.0.1"))
    return server
