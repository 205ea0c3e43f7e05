"""Takes what is due out of the outbox and sends it, until nothing is due."""

from __future__ import annotations

import asyncio

from bot.clock import Clock, wall
from bot.domain.terms import Lane
from bot.services import delivery, outbox
from bot.services.desk import House
from bot.store.engine import Database
from bot.store.tables import OutboxRow
from bot.telegram.sender import Sender

PATIENCE = 10.0
"""Real seconds that simulated time waits for a row held up by a fault."""
BATCH = 50
"""Rows claimed at once: memory does not grow with the backlog."""


class Pump:
    """One a process. `orderly` sends one after another (simulated time); otherwise a batch goes in parallel."""

    def __init__(
        self,
        house: House,
        database: Database,
        clock: Clock,
        sender: Sender,
        owner: str,
        *,
        orderly: bool = False,
        lanes: tuple[Lane, ...] = tuple(Lane),
    ) -> None:
        self.lanes = lanes
        self.house, self.database, self.clock, self.sender, self.owner = house, database, clock, sender, owner
        self.orderly = orderly
        self._wake = asyncio.Event()
        self._one = asyncio.Lock()

    def wake(self) -> None:
        """Something due now was planned."""
        self._wake.set()

    async def drain(self) -> int:
        """Send everything that is due; returns how many rows were worked off."""
        async with self._one:
            total = 0
            while rows := await self._claim():
                await self._deliver(rows)
                total += len(rows)
                if self.orderly:
                    await self._wait_out_faults()
            return total

    async def _wait_out_faults(self) -> None:
        """In simulated time the next instant waits for what a fault held up, for a few real seconds."""
        now = self.clock.now()
        again = await self.database.read(lambda session: outbox.waiting_again(session, now=now))
        if again is not None:
            await asyncio.sleep(min(max(again - wall(), 0), PATIENCE))

    async def _claim(self) -> list[OutboxRow]:
        now = self.clock.now()
        return await self.database.write(
            lambda session: delivery.claim_due(session, self.house, now=now, wall=wall(), owner=self.owner, limit=BATCH)
        )

    async def _deliver(self, rows: list[OutboxRow]) -> None:
        if self.orderly:
            for row in rows:
                await self.sender.deliver(row, row.lane)
        else:
            await asyncio.gather(*(self.sender.deliver(row, row.lane) for row in rows))

    async def run(self, stop: asyncio.Event) -> None:
        """Drain whenever woken, until `stop`. A tick wakes it for what became due by itself."""
        while not stop.is_set():
            await self._wake.wait()
            self._wake.clear()
            if not stop.is_set():
                await self.drain()
