"""Leaves out what one person sends too fast, and says so: once at first, and once after the pause."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from bot.clock import Clock, wall
from bot.domain.hall.message import Message
from bot.services.hall import access
from bot.services.hall.desk import House
from bot.services.post import inbox, outbox
from bot.store.database import Database
from bot.store.tables import OutboxRow
from bot.telegram.mouth import Mouth
from bot.telegram.turnstile import PAUSE, Turnstile
from bot.texts import Translator, translator
from bot.views.post import pace as views

_COUNTED = ("message", "edited_message", "callback_query")
"""What people send as often as they like; that somebody blocked the bot, say, is never left out."""


class Paces:
    """What comes too fast is marked as done, whoever sent it is told; strangers are not, they are answered rarely."""

    def __init__(
        self, house: House, database: Database, clock: Clock, mouth: Mouth, owner: str, turnstile: Turnstile
    ) -> None:
        self.house, self.database, self.clock = house, database, clock
        self.mouth, self.owner, self.turnstile = mouth, owner, turnstile
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Nobody's pause is waited for any more: what was left out is told now."""
        self._closing.set()

    async def kept(self, raws: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of the updates, all of them new, that are to be handled; the others are left out here."""
        kept: list[dict[str, Any]] = []
        left: list[dict[str, Any]] = []
        first: list[dict[str, Any]] = []
        for raw in raws:
            sender = inbox.sender_of(raw)
            if not any(name in raw for name in _COUNTED) or self.turnstile.admits(sender):
                kept.append(raw)
                continue
            left.append(raw)
            if self.turnstile.left_out(sender) == 1:
                first.append(raw)
        if left:
            now, ids = self.clock.now(), [raw["update_id"] for raw in left]
            await self.database.write(lambda session: inbox.leave_out(session, ids, now=now))
        for raw in first:
            self.mouth.beside(self._told(inbox.sender_of(raw), _private_chat(raw)), "pace")
        return kept

    async def _told(self, sender: int, chat: int | None) -> None:
        if chat is None:
            return
        await self._say(chat, lambda tr: views.too_fast(round(PAUSE), tr))
        while not self._closing.is_set() and (pause := self.turnstile.pause_left(sender)):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), pause)
        number = self.turnstile.left_out(sender)
        await self._say(chat, lambda tr: views.left_out(number, tr))

    async def _say(self, chat: int, words: Callable[[Translator], Message]) -> None:
        now, lease = self.clock.now(), wall() + outbox.LEASE

        def work(session: Session) -> OutboxRow | None:
            person = access.person_by_telegram(session, chat)
            if person is None:
                return None
            to = outbox.Reply(chat, now, self.owner, lease, person_id=person.id)
            return outbox.reply(session, words(translator(person.language, self.house.zone, now=now)), to)

        row = await self.database.write(work)
        if row is not None:
            self.mouth.say(row)


def _private_chat(raw: dict[str, Any]) -> int | None:
    """The person's own chat, where the update comes from there."""
    body = next((raw[name] for name in _COUNTED if name in raw), None)
    message = body.get("message", body) if isinstance(body, dict) else None
    chat = message.get("chat") if isinstance(message, dict) else None
    private = isinstance(chat, dict) and chat.get("type") == "private" and isinstance(chat.get("id"), int)
    return int(chat["id"]) if private and isinstance(chat, dict) else None
