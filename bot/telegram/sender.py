"""Sends outbox rows through the Bot API and writes down what came of it. Faults are states, not exceptions."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import structlog
from sqlmodel import Session
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
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.domain.message import Attachment, Button, Copy, Link, Message, from_json
from bot.domain.terms import Lane
from bot.services import delivery, outbox
from bot.services.desk import Desk, House
from bot.store.engine import Database
from bot.store.files import FileStore
from bot.store.tables import OutboxRow
from bot.telegram.incoming import IncomingFile
from bot.telegram.router import Router, Scene
from bot.telegram.splitting import parts_of
from bot.texts import translator

log = structlog.get_logger(__name__)
FILE_BYTES = 20 * 1024 * 1024
"""The largest file a bot may fetch (core.telegram.org/bots/api#getfile)."""
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Delivers rows. `deliver` never raises: what happened is in the row."""

    def __init__(self, house: House, database: Database, clock: Clock, router: Router, bot: ExtBot[Any]) -> None:
        self.house, self.database, self.clock, self.router, self.bot = house, database, clock, router, bot

    async def deliver(self, row: OutboxRow, lane: Lane) -> bool:
        """Render, send, record. Returns whether it was sent."""
        message, chat_id = await self._prepare(row)
        row_id = row.id or 0
        if message is None:
            await self.database.write(lambda s: outbox.untrue(s, row_id))
            return False
        if chat_id is None:
            await self.database.write(lambda s: outbox.failed(s, row_id, error="no chat to send to"))
            return False
        try:
            sent = await self._send(row, message, chat_id, lane)
        except TelegramError as error:
            await self._fault(row, error)
            return False
        now = self.clock.now()
        text = str(message.text)
        message_id = sent if sent is not None else row.message_id
        await self.database.write(
            lambda s: outbox.sent(s, row_id, now=now, message_id=message_id, chat_id=chat_id, text=text)
        )
        return True

    async def _prepare(self, row: OutboxRow) -> tuple[Message | None, int | None]:
        if row.content is not None and row.kind in ("send", "edit"):
            return from_json(row.content), row.chat_id
        return await self.database.read(lambda session: self._render(session, row))

    def _render(self, session: Session, row: OutboxRow) -> tuple[Message | None, int | None]:
        """Re-check and render now: still true, still the right person, in the reader's language."""
        now = self.clock.now()
        reader = delivery.reader_of(session, self.house, row, now)
        renderer = self.router.topics.get(row.topic)
        if renderer is None:
            log.error("No renderer for a topic", action="topic_unknown", topic=row.topic)
            return None, None
        desk = Desk(session, self.house, now, reader.actor)
        scene = Scene(desk, row.args, reader.actor, translator(reader.actor.language, self.house.zone))
        return renderer(scene), row.chat_id if row.kind == "edit" else reader.chat_id

    async def _send(self, row: OutboxRow, message: Message, chat_id: int, lane: Lane) -> int | None:
        if row.kind == "edit" and row.message_id is not None and message.attachment is None:
            if await self._edit(message, chat_id, row.message_id, lane):
                return row.message_id
        return await self._new(message, chat_id, lane)

    async def _edit(self, message: Message, chat_id: int, message_id: int, lane: Lane) -> bool:
        """Edit in place; False when the message is gone or too old, so that it is sent anew."""
        if len(parts_of(message.text)) > 1:
            return False
        try:
            await self.bot.edit_message_text(
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

    async def _new(self, message: Message, chat_id: int, lane: Lane) -> int:
        """Send, splitting what is too long; the buttons stand under the last part."""
        *heads, last = parts_of(message.text)
        for head in heads:
            await self._text(replace(message, text=head, buttons=(), keyboard=None), chat_id, lane)
        if message.attachment is not None:
            return await self._document(replace(message, text=last), message.attachment, chat_id, lane)
        return await self._text(replace(message, text=last), chat_id, lane)

    async def _text(self, message: Message, chat_id: int, lane: Lane) -> int:
        sent: TelegramMessage = await self.bot.send_message(
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
            await self.bot.pin_chat_message(chat_id, sent.message_id, disable_notification=True)
        return sent.message_id

    async def _document(self, message: Message, attachment: Attachment, chat_id: int, lane: Lane) -> int:
        sent = await self.bot.send_document(
            chat_id,
            InputFile(attachment.content, filename=attachment.name),
            caption=str(message.text) or None,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(message),
            disable_notification=message.silent or None,
            protect_content=message.protect or None,
            rate_limit_args=lane,
        )
        return sent.message_id

    async def _fault(self, row: OutboxRow, error: TelegramError) -> None:
        now, row_id = self.clock.now(), row.id or 0
        text = f"{type(error).__name__}: {error.message}"
        log.warning("Sending failed", action="send_failed", row=row_id, error=text)

        def work(session: Session) -> None:
            match error:
                case RetryAfter():
                    wait = error.retry_after
                    seconds = float(wait if isinstance(wait, int | float) else wait.total_seconds())
                    outbox.later(session, row_id, now=now, seconds=seconds, error=text)
                case ChatMigrated():
                    delivery.migrated(session, row.chat_id or 0, error.new_chat_id)
                    outbox.later(session, row_id, now=now, seconds=0, error=text)
                case Forbidden():
                    delivery.unreachable(session, self.house, row_id, now=now, error=text)
                case BadRequest() if "chat not found" in error.message.lower():
                    delivery.unreachable(session, self.house, row_id, now=now, error=text)
                case TimedOut() | NetworkError() if not isinstance(error, BadRequest):
                    outbox.later(session, row_id, now=now, seconds=None, error=f"uncertain: {text}")
                case _:
                    outbox.failed(session, row_id, error=text)

        await self.database.write(work)

    async def answer(self, callback_id: str, text: str, alert: bool) -> None:
        """Answer a press; a late answer (the query is too old) is no fault."""
        try:
            await self.bot.answer_callback_query(callback_id, text=text or None, show_alert=alert or None)
        except TelegramError as error:
            log.info("A press could not be answered", action="answer_failed", error=error.message)

    async def fetch(self, file: IncomingFile, store: FileStore) -> IncomingFile:
        """Fetch a file that somebody sent and keep it by hash; too large ones come back without a hash."""
        if file.size > FILE_BYTES:
            return file
        handle = await self.bot.get_file(file.file_id)
        content = bytes(await handle.download_as_bytearray())
        digest = await asyncio.to_thread(store.put, content)
        return replace(file, hash=digest, size=len(content))


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
