"""Touching as a person what stands in a chat: buttons, keys, own messages, reactions, pins."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.chats.keyboards import find
from bot.playground.chats.posting import change, pin, remove, set_pinned, show_keyboard
from bot.playground.chats.reactions import EMOJI, set_reaction
from bot.playground.errors import ControlError
from bot.playground.state.records import PRIVATE, Chat, Message, Person, Query
from bot.playground.text.formatted import clean
from bot.playground.wire import Json

from .speaking import Speaking

_EDITS = ("text", "entities", "caption", "caption_entities", "edit_date")


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button did: ``callback`` asked the bot (``query_id``), ``copy`` and ``url`` give text."""

    kind: str
    query_id: str | None = None
    text: str | None = None

    def json(self) -> Json:
        """As the control API shows it."""
        pairs = {"kind": self.kind, "query_id": self.query_id, "text": self.text}
        return {k: v for k, v in pairs.items() if v is not None}


class Touching(Speaking):
    """``chat`` is always the private chat unless given."""

    def key(self, who: Person | int, label: str, *, chat: Chat | int | None = None) -> Message:
        """Press a button of the reply keyboard. Raises ControlError when it is not there."""
        person, place = self._place(who, chat)
        rows = (place.keyboard or {}).get("keyboard", [])
        button = next((b for row in rows for b in row if b["text"] == label), None)
        if button is None:
            raise ControlError(f"there is no key “{label}” under this chat")
        once = (place.keyboard or {}).get("one_time_keyboard")
        if button.get("request_contact"):
            # A shared contact answers the message that brought the keyboard, as clients do.
            sent = self.share_contact(person, chat=place, reply_to=self._asked(place, "keyboard"))
        elif button.get("request_location"):
            sent = self.share_location(person, 35.66, 117.28, chat=place)
        else:
            sent = self.say(person, label, chat=place)
        if once:
            show_keyboard(self.core, place, None)
        return sent

    def press(
        self,
        who: Person | int,
        message: Message | int,
        *,
        label: str | None = None,
        data: str | None = None,
        place: tuple[int, int] | None = None,
        chat: Chat | int | None = None,
        forged: bool = False,
    ) -> Press:
        """Press an inline button, found by its words, its data or its (row, column).

        ``forged`` presses ``data`` whether or not the message has it now, as a stale screen or a hostile
        client can. Raises ControlError when there is no such button.
        """
        if isinstance(message, Message):
            chat = chat if chat is not None else message.chat_id
        person, where = self._place(who, chat)
        found = self.message(where, message)
        button = find(found.body.get("reply_markup"), data=data, label=label, place=place)
        if button is None and forged and data is not None:
            button = {"text": "", "callback_data": data}
        if button is None:
            raise ControlError("there is no such button on this message")
        if "copy_text" in button:
            return Press("copy", text=button["copy_text"]["text"])
        if "callback_data" not in button:
            return Press("url", text=button.get("url", ""))
        return Press("callback", self._query(person, where, found, button))

    def edit(self, who: Person | int, message: Message, text: str) -> Message:
        """Edit an own text or caption."""
        person, place = self._place(who, message.chat_id)
        if message.sender != person.id or message.deleted:
            raise ControlError("only own messages can be edited")
        name = "text" if "text" in message.body else "caption"
        parts = self._text(clean(text).strip(), name)
        if message.body.get(name) == parts[name]:
            raise ControlError("nothing changed")
        change(self.core, message, {k: v for k, v in message.body.items() if k not in _EDITS} | parts)
        if self._bot_hears(place, message.body):
            self.core.update("edited_message", message.body)
        return message

    def delete(self, *messages: Message) -> None:
        """Delete messages of one chat; the bot is not told."""
        if messages:
            remove(self.core, self.chat(messages[0].chat_id), list(messages))

    def react(self, who: Person | int, message: Message, emoji: str | None) -> None:
        """Put a reaction on a message, or take it away. Raises ControlError for an emoji not allowed."""
        person, place = self._place(who, message.chat_id)
        if emoji is not None and emoji not in EMOJI:
            raise ControlError("Telegram has no such reaction")
        old = message.reactions.get(person.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        set_reaction(self.core, message, person.id, new)
        if old != new and (place.type == PRIVATE or place.bot == "administrator"):
            self.core.update("message_reaction", {
                "chat": self.core.chat_json(place), "message_id": message.id, "user": person.user(),
                "date": self.core.seconds(), "old_reaction": old, "new_reaction": new,
            })  # fmt: skip

    def pin(self, who: Person | int, message: Message, pinned: bool = True) -> None:
        """Pin a message (the bot hears the service message) or unpin it."""
        person, place = self._place(who, message.chat_id)
        if not pinned:
            set_pinned(self.core, place, [n for n in place.pinned if n != message.id])
        elif service := pin(self.core, place, message, person.user()):
            self.hear(place, service)

    def _query(self, person: Person, chat: Chat, message: Message, button: Json) -> str:
        state = self.core.state
        query_id = str(4_000_000_000_000_000_000 + state.next_query)
        state.next_query += 1
        self.core.queries[query_id] = Query(query_id, person.id, chat.id, message.id, self.core.monotonic())
        body = {
            "id": query_id,
            "from": person.user(),
            "message": message.body,
            "chat_instance": chat.instance,
            "data": button["callback_data"],
        }
        self.core.update("callback_query", body, label=button["text"] or None)
        return query_id
