"""Members that the bot bans or lets in again (https://core.telegram.org/bots/api#banchatmember)."""

from __future__ import annotations

from bot.playground.chats.posting import member_status, post, remove, standing
from bot.playground.errors import bad
from bot.playground.state.core import HERE, Core
from bot.playground.state.records import PRIVATE, SUPERGROUP, Chat, Person
from bot.playground.wire import Json

from .registry import method

_SHORTEST, _LONGEST = 30, 366 * 24 * 3600
"""Seconds: a ban that is shorter or longer is for good."""


def _whom(core: Core, args: Json) -> tuple[Chat, Person]:
    """A group in which the bot may restrict, and a member of it or somebody else. Raises ApiError 400."""
    chat = core.target(args["chat_id"])
    if chat.type == PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    if args["user_id"] == core.state.profile.id:
        raise bad("can't restrict self")
    person = core.state.people.get(args["user_id"])
    if person is None:
        raise bad("PARTICIPANT_ID_INVALID")
    if chat.bot != "administrator":
        raise bad("not enough rights to restrict/unrestrict chat member")
    return chat, person


@method("banChatMember")
def ban_chat_member(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#banchatmember"""
    chat, person = _whom(core, args)
    status = standing(core, chat, person.id)
    if status in ("creator", "administrator"):
        raise bad("can't remove chat owner" if status == "creator" else "user is an administrator of the chat")
    me, left = core.state.profile.user(), (args.get("until_date") or 0) - core.seconds()
    if status in HERE:
        post(core, chat, me, {"left_chat_member": person.user()})
    chat.banned[person.id] = args["until_date"] if _SHORTEST <= left <= _LONGEST else 0
    if status != "kicked":
        member_status(core, chat, person.user(), "kicked", by=me)
    if args.get("revoke_messages"):
        remove(core, chat, [m for m in chat.messages.values() if m.sender == person.id and not m.deleted])
    return True


@method("unbanChatMember")
def unban_chat_member(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#unbanchatmember; a member is put out, unless `only_if_banned`."""
    chat, person = _whom(core, args)
    if chat.type != SUPERGROUP:
        raise bad("method is available for supergroup and channel chats only")
    status = standing(core, chat, person.id)
    if status == "left" or (status != "kicked" and args.get("only_if_banned")):
        return True
    if status in ("creator", "administrator"):
        raise bad("can't remove chat owner" if status == "creator" else "user is an administrator of the chat")
    chat.banned.pop(person.id, None)
    member_status(core, chat, person.user(), "left", by=core.state.profile.user())
    return True


@method("getUserProfilePhotos")
def get_user_profile_photos(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getuserprofilephotos; nobody here has a picture of himself."""
    if args["user_id"] not in core.state.people and args["user_id"] != core.state.profile.id:
        raise bad("user not found")
    return {"total_count": 0, "photos": []}
