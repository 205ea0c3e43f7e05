"""Reading what is there and waiting for what comes; nothing here changes a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.playground.chats.posting import chat_view, view
from bot.playground.state.core import HERE, Call
from bot.playground.state.records import PRIVATE, Chat, Message, Person, Query
from bot.playground.wire import Json

from .groups import Groups
from .touching import Press

T = TypeVar("T")


class Reading(Groups):
    """What was said, and waiting for more. Timeouts are real seconds."""

    def messages(self, where: Chat | Person | int) -> list[Message]:
        """Messages of a chat that are still there, oldest first."""
        return [m for m in self.chat(where).messages.values() if not m.deleted]

    def sent(self, where: Chat | Person | int | None = None, *, deleted: bool = False) -> list[Message]:
        """What the bot has said, in one chat or everywhere (then in order of date), oldest first."""
        chats = self.core.state.chats.values() if where is None else [self.chat(where)]
        said = [m for c in chats for m in c.messages.values() if m.from_bot and (deleted or not m.deleted)]
        return sorted(said, key=lambda m: (m.body["date"], m.id)) if where is None else said

    def last(self, where: Chat | Person | int) -> Message | None:
        """The newest thing the bot said in a chat."""
        return next((m for m in reversed(self.chat(where).messages.values()) if m.from_bot and not m.deleted), None)

    def find(self, where: Chat | Person | int, text: str) -> Message | None:
        """The newest message of the bot in a chat whose text holds ``text``."""
        said = reversed(self.chat(where).messages.values())
        return next((m for m in said if m.from_bot and not m.deleted and text in m.text), None)

    def calls(self, method: str | None = None) -> list[Call]:
        """Bot API calls so far, oldest first."""
        return [call for call in self.core.calls if method in (None, call.method)]

    def answer(self, press: Press | str) -> Query | None:
        """The answered query of a press; None while the bot has not answered."""
        query = self.core.queries.get((press if isinstance(press, str) else press.query_id) or "")
        return query if query is not None and query.answer is not None else None

    async def until(self, condition: Callable[[], T], *, within: float = 5.0, what: str = "") -> T:
        """Wait until ``condition()`` is true, looking again whenever something happens; gives its value.

        Raises TimeoutError with the last few calls of the bot, which usually say why.
        """
        end = self.core.monotonic() + within
        while not (value := condition()):
            left = end - self.core.monotonic()
            if left <= 0:
                trail = [f"{c.method} {c.status}" for c in list(self.core.calls)[-8:]]
                raise TimeoutError(f"waited {within} s for {what or condition}; last calls: {trail}")
            await self.core.events.wait(self.core.events.last, min(left, 0.25))
        return value

    async def wait_message(
        self,
        where: Chat | Person | int,
        *,
        containing: str = "",
        after: Message | int = 0,
        within: float = 5.0,
    ) -> Message:
        """The first message of the bot in a chat newer than ``after`` whose text holds ``containing``."""
        chat, floor = self.chat(where), after if isinstance(after, int) else after.id

        def look() -> Message | None:
            said = (m for m in chat.messages.values() if m.from_bot and not m.deleted and m.id > floor)
            return next((m for m in said if containing in m.text), None)

        found = await self.until(look, within=within, what=f"a message with “{containing}”")
        assert found is not None
        return found

    async def wait_answer(self, press: Press, *, within: float = 5.0) -> Json:
        """The bot's answer to a press: text, show_alert, url."""
        query = await self.until(lambda: self.answer(press), within=within, what="an answer to the button")
        assert query is not None
        return query.answer or {}

    def idle(self) -> bool:
        """Nothing waits for the bot and no call of it is under way."""
        return not (self.core.updates.pending or self.core.in_flight or self.core.webhooks.busy)

    async def settle(self, *, quiet: float = 0.05, within: float = 10.0) -> None:
        """Wait until the bot has taken every update and has been silent for ``quiet`` seconds.

        Raises TimeoutError.
        """
        end = self.core.monotonic() + within
        while not self.idle() or self.core.monotonic() - self.core.quiet_since < quiet:
            if self.core.monotonic() > end:
                raise TimeoutError(f"the bot did not come to rest in {within} s")
            await asyncio.sleep(quiet / 4)

    # --- for the page --------------------------------------------------------------------------------

    def unread(self, who: Person | int, where: Chat | int) -> int:
        """Messages in a chat that this person has not seen."""
        person, chat = self.person(who), self.chat(where)
        seen, count = chat.read.get(person.id, 0), 0
        for message in reversed(chat.messages.values()):
            if message.id <= seen:
                break
            count += message.sender != person.id and not message.deleted
        return count

    def read(self, who: Person | int, where: Chat | int, message_id: int | None = None) -> int:
        """Mark a chat as read up to a message, or wholly; gives what is left unread."""
        person, chat = self.person(who), self.chat(where)
        newest = next(reversed(chat.messages), 0)
        chat.read[person.id] = max(chat.read.get(person.id, 0), newest if message_id is None else message_id)
        left = self.unread(person, chat)
        self.core.tell("read", {"person": person.id, "chat_id": chat.id, "unread": left})
        return left

    def chats_of(self, who: Person | int) -> list[Json]:
        """A person's chats: the private one, then groups."""
        person = self.person(who)
        groups = [
            chat
            for chat in self.core.state.chats.values()
            if chat.type != PRIVATE and chat.members.get(person.id) in HERE and not chat.migrated_to
        ]
        chats = [self.chat(person), *groups]
        return [{**chat_view(self.core, chat), "unread": self.unread(person, chat)} for chat in chats]

    def history(
        self, where: Chat | int, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> Json:
        """A page of a chat, oldest first: the newest, or those next to a message id."""
        chat = self.chat(where)
        forwards = after is not None
        source = chat.messages.values() if forwards else reversed(chat.messages.values())
        page: list[Message] = []
        for message in source:
            if message.deleted or (before is not None and message.id >= before):
                continue
            if after is not None and message.id <= after:
                continue
            page.append(message)
            if len(page) > limit:
                break
        more, page = len(page) > limit, page[:limit]
        ordered = page if forwards else page[::-1]
        return {"chat": chat_view(self.core, chat), "messages": [view(m) for m in ordered], "more": more}
