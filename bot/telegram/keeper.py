"""What is looked after while the bot runs: updates in hand, what others left, the rate found, signs of life."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

import structlog
from sqlmodel import Session

from bot.clock import Clock, SteppedClock, SystemClock, wall
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.operations import operations
from bot.services.post import leasing
from bot.store.database import Database
from bot.store.trouble import is_passing, trouble
from bot.telegram.limiter import LaneLimiter
from bot.telegram.pipeline import LEASE, Pipeline

log = structlog.get_logger(__name__)
EVERY = LEASE / 3
"""Seconds between two rounds."""
STEP = 2.0
"""Seconds by which a clock is set back at once, rather than slowed down for a while."""
NOTED_EVERY = 60.0
"""Seconds between two notes that updates reach us: more would only wear the disk."""


class Keeper:
    """Makes its rounds until told to stop."""

    def __init__(
        self, house: House, database: Database, clock: Clock, pipeline: Pipeline, limiter: LaneLimiter,
        wake: Callable[[], None],
    ) -> None:  # fmt: skip
        self.house, self.database, self.clock = house, database, clock
        self.pipeline, self.limiter, self.wake = pipeline, limiter, wake
        self.heard_at = 0.0
        """When (epoch seconds) Telegram last answered us, or brought us something."""
        self.went_well_at = wall()
        """When (epoch seconds) a round last went through."""
        self.failing = False
        """Whether the last round did not go through."""
        self._noted_at = 0.0
        self._ahead = wall() - time.monotonic()
        """By how much the machine's clock was ahead of the one that only runs forward, at the last round."""
        self._rate: dict[str, object] = {}

    def hear(self) -> None:
        """Telegram can reach us, or we it."""
        self.heard_at = wall()

    async def note_heard(self) -> None:
        """Write it down at most once a minute; after a long silence the coordinators are told.

        Not in simulated time: a jump of the clock is no silence, and the playground forgets no update. Nor by a clock
        that is in doubt: the note says what time it certainly was.
        """
        if isinstance(self.clock, SteppedClock) or not self._is_sure():
            return
        if self.heard_at - self._noted_at < NOTED_EVERY:
            return
        at, now = self.heard_at, self.clock.now()

        def work(session: Session) -> bool:
            desk = Desk(session, self.house, now, SYSTEM)
            operations.heard(desk)
            return desk.planned

        planned = await self.database.write(work)
        self._noted_at = at
        if planned:
            self.wake()

    def _is_sure(self) -> bool:
        return not isinstance(self.clock, SystemClock) or self.clock.reckoning.trusted

    async def round(self) -> None:
        """One round."""
        await self.set_back()
        await self.pipeline.keep()
        await self.pipeline.replay()
        await self.note_heard()
        await self.note_rate()
        self.went_well_at = wall()

    async def set_back(self) -> None:
        """The machine's clock was set back: what waits a few seconds after a fault must not wait all that longer.

        Where several processes work together each has its own clock, and the others' instants are not ours to change.
        """
        ahead = wall() - time.monotonic()
        back = self._ahead - ahead
        if back > STEP and not self.database.shared:
            log.warning("The clock was set back", action="clock_set_back", seconds=round(back))
            self.heard_at, self._noted_at = self.heard_at - back, self._noted_at - back
            await self.database.write(lambda session: leasing.set_back(session, back, wall=wall()))
        self._ahead = ahead

    async def note_rate(self) -> None:
        """Keep the rate that was found, so that the next start need not find it again, and what the limiter did."""
        counters = self.limiter.counters
        rate: dict[str, object] = {
            "learnt": round(self.limiter.learnt, 3),
            "rate": round(self.limiter.rate, 3),
            "floods": counters.floods,
            "waited": {lane.value: n for lane, n in counters.waited.items()},
            "seconds": {lane.value: round(n, 1) for lane, n in counters.seconds.items()},
        }
        if rate == self._rate:
            return
        now = self.clock.now()
        await self.database.write(lambda session: operations.keep_rate(session, rate, now=now))
        self._rate = rate

    async def run(self, stop: asyncio.Event) -> None:
        """Rounds until `stop`. Trouble is logged; the next round comes all the same."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)
            try:
                await self.round()
                self.failing = False
            except Exception as error:
                self.failing = True
                if is_passing(error):
                    log.error(trouble(error), action="database_trouble")
                else:
                    log.exception("A round failed", action="round_failed")
