"""Putting messages into chats, changing and removing them, and telling whoever watches."""

from __future__ import annotations

from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE, Chat, Message
from bot.playground.wire import Json


def view(message: Message) -> Json:
    """A message as the control API shows it."""
    return {
        "chat_id": message.chat_id,
        "message_id": message.id,
        "from_bot": message.from_bot,
        "sender": message.sender,
        "silent": message.silent,
        "deleted": message.deleted,
        "edited": "edit_date" in message.body,
        "body": message.body,
        "reply_markup": message.markup,
        "reactions": [{"user": user, **reaction} for user, items in message.reactions.items() for reaction in items],
    }


def light(core: Core, chat: Chat) -> Json:
    """The few words about a chat that go with every message event."""
    person = core.state.people.get(chat.id)
    title = person.name if person else chat.title
    return {"id": chat.id, "type": chat.type, "title": title, **({"person": chat.id} if person else {})}


def post(
    core: Core,
    chat: Chat,
    sender: Json,
    parts: Json,
    *,
    markup: Json | None = None,
    silent: bool = False,
    protected: bool = False,
) -> Message:
    """A new message in a chat, from a User object. Does not queue an update."""
    body: Json = {
        "message_id": core.next_message_id(chat),
        "from": sender,
        "chat": core.chat_json(chat),
        "date": core.seconds(),
        **parts,
    }
    if protected:
        body["has_protected_content"] = True
    message = Message(
        chat.id, body["message_id"], sender["id"], bool(sender["is_bot"]), body, markup=markup, silent=silent
    )
    chat.messages[message.id] = message
    core.tell("message", {"message": view(message), "chat": light(core, chat)})
    if markup is not None:
        show_keyboard(core, chat, markup)
    return message


def next_album(core: Core) -> str:
    """A fresh media_group_id."""
    number = core.state.next_album
    core.state.next_album += 1
    return str(13_000_000_000_000_000 + number)


def show_keyboard(core: Core, chat: Chat, markup: Json | None) -> None:
    """What now stands under the input field of a chat: a keyboard, a forced reply, or nothing."""
    chat.keyboard = None if markup is None or "remove_keyboard" in markup else markup
    core.tell("keyboard", {"chat_id": chat.id, "keyboard": chat.keyboard})


def change(core: Core, message: Message, body: Json) -> None:
    """Put an edited body in place of the old one."""
    message.body = {**body, "edit_date": max(core.seconds(), body["date"])}
    core.tell("edited", {"message": view(message)})


def remove(core: Core, chat: Chat, messages: list[Message]) -> None:
    """Delete messages for everybody."""
    for message in messages:
        message.deleted = True
    gone = [message.id for message in messages]
    if set(gone) & set(chat.pinned):
        set_pinned(core, chat, [number for number in chat.pinned if number not in gone])
    core.tell("deleted", {"chat_id": chat.id, "message_ids": gone})


def set_pinned(core: Core, chat: Chat, pinned: list[int]) -> None:
    """The pinned messages of a chat, newest first."""
    chat.pinned = pinned
    core.tell("pinned", {"chat_id": chat.id, "pinned": pinned})


def pin(core: Core, chat: Chat, message: Message, sender: Json, *, silent: bool = False) -> Message | None:
    """Pin a message; gives the service message, None when it was pinned already."""
    if message.id in chat.pinned:
        return None
    set_pinned(core, chat, [message.id, *chat.pinned])
    inner = {k: v for k, v in message.body.items() if k not in ("reply_to_message", "pinned_message")}
    return post(core, chat, sender, {"pinned_message": inner}, silent=silent)


def member_json(core: Core, chat: Chat, user: Json, status: str) -> Json:
    """A ChatMember object."""
    member: Json = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, **_RIGHTS, "can_pin_messages": True}
        if chat.type == "supergroup":
            member["can_manage_topics"] = chat.topics is not None
    elif status == "kicked":
        member["until_date"] = chat.banned.get(user["id"], 0)
    return member


_RIGHTS = {
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_send_welcome_messages": False,
}


def standing(core: Core, chat: Chat, person: int) -> str:
    """Somebody's status in a group now: a ban may be over."""
    status, until = chat.members.get(person, "left"), chat.banned.get(person, 0)
    return "left" if status == "kicked" and 0 < until <= core.seconds() else status


def member_status(core: Core, chat: Chat, user: Json, status: str, *, by: Json) -> None:
    """Change somebody's place in a group; a bot that is administrator hears it by ``chat_member``."""
    old = member_json(core, chat, user, standing(core, chat, user["id"]))
    chat.members[user["id"]] = status
    if chat.bot == "administrator":
        core.update("chat_member", {
            "chat": core.chat_json(chat), "from": by, "date": core.seconds(), "old_chat_member": old,
            "new_chat_member": member_json(core, chat, user, status),
        })  # fmt: skip
    core.tell("chat", chat_view(core, chat))


def bot_status(core: Core, chat: Chat, by: Json, status: str) -> None:
    """Change the bot's own place in a chat and tell it by ``my_chat_member``."""
    me = core.state.profile.user()
    old, chat.bot = chat.bot, status
    changed = {
        "chat": core.chat_json(chat),
        "from": by,
        "date": core.seconds(),
        "old_chat_member": member_json(core, chat, me, old),
        "new_chat_member": member_json(core, chat, me, status),
    }
    core.update("my_chat_member", changed)
    core.tell("chat", chat_view(core, chat))


def chat_view(core: Core, chat: Chat) -> Json:
    """A chat as the control API shows it."""
    live = (m for m in reversed(chat.messages.values()) if not m.deleted)
    last = next(live, None)
    members = [p for p, status in chat.members.items() if status in ("member", "administrator", "creator")]
    return {
        **light(core, chat),
        "members": [chat.id] if chat.type == PRIVATE else members,
        "admins": [p for p, status in chat.members.items() if status in ("administrator", "creator")],
        "bot": chat.bot,
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "migrated_to": chat.migrated_to,
        "topics": chat.topics,
        "last": view(last) if last else None,
    }
