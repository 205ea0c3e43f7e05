"""Being somewhere as a person: in a chat, allowed to write, heard by the bot or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.playground.chats.compose import MAX_CAPTION, MAX_TEXT, parse, replied
from bot.playground.chats.posting import post, show_keyboard
from bot.playground.chats.threads import begins, within
from bot.playground.errors import ApiError, ControlError
from bot.playground.state.core import HERE
from bot.playground.state.records import PRIVATE, Chat, Message, Person
from bot.playground.text.formatted import utf16
from bot.playground.wire import Json

from .cast import Cast, person_view

T = TypeVar("T")


def allowed(deed: Callable[[], T]) -> T:
    """What Telegram refuses a bot it refuses people, too. Raises ControlError."""
    try:
        return deed()
    except ApiError as error:
        raise ControlError(error.description.removeprefix("Bad Request: ")) from None


class Presence(Cast):
    """What every deed in a chat begins and ends with."""

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

    def _speak(
        self, person: Person, chat: Chat, parts: Json, reply_to: Message | int | None, thread: int | None = None
    ) -> Message:
        if chat.type == PRIVATE and not person.started:
            person.started = True
            self.core.tell("person", person_view(person))
        asked = self._asked(chat, "force_reply") if reply_to is None and chat.type == PRIVATE else None
        answered = self.message(chat, reply_to) if reply_to is not None else asked
        if answered is not None:
            parts = {"reply_to_message": replied(answered), **parts}
        manages = chat.members.get(person.id) in ("administrator", "creator")
        parts = allowed(lambda: within(self.core, chat, thread, parts, manages=manages))
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
        answered = body.get("reply_to_message", {})
        if answered.get("from", {}).get("id") == profile.id and not begins(answered):
            return True
        text = str(body.get("text", body.get("caption", "")))
        me = f"@{profile.username}".lower()
        if me in text.lower():
            return True
        first = (body.get("entities") or [{}])[0]
        command = first.get("type") == "bot_command" and first["offset"] == 0
        return command and "@" not in text[: first["length"]]


_SERVICE = {
    "new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id",
    "group_chat_created", "new_chat_title", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened",
}  # fmt: skip


def _is_service(body: Json) -> bool:
    return not _SERVICE.isdisjoint(body)
