"""The Bot API calls that carry a message: new, split, with a document, or an edit of one that is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from telegram import InputFile, InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.domain.hall.message import Ahead, Attachment, Button, Copies, Copy, Html, Link, Message
from bot.domain.hall.phone import fitted
from bot.telegram.answers import Unreadable
from bot.telegram.limiter import Pass
from bot.telegram.raw import call, number_of
from bot.telegram.splitting import beginning, length, parts_of, plain

Bot = ExtBot[Any]
T = TypeVar("T")
log = structlog.get_logger(__name__)
CAPTION = 1024
"""Characters of a caption after entity parsing (core.telegram.org/bots/api#senddocument)."""
MOST_PARTS = 4
"""A text that would need more messages than that is sent as a document."""
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted")
_NO_TEXT = "no text in the message to edit"
_NO_PREVIEW = {"is_disabled": True}


async def edit(bot: Bot, message: Message, chat_id: int, message_id: int, lane: Pass) -> bool:
    """Edit in place; False when the message is gone, too old or too short for it, so that it is sent anew."""
    if message.attachment is not None:
        return await _edit_media(bot, message, message.attachment, chat_id, message_id, lane)
    if len(parts_of(message.text)) > 1:
        return False
    try:
        await call(
            bot,
            "editMessageText",
            lane,
            chat_id=chat_id,
            message_id=message_id,
            text=str(message.text),
            parse_mode=ParseMode.HTML,
            reply_markup=inline(message),
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        words = error.message.lower()
        if "not modified" in words:
            return True
        if _NO_TEXT in words:
            return await _edit_caption(bot, message, chat_id, message_id, lane)
        if any(sign in words for sign in _GONE):
            return False
        raise
    if message.unpin:
        await _unpin(bot, chat_id, message_id)
    return True


async def _edit_caption(bot: Bot, message: Message, chat_id: int, message_id: int, lane: Pass) -> bool:
    """The message to change carries a document: its caption is what can be edited."""
    if length(message.text) > CAPTION:
        return False
    try:
        await call(
            bot,
            "editMessageCaption",
            lane,
            chat_id=chat_id,
            message_id=message_id,
            caption=str(message.text),
            parse_mode=ParseMode.HTML,
            reply_markup=inline(message),
        )
    except BadRequest as error:
        return "not modified" in error.message.lower()
    return True


async def _edit_media(
    bot: Bot, message: Message, attachment: Attachment, chat_id: int, message_id: int, lane: Pass
) -> bool:
    """Another file in place of the one that is there: nobody keeps an old one."""
    if length(message.text) > CAPTION:
        return False
    kind = InputMediaPhoto if attachment.picture else InputMediaDocument
    media = kind(
        InputFile(attachment.content, filename=attachment.name, attach=True),
        caption=str(message.text) or None,
        parse_mode=ParseMode.HTML,
    )
    try:
        await call(
            bot,
            "editMessageMedia",
            lane,
            chat_id=chat_id,
            message_id=message_id,
            media=media,
            reply_markup=inline(message),
        )
    except BadRequest as error:
        words = error.message.lower()
        if not any(sign in words for sign in ("not modified", *_GONE)):
            raise
        return "not modified" in words
    return True


def pieces(message: Message) -> list[Message]:
    """The message as what Telegram takes: several messages, or a document where the text is a book.

    Buttons, keyboard and pin belong to the last piece.
    """
    bare = _bare(message, message.text)
    if message.attachment is not None and length(message.text) > CAPTION:
        return [*_texts(bare), replace(message, text=Html(""))]
    texts = _texts(message)
    if message.attachment is None and len(texts) > MOST_PARTS:
        head = beginning(plain(message.text), CAPTION - 2) or "…"
        whole = Attachment("message.txt", plain(message.text).encode(), "text/plain")
        return [replace(message, text=Html(f"{_escaped(head)}\n…"), attachment=whole)]
    return texts


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _texts(message: Message) -> list[Message]:
    *heads, last = parts_of(message.text)
    return [*(_bare(message, head) for head in heads), replace(message, text=last)]


def _bare(message: Message, text: Html) -> Message:
    return Message(text, silent=message.silent, protect=message.protect, thread=message.thread)


async def ahead(bot: Bot, one: Ahead, message: Message, chat_id: int, lane: Pass) -> list[int]:
    """Send what comes before the text of a message: a copy, an album, a file; gives the ids, which are not silent
    themselves: the text makes the sound."""
    if isinstance(one, Copies):
        return await _in_topic(message, lambda there: copy(bot, one, there, chat_id, lane))
    said = Message(Html(""), attachment=one, silent=True, protect=message.protect, thread=message.thread)
    return [await new(bot, said, chat_id, lane)]


async def copy(bot: Bot, copies: Copies, message: Message, chat_id: int, lane: Pass) -> list[int]:
    """Copy somebody's message, or an album; gives the ids of the copies."""
    manner = {
        "disable_notification": True, "protect_content": message.protect or None,
        "message_thread_id": message.thread or None,
    }  # fmt: skip
    if len(copies.messages) == 1:
        [one] = copies.messages
        made = await call(
            bot, "copyMessage", lane, chat_id=chat_id, from_chat_id=copies.from_chat, message_id=one, **manner
        )
        return [number_of(made)]
    ids = list(copies.messages)
    several = await call(
        bot, "copyMessages", lane, chat_id=chat_id, from_chat_id=copies.from_chat, message_ids=ids, **manner
    )
    if not isinstance(several, list) or len(several) > len(ids):
        raise Unreadable("An answer that is no list of copies")
    return [number_of(each) for each in several]


async def delete(bot: Bot, chat_id: int, messages: list[int], lane: Pass) -> None:
    """Delete messages of ours, at most a hundred; one that is too old or gone stays as it is."""
    try:
        await call(bot, "deleteMessages", lane, chat_id=chat_id, message_ids=messages)
    except BadRequest as error:
        log.info("Messages could not be deleted", action="delete_failed", error=error.message)


async def new(bot: Bot, message: Message, chat_id: int, lane: Pass) -> int:
    """Send a message that is short enough; gives its id. Where its topic is closed or gone, it goes to the group."""
    return await _in_topic(message, lambda there: _new(bot, there, chat_id, lane))


async def _in_topic(message: Message, send: Callable[[Message], Awaitable[T]]) -> T:
    try:
        return await send(message)
    except BadRequest as error:
        if not message.thread or not any(sign in error.message.lower() for sign in _NO_TOPIC):
            raise
        return await send(replace(message, thread=0))


async def _new(bot: Bot, message: Message, chat_id: int, lane: Pass) -> int:
    if message.attachment is None:
        return await text(bot, message, chat_id, lane)
    name = "photo" if message.attachment.picture else "document"
    file: dict[str, Any] = {name: InputFile(message.attachment.content, filename=message.attachment.name)}
    sent = await call(
        bot,
        f"send{name.capitalize()}",
        lane,
        chat_id=chat_id,
        caption=str(message.text) or None,
        parse_mode=ParseMode.HTML,
        **file,
        **_manner(message),
    )
    return number_of(sent)


async def text(bot: Bot, message: Message, chat_id: int, lane: Pass) -> int:
    """Send a text; gives its id. A pinned one is pinned without a sound."""
    try:
        sent = await _send_text(bot, str(message.text), ParseMode.HTML, message, chat_id, lane)
    except BadRequest as error:
        if "can't parse entities" not in error.message.lower():
            raise
        # Better without bold type than not at all.
        log.error("A text has broken markup; sent without", action="broken_markup", error=error.message)
        sent = await _send_text(bot, plain(message.text), None, message, chat_id, lane)
    message_id = number_of(sent)
    if message.pin:
        await _pin(bot, chat_id, message_id)
    return message_id


async def _send_text(bot: Bot, words: str, mode: str | None, message: Message, chat_id: int, lane: Pass) -> Any:
    return await call(
        bot,
        "sendMessage",
        lane,
        chat_id=chat_id,
        text=words,
        parse_mode=mode,
        link_preview_options=_NO_PREVIEW,
        **_manner(message),
    )


def _manner(message: Message) -> dict[str, Any]:
    return {
        "reply_markup": markup(message),
        "disable_notification": message.silent or None,
        "protect_content": message.protect or None,
        "message_thread_id": message.thread or None,
    }


async def _pin(bot: Bot, chat_id: int, message_id: int) -> None:
    """Pinning is a comfort: where it is not allowed, the message is there all the same."""
    try:
        await call(bot, "pinChatMessage", chat_id=chat_id, message_id=message_id, disable_notification=True)
    except TelegramError as error:
        log.info("A message was not pinned", action="pin_failed", error=error.message)


async def _unpin(bot: Bot, chat_id: int, message_id: int) -> None:
    """The person may have unpinned it already."""
    try:
        await call(bot, "unpinChatMessage", chat_id=chat_id, message_id=message_id)
    except TelegramError as error:
        log.info("A message was not unpinned", action="unpin_failed", error=error.message)


def _button(button: Button) -> dict[str, Any]:
    match button:
        case Link(label, url):
            return {"text": label, "url": url}
        case Copy(label, text):
            return {"text": label, "copy_text": {"text": text[:256]}}
        case _:
            return {"text": button.label, "callback_data": button.data}


def inline(message: Message) -> dict[str, Any] | None:
    """The inline buttons (core.telegram.org/bots/api#inlinekeyboardmarkup), in rows that a phone does not cut."""
    if not message.buttons:
        return None
    return {"inline_keyboard": [[_button(b) for b in row] for row in fitted(message.buttons)]}


def markup(message: Message) -> dict[str, Any] | None:
    """The inline buttons, or the reply keyboard; Telegram takes one of them."""
    if message.buttons or message.keyboard is None:
        return inline(message)
    keyboard = message.keyboard
    rows: list[list[dict[str, Any]]] = [[{"text": label} for label in row] for row in keyboard.rows]
    if keyboard.contact:
        rows.insert(0, [{"text": keyboard.contact, "request_contact": True}])
    if not rows:
        return {"remove_keyboard": True}
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
