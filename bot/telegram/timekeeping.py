"""What is done about a clock that jumped or is wrong: the Bot API is asked for the time, administrators are told.

`bot.clock.Reckoning` notices; the request backend tells it the date of every genuine answer. Here is what takes turns
and transactions. While the time is in doubt people get their answers, and ticks and planned messages wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clock import LEAP, Cause, Finding, Reckoning
from bot.domain.operations.topics import ClockFound
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.operations import clocks
from bot.store.database import Database
from bot.store.trouble import is_passing, trouble
from bot.telegram.raw import call

log = structlog.get_logger(__name__)
EVERY = 1.0
"""Seconds between two looks."""
SLOWEST = 5.0
"""Seconds between two questions for the time, at most."""
ASKED_OF_PEOPLE = 15.0
"""Seconds of doubt after which administrators are asked: the Bot API mostly settles it in one."""
AWAY = 7 * 86_400.0
"""Seconds since the last sign of life after which a start whose API tells no date asks a person."""


async def _nothing() -> None:
    return None


class Timekeeper:
    """Looks once a second until told to stop."""

    def __init__(
        self, house: House, database: Database, reckoning: Reckoning, bot: ExtBot[Any], wake: Callable[[], None],
        heard: Callable[[], None],
    ) -> None:  # fmt: skip
        self.house, self.database, self.reckoning, self.bot = house, database, reckoning, bot
        self.wake, self.heard = wake, heard
        self.go_on: Callable[[], Awaitable[None]] = _nothing
        """Called when another time is gone by, or a doubt is over: what fell due is made up for."""
        self._newest: float | None = None
        self._changes = reckoning.changes
        self._ask_at, self._pause = 0.0, EVERY
        self._asked = ""
        """The doubt that people were asked about."""

    async def begin(self) -> None:
        """At a start, before anything falls due. If the Bot API has not told the date, the database is asked: a clock
        behind its newest instant is wrong, and one far ahead of it may be."""
        newest = await self.database.read(clocks.newest)
        self._newest = newest.timestamp() if newest else None
        if not self.reckoning.heard and not self._is_likely():
            self.reckoning.question(self._newest or 0.0)
            log.warning("The clock is in doubt", action="clock_doubt", newest=newest)

    def _is_likely(self) -> bool:
        return self._newest is None or -LEAP <= self.reckoning.seconds() - self._newest <= AWAY

    async def look(self) -> None:
        """One look at the clocks."""
        if not self.reckoning.trusted:
            await self._clear_up()
        if not self.reckoning.trusted:
            return
        await self._report()
        if self.reckoning.changes != self._changes:
            changes = self.reckoning.changes
            log.warning("Another time is gone by", action="clock_changed", off=round(self.reckoning.off))
            await self._close()
            await self.go_on()
            self._changes = changes

    async def _clear_up(self) -> None:
        """Ask the Bot API, what a person said, and at a start the database once more: the clock may be right now."""
        if time.monotonic() >= self._ask_at:
            self._pause = min(SLOWEST, self._pause * 1.5)
            with contextlib.suppress(TelegramError):
                await call(self.bot, "getMe", read_timeout=SLOWEST)
                self.heard()
            self._ask_at = time.monotonic() + self._pause
        doubt = self.reckoning.doubt
        if doubt is None:
            return
        if doubt.from_start and self._is_likely():
            self.reckoning.settle(machine=True)
        elif self._asked:
            said = await self.database.read(lambda session: clocks.word(session, self._asked))
            # At a start there is no other time than the machine's to go by: then it is waited until that is right.
            if said or (said is False and not doubt.from_start):
                self.reckoning.settle(machine=said)
        elif self.reckoning.steady() - doubt.since >= ASKED_OF_PEOPLE:
            self._asked = secrets.token_hex(4)
            await self._tell(Finding(Cause.DOUBT, doubt.own, doubt.machine, doubt.own), self._asked)

    async def _close(self) -> None:
        asked, self._asked, self._ask_at, self._pause = self._asked, "", 0.0, EVERY
        if asked:
            now = self._now()
            await self.database.write(lambda session: clocks.close(session, asked, now=now))

    async def _report(self) -> None:
        found = self.reckoning.finding
        if found is not None:
            await self._tell(found, "")
            self.reckoning.finding = None

    async def _tell(self, found: Finding, doubt: str) -> None:
        now = self._now()
        payload = ClockFound(found.cause, _at(found.own), _at(found.machine), _at(found.true), doubt)
        log.error(
            "The machine's clock jumped or is wrong",
            action=f"clock_{found.cause}",
            own=payload.own,
            machine=payload.machine,
        )
        await self.database.write(lambda s: clocks.tell(Desk(s, self.house, now, SYSTEM), payload))
        self.wake()

    def _now(self) -> datetime:
        return _at(self.reckoning.seconds())

    async def run(self, stop: asyncio.Event) -> None:
        """Looks until `stop`. Trouble is logged; the next look comes all the same."""
        while not stop.is_set():
            try:
                await self.look()
            except Exception as error:
                if is_passing(error):
                    log.error(trouble(error), action="database_trouble")
                else:
                    log.exception("A look at the clock failed", action="clock_failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
