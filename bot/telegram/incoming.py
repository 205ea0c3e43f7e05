"""An update as a plain value: what a handler needs of it, free of the chat library's types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update

from bot.domain.hall.extracts import Extract
from bot.domain.hall.files import photo_name, safe_name
from bot.domain.hall.problems import Problem
from bot.domain.reading.cleaning import clean_text


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with the message; `hash` is set once it was fetched. Until then name, content type and size are
    what its sender says."""

    file_id: str
    name: str
    mime: str
    size: int
    hash: str = ""
    extract: Extract | None = None
    """What it says, where somebody wanted to know."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update: exactly one of command, press, text, file or contact leads."""

    update_id: int
    chat_id: int
    user_id: int
    private: bool = True
    text: str = ""
    html: str = ""
    """The text or caption as it was formatted, in Telegram's HTML."""
    kind: str = ""
    """What the message holds: text, photo, document, video, …, or `service`."""
    command: str = ""
    args: str = ""
    verb: str = ""
    press_args: tuple[str, ...] = ()
    callback_id: str = ""
    message_id: int | None = None
    files: tuple[IncomingFile, ...] = field(default=())
    unkept: Problem | None = None
    """Why the files were not fetched; whoever takes them all the same, or refuses, may say it better."""
    contact_phone: str = ""
    contact_user: int | None = None
    chat_title: str = ""
    media_group: str = ""
    language_code: str = ""
    user_name: str = ""
    forwarded: bool = False
    membership: str = ""
    """The bot's new standing in a chat (`member`, `kicked`, …) when that is what the update says."""
    migrated_to: int | None = None
    edited: bool = False
    """An earlier message as its author has changed it."""
    reply_to: int | None = None
    """The message of the same chat that this one answers."""
    thread: int = 0
    """The topic of a group in which it was said (core.telegram.org/bots/api#forumtopic); 0 for none."""


def read(update: Update, bot_name: str) -> Incoming | None:
    """The update as a value, or None for kinds that say nothing to us."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return None
    base: dict[str, Any] = {
        "update_id": update.update_id,
        "chat_id": chat.id,
        "user_id": user.id,
        "private": chat.type == "private",
        "chat_title": chat.title or "",
        "language_code": user.language_code or "",
        "user_name": user.full_name,
    }
    if update.callback_query is not None:
        query = update.callback_query
        verb, *args = (query.data or "").split(":")
        where = query.message if isinstance(query.message, TelegramMessage) else None
        message_id = query.message.message_id if query.message else None
        base |= {"callback_id": query.id, "message_id": message_id, "thread": _thread(where)}
        return Incoming(**base, verb=verb, press_args=tuple(args))
    if update.my_chat_member is not None:
        return Incoming(**base, membership=str(update.my_chat_member.new_chat_member.status))
    message = update.message or update.edited_message
    if message is None:
        return None
    return _from_message({**base, "edited": update.message is None}, message, bot_name)


def _from_message(base: dict[str, Any], message: TelegramMessage, bot_name: str) -> Incoming | None:
    text = clean_text(message.text or message.caption or "")
    command, args = _command(message, text, bot_name)
    if command is None:
        return None
    contact = message.contact
    return Incoming(
        **base,
        text=text,
        html=(message.text_html if message.text else message.caption_html or "").replace("\x00", ""),
        kind=kind_of(message),
        command=command,
        args=args,
        message_id=message.message_id,
        files=files_of(message),
        contact_phone=contact.phone_number if contact else "",
        contact_user=contact.user_id if contact else None,
        media_group=message.media_group_id or "",
        forwarded=message.forward_origin is not None,
        migrated_to=message.migrate_to_chat_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        thread=_thread(message),
    )


def _thread(message: TelegramMessage | None) -> int:
    """A thread of replies, which groups without topics have too, is no place to write to."""
    return (message.message_thread_id or 0) if message is not None and message.is_topic_message else 0


def _command(message: TelegramMessage, text: str, bot_name: str) -> tuple[str | None, str]:
    """The command and its arguments; None when the command is meant for another bot."""
    if not text.startswith("/") or not message.text:
        return "", ""
    head, _, rest = text.partition("\n") if "\n" in text.split(" ", 1)[0] else text.partition(" ")
    name, _, target = head[1:].partition("@")
    if target and target.lower() != bot_name.lower():
        return None, ""
    return name.lower()[:32], rest.strip()


_KINDS = (
    "photo", "animation", "document", "video", "audio", "voice", "video_note", "sticker", "venue", "location",
    "contact", "poll", "dice", "game", "invoice", "giveaway", "giveaway_winners", "paid_media", "story",
)  # fmt: skip


def kind_of(message: TelegramMessage) -> str:
    """What a message holds, by the field of the Bot API that carries it; `service` for news about the chat."""
    if message.text:
        return "text"
    return next((name for name in _KINDS if getattr(message, name, None)), "service")


def files_of(message: TelegramMessage) -> tuple[IncomingFile, ...]:
    if message.document is not None:
        d = message.document
        return (IncomingFile(d.file_id, safe_name(d.file_name or ""), d.mime_type or "", d.file_size or 0),)
    if message.photo:
        largest = message.photo[-1]
        return (IncomingFile(largest.file_id, photo_name(message.message_id), "image/jpeg", largest.file_size or 0),)
    return ()


def own_chat(raw: dict[str, Any]) -> int | None:
    """The chat with whoever sent or pressed something, by the id of the person; None of other updates."""
    for key in ("message", "callback_query"):
        body = raw.get(key)
        who = body.get("from") if isinstance(body, dict) else None
        if isinstance(who, dict) and isinstance(who.get("id"), int):
            return int(who["id"])
    return None
