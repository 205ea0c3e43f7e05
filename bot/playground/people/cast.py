"""People: creating them, blocking, leaving Telegram (control, not part of the Bot API)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from bot.playground.chats.posting import bot_status
from bot.playground.errors import ControlError
from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE, Chat, Person
from bot.playground.wire import Json

_EDITABLE = {"first_name", "last_name", "username", "language_code", "phone", "note"}


class Cast:
    """The part of the playground that knows its people. Whatever takes a ``person`` takes an id as well."""

    core: Core

    def person(self, who: Person | int) -> Person:
        """Raises ControlError for somebody unknown."""
        found = self.core.state.people.get(who if isinstance(who, int) else who.id)
        if found is None:
            raise ControlError("no such person")
        return found

    def chat(self, where: Chat | Person | int) -> Chat:
        """A chat by itself, by its id, or by its person. Raises ControlError."""
        found = self.core.state.chats.get(where if isinstance(where, int) else where.id)
        if found is None:
            raise ControlError("no such chat")
        return found

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        id: int | None = None,
        username: str | None = None,
        language_code: str = "zh-hans",
        phone: str | None = None,
        started: bool = False,
        note: Json | None = None,
    ) -> Person:
        """Somebody new with a private chat; ``started`` for one who pressed START long ago.

        Raises ControlError for a taken id or an empty name.
        """
        state = self.core.state
        if id is None:
            while state.next_person in state.people:
                state.next_person += 1
            id = state.next_person
            state.next_person += 1
        if id in state.people or id <= 0 or id == state.profile.id:
            raise ControlError("this id is taken or not possible")
        if not first_name.strip():
            raise ControlError("a person needs a first name")
        person = Person(id, first_name, last_name, username, language_code, phone, started, note=note or {})
        state.people[id] = person
        state.chats[id] = Chat(id, PRIVATE, instance=instance(id))
        self.core.tell("person", person_view(person))
        return person

    def edit_person(self, who: Person | int, **changes: object) -> Person:
        """Change names, language, telephone or the note. Raises ControlError for anything else."""
        person = self.person(who)
        for name, value in changes.items():
            if name not in _EDITABLE:
                raise ControlError(f"{name} of a person cannot be changed")
            setattr(person, name, value)
        self.core.tell("person", person_view(person))
        return person

    def block(self, who: Person | int, blocked: bool = True) -> Person:
        """Stop the bot, or take it back: the bot hears ``my_chat_member``."""
        person = self.person(who)
        if person.blocked != blocked:
            person.blocked = blocked
            bot_status(self.core, self.chat(person), person.user(), "kicked" if blocked else "member")
            self.core.tell("person", person_view(person))
        return person

    def unblock(self, who: Person | int) -> Person:
        """Take the bot back."""
        return self.block(who, False)

    def deactivate(self, who: Person | int, deactivated: bool = True) -> Person:
        """The person's account is gone (or, False, here again); the bot hears nothing."""
        person = self.person(who)
        person.deactivated = deactivated
        self.core.tell("person", person_view(person))
        return person


def instance(chat_id: int) -> str:
    """A chat_instance: stable for a chat and meaningless otherwise."""
    return str(int.from_bytes(hashlib.sha256(f"instance:{chat_id}".encode()).digest()[:8], "big", signed=True))


def person_view(person: Person) -> Json:
    """A person as the control API shows them."""
    return {**asdict(person), "name": person.name}
