"""What a turn said goes out here, while the person's next update is already being handled.

Toasts go at once and beside everything else: they are not counted by Telegram's limits. Messages of one chat keep
their order. Of several edits of one message that wait, only the newest is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable

import structlog

from bot.domain.hall.terms import Lane
from bot.services.post import sending
from bot.store.tables import OutboxRow
from bot.telegram.lines import Lines
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks

log = structlog.get_logger(__name__)
FEW = 2
"""Answers that may wait for a chat before the next update of whoever writes there is begun."""
PATIENCE = 1.0
"""Seconds for which that update is put off at most: what people do counts, also where nothing can be sent."""


class Mouth:
    """Sends the rows of turns, one line for each chat."""

    def __init__(self, sender: Sender, tasks: Tasks) -> None:
        self.sender, self.tasks = sender, tasks
        self._lines: Lines[int, OutboxRow] = Lines(tasks, self._send, "chat")
        self._beside = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._room: dict[int, asyncio.Event] = {}
        self._awaited: dict[int | None, asyncio.Event] = {}
        """By the id of a row: somebody waits until it is out."""

    @property
    def busy(self) -> bool:
        """Whether anything is still to be said."""
        return self._lines.busy or self._beside > 0

    async def quiet(self) -> None:
        """Wait until everything is out."""
        await self._lines.quiet()
        await self._calm.wait()

    def say(self, row: OutboxRow) -> None:
        """Send a row that is leased to us, after what the chat still has to get."""
        self._lines.add(row.chat_id or 0, row)

    async def say_first(self, row: OutboxRow) -> None:
        """Send it, and wait until it is out, though not for ever: what comes next takes long."""
        out = self._awaited[row.id] = asyncio.Event()
        self.say(row)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(out.wait(), PATIENCE)

    async def room(self, chat_id: int) -> None:
        """Wait until few answers wait for a chat: whoever writes faster than he can be answered is handled no faster,
        and the others have their turn meanwhile."""
        if len(self._lines.waiting(chat_id)) < FEW:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._room.setdefault(chat_id, asyncio.Event()).wait(), PATIENCE)

    def answer(self, callback_id: str, text: str, alert: bool) -> None:
        """Answer a press, now."""
        self.beside(self.sender.answer(callback_id, text, alert), "toast")

    def beside(self, work: Awaitable[object], name: str) -> None:
        """Something that nobody waits for; a failure is logged."""
        self._beside += 1
        self._calm.clear()
        self.tasks.start(self._guarded(work, name), name=name)

    async def _guarded(self, work: Awaitable[object], name: str) -> None:
        try:
            await work
        except Exception:
            log.exception("Something beside failed", action="beside_failed", name=name)
        finally:
            self._beside -= 1
            if not self._beside:
                self._calm.set()

    async def _send(self, chat_id: int, row: OutboxRow) -> None:
        if chat_id in self._room and len(self._lines.waiting(chat_id)) < FEW:
            self._room.pop(chat_id).set()
        try:
            if any(_replaces(later, row) for later in self._lines.waiting(chat_id)):
                await self._leave_out(row)
            else:
                await self.sender.deliver(row, Lane.INTERACTIVE)
        finally:
            if row.id in self._awaited:
                self._awaited.pop(row.id).set()

    async def _leave_out(self, row: OutboxRow) -> None:
        try:
            await self.sender.database.write(lambda s: sending.untrue(s, row, error="a newer change was shown instead"))
        except Exception:
            log.exception("An edit could not be left out", action="leave_out_failed", row=row.id)


def _replaces(later: OutboxRow, row: OutboxRow) -> bool:
    return row.kind == "edit" and later.kind == "edit" and later.message_id == row.message_id
