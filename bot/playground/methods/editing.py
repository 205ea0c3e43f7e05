"""Editing, deleting, pinning and reacting (https://core.telegram.org/bots/api#updating-messages)."""

from __future__ import annotations

from bot.playground.chats.compose import caption_part, text_part
from bot.playground.chats.keyboards import inline
from bot.playground.chats.posting import change, pin, remove, set_pinned
from bot.playground.chats.reactions import EMOJI, set_reaction
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE, Chat, Message
from bot.playground.wire import Json

from .media import input_media
from .registry import method

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_CAPTIONED = ("photo", "document", "voice", "audio", "video")
_MEDIA = (*_CAPTIONED, "has_media_spoiler", *_CAPTION)
DELETE_AGE = 48 * 3600
"""Seconds after which a message can no longer be deleted for everybody."""


def _editable(core: Core, args: Json) -> tuple[Chat, Message]:
    if "chat_id" not in args:
        raise bad("chat_id is empty")
    if "message_id" not in args:
        raise bad("message identifier is not specified")
    chat = core.target(args["chat_id"])
    message = core.existing(chat, args["message_id"], "edit")
    if not message.from_bot or message.markup is not None or "forward_origin" in message.body:
        raise bad("message can't be edited")
    return chat, message


def _apply(core: Core, chat: Chat, message: Message, args: Json, old: tuple[str, ...], new: Json) -> Json:
    """Replace the parts named in ``old`` and the inline keyboard: an edit without one removes it."""
    body = {k: v for k, v in message.body.items() if k not in (*old, "reply_markup", "edit_date")} | new
    if keyboard := inline(args.get("reply_markup")):
        body["reply_markup"] = keyboard
    if body == {k: v for k, v in message.body.items() if k != "edit_date"}:
        raise bad(_SAME)
    core.flood.spend(chat.id, core.monotonic())
    change(core, message, body)
    return message.body


@method("editMessageText")
def edit_message_text(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext"""
    chat, message = _editable(core, args)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _apply(core, chat, message, args, _TEXT, text_part(core, args))


@method("editMessageCaption")
def edit_message_caption(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    chat, message = _editable(core, args)
    if not set(_CAPTIONED) & set(message.body):
        raise bad("there is no caption in the message to edit")
    return _apply(core, chat, message, args, _CAPTION, caption_part(core, args))


@method("editMessageMedia")
def edit_message_media(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#editmessagemedia"""
    chat, message = _editable(core, args)
    album = message.body.get("media_group_id")
    if album and args["media"]["type"] not in message.body:
        raise bad("message can't be edited")
    return _apply(core, chat, message, args, (*_MEDIA, *_TEXT), input_media(core, args["media"]))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    chat, message = _editable(core, args)
    return _apply(core, chat, message, args, (), {})


def _deletable(core: Core, chat: Chat, message: Message) -> bool:
    if core.seconds() - message.body["date"] > DELETE_AGE:
        return False
    return message.from_bot or chat.type == PRIVATE or chat.bot == "administrator"


@method("deleteMessage")
def delete_message(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    chat = core.target(args["chat_id"])
    message = core.existing(chat, args["message_id"], "delete")
    if not _deletable(core, chat, message):
        raise bad("message can't be deleted for everyone" if chat.type == PRIVATE else "message can't be deleted")
    remove(core, chat, [message])
    return True


@method("deleteMessages")
def delete_messages(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#deletemessages"""
    chat = core.target(args["chat_id"])
    if not 1 <= len(args["message_ids"]) <= 100:
        raise bad("1-100 message identifiers must be specified")
    found = [core.message(chat, number) for number in dict.fromkeys(args["message_ids"])]
    remove(core, chat, [m for m in found if m is not None and _deletable(core, chat, m)])
    return True


def _may_pin(chat: Chat) -> None:
    if chat.type != PRIVATE and chat.bot != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")


@method("pinChatMessage")
def pin_chat_message(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#pinchatmessage"""
    chat = core.target(args["chat_id"])
    _may_pin(chat)
    message = core.existing(chat, args["message_id"], "pin")
    pin(core, chat, message, core.state.profile.user(), silent=bool(args.get("disable_notification")))
    return True


@method("unpinChatMessage")
def unpin_chat_message(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#unpinchatmessage"""
    chat = core.target(args["chat_id"])
    _may_pin(chat)
    number = args.get("message_id", chat.pinned[0] if chat.pinned else None)
    if number is not None:
        core.existing(chat, number, "unpin")
    if number in chat.pinned:
        set_pinned(core, chat, [pinned for pinned in chat.pinned if pinned != number])
    return True


@method("unpinAllChatMessages")
def unpin_all(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#unpinallchatmessages"""
    chat = core.target(args["chat_id"])
    _may_pin(chat)
    if chat.pinned:
        set_pinned(core, chat, [])
    return True


@method("setMessageReaction")
def set_message_reaction(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setmessagereaction"""
    chat = core.target(args["chat_id"])
    message = core.existing(chat, args["message_id"], "react")
    wanted = args.get("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(item["type"] != "emoji" or item.get("emoji") not in EMOJI for item in wanted):
        raise bad("REACTION_INVALID")
    set_reaction(core, message, core.state.profile.id, wanted)
    return True
