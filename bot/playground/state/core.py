"""What every method and every person's deed works with: the state, the clock, the queue, the journal."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.playground.errors import bad, forbidden
from bot.playground.wire import Json

from .events import Events
from .faults import Faults
from .files import Files
from .limits import Flood, Limits
from .records import GROUP, PRIVATE, Chat, Message, Person, Query, State
from .updates import Recorded, Updates
from .webhooks import Reply, Webhooks

HERE = {"member", "administrator", "creator", "restricted"}
"""Statuses of somebody who is in a chat."""


@dataclass(slots=True)
class Call:
    """One Bot API call: ``ms`` is real time, ``status`` 0 means that the connection was cut."""

    seq: int
    at: str
    method: str
    params: Json
    status: int
    answer: Json | None
    ms: float

    def json(self) -> Json:
        """As the control API shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Core:
    """The inside of the server. ``clock`` gives aware UTC instants, ``monotonic`` seconds for limits and ages."""

    def __init__(
        self,
        state: State,
        *,
        clock: Callable[[], datetime],
        limits: Limits,
        monotonic: Callable[[], float] = time.monotonic,
        callback_ttl: float = 15.0,
        webhook_reply: Reply,
        webhook_backoff: float = 0.5,
    ) -> None:
        self.state = state
        self.clock = clock
        self.monotonic = monotonic
        self.callback_ttl = callback_ttl
        self.date: Callable[[], float | None] = time.time
        """Seconds since the epoch, as the head of every answer dates it: real time, whatever the stage plays. None
        leaves the date out, as some self-hosted servers do."""
        self.events = Events()
        self.flood = Flood(limits)
        self.faults = Faults()
        self.files = Files(state)
        self.updates = Updates(self._queue_changed)
        self.webhooks = Webhooks(self.updates, webhook_reply, self.seconds, backoff=webhook_backoff)
        self.queries: dict[str, Query] = {}
        self.calls: deque[Call] = deque(maxlen=10_000)
        self.recorded: deque[Recorded] = deque(maxlen=100_000)
        self.connected = False
        self.in_flight = 0
        self.closing = asyncio.Event()
        self.last_poll = 0.0
        self.quiet_since = monotonic()
        self.changed = False
        self._calls = 0

    def take(self, state: State) -> None:
        """Work with another state from now on; whoever watches must reload."""
        self.state = state
        self.files = Files(state)
        self.queries.clear()
        self.recorded.clear()
        self.updates.clear()
        self.changed = True
        self.events.forget()

    def now(self) -> datetime:
        """The playground's instant, aware UTC."""
        return self.clock().astimezone(UTC)

    def seconds(self) -> int:
        """The instant as the Bot API writes it."""
        return int(self.clock().timestamp())

    def iso(self) -> str:
        """The instant as the control API writes it."""
        return self.now().isoformat()

    def _queue_changed(self) -> None:
        self.webhooks.wake()
        connected = self.updates.polling or bool(self.updates.webhook)
        if connected and not self.connected:
            self.connected = True
            self.events.publish("bot", {"connected": True})

    # --- what happened -------------------------------------------------------------------------------

    def tell(self, kind: str, data: Json) -> None:
        """Publish an event; the state counts as changed."""
        self.changed = True
        self.events.publish(kind, data)

    def called(self, method: str, params: Json, status: int, answer: Json | None, ms: float) -> None:
        """Write a Bot API call into the journal."""
        self._calls += 1
        call = Call(self._calls, self.iso(), method, params, status, answer, round(ms, 1))
        self.calls.append(call)
        self.events.publish("call", call.json())

    def update(self, kind: str, payload: Json, *, label: str | None = None) -> int | None:
        """Queue an update for the bot if it wants this kind; gives its number."""
        if not self.updates.wants(kind):
            return None
        number = self.state.next_update
        self.state.next_update += 1
        seq = self.recorded[-1].seq + 1 if self.recorded else 1
        recorded = Recorded(seq, self.iso(), {"update_id": number, kind: payload}, label)
        self.recorded.append(recorded)
        self.quiet_since = self.monotonic()
        self.tell("update", recorded.json())
        self.updates.add(recorded)
        return number

    # --- who and where -------------------------------------------------------------------------------

    def chat_json(self, chat: Chat) -> Json:
        """The Chat object as messages carry it."""
        person = self.state.people.get(chat.id) if chat.type == PRIVATE else None
        return person.chat() if person else chat.json()

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat of an id or @username as far as the bot can know it.

        Raises ApiError 400 ``chat not found``, or the migration answer.
        """
        if isinstance(chat_id, str):
            chat_id = self._by_username(chat_id)
        chat = self.state.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        person = self.state.people.get(chat_id)
        if person and not person.started and not self._shares_group(person):
            raise bad("chat not found")
        return chat

    def _by_username(self, name: str) -> int:
        wanted = name.removeprefix("@").lower()
        for chat in self.state.chats.values():
            if chat.username and chat.username.lower() == wanted:
                return chat.id
        raise bad("chat not found")

    def _shares_group(self, person: Person) -> bool:
        groups = (c for c in self.state.chats.values() if c.type != PRIVATE and c.bot in HERE)
        return any(c.members.get(person.id) in HERE for c in groups)

    def target(self, chat_id: int | str) -> Chat:
        """A chat that the bot may write to now. Raises ApiError 400 or 403 as Telegram does."""
        chat = self.find_chat(chat_id)
        person = self.state.people.get(chat.id)
        if person is None:
            return self._group_target(chat)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def _group_target(self, chat: Chat) -> Chat:
        kind = "group" if chat.type == GROUP else "supergroup"
        if chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if chat.bot not in HERE:
            raise forbidden(f"bot is not a member of the {kind} chat")
        return chat

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        """A message that is still there."""
        found = chat.messages.get(message_id or 0)
        return found if found and not found.deleted else None

    def existing(self, chat: Chat, message_id: int | None, purpose: str) -> Message:
        """The same, or ApiError 400 in Telegram's words: ``message to edit not found`` for the purpose ``edit``."""
        found = self.message(chat, message_id)
        if found is None:
            raise bad(f"message to {purpose} not found")
        return found

    def next_message_id(self, chat: Chat) -> int:
        """The next number in the chat's sequence."""
        owner = chat if chat.type == "supergroup" else self.state
        if isinstance(owner, Chat):
            number, owner.next_id = owner.next_id, owner.next_id + 1
        else:
            number, owner.next_message = owner.next_message, owner.next_message + 1
        return number
