"""Albums, and the files of the bot (https://core.telegram.org/bots/api#sendmediagroup)."""

from __future__ import annotations

from bot.playground.chats.compose import caption_part, reply_part
from bot.playground.chats.posting import next_album
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.files import Upload, media_json
from bot.playground.wire import Json

from .registry import method
from .sending import deliver_all

KINDS = ("photo", "document", "video", "audio")
_TOLD = ("duration", "width", "height", "performer", "title")


def input_media(core: Core, item: Json) -> Json:
    """The parts of a message that an InputMedia stands for. Raises ApiError 400."""
    if item["type"] not in KINDS:
        raise bad("type of media is not supported by the playground: use photo, video, audio or document")
    caption = caption_part(core, item)
    spoiler = {"has_media_spoiler": True} if item.get("has_spoiler") else {}
    return {**stored(core, item["type"], item["media"], item), **spoiler, **caption}


def stored(core: Core, kind: str, source: Upload | str, args: Json) -> Json:
    """A file as a message carries it. Of what is new the server believes what the bot says: it plays nothing.

    Raises ApiError 400."""
    file = core.files.resolve(kind, source)
    if isinstance(source, Upload):
        for name in _TOLD if kind not in ("photo", "document") else ():
            setattr(file, name, args.get(name) or getattr(file, name))
    return media_json(file)


@method("sendMediaGroup")
def send_media_group(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#sendmediagroup"""
    chat = core.target(args["chat_id"])
    items = args["media"]
    if not 2 <= len(items) <= 10:
        raise bad("media group must include 2-10 items" if items else "there are no messages to send")
    kinds = {item["type"] for item in items}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad(f"{alone} can't be mixed with other media types")
    parts = [input_media(core, item) for item in items]
    shared = {"media_group_id": next_album(core), **reply_part(core, chat, args)}
    return [message.body for message in deliver_all(core, chat, args, [{**shared, **part} for part in parts])]


@method("getFile")
def get_file(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    return core.files.describe(core.files.get(args["file_id"]))
