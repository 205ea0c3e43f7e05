"""Holds the lease on broadcasts and ticks while this process lives, where several work on one database."""

from __future__ import annotations

import asyncio
import contextlib
import time

import structlog
from sqlmodel import Session

from bot.clock import Clock
from bot.services.post import leadership, leasing
from bot.store.database import Database
from bot.store.trouble import is_passing, trouble

log = structlog.get_logger(__name__)
LEASE = 3.0
"""Seconds for which the lease is taken each time."""
EVERY = 1.0
"""Seconds between renewals, and between tries to get it: another takes over within `LEASE + EVERY`."""


class Leader:
    """Alone on a file database it always leads; on a shared one it leads while its lease lasts."""

    def __init__(self, database: Database, clock: Clock, owner: str, *, every: float = EVERY) -> None:
        self.database, self.clock, self.owner, self.every = database, clock, owner, every
        self._until = float("-inf")

    def leads(self) -> bool:
        """Whether the lease was good when last asked for, and cannot have ended since."""
        return not self.database.shared or time.monotonic() < self._until

    def holds(self, session: Session) -> bool:
        """The same, for certain, within a transaction."""
        return not self.database.shared or leadership.holds(session, owner=self.owner)

    async def renew(self) -> bool:
        """Take or renew the lease."""
        asked = time.monotonic()
        now = self.clock.now()
        begins = self._until < asked

        def work(session: Session) -> bool:
            if not leadership.acquire(session, owner=self.owner, seconds=LEASE, now=now):
                return False
            if begins:
                leasing.free_broadcasts(session)
            return True

        got = await self.database.write(work)
        if got and begins:
            log.info("This process has the broadcasts and the ticks now", action="leading", owner=self.owner)
        self._until = asked + LEASE if got else float("-inf")
        return got

    async def run(self, stop: asyncio.Event) -> None:
        """Renew until `stop`, then let go."""
        if not self.database.shared:
            return
        while not stop.is_set():
            try:
                await self.renew()
            except Exception as error:
                # Whatever it was: without a leader nobody sends broadcasts, and no tick comes.
                if is_passing(error):
                    log.error(trouble(error), action="database_trouble")
                else:
                    log.exception("The lease could not be renewed", action="lease_failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self.every)
        await self.database.write(lambda session: leadership.resign(session, owner=self.owner))
