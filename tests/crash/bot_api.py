"""A Bot API server of a few pages that shares no line with the product: what it took is what was said.

It keeps every accepted call with its time, long-polls with Telegram's offsets, brings updates by webhook, and may
answer badly, late or not at all, before or after it has taken a call (core.telegram.org/bots/api).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from tests.benchmarks.talk import Talk
from tests.crash.courier import Courier

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_012345"
ME = {"id": 123456789, "is_bot": True, "first_name": "b", "username": "b_bot"}
MOST = 100
"""Updates in one answer."""
LATE = 0.3
"""Seconds of a call that comes, or is answered, late."""
STORM = {"flood": 0.004, "refused": 0.02, "page": 0.006, "cut": 0.015, "cut_after": 0.01, "late": 0.02, "slow": 0.02}
"""Bad weather: how likely each kind of fault is for a call."""
_PAGE = b"<html><h1>502 Bad Gateway</h1></html>"


class Refusal(Exception):
    """The API's own no: code, words, parameters."""

    def __init__(self, code: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.code, self.words, self.parameters = code, words, parameters


@dataclass(frozen=True)
class Accepted:
    """A call that was taken: when (epoch seconds), which, and what it said to whom."""

    at: float
    method: str
    chat: int
    text: str
    message: int


@dataclass
class Shown:
    """A message on somebody's screen."""

    text: str
    buttons: list[str] = field(default_factory=list)
    pinned: bool = False


class BotApi:
    """The server's state. Everything that people do is a method; `until` waits for what the bot does."""

    def __init__(self, people: Iterable[int], seed: int = 0) -> None:
        self.token, self.address = TOKEN, ""
        self.chats: dict[int, dict[int, Shown]] = {person: {} for person in people}
        self.accepted: list[Accepted] = []
        self.sent: dict[int, Counter[str]] = defaultdict(Counter)
        """Texts of the messages that were taken, by chat."""
        self.weather: dict[str, float] = {}
        self.faults: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        """Methods that were called and are not known here."""
        self.answered: Counter[str] = Counter()
        """Presses that got an answer, by their id."""
        self.updates: dict[int, bytes] = {}
        """What waits for a poll to confirm it."""
        self.poller: _Call | None = None
        self.courier: Courier | None = None
        self.hooked = ""
        self.on_accepted: Callable[[Accepted], None] = lambda call: None
        self.connections: set[asyncio.Transport] = set()
        self.blocked: set[int] = set()
        self._chance = random.Random(seed)
        self._numbers, self._messages, self._presses = itertools.count(1001), itertools.count(1), itertools.count(1)
        self._changed = asyncio.Event()

    # -- people --------------------------------------------------------------------------------------------------

    def say(self, person: int, text: str) -> None:
        """Somebody writes."""
        message: dict[str, Any] = _message(next(self._messages), person) | {"from": _user(person), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}]
        self._bring(person, {"message": message})

    def press(self, person: int, message: int, data: str) -> None:
        """Somebody presses a button."""
        shown = _message(message, person) | {"from": ME, "text": self.chats[person][message].text}
        query = {"id": str(next(self._presses)), "from": _user(person), "chat_instance": "1", "data": data}
        self._bring(person, {"callback_query": query | {"message": shown}})

    def block(self, person: int) -> None:
        """Somebody has enough of the bot."""
        self.blocked.add(person)
        was, now = ({"user": ME, "status": status} for status in ("member", "kicked"))
        told = {"chat": _chat(person), "from": _user(person), "date": int(time.time()), "old_chat_member": was}
        self._bring(person, {"my_chat_member": told | {"new_chat_member": now | {"until_date": 0}}})

    def _bring(self, person: int, content: dict[str, Any]) -> None:
        number = next(self._numbers)
        body = json.dumps({"update_id": number, **content}).encode()
        if self.courier is not None:
            self.courier.bring(person, body)
            return
        self.updates[number] = body
        if self.poller is not None:
            self.poller.updates(MOST)

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.updates) + (self.courier.pending if self.courier is not None else 0)

    async def until(self, condition: Callable[[], bool], within: float) -> None:
        """Wait for what calls of the bot bring about. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    # -- calls ---------------------------------------------------------------------------------------------------

    def fault(self) -> str:
        """The fault that this call meets; mostly none."""
        for kind, odds in self.weather.items():
            if self._chance.random() < odds:
                self.faults[kind] += 1
                return kind
        return ""

    def take(self, method: str, given: dict[str, str]) -> Any:
        """Do what a call asks for. Raises Refusal."""
        work = _METHODS.get(method)
        if work is None:
            self.unknown[method] += 1
            raise Refusal(404, "Not Found")
        result = work(self, given)
        call = Accepted(
            time.time(), method, int(given.get("chat_id", 0)), given.get("text", ""),
            int(result["message_id"] if isinstance(result, dict) and "message_id" in result else 0),
        )  # fmt: skip
        self.accepted.append(call)
        self.on_accepted(call)
        self.changed()
        return result

    def changed(self) -> None:
        """Whoever waits looks again."""
        self._changed.set()

    def chat(self, given: dict[str, str]) -> dict[int, Shown]:
        """The messages of the chat that a call names."""
        chat = int(given["chat_id"])
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            raise Refusal(400, "Bad Request: chat not found")
        return self.chats[chat]

    def send(self, given: dict[str, str]) -> dict[str, Any]:
        number, shown = next(self._messages), self.chat(given)
        text = given.get("text", given.get("caption", ""))
        shown[number] = Shown(text, _buttons(given))
        self.sent[int(given["chat_id"])][text] += 1
        return _message(number, int(given["chat_id"])) | {"from": ME, "text": text}

    def edit(self, given: dict[str, str]) -> dict[str, Any]:
        number, shown = int(given["message_id"]), self.chat(given)
        if number not in shown:
            raise Refusal(400, "Bad Request: message to edit not found")
        now = Shown(given.get("text", shown[number].text), _buttons(given), shown[number].pinned)
        if now == shown[number]:
            raise Refusal(400, "Bad Request: message is not modified")
        shown[number] = now
        return _message(number, int(given["chat_id"])) | {"from": ME, "text": now.text}

    def delete(self, given: dict[str, str]) -> bool:
        numbers = json.loads(given.get("message_ids", "null")) or [int(given["message_id"])]
        shown = self.chat(given)
        return None not in [shown.pop(int(number), None) for number in numbers]

    def pin(self, given: dict[str, str], *, pinned: bool = True) -> bool:
        shown = self.chat(given).get(int(given["message_id"]))
        if shown is None:
            raise Refusal(400, "Bad Request: message to pin not found")
        shown.pinned = pinned
        return True

    def answer(self, given: dict[str, str]) -> bool:
        self.answered[given["callback_query_id"]] += 1
        return True

    def set_webhook(self, given: dict[str, str]) -> bool:
        self.hooked = given.get("url", "")
        if self.courier is not None:
            self.courier.secret = given.get("secret_token", "")
        return True

    def webhook_info(self, given: dict[str, str]) -> dict[str, Any]:
        return {"url": self.hooked, "has_custom_certificate": False, "pending_update_count": self.pending}


_METHODS: dict[str, Callable[[BotApi, dict[str, str]], Any]] = {
    "getMe": lambda api, given: ME,
    "sendMessage": BotApi.send,
    "sendDocument": BotApi.send,
    "editMessageText": BotApi.edit,
    "editMessageReplyMarkup": BotApi.edit,
    "deleteMessage": BotApi.delete,
    "deleteMessages": BotApi.delete,
    "pinChatMessage": BotApi.pin,
    "unpinChatMessage": lambda api, given: api.pin(given, pinned=False),
    "answerCallbackQuery": BotApi.answer,
    "setMyCommands": lambda api, given: True,
    "deleteMyCommands": lambda api, given: True,
    "setChatMenuButton": lambda api, given: True,
    "setWebhook": BotApi.set_webhook,
    "deleteWebhook": BotApi.set_webhook,
    "getWebhookInfo": BotApi.webhook_info,
}


class _Call(Talk):
    """One connection of the bot's."""

    def __init__(self, api: BotApi) -> None:
        super().__init__()
        self.api, self._timer = api, asyncio.get_running_loop().call_soon(lambda: None)

    @property
    def head(self) -> bytes:  # type: ignore[override]
        return b"Content-Type: application/json\r\nDate: " + formatdate(usegmt=True).encode() + b"\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.api.connections.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.api.connections.discard(self.transport)
        if self.api.poller is self:
            self.api.poller = None

    def call(self, method: str, given: dict[str, str]) -> None:
        kind, loop = self.api.fault(), asyncio.get_running_loop()
        match kind:
            case "cut":
                self.transport.abort()
            case "flood":
                self.refuse(Refusal(429, "Too Many Requests: retry after 1", retry_after=1))
            case "refused":
                self.refuse(Refusal(500, "Internal Server Error"))
            case "late":
                loop.call_later(LATE, self.work, method, given, "")
            case _:
                self.work(method, given, kind)

    def work(self, method: str, given: dict[str, str], kind: str) -> None:
        """Take the call, and answer as the fault will have it."""
        if self.transport.is_closing():
            return
        if method == "getUpdates":
            self.poll(given)
            return
        try:
            result = self.api.take(method, given)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        match kind:
            case "cut_after":
                self.transport.abort()
            case "page":
                self.write(_PAGE, b"502 Bad Gateway")
            case "slow":
                asyncio.get_running_loop().call_later(LATE, self.answer, result)
            case _:
                self.answer(result)

    def refuse(self, refusal: Refusal) -> None:
        said: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.words}
        if refusal.parameters:
            said["parameters"] = refusal.parameters
        self.write(json.dumps(said).encode(), b"%d Error" % refusal.code)

    # -- updates -------------------------------------------------------------------------------------------------

    def poll(self, given: dict[str, str]) -> None:
        """An update comes again until an offset beyond it was given; a second poller ends the first."""
        api, offset = self.api, int(given.get("offset", 0) or 0)
        if api.hooked:
            self.refuse(Refusal(409, "Conflict: can't use getUpdates method while webhook is active"))
            return
        if api.poller is not None and api.poller is not self:
            former, api.poller = api.poller, None
            former.refuse(Refusal(409, "Conflict: terminated by other getUpdates request"))
        for number in [each for each in api.updates if each < offset]:
            del api.updates[number]
        limit, seconds = int(given.get("limit", MOST) or MOST), int(given.get("timeout", 0) or 0)
        api.poller = self
        if api.updates or not seconds:
            self.updates(limit)
        else:
            self._timer = asyncio.get_running_loop().call_later(seconds, self.updates, limit)
        api.changed()

    def updates(self, limit: int) -> None:
        """Answer the poll that waits."""
        self._timer.cancel()
        if self.api.poller is self:
            self.api.poller = None
            batch = [self.api.updates[each] for each in itertools.islice(self.api.updates, limit)]
            self.write(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "人", "language_code": "zh-hans"}


def _chat(person: int) -> dict[str, Any]:
    return {"id": person, "type": "private", "first_name": "人"}


def _message(number: int, person: int) -> dict[str, Any]:
    return {"message_id": number, "date": int(time.time()), "chat": _chat(person)}


def _buttons(given: dict[str, str]) -> list[str]:
    rows = json.loads(given.get("reply_markup") or "{}").get("inline_keyboard", [])
    return [str(button.get("callback_data", "")) for row in rows for button in row]


@asynccontextmanager
async def bot_api(people: Iterable[int], *, seed: int = 0, instances: list[int] | None = None) -> AsyncIterator[BotApi]:
    """The server on a free port of loopback; `instances` are ports that webhooks are brought to, whichever answers."""
    api = BotApi(people, seed)
    server = await asyncio.get_running_loop().create_server(lambda: _Call(api), "127.0.0.1", 0)
    api.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    if instances is not None:
        api.courier = Courier(instances, seed)
    try:
        yield api
    finally:
        if api.courier is not None:
            await api.courier.close()
        server.close()
        for connection in list(api.connections):
            connection.abort()
