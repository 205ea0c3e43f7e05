"""Notices when the database is damaged, or taken away under the running bot: the bot ends rather than serve nothing."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock, SteppedClock
from bot.store import soundness
from bot.store.database import Database

log = structlog.get_logger(__name__)
EVERY = 1.0
"""Seconds between two looks at the files."""
SETTLE = 10.0
"""Seconds after a start before everything is read through: people come first."""
NIGHTLY = time(3, 40)
"""When it is read through each night, by the county's clock."""


class Guard:
    """Watches one database until told to stop."""

    def __init__(
        self,
        database: Database,
        url: str,
        clock: Clock,
        zone: ZoneInfo,
        *,
        leads: Callable[[], bool] = lambda: True,
        every: float = EVERY,
        settle: float = SETTLE,
    ) -> None:
        """`leads`, where several processes work together, tells which of them reads through at night."""
        self.database, self.url, self.clock, self.zone = database, url, clock, zone
        self.leads, self.every = leads, every
        self._settled = asyncio.get_running_loop().time() + settle
        self._next: datetime | None = None
        """When everything is read through next; None: as soon as the start has settled."""

    async def run(self, stop: asyncio.Event) -> str:
        """Watch until `stop`, or until something is wrong: then one sentence that says what."""
        while not stop.is_set():
            found = await self._look()
            if found:
                log.critical(found, action="database_lost")
                return found
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self.every)
        return ""

    async def _look(self) -> str:
        """What transactions met, what became of the files, and from time to time everything."""
        if gone := await asyncio.to_thread(self.database.gone):
            return await self.database.save(gone)
        if not self.database.damage and self._is_time():
            self.database.damage = await self._look_through()
        return self.database.damage

    def _is_time(self) -> bool:
        if self._next is None:
            return asyncio.get_running_loop().time() >= self._settled
        return not isinstance(self.clock, SteppedClock) and self.clock.now() >= self._next

    async def _look_through(self) -> str:
        self._next = self._coming_night()
        if not self.leads():
            return ""
        try:
            return await soundness.look_through(self.url)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            log.warning("The database could not be read through", action="check_failed", error=type(error).__name__)
            return ""

    def _coming_night(self) -> datetime:
        now = self.clock.now().astimezone(self.zone)
        tonight = datetime.combine(now.date(), NIGHTLY, self.zone)
        return tonight if tonight > now else datetime.combine(now.date() + timedelta(days=1), NIGHTLY, self.zone)
