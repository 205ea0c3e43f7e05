"""What `/metrics` says, in Prometheus's text format. The alerts of `.readme/operating.md` are made of these names."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.clock import Reckoning, wall
from bot.domain.hall.terms import Lane
from bot.domain.operations.operations import Overview
from bot.services.hall.desk import House
from bot.telegram.keeper import Keeper
from bot.telegram.limiter import LaneLimiter
from bot.telegram.sender import Sender
from bot.telegram.spread import Spread
from bot.telegram.ticks import Ticker


@dataclass(frozen=True)
class AtWork:
    """What in this process counts; `reckoning` is None in simulated time."""

    house: House
    sender: Sender
    keeper: Keeper
    limiter: LaneLimiter
    ticker: Ticker
    reckoning: Reckoning | None


def text(at_work: AtWork, seen: Overview, now: datetime, *, well: bool) -> bytes:
    """All of it; `well` is what `/healthz` says."""
    registry = CollectorRegistry()
    registry.register(_Metrics(lambda: _families(at_work, seen, now, well)))
    return generate_latest(registry)


class _Metrics(Collector):
    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return self._families()


def _families(at_work: AtWork, seen: Overview, now: datetime, well: bool) -> Iterator[Metric]:
    yield _gauge("healthy", "Whether /healthz says that all is well", well)
    yield from _of_the_post(at_work, seen)
    yield from _of_the_ticks(at_work, seen, now)
    yield from _of_the_machine(at_work, seen, now)
    yield from _counters(at_work)


def _of_the_post(at_work: AtWork, seen: Overview) -> Iterator[Metric]:
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
        ("pictures_waiting", "Pictures that wait to be read", seen.pictures),
        ("prints_waiting", "Papers that wait to be printed", seen.prints),
        ("prints_failing", "Papers that were tried and could not be printed yet", seen.unprinted),
    ):
        yield _gauge(name, about, value)
    late = {lane.value: spread for lane, spread in at_work.sender.lateness.items()}
    yield _histogram("message_lateness_seconds", "Seconds after its time at which a message went out", late, "lane")
    lags = {"": at_work.keeper.pipeline.lags}
    yield _histogram("update_seconds", "Seconds from taking up an update to the commit of its effect", lags)


def _of_the_ticks(at_work: AtWork, seen: Overview, now: datetime) -> Iterator[Metric]:
    yield _gauge("last_tick_seconds", "Seconds since the last tick", seen.since_tick)
    age, overdue = (
        GaugeMetricFamily(f"chuting_{name}", about, labels=["tick"])
        for name, about in (
            ("tick_age_seconds", "Seconds since this tick last ran"),
            ("tick_overdue_seconds", "Seconds for which this tick should have run and has not"),
        )
    )
    for tick in at_work.ticker.ticks:
        at = seen.ticks.get(tick.name)
        if at is not None:
            age.add_metric([tick.name], max(0.0, (now - at).total_seconds()))
            overdue.add_metric([tick.name], at_work.ticker.overdue(tick, at, now))
    yield from (age, overdue)


def _of_the_machine(at_work: AtWork, seen: Overview, now: datetime) -> Iterator[Metric]:
    backup = max(0.0, (now - seen.backed_up).total_seconds()) if seen.backed_up else math.inf
    yield _gauge("backup_age_seconds", "Seconds since the newest backup; endless before the first", backup)
    yield _gauge("disk_free_bytes", "Room where the files lie", _room(at_work.house.files.folder))
    yield _gauge("calendar_days", "Days for which the working days are announced", seen.covered)
    yield _gauge("heard_seconds", "Seconds since Telegram was last heard", wall() - at_work.keeper.heard_at)
    yield _gauge("rate", "Messages a second allowed at present", at_work.limiter.rate)
    if at_work.reckoning is not None:
        off, doubt = at_work.reckoning.off, not at_work.reckoning.trusted
        yield _gauge("clock_off_seconds", "By how much the machine's clock is ahead of the time gone by", off)
        yield _gauge("clock_doubtful", "Whether nobody has confirmed the time", doubt)


def _counters(at_work: AtWork) -> Iterator[Metric]:
    counters, counts = at_work.limiter.counters, at_work.sender.counts
    for name, about, count in (
        ("sent", "Messages sent since the start", counts["sent"]),
        ("faults", "Tries that failed since the start", counts["faults"]),
        ("held_back", "Messages put back because they would have waited too long", counts["held_back"]),
        ("flood_replies", "Flood replies since the start", counters.floods),
        ("tick_failures", "Ticks that failed since the start", at_work.ticker.failures),
    ):
        yield CounterMetricFamily(f"chuting_{name}", about, value=float(count))
    pictures = at_work.keeper.pipeline.pictured
    for name, about in (
        ("pictures_read", "Pictures that were read since the start"),
        ("pictures_failed", "Pictures of which nothing could be read since the start"),
        ("picture_faults", "Tries to read a picture that failed through us since the start"),
    ):
        yield CounterMetricFamily(f"chuting_{name}", about, value=float(pictures[name.split("_")[1]]))
    yield _counted("limiter_waits", "Messages that waited for their turn", counters.waited)
    yield _counted("limiter_wait_seconds", "Seconds they waited, all told", counters.seconds)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"chuting_{name}", about, value=float(value))


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


def _histogram(name: str, about: str, values: Mapping[str, Spread], label: str = "") -> Metric:
    family = HistogramMetricFamily(f"chuting_{name}", about, labels=[label] if label else [])
    for value, spread in values.items():
        family.add_metric([value] if label else [], spread.buckets(), spread.seconds)
    return family


def _room(folder: Path) -> int:
    """Free bytes where the folder is or will be."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    return shutil.disk_usage(there).free
