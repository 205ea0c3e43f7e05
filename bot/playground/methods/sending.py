"""sendMessage and its plain relatives (https://core.telegram.org/bots/api#sendmessage)."""

from __future__ import annotations

from bot.playground.chats.compose import caption_part, effect_part, reply_part, text_part
from bot.playground.chats.keyboards import split
from bot.playground.chats.posting import post
from bot.playground.chats.threads import found, within
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.files import media_json
from bot.playground.state.records import PRIVATE, Chat, Message
from bot.playground.wire import Json

from .registry import method

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def deliver(core: Core, chat: Chat, args: Json, content: Json) -> Message:
    """One message of the bot with everything that all sending methods share. Raises ApiError."""
    inline, markup = split(args.get("reply_markup"))
    if chat.type != PRIVATE:
        _no_requests(markup)
    parts = placed(core, chat, args, {**reply_part(core, chat, args), **content})
    if inline:
        parts["reply_markup"] = inline
    core.flood.spend(chat.id, core.monotonic())
    return post(core, chat, core.state.profile.user(), parts, markup=markup, **_quiet(args))


def deliver_all(core: Core, chat: Chat, args: Json, parts: list[Json]) -> list[Message]:
    """Several messages of the bot by one call, counted as so many. Raises ApiError."""
    parts = [placed(core, chat, args, part) for part in parts]
    core.flood.spend(chat.id, core.monotonic(), len(parts))
    me = core.state.profile.user()
    return [post(core, chat, me, part, **_quiet(args)) for part in parts]


def placed(core: Core, chat: Chat, args: Json, parts: Json) -> Json:
    """The parts of a message of the bot with its topic and its effect. Raises ApiError 400."""
    parts = within(core, chat, args.get("message_thread_id"), parts, manages=chat.bot == "administrator")
    return {**parts, **effect_part(chat, args)}


def _quiet(args: Json) -> Json:
    return {"silent": bool(args.get("disable_notification")), "protected": bool(args.get("protect_content"))}


def _no_requests(markup: Json | None) -> None:
    for button in (button for row in (markup or {}).get("keyboard", []) for button in row):
        if button.get("request_contact"):
            raise bad("phone number can be requested in private chats only")
        if button.get("request_location"):
            raise bad("location can be requested in private chats only")


@method("sendMessage")
def send_message(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    chat = core.target(args["chat_id"])
    return deliver(core, chat, args, text_part(core, args)).body


@method("sendPhoto")
def send_photo(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendphoto"""
    chat = core.target(args["chat_id"])
    caption = caption_part(core, args)
    media = media_json(core.files.resolve("photo", args["photo"]))
    spoiler = {"has_media_spoiler": True} if args.get("has_spoiler") else {}
    return deliver(core, chat, args, {**media, **spoiler, **caption}).body


@method("sendDocument")
def send_document(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#senddocument"""
    chat = core.target(args["chat_id"])
    caption = caption_part(core, args)
    return deliver(core, chat, args, {**media_json(core.files.resolve("document", args["document"])), **caption}).body


@method("sendLocation")
def send_location(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendlocation"""
    chat = core.target(args["chat_id"])
    if not (-90 <= args["latitude"] <= 90 and -180 <= args["longitude"] <= 180):
        raise bad("location is invalid")
    names = ("latitude", "longitude", "horizontal_accuracy")
    return deliver(core, chat, args, {"location": {k: args[k] for k in names if k in args}}).body


@method("sendContact")
def send_contact(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendcontact"""
    chat = core.target(args["chat_id"])
    if not args["phone_number"].strip() or not args["first_name"].strip():
        raise bad("phone number and first name must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(core, chat, args, {"contact": {k: args[k] for k in names if args.get(k)}}).body


@method("sendChatAction")
def send_chat_action(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    chat = core.target(args["chat_id"])
    if args["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    if args.get("message_thread_id"):
        found(chat, args["message_thread_id"])
    core.tell("action", {"chat_id": chat.id, "action": args["action"]})
    return True
