"""Writes down what was sent. What is sent while one write is under way shares the next."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlmodel import Session

from bot.services.post import sending
from bot.services.post.sending import Proof
from bot.store.database import Database
from bot.store.tables import OutboxRow
from bot.store.trouble import is_passing, trouble

log = structlog.get_logger(__name__)
HANDFUL = 16
"""Proofs that are worth a commit of their own."""
PAUSE, LONGEST = 0.2, 5.0
"""Seconds before a write that failed is tried again: at first, and at most."""


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
        self.stuck = False
        """Whether messages are out that the database does not take note of now. Nothing may be claimed meanwhile:
        those whose lease ends would go out once more before their proof could be written."""
        self._waiting: list[_Entry] = []
        self._enough = asyncio.Event()
        self._busy = False

    async def add(self, row: OutboxRow, proof: Proof, patience: float = 0.0) -> bool:
        """Whether the claim still held; see `bot.services.post.sending.sent`.

        `patience`: seconds for which a write may wait for more proofs, until they are a handful. Whoever is cancelled
        here leaves his proof to the others, who write it with theirs.
        """
        entry = _Entry(row, proof, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        if len(self._waiting) >= HANDFUL:
            self._enough.set()
        if self._busy:
            try:
                await entry.turn
            except asyncio.CancelledError:
                if entry.turn.done() and not entry.turn.cancelled() and not entry.settled:
                    self._hand_on(entry)  # cancelled at the moment at which the turn was this one's
                raise
        if not entry.settled:
            await self._write_for_all(entry, patience)
        if entry.error is not None:
            raise entry.error
        return entry.held

    async def _write_for_all(self, first: _Entry, patience: float) -> None:
        """One write for whoever waits; then the first of those who came meanwhile writes the next."""
        self._busy = True
        batch: list[_Entry] = []
        try:
            if patience and len(self._waiting) < HANDFUL:
                await self._more(patience)
            batch, self._waiting = self._waiting, []
            await self._write(batch)
        finally:
            for entry in batch:
                if entry.settled and not entry.turn.done():
                    entry.turn.set_result(None)
            # Whoever was cancelled in the middle of a write cannot know whether it was made; twice does no harm.
            self._waiting = [entry for entry in batch if not entry.settled] + self._waiting
            self.stuck = self.stuck and bool(self._waiting)
            self._hand_on(first)

    def _hand_on(self, one: _Entry) -> None:
        """The next who still waits writes for all; without one, whoever comes next does."""
        successor = next((e for e in self._waiting if e is not one and not e.turn.done()), None)
        self._busy = successor is not None
        if successor is not None:
            successor.turn.set_result(None)

    async def _more(self, patience: float) -> None:
        self._enough.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._enough.wait()

    async def _write(self, batch: list[_Entry]) -> None:
        try:
            await self._write_together(batch)
        except Exception as error:
            if len(batch) == 1:
                batch[0].error, batch[0].settled = error, True
                return
            log.error("Proofs are written one by one", action="proof_failed", error=type(error).__name__)
            for entry in batch:
                await self._write([entry])

    async def _write_together(self, batch: Sequence[_Entry]) -> None:
        """They are out: however long the database is in trouble, it is better to wait than to send them again."""
        pause = PAUSE
        while True:
            try:
                held = await self.database.write(lambda session: _sent(session, batch))
            except Exception as error:
                if not is_passing(error):
                    raise
                self.stuck = True
                log.error(trouble(error), action="database_trouble", rows=len(batch))
                await asyncio.sleep(pause)
                pause = min(LONGEST, pause * 2)
            else:
                break
        self.stuck = False
        for entry, ours in zip(batch, held, strict=True):
            entry.held, entry.settled = ours, True


def _sent(session: Session, batch: Sequence[_Entry]) -> list[bool]:
    return sending.sent(session, [(entry.row, entry.proof) for entry in batch])
