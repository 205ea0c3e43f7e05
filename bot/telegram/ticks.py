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
from bot.services.hall import files, notes
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import outbox
from bot.store.database import Database
from bot.store.trouble import is_passing, trouble
from bot.telegram.pipeline import Pipeline
from bot.telegram.pump import Pump

log = structlog.get_logger(__name__)
AHEAD = timedelta(minutes=1)
"""A mark further in the future than that was made by a wrong clock; the clocks of two machines differ by less."""


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

    def __init__(
        self,
        house: House,
        database: Database,
        clock: Clock,
        wake: Callable[[], None],
        ticks: tuple[Tick, ...],
        *,
        guard: Callable[[Session], bool] | None = None,
        trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`guard`, where several processes work together, tells in the tick's own transaction whether it is ours;
        `trusted` whether the clock may be gone by: while it is in doubt no tick runs."""
        self.house, self.database, self.clock, self.wake, self.ticks = house, database, clock, wake, ticks
        self.guard, self.trusted = guard, trusted
        self.failures = 0

    async def run(self, tick: Tick, *, if_due: bool = False) -> None:
        """Run one tick now; an error is logged and does not stop the others.

        With `if_due` only if its time has passed since it last ran: what is made up for is not done once more.
        """
        now, asks = self.clock.now(), if_due or self.guard is not None
        if not self.trusted():
            return
        try:
            loose = await self.database.write(lambda session: self._work(session, tick, now, asks))
            if loose:
                await self.database.write(lambda s: files.settle(Desk(s, self.house, now, SYSTEM), loose))
        except Exception as error:
            self.failures += 1
            if is_passing(error):
                log.error(trouble(error), action="database_trouble", tick=tick.name)
            else:
                log.exception("A tick failed", action="tick_failed", tick=tick.name)
        self.wake()

    def _work(self, session: Session, tick: Tick, now: datetime, asks: bool) -> set[str]:
        """Gives the hashes of files whose bytes must follow their rows, once this is committed."""
        if self.guard is not None and not self.guard(session):
            return set()
        # Where several processes tick, the first one has done it for all.
        if asks and not self._is_due(tick, _last(session, tick.name), now):
            return set()
        desk = Desk(session, self.house, now, SYSTEM)
        tick.work(desk)
        notes.put(session, f"tick:{tick.name}", {"at": now.isoformat()}, now=now)
        return desk.loose

    def _is_due(self, tick: Tick, last: datetime | None, now: datetime, *, since: timedelta = timedelta(0)) -> bool:
        """Whether its time passed that long ago, since it last ran. A tick whose mark lies in the future is due: else
        it would wait until then."""
        if last is None or last - now > AHEAD:
            return True
        due = self.next_fire(tick, last)
        return due is not None and now - due >= since

    async def catch_up(self) -> None:
        """After an outage, or a failure: run each tick once whose time passed since it last ran."""
        if not self.trusted():
            return
        now = self.clock.now()
        last = await self.last_times()
        for tick in self.ticks:
            if self._is_due(tick, last[tick.name], now):
                await self.run(tick, if_due=True)

    def overdue(self, tick: Tick, last: datetime, now: datetime) -> float:
        """Seconds for which it should have run and has not; a mark that lies in the future is as wrong."""
        if last - now > AHEAD:
            return (last - now).total_seconds()
        due = self.next_fire(tick, last)
        return max(0.0, (now - due).total_seconds()) if due is not None else 0.0

    async def late(self, by: timedelta) -> list[str]:
        """The names of the ticks that should have run longer ago than that, and have not."""
        now = self.clock.now()
        last = await self.last_times()
        return [t.name for t in self.ticks if last[t.name] is not None and self._is_due(t, last[t.name], now, since=by)]

    async def last_times(self) -> dict[str, datetime | None]:
        """When each tick last ran, by its name; None for one that never did."""
        return await self.database.read(lambda session: {t.name: _last(session, t.name) for t in self.ticks})

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
        self._fires: dict[str, tuple[datetime, datetime]] = {}

    async def advance(self, to: datetime) -> datetime:
        """Walk to `to` (aware); returns the instant reached."""
        target = to.astimezone(UTC)
        await self._quiet()
        while (instant := await self.peek()) is not None and instant <= target:
            await self._meet(instant)
        self.clock.move_to(target)
        await self._quiet()
        return self.clock.now()

    async def peek(self) -> datetime | None:
        """The next instant, after now, at which a row is due or a tick fires."""
        fires = [fire for tick in self.ticker.ticks if (fire := self._next_fire(tick))]
        row_due = await self.next_message()
        return min([*fires, *([row_due] if row_due else [])], default=None)

    def _next_fire(self, tick: Tick) -> datetime | None:
        """The same as the ticker says, asked once for all instants on the way to it."""
        now = self.clock.now()
        if tick.name in self._fires:
            asked, fire = self._fires[tick.name]
            if asked <= now < fire:
                return fire
        found = self.ticker.next_fire(tick, now)
        if found:
            self._fires[tick.name] = now, found
        return found

    async def next_message(self) -> datetime | None:
        """The next instant at which something is planned to be said (ticks without messages do not count)."""
        now = self.clock.now()
        return await self.database.read(lambda session: outbox.next_due(session, after=now))

    async def _meet(self, instant: datetime) -> None:
        """What is due at an instant: first the rows, then the ticks in the order of their table."""
        due = [tick for tick in self.ticker.ticks if self._next_fire(tick) == instant]
        self.clock.move_to(instant)
        await self._quiet()
        for tick in due:
            await self.ticker.run(tick)
            await self._quiet()

    async def _quiet(self) -> None:
        await self.pipeline.quiet()
        await self.pump.drain()
