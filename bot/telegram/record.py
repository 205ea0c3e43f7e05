"""Writes down what was sent. What is sent while one write is under way shares the next."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import structlog
from sqlmodel import Session

from bot.clock import wall
from bot.services import sending
from bot.services.sending import Proof
from bot.store.engine import Database, is_passing, trouble
from bot.store.tables import OutboxRow

log = structlog.get_logger(__name__)
HANDFUL = 16
"""Proofs that are worth a commit of their own."""


@dataclass(eq=False)
class _Entry:
    row: OutboxRow
    proof: Proof
    turn: asyncio.Future[None]
    """Done when the entry is settled, or when it is this one's turn to write for all who wait."""
    held: bool = False
    error: Exception | None = None
    settled: bool = False


class Record:
    """One for each kind of traffic; `add` returns when the proof is in the database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._waiting: list[_Entry] = []
        self._enough = asyncio.Event()
        self._busy = False

    async def add(self, row: OutboxRow, proof: Proof, patience: float = 0.0) -> bool:
        """Whether the claim still held; see `bot.services.sending.sent`.

        `patience`: seconds for which a write may wait for more proofs, until they are a handful.
        """
        entry = _Entry(row, proof, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        if len(self._waiting) >= HANDFUL:
            self._enough.set()
        if self._busy:
            await entry.turn
        if not entry.settled:
            await self._write_for_all(entry, patience)
        if entry.error is not None:
            raise entry.error
        return entry.held

    async def _write_for_all(self, first: _Entry, patience: float) -> None:
        """One write for whoever waits; then the first of those who came meanwhile writes the next."""
        self._busy = True
        batch = [first]
        try:
            if patience and len(self._waiting) < HANDFUL:
                await self._more(patience)
            batch, self._waiting = self._waiting, []
            await self._write(batch)
        finally:
            for entry in batch:
                entry.settled = True
                if not entry.turn.done():
                    entry.turn.set_result(None)
            while self._waiting and self._waiting[0].turn.done():  # cancelled at the end of the process
                self._waiting.pop(0)
            self._busy = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.set_result(None)

    async def _more(self, patience: float) -> None:
        self._enough.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._enough.wait()

    async def _write(self, batch: list[_Entry]) -> None:
        pause = 0.2
        while True:
            try:
                held = await self.database.write(lambda session: _sent(session, batch))
            except Exception as error:
                # They are out: as long as the leases last it is better to wait than to send them again.
                if is_passing(error) and wall() + pause < min(entry.row.lease for entry in batch):
                    log.error(trouble(error), action="database_trouble", rows=len(batch))
                    await asyncio.sleep(pause)
                    pause = min(5.0, pause * 2)
                    continue
                for entry in batch:
                    entry.error = error
                return
            for entry, ours in zip(batch, held, strict=True):
                entry.held = ours
            return


def _sent(session: Session, batch: list[_Entry]) -> list[bool]:
    return sending.sent(session, [(entry.row, entry.proof) for entry in batch])
