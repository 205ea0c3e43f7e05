"""Recording a run of updates, and playing it again to a bot: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.playground.chats.keyboards import find
from bot.playground.chats.posting import post
from bot.playground.errors import ControlError
from bot.playground.state.records import PRIVATE, Chat, Message
from bot.playground.wire import Json

from .reading import Reading

_SKIP = {"message_id", "from", "chat", "date", "edit_date"}


class Replay(Reading):
    """The part of the playground that remembers and repeats."""

    def recording(self) -> str:
        """All updates so far as JSON lines: ``at``, ``update`` and for a press the ``label`` of the button."""
        lines = [{"at": r.at, "update": r.update, "label": r.label} for r in self.core.recorded]
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    def inject(self, kind: str, payload: Json) -> int | None:
        """Queue an update as it stands, malformed or not, to see what the bot makes of it; gives its number."""
        return self.core.update(kind, payload)

    async def replay(self, lines: str | Iterable[str], *, quiet: float = 0.05, within: float = 10.0) -> int:
        """Give recorded updates to the bot that is connected now, each after it has dealt with the one before.

        People and groups that are missing are created. A press goes to the newest message of the chat that
        has such a button, for the bot may number its messages otherwise this time. Gives the number of updates
        played. Raises ControlError for a line that is not a recording, TimeoutError when the bot does not come
        to rest.
        """
        source = lines.splitlines() if isinstance(lines, str) else lines
        count = 0
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                kind, payload = next((k, v) for k, v in entry["update"].items() if k != "update_id")
            except (ValueError, KeyError, TypeError, StopIteration):
                raise ControlError(f"line {number} is not a recorded update") from None
            self._play(kind, payload, entry.get("label"))
            count += 1
            await self.settle(quiet=quiet, within=within)
        return count

    def _play(self, kind: str, payload: Json, label: str | None) -> None:
        if kind in ("poll", "poll_answer"):
            self.core.update(kind, payload)
            return
        chat = self._meet(payload)
        if kind == "message":
            extra = {k: v for k, v in payload.items() if k not in _SKIP}
            payload = post(self.core, chat, payload["from"], self._known_reply(chat, extra)).body
        elif kind == "callback_query":
            self._press_again(chat, payload, label)
            return
        elif kind == "my_chat_member" and chat.type == PRIVATE:
            self.block(chat.id, payload["new_chat_member"]["status"] == "kicked")
            return
        self.core.update(kind, {**payload, "date": self.core.seconds()} if "date" in payload else payload)

    def _known_reply(self, chat: Chat, extra: Json) -> Json:
        """A reply to a message that this run does not have is sent without it."""
        answered = extra.get("reply_to_message", {}).get("message_id")
        if answered and self.core.message(chat, answered) is None:
            return {k: v for k, v in extra.items() if k != "reply_to_message"}
        return extra

    def _meet(self, payload: Json) -> Chat:
        """The chat of an update, with its people, made when missing."""
        user = payload.get("from") or payload.get("user") or {}
        if user and not user.get("is_bot") and user["id"] not in self.core.state.people:
            self.add_person(
                user["first_name"], user.get("last_name"), id=user["id"], username=user.get("username"),
                language_code=user.get("language_code", "zh-hans"),
            )  # fmt: skip
        where = payload.get("chat") or payload.get("message", {}).get("chat") or {"id": user.get("id", 0)}
        if user.get("id") in self.core.state.people:
            self.person(user["id"]).started = True
        if where["id"] not in self.core.state.chats:
            chat = Chat(where["id"], where["type"], where.get("title", ""), instance=str(where["id"]))
            self.core.state.chats[chat.id] = chat
        chat = self.chat(where["id"])
        if chat.type != PRIVATE and user:
            chat.members.setdefault(user["id"], "member")
        return chat

    def _press_again(self, chat: Chat, payload: Json, label: str | None) -> None:
        data = payload.get("data", "")
        message = self._with_button(chat, payload["message"]["message_id"], data, label)
        person = self.person(payload["from"]["id"])
        button = find(message.body.get("reply_markup"), data=data) or find(
            message.body.get("reply_markup"), label=label
        )
        pressed = (button or {}).get("callback_data", data)
        self.press(person, message, data=pressed, chat=chat, forged=button is None)

    def _with_button(self, chat: Chat, number: int, data: str, label: str | None) -> Message:
        said = [m for m in reversed(chat.messages.values()) if m.from_bot and not m.deleted]
        said.sort(key=lambda m: m.id != number)
        for wanted_data, wanted_label in ((data, None), (None, label)):
            for message in said:
                if find(message.body.get("reply_markup"), data=wanted_data, label=wanted_label):
                    return message
        if said:
            return said[0]
        raise ControlError("the bot has said nothing that could be pressed")
