"""Works off a queue beside what people do: one at a time, woken when something comes, put back when the program stops.

What a queue holds is a row with a lease (`bot.store.queue`), so that what was under way when the program died is done
again, by whoever finds the lease run out.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

import structlog
from sqlmodel import Session
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clock import wall
from bot.services.hall.desk import SYSTEM, Desk
from bot.store.base import Leased
from bot.store.queue import Queue
from bot.store.trouble import is_passing, trouble
from bot.telegram.pipeline import Pipeline
from bot.telegram.raw import call

log = structlog.get_logger(__name__)
LOOK = 2.0
"""Seconds between two looks for what another process, or one that has died, left."""
SIGN = 4.5
"""Seconds after which the sign that something is being done is shown again: it lasts five
(core.telegram.org/bots/api#sendchataction)."""
Job = TypeVar("Job", bound=Leased)


class Workroom(ABC, Generic[Job]):
    """Knows how to wait, to stop and to go on after trouble; what is done with a row is for each room to say."""

    name = "workroom"
    """In the log."""
    queue: Queue[Job]
    lease: float
    """Seconds for which a row belongs to whoever began it."""

    def __init__(self, pipeline: Pipeline, bot: ExtBot[Any], owner: str) -> None:
        self.pipeline, self.bot, self.owner = pipeline, bot, owner
        self.house, self.database = pipeline.house, pipeline.database
        self._wake = asyncio.Event()

    def such(self) -> tuple[Any, ...]:
        """Which rows of the queue are this room's."""
        return ()

    def anything(self, session: Session) -> bool:
        """Whether a claim would find something; asked on a reading connection."""
        return self.queue.anything(session, *self.such(), wall=wall(), lease=self.lease)

    def claim(self, session: Session) -> Job | None:
        """The next row, ours for a while; None where nothing waits."""
        return self.queue.claim(session, *self.such(), wall=wall(), owner=self.owner, lease=self.lease)

    def put_back(self, session: Session, job: Job) -> None:
        """The program stops before it is done: it waits for the next start, and the try does not count."""
        self.queue.put_back(session, job, counts=False)

    async def later(self, job: Job) -> None:
        """It failed: it is tried again after a while, longer each time."""
        until = wall() + self.queue.wait(job)
        await self.database.write(lambda session: self.queue.put_back(session, job, until=until))

    def desk(self, session: Session) -> Desk:
        """The bot's own."""
        return Desk(session, self.house, self.pipeline.clock.now(), SYSTEM)

    @abstractmethod
    async def one(self, job: Job) -> None:
        """Do it. What fails without being done is left to its lease."""

    async def rest(self) -> None:
        """Nothing waits any more, for now."""

    def wake(self) -> None:
        """Something was put into the queue."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`. What is under way then is put back."""
        stopping: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                await self._woken(stopping)
                try:
                    if await self.database.read(self.anything):
                        await self.drain(stopping)
                        await self.rest()
                except Exception as error:
                    if is_passing(error):
                        log.error(trouble(error), action="database_trouble", room=self.name)
                    else:
                        log.exception("What waits could not be seen to", action=f"{self.name}_failed")
        finally:
            stopping.cancel()
            await self.rest()

    async def _woken(self, stopping: asyncio.Future[Any]) -> None:
        waking: asyncio.Future[Any] = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait({waking, stopping}, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waking.cancel()
            self._wake.clear()

    async def drain(self, stopping: asyncio.Future[Any] | None = None) -> None:
        """Work off what is there, one after another."""
        while stopping is None or not stopping.done():
            job = await self.database.write(self.claim)
            if job is None:
                return
            await self._unless(stopping, job)

    async def _unless(self, stopping: asyncio.Future[Any] | None, job: Job) -> None:
        """One of them, unless the program is to end before it is done: then it waits for the next start."""
        work: asyncio.Future[Any] = asyncio.ensure_future(self.one(job))
        try:
            await asyncio.wait({work, *([stopping] if stopping else [])}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not work.done():
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                await self.database.write(lambda s: self.put_back(s, job))
        if not work.cancelled():
            work.result()

    @contextlib.asynccontextmanager
    async def showing(self, chat_id: int, action: str) -> Any:
        """Meanwhile the chat shows that something is being done."""
        sign = asyncio.ensure_future(self._sign(chat_id, action))
        try:
            yield
        finally:
            sign.cancel()
            await asyncio.gather(sign, return_exceptions=True)

    async def _sign(self, chat_id: int, action: str) -> None:
        """A comfort: where it cannot be shown, nothing is lost."""
        while True:
            with contextlib.suppress(TelegramError):
                await call(self.bot, "sendChatAction", chat_id=chat_id, action=action)
            await asyncio.sleep(SIGN)
