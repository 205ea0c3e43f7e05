"""What the bot may know of chats and members (https://core.telegram.org/bots/api#getchat)."""

from __future__ import annotations

from bot.playground.chats.posting import bot_status, member_json, standing
from bot.playground.errors import bad
from bot.playground.state.core import HERE, Core
from bot.playground.state.records import PRIVATE, Chat
from bot.playground.wire import Json

from .registry import method

_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_invite_users",
)  # fmt: skip


def _readable(core: Core, args: Json) -> Chat:
    """A chat the bot may ask about: groups only while it is in them."""
    chat = core.find_chat(args["chat_id"])
    return chat if chat.type == PRIVATE else core.target(chat.id)


@method("getChat")
def get_chat(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getchat"""
    chat = _readable(core, args)
    full = {**core.chat_json(chat), "accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = _NO_GIFTS
    if chat.username:
        full["active_usernames"] = [chat.username]
    if chat.type != PRIVATE:
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    pinned = core.message(chat, chat.pinned[0]) if chat.pinned else None
    if pinned:
        full["pinned_message"] = pinned.body
    return full


def _status(core: Core, chat: Chat, user_id: int) -> Json:
    profile = core.state.profile
    if user_id == profile.id:
        return member_json(core, chat, profile.user(), chat.bot)
    person = core.state.people.get(user_id)
    if person is None:
        raise bad("invalid user_id specified")
    if chat.type == PRIVATE:
        return member_json(core, chat, person.user(), "member" if user_id == chat.id else "left")
    return member_json(core, chat, person.user(), standing(core, chat, user_id))


@method("getChatMember")
def get_chat_member(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getchatmember"""
    return _status(core, _readable(core, args), args["user_id"])


@method("getChatAdministrators")
def get_chat_administrators(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#getchatadministrators"""
    chat = _readable(core, args)
    if chat.type == PRIVATE:
        raise bad("there are no administrators in the private chat")
    admins = [p for p, status in chat.members.items() if status in ("administrator", "creator")]
    found = [_status(core, chat, person) for person in admins]
    if chat.bot == "administrator":
        found.append(_status(core, chat, core.state.profile.id))
    return found


@method("getChatMemberCount")
def get_chat_member_count(core: Core, args: Json) -> int:
    """https://core.telegram.org/bots/api#getchatmembercount"""
    chat = _readable(core, args)
    if chat.type == PRIVATE:
        return 2
    return sum(status in HERE for status in chat.members.values()) + (chat.bot in HERE)


@method("leaveChat")
def leave_chat(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    chat = core.target(args["chat_id"])
    if chat.type == PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    bot_status(core, chat, core.state.profile.user(), "left")
    return True
