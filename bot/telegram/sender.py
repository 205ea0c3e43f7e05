"""Sends outbox rows through the Bot API and writes down what came of it. Faults are states, not exceptions."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock, wall
from bot.domain.message import Message, from_json
from bot.domain.terms import Lane
from bot.services import delivery, manners, outbox
from bot.services.desk import Desk, House
from bot.store.engine import Database
from bot.store.files import FileStore
from bot.store.tables import OutboxRow
from bot.telegram import post
from bot.telegram.incoming import IncomingFile
from bot.telegram.limiter import retry_seconds
from bot.telegram.request import certainly_unsent
from bot.telegram.router import Router, Scene
from bot.telegram.splitting import parts_of
from bot.texts import Translator, translator
from bot.views import merged as merging

log = structlog.get_logger(__name__)
FILE_BYTES = 20 * 1024 * 1024
"""The largest file a bot may fetch (core.telegram.org/bots/api#getfile)."""


@dataclass(frozen=True)
class Prepared:
    """A row made ready: what to say, where; no message when it is no longer true, no chat when nobody is there."""

    message: Message | None
    chat_id: int | None
    carried: frozenset[int] | None = None


class Sender:
    """Delivers rows. `deliver` never raises: what happened is in the row."""

    def __init__(self, house: House, database: Database, clock: Clock, router: Router, bot: ExtBot[Any]) -> None:
        self.house, self.database, self.clock, self.router, self.bot = house, database, clock, router, bot
        self.counts: Counter[str] = Counter()

    async def deliver(self, row: OutboxRow, lane: Lane) -> bool:
        """Render, send, record. Returns whether it was sent."""
        row_id = row.id or 0
        try:
            ready = await self._prepare(row)
        except Exception:
            log.exception("A message could not be rendered", action="render_failed", row=row_id, topic=row.topic)
            await self.database.write(lambda s: outbox.failed(s, row_id, error="could not be rendered"))
            return False
        message, chat_id = ready.message, ready.chat_id
        if message is None:
            await self.database.write(lambda s: outbox.untrue(s, row_id))
            return False
        if chat_id is None:
            await self.database.write(lambda s: outbox.failed(s, row_id, error="no chat to send to"))
            return False
        try:
            message_id = await self._send(row, message, chat_id, lane)
        except TelegramError as error:
            await self._fault(row, error)
            return False
        now, text = self.clock.now(), str(message.text)
        self.counts["sent"] += 1
        await self.database.write(
            lambda s: outbox.sent(
                s, row_id, now=now, message_id=message_id, chat_id=chat_id, text=text, silent=message.silent,
                carried=ready.carried,
            )
        )  # fmt: skip
        return True

    async def _prepare(self, row: OutboxRow) -> Prepared:
        if row.content is not None and row.kind in ("send", "edit"):
            return Prepared(from_json(row.content), row.chat_id)
        return await self.database.read(lambda session: self._render(session, row))

    def _render(self, session: Session, row: OutboxRow) -> Prepared:
        """Re-check and render now: still true, still the right person, in the reader's language."""
        now = self.clock.now()
        reader = delivery.reader_of(session, self.house, row, now)
        desk = Desk(session, self.house, now, reader.actor)
        tr = translator(reader.actor.language, self.house.zone)
        chat_id = row.chat_id if row.kind == "edit" else reader.chat_id
        if row.topic == outbox.MERGED:
            return self._render_merged(desk, row, tr, chat_id)
        message = self._of_topic(row, Scene(desk, row.args, reader.actor, tr, row.kind == "edit"))
        if message is not None and manners.without_sound(session, self.house, row, now):
            message = replace(message, silent=True)
        return Prepared(message, chat_id)

    def _render_merged(self, desk: Desk, row: OutboxRow, tr: Translator, chat_id: int | None) -> Prepared:
        parts = manners.parts_of(desk.session, row)
        said = [(p.id or 0, self._of_topic(p, Scene(desk, p.args, desk.actor, tr))) for p in parts]
        shown = [(i, m) for i, m in said if m is not None]
        if not shown:
            return Prepared(merging.all_done(tr) if row.kind == "edit" else None, chat_id)
        message = merging.merged([m for _, m in shown], tr)
        if manners.without_sound(desk.session, self.house, row, desk.now):
            message = replace(message, silent=True)
        return Prepared(message, chat_id, frozenset(i for i, _ in shown))

    def _of_topic(self, row: OutboxRow, scene: Scene) -> Message | None:
        renderer = self.router.topics.get(row.topic)
        if renderer is None:
            log.error("No renderer for a topic", action="topic_unknown", topic=row.topic)
            return None
        return renderer(scene)

    async def _send(self, row: OutboxRow, message: Message, chat_id: int, lane: Lane) -> int:
        editable = row.kind == "edit" and row.message_id is not None and message.attachment is None
        if editable and await post.edit(self.bot, message, chat_id, row.message_id or 0, lane):
            return row.message_id or 0
        *heads, last = parts_of(message.text)
        for number, head in enumerate(heads[row.parts_sent :], start=row.parts_sent + 1):
            await post.text(self.bot, replace(message, text=head, buttons=(), keyboard=None), chat_id, lane)
            await self.database.write(lambda s, n=number: outbox.part_sent(s, row.id or 0, n))  # type: ignore[misc]
        return await post.new(self.bot, replace(message, text=last), chat_id, lane)

    async def _fault(self, row: OutboxRow, error: TelegramError) -> None:
        now, row_id, instant = self.clock.now(), row.id or 0, wall()
        text = f"{type(error).__name__}: {error.message}"
        self.counts["faults"] += 1
        log.warning("Sending failed", action="send_failed", row=row_id, error=text)

        def work(session: Session) -> None:
            match error:
                case RetryAfter():
                    outbox.later(session, row_id, wall=instant, seconds=retry_seconds(error), error=text)
                case ChatMigrated():
                    delivery.migrated(session, row.chat_id or 0, error.new_chat_id)
                    outbox.later(session, row_id, wall=instant, seconds=0, error=text)
                case Forbidden():
                    delivery.unreachable(session, self.house, row_id, now=now, error=text)
                case BadRequest() if "chat not found" in error.message.lower():
                    delivery.unreachable(session, self.house, row_id, now=now, error=text)
                case BadRequest():
                    outbox.failed(session, row_id, error=text)
                case NetworkError():
                    doubtful = not certainly_unsent(error) and not _refused_by_server(error)
                    outbox.later(session, row_id, wall=instant, seconds=None, error=text, uncertain=doubtful)
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


def _refused_by_server(error: NetworkError) -> bool:
    """A 5xx is an answer: the message was not taken."""
    return "Bad Gateway" in error.message or "(5" in error.message
