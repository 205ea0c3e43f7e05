"""Forwarding and copying (https://core.telegram.org/bots/api#forwardmessage)."""

from __future__ import annotations

from bot.playground.chats.compose import CONTENT, caption_part, content, origin
from bot.playground.chats.posting import next_album
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import Message
from bot.playground.wire import Json

from .registry import method
from .sending import deliver, deliver_all


def _source(core: Core, args: Json, verb: str) -> Message:
    chat = core.find_chat(args["from_chat_id"])
    message = core.existing(chat, args["message_id"], verb)
    if message.body.get("has_protected_content") or not set(content(message)) & set(CONTENT):
        raise bad(f"message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return message


def _several(core: Core, args: Json, verb: str) -> list[Message]:
    """Messages of a bulk call in order; those not found are skipped, none at all is an error."""
    ids = args["message_ids"]
    if not 1 <= len(ids) <= 100 or ids != sorted(set(ids)):
        raise bad("message identifiers must be in a strictly increasing order, 1-100 of them")
    chat = core.find_chat(args["from_chat_id"])
    found = [m for m in (core.message(chat, number) for number in ids) if m is not None]
    usable = [m for m in found if content(m) and not m.body.get("has_protected_content")]
    if not usable:
        raise bad(f"there are no messages to {verb}")
    return usable


def _albums(core: Core, messages: list[Message]) -> list[Json]:
    """Albums stay albums, under a new number."""
    fresh: dict[str, str] = {}
    out = []
    for message in messages:
        album = message.body.get("media_group_id")
        if album and album not in fresh:
            fresh[album] = next_album(core)
        out.append({"media_group_id": fresh[album]} if album else {})
    return out


@method("forwardMessage")
def forward_message(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#forwardmessage"""
    chat = core.target(args["chat_id"])
    message = _source(core, args, "forward")
    return deliver(core, chat, args, {"forward_origin": origin(core, message), **content(message)}).body


@method("forwardMessages")
def forward_messages(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#forwardmessages"""
    chat = core.target(args["chat_id"])
    messages = _several(core, args, "forward")
    albums = _albums(core, messages)
    parts = [
        {"forward_origin": origin(core, m), **album, **content(m)} for m, album in zip(messages, albums, strict=True)
    ]
    return [{"message_id": sent.id} for sent in deliver_all(core, chat, args, parts)]


@method("copyMessage")
def copy_message(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#copymessage"""
    chat = core.target(args["chat_id"])
    parts = content(_source(core, args, "copy"))
    if "caption" in args and "text" not in parts:
        parts = {k: v for k, v in parts.items() if not k.startswith("caption")} | caption_part(core, args)
    return {"message_id": deliver(core, chat, args, parts).id}


@method("copyMessages")
def copy_messages(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#copymessages"""
    chat = core.target(args["chat_id"])
    messages = _several(core, args, "copy")
    drop = "caption" if args.get("remove_caption") else "\0"
    parts = [
        {**album, **{k: v for k, v in content(m).items() if not k.startswith(drop)}}
        for m, album in zip(messages, _albums(core, messages), strict=True)
    ]
    return [{"message_id": sent.id} for sent in deliver_all(core, chat, args, parts)]
