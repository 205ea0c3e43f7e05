"""Takes what is due out of the outbox and sends it, until nothing is due."""

from __future__ import annotations

import asyncio

from bot.clock import Clock, wall
from bot.services import delivery
from bot.services.desk import House
from bot.store.engine import Database
from bot.store.tables import OutboxRow
from bot.telegram.sender import Sender

BATCH = 50
"""Rows claimed at once: memory does not grow with the backlog."""


class Pump:
    """One a process. `orderly` sends one after another (simulated time); otherwise a batch goes in parallel."""

    def __init__(
        self, house: House, database: Database, clock: Clock, sender: Sender, owner: str, *, orderly: bool = False
    ) -> None:
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
            return total

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
