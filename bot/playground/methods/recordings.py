"""Voice, audio, video and video notes of the bot (https://core.telegram.org/bots/api#sendvoice)."""

from __future__ import annotations

from bot.playground.chats.compose import caption_part
from bot.playground.state.core import Core
from bot.playground.wire import Json

from .media import stored
from .registry import method
from .sending import deliver


def _send(core: Core, args: Json, kind: str) -> Json:
    chat = core.target(args["chat_id"])
    caption = caption_part(core, args)
    return deliver(core, chat, args, {**stored(core, kind, args[kind], args), **caption}).body


@method("sendVoice")
def send_voice(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendvoice"""
    return _send(core, args, "voice")


@method("sendAudio")
def send_audio(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendaudio"""
    return _send(core, args, "audio")


@method("sendVideo")
def send_video(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendvideo"""
    chat = core.target(args["chat_id"])
    caption = caption_part(core, args)
    spoiler = {"has_media_spoiler": True} if args.get("has_spoiler") else {}
    return deliver(core, chat, args, {**stored(core, "video", args["video"], args), **spoiler, **caption}).body


@method("sendVideoNote")
def send_video_note(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendvideonote"""
    return _send(core, {**args, "width": args.get("length")}, "video_note")
