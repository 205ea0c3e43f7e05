"""Fixed ticks: a handful of named times at which the bot looks what the day asks for.

In real time APScheduler calls them; in simulated time `Driver` walks from due instant to due instant with the same
triggers. What a tick did last is kept, so that one missed during an outage is made up for, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlmodel import Session

from bot.clock import Clock, SteppedClock
from bot.services import notes, outbox
from bot.services.desk import SYSTEM, Desk, House
from bot.store.engine import Database
from bot.telegram.pipeline import Pipeline
from bot.telegram.pump import Pump

log = structlog.get_logger(__name__)


class Trigger(Protocol):
    """APScheduler's triggers: when next, after `now`."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None: ...


@dataclass(frozen=True)
class Tick:
    """A name, what it does in one transaction, and when."""

    name: str
    work: Callable[[Desk], None]
    trigger: Any


class Ticker:
    """Runs ticks, each in one transaction with the note that it ran."""

    def __init__(self, house: House, database: Database, clock: Clock, pump: Pump, ticks: tuple[Tick, ...]) -> None:
        self.house, self.database, self.clock, self.pump, self.ticks = house, database, clock, pump, ticks

    async def run(self, tick: Tick) -> None:
        """Run one tick now; an error is logged and does not stop the others."""
        now = self.clock.now()
        try:
            await self.database.write(lambda session: self._work(session, tick, now))
        except Exception:
            log.exception("A tick failed", action="tick_failed", tick=tick.name)
        self.pump.wake()

    def _work(self, session: Session, tick: Tick, now: datetime) -> None:
        tick.work(Desk(session, self.house, now, SYSTEM))
        notes.put(session, f"tick:{tick.name}", {"at": now.isoformat()}, now=now)

    async def catch_up(self) -> None:
        """After an outage: run each tick once whose time passed since it last ran."""
        now = self.clock.now()
        last = await self.database.read(lambda session: {t.name: _last(session, t.name) for t in self.ticks})
        for tick in self.ticks:
            before = last[tick.name]
            due = self.next_fire(tick, before) if before else None
            if before is None or (due is not None and due <= now):
                await self.run(tick)

    def next_fire(self, tick: Tick, after: datetime) -> datetime | None:
        """The first fire time later than `after`."""
        step = after + timedelta(microseconds=1)
        fire: datetime | None = tick.trigger.get_next_fire_time(None, step.astimezone(self.house.zone))
        return fire.astimezone(UTC) if fire else None


def _last(session: Session, name: str) -> datetime | None:
    value = notes.get(session, f"tick:{name}").get("at")
    return datetime.fromisoformat(value) if value else None


class Driver:
    """Simulated time: from due instant to due instant, drained to quiet at each.

    Jumping gives the same messages in the same order as waiting: every fixed tick and every outbox row on the way
    is met at its own instant.
    """

    def __init__(self, clock: SteppedClock, ticker: Ticker, pump: Pump, pipeline: Pipeline, database: Database) -> None:
        self.clock, self.ticker, self.pump, self.pipeline, self.database = clock, ticker, pump, pipeline, database

    async def advance(self, to: datetime) -> datetime:
        """Walk to `to` (aware); returns the instant reached."""
        target = to.astimezone(UTC)
        await self._quiet()
        while True:
            step = await self.next_step()
            if step is None or step[0] > target:
                break
            instant, tick = step
            self.clock.move_to(instant)
            if tick is not None:
                await self.ticker.run(tick)
            await self._quiet()
        self.clock.move_to(target)
        await self._quiet()
        return self.clock.now()

    async def next_step(self) -> tuple[datetime, Tick | None] | None:
        """The next due instant with its tick; rows that are due at the same instant go before the tick."""
        now = self.clock.now()
        row_due = await self.database.read(outbox.next_due)
        steps: list[tuple[datetime, int, Tick | None]] = []
        if row_due is not None:
            steps.append((max(row_due, now), 0, None) if row_due > now else (now, 0, None))
        for index, tick in enumerate(self.ticker.ticks, start=1):
            fire = self.ticker.next_fire(tick, now)
            if fire is not None:
                steps.append((fire, index, tick))
        if not steps:
            return None
        instant = min(step[0] for step in steps)
        due = [step for step in steps if step[0] == instant]
        if len(due) > 1 and any(step[2] is not None for step in due):
            return await self._together(instant, [step[2] for step in sorted(due, key=lambda s: s[1])])
        return instant, due[0][2]

    async def _together(self, instant: datetime, ticks: list[Tick | None]) -> tuple[datetime, Tick | None]:
        """Several things at one instant: all ticks but the last run here, in the order of their table."""
        self.clock.move_to(instant)
        await self._quiet()
        real = [tick for tick in ticks if tick is not None]
        for tick in real[:-1]:
            await self.ticker.run(tick)
            await self._quiet()
        return instant, real[-1]

    async def _quiet(self) -> None:
        await self.pipeline.quiet()
        await self.pump.drain()

    async def next_message(self) -> datetime | None:
        """The next instant at which something is planned to be said (ticks without messages do not count)."""
        return await self.database.read(outbox.next_due)
