"""Doing as a person what people do in Telegram: writing, pressing, sharing, editing, reacting.

Each deed changes the chat and queues the update that Telegram would send to the bot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .cast import Cast, person_view
from .compose import MAX_CAPTION, MAX_TEXT, content, origin, parse, replied
from .core import HERE
from .errors import ApiError, ControlError
from .files import media_json
from .keyboards import find
from .methods.editing import set_reaction
from .methods.media import next_album
from .params import Upload
from .posting import change, pin, post, remove, set_pinned, show_keyboard
from .reactions import EMOJI
from .state import PRIVATE, Chat, Message, Person, Query
from .text import Json, clean, utf16

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
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


class Speaking(Cast):
    """``chat`` is always the private chat unless given."""

    def start(self, who: Person | int, payload: str = "") -> Message:
        """Press START, perhaps through a deep link; takes a blocked bot back.

        Raises ControlError for a payload that Telegram would not carry.
        """
        person = self.person(who)
        if not _PAYLOAD.fullmatch(payload):
            raise ControlError("a start payload is at most 64 of A-Z a-z 0-9 _ -")
        if person.blocked:
            self.unblock(person)
        return self.say(person, f"/start {payload}".strip())

    def say(
        self,
        who: Person | int,
        text: str,
        *,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
        forwarded_from: str | None = None,
    ) -> Message:
        """Write a text; more than 4096 units go out as several messages, the first is returned.

        ``forwarded_from`` names somebody outside whose words these are. Raises ControlError.
        """
        person, place = self._place(who, chat)
        pieces = _pieces(clean(text).strip())
        if not pieces:
            raise ControlError("there is nothing to say")
        extra: Json = {}
        if forwarded_from is not None:
            extra = {"forward_origin": {"type": "hidden_user", "sender_user_name": forwarded_from,
                                        "date": self.core.seconds()}}  # fmt: skip
        sent = [self._speak(person, place, {**extra, **self._text(piece)}, reply_to) for piece in pieces]
        return sent[0]

    def send_file(
        self,
        who: Person | int,
        name: str,
        data: bytes,
        *,
        mime: str = "",
        caption: str = "",
        photo: bool = False,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Send a document, or a picture as a photo. Raises ControlError for what Telegram would refuse."""
        return self.send_files(
            who, [Upload(name, data, mime)], caption=caption, photo=photo, chat=chat, reply_to=reply_to
        )[0]

    def send_photo(
        self, who: Person | int, data: bytes, *, caption: str = "", chat: Chat | int | None = None
    ) -> Message:
        """Send a photo."""
        return self.send_file(who, "photo.jpg", data, caption=caption, photo=True, chat=chat)

    def send_files(
        self,
        who: Person | int,
        uploads: Sequence[Upload],
        *,
        caption: str = "",
        photo: bool = False,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
    ) -> list[Message]:
        """Send one file, or an album of up to ten: one update each, under one media_group_id."""
        person, place = self._place(who, chat)
        if not 1 <= len(uploads) <= 10:
            raise ControlError("an album has two to ten files")
        try:
            files = [self.core.files.add("photo" if photo else "document", upload) for upload in uploads]
        except ApiError as error:
            raise ControlError(error.description) from None
        album = {"media_group_id": next_album(self.core)} if len(files) > 1 else {}
        parts = [{**album, **media_json(file)} for file in files]
        parts[0] |= self._text(clean(caption).strip(), "caption") if caption.strip() else {}
        return [self._speak(person, place, part, reply_to) for part in parts]

    def share_contact(
        self,
        who: Person | int,
        *,
        of: Person | int | None = None,
        phone_number: str | None = None,
        first_name: str | None = None,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Share the own telephone number, somebody's (``of``), or one typed in (which has no user id)."""
        person, place = self._place(who, chat)
        if phone_number is not None:
            contact: Json = {"phone_number": phone_number, "first_name": first_name or "?"}
        else:
            subject = self.person(of) if of is not None else person
            if not subject.phone:
                raise ControlError(f"{subject.name} has no telephone number")
            contact = {"phone_number": subject.phone.lstrip("+"), "first_name": subject.first_name}
            contact |= {"last_name": subject.last_name} if subject.last_name else {}
            contact["user_id"] = subject.id
        return self._speak(person, place, {"contact": contact}, reply_to)

    def share_location(
        self, who: Person | int, latitude: float, longitude: float, *, chat: Chat | int | None = None
    ) -> Message:
        """Share a place."""
        person, place = self._place(who, chat)
        return self._speak(person, place, {"location": {"latitude": latitude, "longitude": longitude}}, None)

    def forward(self, who: Person | int, message: Message, *, chat: Chat | int | None = None) -> Message:
        """Forward a message that this person can see."""
        person, place = self._place(who, chat)
        if message.body.get("has_protected_content") or not content(message):
            raise ControlError("this message cannot be forwarded")
        return self._speak(person, place, {"forward_origin": origin(self.core, message), **content(message)}, None)

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

    # --- underneath ----------------------------------------------------------------------------------

    def message(self, chat: Chat | Person | int, message: Message | int) -> Message:
        """A message that is still there. Raises ControlError."""
        number = message if isinstance(message, int) else message.id
        found = self.core.message(self.chat(chat), number)
        if found is None:
            raise ControlError("this message is not there")
        return found

    def _place(self, who: Person | int, chat: Chat | int | None) -> tuple[Person, Chat]:
        person = self.person(who)
        place = self.chat(person if chat is None else chat)
        if person.deactivated:
            raise ControlError(f"the account of {person.name} is gone")
        if place.type == PRIVATE:
            if place.id != person.id:
                raise ControlError("nobody writes in another person's private chat")
            if person.blocked:
                raise ControlError(f"{person.name} has blocked the bot: press START to take it back")
        elif place.migrated_to:
            raise ControlError("this group has become a supergroup")
        elif place.members.get(person.id) not in HERE:
            raise ControlError(f"{person.name} is not in this group")
        return person, place

    def _text(self, text: str, name: str = "text") -> Json:
        formatted = parse(self.core, text, None, None)
        limit = MAX_TEXT if name == "text" else MAX_CAPTION
        if not formatted.text or utf16(formatted.text) > limit:
            raise ControlError(f"a {name} has 1 to {limit} characters")
        marks = {"entities" if name == "text" else "caption_entities": list(formatted.entities)}
        return {name: formatted.text, **(marks if formatted.entities else {})}

    def _speak(self, person: Person, chat: Chat, parts: Json, reply_to: Message | int | None) -> Message:
        if chat.type == PRIVATE and not person.started:
            person.started = True
            self.core.tell("person", person_view(person))
        asked = self._asked(chat, "force_reply") if reply_to is None and chat.type == PRIVATE else None
        answered = self.message(chat, reply_to) if reply_to is not None else asked
        if answered is not None:
            parts = {"reply_to_message": replied(answered), **parts}
        message = post(self.core, chat, person.user(), parts)
        chat.read[person.id] = message.id
        if (chat.keyboard or {}).get("force_reply"):
            show_keyboard(self.core, chat, None)
        self.hear(chat, message)
        return message

    def _asked(self, chat: Chat, key: str) -> Message | None:
        """The message whose keyboard or forced reply now stands under the chat."""
        if key not in (chat.keyboard or {}):
            return None
        messages = (m for m in reversed(chat.messages.values()) if m.markup is chat.keyboard and not m.deleted)
        return next(messages, None)

    def hear(self, chat: Chat, message: Message) -> None:
        """Queue a message for the bot if it may hear it."""
        if self._bot_hears(chat, message.body):
            self.core.update("message", message.body)

    def _bot_hears(self, chat: Chat, body: Json) -> bool:
        """Group privacy: https://core.telegram.org/bots/features#privacy-mode"""
        if chat.type == PRIVATE:
            return True
        profile = self.core.state.profile
        if chat.bot not in HERE:
            return False
        if chat.bot == "administrator" or profile.reads_groups or _is_service(body):
            return True
        if body.get("reply_to_message", {}).get("from", {}).get("id") == profile.id:
            return True
        text = str(body.get("text", body.get("caption", "")))
        me = f"@{profile.username}".lower()
        if me in text.lower():
            return True
        first = (body.get("entities") or [{}])[0]
        command = first.get("type") == "bot_command" and first["offset"] == 0
        return command and "@" not in text[: first["length"]]

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


_SERVICE = {
    "new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id",
    "group_chat_created", "new_chat_title",
}  # fmt: skip


def _is_service(body: Json) -> bool:
    return not _SERVICE.isdisjoint(body)


def _pieces(text: str) -> list[str]:
    """Cut as clients do, at 4096 units; half of it is always short enough whatever the characters."""
    if utf16(text) <= MAX_TEXT:
        return [text] if text else []
    cut = MAX_TEXT if utf16(text[:MAX_TEXT]) <= MAX_TEXT else MAX_TEXT // 2
    return [text[:cut], *_pieces(text[cut:].lstrip())]
