"""Takes what is due out of the outbox and sends it, until nothing is due."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlmodel import Session

from bot.clock import Clock, wall
from bot.domain.hall.terms import Lane
from bot.services.hall.desk import House
from bot.services.post import delivery, leasing
from bot.store.database import Database
from bot.store.tables import OutboxRow
from bot.store.trouble import is_passing, trouble
from bot.telegram.rendering import Prepared
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks

log = structlog.get_logger(__name__)
PATIENCE = 10.0
"""Real seconds that simulated time waits for a row held up by a fault."""
CLAIM = 96
"""Rows claimed at once: memory does not grow with the backlog."""
PORTION = 32
"""Of those, rows begun, re-checked and rendered at once. Only what was begun is in doubt after a kill."""
WINDOW = 48
"""Rows under way at once. At 30 a second the last of them waits less than two seconds after it was re-checked."""
LONG = 5.0
"""Seconds of a stop by a flood reply for which what is claimed and not begun is put back."""
CAREFUL = 600.0
"""Seconds after a start for which everything goes one by one, if the program died twice shortly before."""
LOOK = 1.0
"""Seconds between two looks for what became due by itself, or was planned by another process."""


_CLAIMS = itertools.count(1)


class _Flight:
    """What is under way; tells when there is room for another portion."""

    def __init__(self) -> None:
        self.tasks = set[asyncio.Task[bool]]()
        self._room = asyncio.Event()

    def add(self, task: asyncio.Task[bool]) -> None:
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[bool]) -> None:
        self.tasks.discard(task)
        if self._is_roomy():
            self._room.set()

    def _is_roomy(self) -> bool:
        return len(self.tasks) <= WINDOW - PORTION

    async def landed(self) -> bool:
        """Wait until nothing is under way, at most until the next look."""
        if self.tasks:
            await asyncio.wait(set(self.tasks), timeout=LOOK)
        return not self.tasks

    async def has_room(self) -> bool:
        """Wait for room, at most until the next look."""
        self._room.clear()
        if not self._is_roomy():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._room.wait(), LOOK)
        return self._is_roomy()


@dataclass(frozen=True)
class Means:
    """What every pump of a process works with; `owner` names the process in what it claims."""

    house: House
    database: Database
    clock: Clock
    sender: Sender
    owner: str
    tasks: Tasks


@dataclass(frozen=True)
class Service:
    """Which lanes a pump serves, and how.

    `orderly` sends one after another (simulated time); otherwise many are under way at once. `pause` tells for how
    many seconds a lane is stopped by a flood reply: nothing is claimed meanwhile, or the whole backlog would be claimed
    and put back. `may` tells whether this process serves these lanes at all, `guard` the same once more in the
    transaction of the claim.
    """

    orderly: bool = False
    lanes: tuple[Lane, ...] = tuple(Lane)
    pause: Callable[[Lane], float] = lambda lane: 0.0
    may: Callable[[], bool] = lambda: True
    guard: Callable[[Session], bool] = lambda session: True


class Pump:
    """Sends what is due in the lanes of its service."""

    def __init__(self, means: Means, service: Service | None = None) -> None:
        service = service or Service()
        self.lanes, self.pause, self.may, self.guard = service.lanes, service.pause, service.may, service.guard
        self.house, self.database, self.clock = means.house, means.database, means.clock
        self.sender, self.owner, self.tasks = means.sender, means.owner, means.tasks
        self.orderly = service.orderly
        self.seen = 0.0
        """When (epoch seconds) this pump last looked for work."""
        self.failing_since = 0.0
        """Since when (epoch seconds) every look has ended in an error; nought while they go well."""
        self._wake = asyncio.Event()
        self._one = asyncio.Lock()
        self._stopped = False
        self._careful_until = 0.0

    def be_careful(self, seconds: float = CAREFUL) -> None:
        """For so long begin one row only when the one before is settled: if the program dies again, what is in doubt
        is one row, and not what happened to be under way beside it."""
        self._careful_until = time.monotonic() + seconds

    @property
    def is_careful(self) -> bool:
        """Whether rows go one by one for now."""
        return time.monotonic() < self._careful_until

    def stop(self) -> None:
        """Claim nothing more; what is under way goes on."""
        self._stopped = True
        self._wake.set()

    def wake(self) -> None:
        """Something due now was planned."""
        self._wake.set()

    async def drain(self) -> int:
        """Send everything that is due; returns how many rows were worked off."""
        async with self._one:
            return await (self._one_by_one() if self.orderly else self._in_parallel())

    async def _one_by_one(self) -> int:
        total = 0
        # Most instants of a walk have nothing to send, and a look costs less than a claim that finds nothing.
        while await self._is_anything_due() and (rows := await self._claim(CLAIM, 0 if self.is_careful else None)):
            await self._in_order(rows)
            total += len(rows)
            await self._wait_out_faults()
        return total

    async def _in_order(self, rows: list[OutboxRow]) -> None:
        """One after the other; changes of messages that follow one another are rendered in one reading."""
        first = 0
        while first < len(rows) and not self._stopped:
            portion = self._changes(rows[first : first + PORTION]) or rows[first : first + 1]
            first += len(portion)
            begun = portion if portion[0].begun else await self._begin(portion)
            prepared = await self._prepared(begun) if len(portion) > 1 else [None] * len(begun)
            for row, ready in zip(begun, prepared, strict=True):
                await self.sender.deliver(row, row.lane, ready)
        if first < len(rows):
            await self._put_back(rows[first:])

    def _changes(self, rows: list[OutboxRow]) -> list[OutboxRow]:
        """What stands first of the rows and only changes what people have: nobody is spoken to, and the order in which
        it is rendered does not matter."""
        return list(itertools.takewhile(lambda row: row.kind == "edit" and not self._is_alone(row), rows))

    async def _wait_out_faults(self) -> None:
        """In simulated time the next instant waits for what a fault held up, for a few real seconds."""
        now = self.clock.now()
        again = await self.database.read(lambda session: leasing.waiting_again(session, now=now))
        if again is not None:
            await asyncio.sleep(min(max(again - wall(), 0), PATIENCE))

    async def _in_parallel(self) -> int:
        """Keep the window filled: a portion that waits for its last row would leave the rate unused."""
        total, flight = 0, _Flight()
        while True:
            rows = await self._claim(CLAIM, at_once=0 if self.is_careful else PORTION)
            await self._in_portions(rows, flight)
            total += len(rows)
            if not rows and not flight.tasks:
                return total
            if not rows:
                await self._done_or_woken(flight.tasks)

    async def _in_portions(self, rows: list[OutboxRow], flight: _Flight) -> None:
        """Whatever happens on the way: what was not begun is put back, not left to the end of its lease."""
        first = 0
        try:
            while first < len(rows) and not (first and self._is_halted()):
                portion = self._portion(rows, first)
                alone = self._is_alone(portion[0])
                if alone:
                    await self._until(flight.landed)
                    if self._stopped:
                        break
                size = len(portion)
                portion = portion if portion[0].begun else await self._begin(portion)
                prepared = await self._prepared(portion)
                first += size
                for row, ready in zip(portion, prepared, strict=True):
                    flight.add(self.tasks.start(self.sender.deliver(row, row.lane, ready), name=f"row {row.id}"))
                await self._until(flight.landed if alone else flight.has_room)
        finally:
            await self._put_back(rows[first:])

    def _is_alone(self, row: OutboxRow) -> bool:
        return bool(row.doubts) or self.is_careful

    def _portion(self, rows: list[OutboxRow], first: int) -> list[OutboxRow]:
        """What is begun together: a row in doubt by itself, others up to the next that is."""
        if self._is_alone(rows[first]):
            return rows[first : first + 1]
        portion = rows[first : first + PORTION]
        return list(itertools.takewhile(lambda row: not self._is_alone(row), portion))

    async def _until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        while not await condition() and not self._stopped:
            self.seen = wall()

    async def _prepared(self, portion: list[OutboxRow]) -> Sequence[Prepared | None]:
        """Where they cannot be looked at together, each is looked at by itself, and only the bad one fails."""
        try:
            return await self.sender.prepare(portion) if portion else []
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("A portion could not be prepared", action="prepare_failed")
            return [None] * len(portion)

    def _is_halted(self) -> bool:
        return self._stopped or not self.may() or all(self.pause(lane) > LONG for lane in self.lanes)

    async def _begin(self, rows: list[OutboxRow]) -> list[OutboxRow]:
        """Those of the rows that are still ours: the others went to another process with their lease."""

        def work(session: Session) -> list[OutboxRow]:
            if self.guard(session):
                return leasing.begin(session, rows, wall=wall())
            leasing.put_back(session, rows)
            return []

        return await self.database.write(work)

    async def _put_back(self, rows: list[OutboxRow]) -> None:
        if rows:
            with contextlib.suppress(Exception):  # then the lease tells, and without a doubt
                await self.database.write(lambda session: leasing.put_back(session, rows))

    async def _done_or_woken(self, under_way: set[asyncio.Task[bool]]) -> None:
        """Nothing more is due: wait until what is under way is through, but not if something new was planned."""
        woken = asyncio.ensure_future(self._wake.wait())
        everything = asyncio.ensure_future(asyncio.wait(set(under_way)))
        try:
            await asyncio.wait({woken, everything}, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if woken.done():
                self._wake.clear()
            woken.cancel()
            everything.cancel()

    async def _claim(self, limit: int, at_once: int | None = None) -> list[OutboxRow]:
        lanes = tuple(lane for lane in self.lanes if self.pause(lane) <= 0)
        self.seen = wall()
        if not lanes or self._stopped or not self.may() or self.sender.is_stuck:
            return []
        now, owner = self.clock.now(), f"{self.owner}.{next(_CLAIMS)}"

        def work(session: Session) -> list[OutboxRow]:
            if not self.guard(session):
                return []
            return delivery.claim_due(
                session, self.house, now=now, wall=wall(), owner=owner, limit=limit, lanes=lanes, at_once=at_once
            )

        return await self.database.write(work)

    async def _is_anything_due(self) -> bool:
        now = self.clock.now()
        return await self.database.read(
            lambda session: leasing.anything(session, now=now, wall=wall(), lanes=self.lanes)
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Drain whenever woken, and look once a second, until `stop`. Trouble with the database is waited out."""
        while not stop.is_set():
            woken = await self._woken()
            if stop.is_set():
                return
            try:
                self.seen = wall()
                if woken or await self._is_anything_due():
                    await self.drain()
                self.failing_since = 0.0
            except Exception as error:
                self.failing_since = self.failing_since or wall()
                # Whatever it was: a bot that no longer sends is worse than one that tries again.
                if is_passing(error):
                    log.error(trouble(error), action="database_trouble", lanes=[lane.value for lane in self.lanes])
                else:
                    log.exception("The pump stumbled", action="pump_failed")
                await asyncio.sleep(LOOK)
                self.wake()

    async def _woken(self) -> bool:
        try:
            await asyncio.wait_for(self._wake.wait(), LOOK)
        except TimeoutError:
            return False
        self._wake.clear()
        return True
