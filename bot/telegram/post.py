"""The Bot API calls that carry a message: new, split, with a document, or an edit of one that is there."""

from __future__ import annotations

from typing import Any

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.domain.message import Button, Copy, Link, Message
from bot.domain.terms import Lane
from bot.telegram.splitting import parts_of

Bot = ExtBot[Any]
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def edit(bot: Bot, message: Message, chat_id: int, message_id: int, lane: Lane) -> bool:
    """Edit in place; False when the message is gone, too old or too short for it, so that it is sent anew."""
    if len(parts_of(message.text)) > 1:
        return False
    try:
        await bot.edit_message_text(
            str(message.text),
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=inline(message),
            link_preview_options=_NO_PREVIEW,
            rate_limit_args=lane,
        )
    except BadRequest as error:
        words = error.message.lower()
        if "not modified" in words:
            return True
        if any(sign in words for sign in _GONE):
            return False
        raise
    return True


async def new(bot: Bot, message: Message, chat_id: int, lane: Lane) -> int:
    """Send a message that is short enough; gives its id."""
    if message.attachment is None:
        return await text(bot, message, chat_id, lane)
    sent = await bot.send_document(
        chat_id,
        InputFile(message.attachment.content, filename=message.attachment.name),
        caption=str(message.text) or None,
        parse_mode=ParseMode.HTML,
        reply_markup=markup(message),
        disable_notification=message.silent or None,
        protect_content=message.protect or None,
        rate_limit_args=lane,
    )
    return sent.message_id


async def text(bot: Bot, message: Message, chat_id: int, lane: Lane) -> int:
    """Send a text; gives its id. A pinned one is pinned without a sound."""
    sent = await bot.send_message(
        chat_id,
        str(message.text),
        parse_mode=ParseMode.HTML,
        reply_markup=markup(message),
        disable_notification=message.silent or None,
        protect_content=message.protect or None,
        link_preview_options=_NO_PREVIEW,
        rate_limit_args=lane,
    )
    if message.pin:
        await bot.pin_chat_message(chat_id, sent.message_id, disable_notification=True)
    return sent.message_id


def _button(button: Button) -> InlineKeyboardButton:
    match button:
        case Link(label, url):
            return InlineKeyboardButton(label, url=url)
        case Copy(label, text):
            return InlineKeyboardButton(label, copy_text=CopyTextButton(text[:256]))
        case _:
            return InlineKeyboardButton(button.label, callback_data=button.data)


def inline(message: Message) -> InlineKeyboardMarkup | None:
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(b) for b in row] for row in message.buttons])


def markup(message: Message) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """The inline buttons, or the reply keyboard; Telegram takes one of them."""
    if message.buttons or message.keyboard is None:
        return inline(message)
    keyboard = message.keyboard
    rows: list[list[str | KeyboardButton]] = [list(row) for row in keyboard.rows]
    if keyboard.contact:
        rows.insert(0, [KeyboardButton(keyboard.contact, request_contact=True)])
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True) if rows else ReplyKeyboardRemove()
