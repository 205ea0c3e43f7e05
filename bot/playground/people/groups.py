"""Groups: making them, members coming and going, the bot's place in them, migration."""

from __future__ import annotations

from collections.abc import Iterable

from bot.playground.chats import threads
from bot.playground.chats.posting import bot_status, chat_view, member_status, post, standing
from bot.playground.errors import ControlError
from bot.playground.state.core import HERE
from bot.playground.state.records import GROUP, PRIVATE, SUPERGROUP, Chat, Message, Person

from .cast import instance
from .presence import allowed
from .touching import Touching


class Groups(Touching):
    """The part of the playground that knows its groups."""

    def add_group(
        self,
        title: str,
        members: Iterable[Person | int],
        *,
        kind: str = GROUP,
        bot: bool = True,
        bot_admin: bool = False,
        owner: Person | int | None = None,
        username: str | None = None,
        forum: bool = False,
    ) -> Chat:
        """A new group; its owner is the first member unless named. A `forum` has topics. Raises ControlError."""
        people = [self.person(member) for member in members]
        if kind not in (GROUP, SUPERGROUP) or not title.strip():
            raise ControlError("a group has a title, and is a group or a supergroup")
        if forum and kind != SUPERGROUP:
            raise ControlError("only a supergroup has topics")
        if not people:
            raise ControlError("a group needs at least one member")
        head = self.person(owner) if owner is not None else people[0]
        chat = self._new_group(title, kind)
        chat.username, chat.topics = username, {} if forum else None
        chat.members = {person.id: "member" for person in people} | {head.id: "creator"}
        chat.bot = "left"
        self.core.tell("chat", chat_view(self.core, chat))
        if bot:
            self.add_bot(chat, by=head)
        if bot and bot_admin:
            self.set_bot(chat, "administrator", by=head)
        return chat

    def _new_group(self, title: str, kind: str) -> Chat:
        state = self.core.state
        number = state.next_group
        state.next_group += 1
        chat_id = -number if kind == GROUP else -(1_000_000_000_000 + number)
        chat = state.chats[chat_id] = Chat(chat_id, kind, title, instance=instance(chat_id))
        return chat

    def _owner(self, chat: Chat) -> Person:
        head = next((p for p, status in chat.members.items() if status == "creator"), None)
        return self.person(head if head is not None else next(iter(chat.members)))

    def group(self, where: Chat | int) -> Chat:
        """Raises ControlError for a private chat or none."""
        chat = self.chat(where)
        if chat.type == PRIVATE:
            raise ControlError("this is not a group")
        return chat

    def add_bot(self, where: Chat | int, *, by: Person | int | None = None) -> Chat:
        """Put the bot into a group: ``my_chat_member`` and the service message."""
        chat = self.group(where)
        adder = self.person(by) if by is not None else self._owner(chat)
        if chat.bot in HERE:
            raise ControlError("the bot is in this group already")
        bot_status(self.core, chat, adder.user(), "member")
        me = self.core.state.profile.user()
        service = post(self.core, chat, adder.user(), {"new_chat_members": [me]})
        self.hear(chat, service)
        return chat

    def set_bot(self, where: Chat | int, status: str, *, by: Person | int | None = None) -> Chat:
        """Make the bot administrator, plain member, or kick it out."""
        chat = self.group(where)
        actor = self.person(by) if by is not None else self._owner(chat)
        if chat.bot not in HERE:
            raise ControlError("the bot is not in this group")
        if status == "kicked":
            post(self.core, chat, actor.user(), {"left_chat_member": self.core.state.profile.user()})
        bot_status(self.core, chat, actor.user(), status)
        return chat

    def member(self, where: Chat | int, who: Person | int, action: str) -> Chat:
        """``join``, ``leave``, ``kick``, ``promote`` or ``demote`` a person. Raises ControlError."""
        chat, person = self.group(where), self.person(who)
        status = _STATUS.get(action)
        if status is None:
            raise ControlError(f"action is one of {', '.join(_STATUS)}")
        here = chat.members.get(person.id, "left") in HERE
        if here == (action == "join"):
            raise ControlError("already so" if action == "join" else f"{person.name} is not in this group")
        if action == "join" and person.id in chat.banned and standing(self.core, chat, person.id) == "kicked":
            raise ControlError(f"{person.name} is banned from this group")
        self._set_member(chat, person, action, status)
        return chat

    def _set_member(self, chat: Chat, person: Person, action: str, status: str) -> None:
        actor = person if action in ("join", "leave") else self._owner(chat)
        user = person.user()
        if action == "join":
            chat.banned.pop(person.id, None)
            self.hear(chat, post(self.core, chat, user, {"new_chat_members": [user]}))
        elif action in ("leave", "kick"):
            self.hear(chat, post(self.core, chat, actor.user(), {"left_chat_member": user}))
        member_status(self.core, chat, user, status, by=actor.user())

    def topic(self, who: Person | int, where: Chat | int, name: str) -> Message:
        """Begin a topic in a forum; the number of the message that it gives is the thread. Raises ControlError."""
        person, chat = self._place(who, where)
        begun = allowed(lambda: threads.create(self.core, chat, person.user(), name))
        self.hear(chat, begun)
        return begun

    def change_topic(self, who: Person | int, where: Chat | int, thread: int, action: str) -> None:
        """``close``, ``reopen`` or ``delete`` a topic, as an administrator of the group. Raises ControlError."""
        person, chat = self._place(who, where)
        if chat.members.get(person.id) not in ("administrator", "creator"):
            raise ControlError(f"{person.name} does not manage this group")
        if action not in ("close", "reopen", "delete"):
            raise ControlError("action is one of close, reopen, delete")
        if action == "delete":
            allowed(lambda: threads.delete(self.core, chat, thread))
        else:
            closing = action == "close"
            self.hear(chat, allowed(lambda: threads.close(self.core, chat, person.user(), thread, closing)))

    def migrate(self, where: Chat | int) -> Chat:
        """Turn a group into a supergroup: a service message in each, and writing to the old one is refused."""
        old = self.group(where)
        if old.type != GROUP or old.migrated_to:
            raise ControlError("only a basic group becomes a supergroup, and only once")
        head = self._owner(old).user()
        new = self._new_group(old.title, SUPERGROUP)
        new.members, new.bot = dict(old.members), old.bot
        self.hear(old, post(self.core, old, head, {"migrate_to_chat_id": new.id}))
        old.migrated_to = new.id
        self.hear(new, post(self.core, new, head, {"migrate_from_chat_id": old.id}))
        self.core.tell("chat", chat_view(self.core, old))
        self.core.tell("chat", chat_view(self.core, new))
        return new


_STATUS = {"join": "member", "leave": "left", "kick": "kicked", "promote": "administrator", "demote": "member"}
