"""Sends outbox rows through the Bot API and writes down what came of it. Faults are states, not exceptions."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from sqlmodel import Session
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.clock import Clock, wall
from bot.domain.hall.message import Message
from bot.domain.hall.terms import Lane
from bot.domain.post.reach import nobody_there
from bot.services.hall.desk import House
from bot.services.post import delivery, leasing, reach, sending
from bot.services.post.sending import Proof
from bot.store.database import Database, Work
from bot.store.tables import OutboxRow
from bot.store.trouble import is_passing, trouble
from bot.telegram import post
from bot.telegram.answers import Unreadable
from bot.telegram.limiter import HeldBack, Pass, retry_seconds
from bot.telegram.raw import call
from bot.telegram.record import Record
from bot.telegram.rendering import Prepared, Rendering
from bot.telegram.request import certainly_unsent
from bot.telegram.router import Router
from bot.telegram.spread import Spread
from bot.telegram.turns import Chats, Screens
from bot.telegram.unreached import Unreached

T = TypeVar("T")
log = structlog.get_logger(__name__)
MARGIN = 10.0
"""Seconds before the end of a lease after which nothing is sent on it any more."""
PATIENCE = 0.15
"""Seconds that proofs of a backlog wait for one another: a commit for each costs as much as the message. What a kill
meets in that time is in flight like everything else that is begun, and is noted as uncertain."""
TOKEN_PAUSE = 60.0
"""Seconds until the next try when the API does not know our token."""
IN_PLACE = 8.0
"""Seconds for which an answer is tried again in its place, so that the next one to the chat does not overtake it."""
NOT_THERE = 5.0
"""Seconds until a message in doubt is looked at again, while the API does not answer."""
PAUSE, LONGEST = 0.2, 5.0
"""Seconds before the next try when the database is in trouble, or the API: at first, and at most."""


class Unproved(Exception):
    """A message is out, and its proof is refused by the database."""


class Repeatable(NetworkError):
    """Nobody knows what became of a call, and it may be made again all the same: a change shown twice is one change."""


class Sender:
    """Delivers rows. `deliver` never raises: what happened is in the row, or the lease tells in time."""

    def __init__(
        self,
        house: House,
        database: Database,
        clock: Clock,
        router: Router,
        bot: ExtBot[Any],
        unreached: Unreached | None = None,
    ) -> None:
        self.house, self.database, self.clock, self.bot = house, database, clock, bot
        self.rendering, self._unreached = Rendering(house, router), unreached
        self.counts: Counter[str] = Counter()
        self.lateness = {lane: Spread() for lane in Lane}
        """Seconds after its time at which each message of a lane went out."""
        self.sent_at = dict.fromkeys(Lane, 0.0)
        """When (epoch seconds) the last of a lane went out."""
        self.record, self.backlog_record = Record(database), Record(database)
        self._backlog = 0
        """Reminders and broadcasts under way."""
        self._screens, self._chats = Screens(), Chats()

    @property
    def is_stuck(self) -> bool:
        """Whether the database does not take note of what is out: nothing may be claimed now."""
        return self.record.stuck or self.backlog_record.stuck

    async def prepare(self, rows: Sequence[OutboxRow]) -> list[Prepared]:
        """Re-check and render several rows in one reading."""
        now = self.clock.now()
        return await self.database.read(lambda session: self.rendering.prepare(session, rows, now))

    async def deliver(self, row: OutboxRow, lane: Lane, prepared: Prepared | None = None) -> bool:
        """Render (unless it was), send, record. Returns whether it was sent."""
        of_backlog = lane is not Lane.INTERACTIVE
        self._backlog += of_backlog
        try:
            # One that was tried before may be out of date by now: then it is looked at again like all the others.
            if prepared is None and self.rendering.is_ready(row) and not row.error and not row.doubts:
                prepared = self.rendering.of_content(row)
            ready = prepared or (await self.prepare([row]))[0]
            try:
                return await self._deliver(row, lane, ready)
            finally:
                self.rendering.done(row, ready)
        except Exception as error:
            if is_passing(error):
                log.error(trouble(error), action="database_trouble", row=row.id)
            else:
                await self._give_up(row, error)
            return False
        finally:
            self._backlog -= of_backlog

    async def _give_up(self, row: OutboxRow, error: Exception) -> None:
        """A fault of ours, which the next try would meet again: better a person looks at it than a try every minute."""
        unproved = isinstance(error, Unproved)
        log.exception("A row could not be sent", action="deliver_failed", row=row.id)
        settle = sending.unproved if unproved else sending.failed
        text = f"{'sent, not proved' if unproved else 'could not be sent'}: {type(error.__cause__ or error).__name__}"
        with contextlib.suppress(Exception):
            await self._settle(row, lambda s: settle(s, row, error=text))

    async def _deliver(self, row: OutboxRow, lane: Lane, ready: Prepared) -> bool:
        if ready.broken:
            return await self._settle(row, lambda s: sending.failed(s, row, error="could not be rendered"))
        if ready.too_early:
            return await self._wait(row, 0.5, "its message is on its way")
        if ready.message is None:
            return await self._settle(row, lambda s: self._untrue(s, row))
        if ready.chat_id is None:
            return await self._settle(row, lambda s: sending.failed(s, row, error="no chat to send to"))
        if row.lease - wall() < MARGIN:
            # It waited too long, or this process stood still and somebody else has it: then nothing is changed.
            return await self._wait(row, 0.0, "waited longer than its lease")
        if row.doubts and not await self._is_there():
            # The one more time that it is sent is not to be spent while nobody would take it.
            return await self._wait(row, NOT_THERE, "the API does not answer")
        end = row.lease - MARGIN
        slip = Pass(lane, time.monotonic() + end - wall(), end)
        try:
            message_id = await self._in_turn(row, ready, ready.message, ready.chat_id, slip)
        except TelegramError as error:
            await self._fault(row, error)
            return False
        if message_id is None:
            return await self._settle(row, lambda s: sending.untrue(s, row, error="a newer change was shown instead"))
        return await self._record(row, ready, message_id)

    async def _is_there(self) -> bool:
        """Whether the API itself answers; asked with a method that does nothing and is not counted."""
        try:
            await call(self.bot, "getMe")
        except TelegramError as error:
            if self._unreached is not None:
                self._unreached.tell(error)
            return False
        return True

    async def _in_turn(self, row: OutboxRow, ready: Prepared, message: Message, chat_id: int, slip: Pass) -> int | None:
        """Send after what the chat gets before it; an answer, which has its own line, is tried again in its place."""

        async def send() -> int | None:
            return await self._send(row, ready, message, chat_id, slip)

        if row.lane is not Lane.INTERACTIVE:
            return await self._chats.send((row.lane, chat_id), send) if row.kind != "edit" else await send()
        until, pause = time.monotonic() + (IN_PLACE if row.content is not None else 0.0), PAUSE
        while True:
            try:
                return await send()
            except TelegramError as error:
                wait = _harmless(error, pause)
                if wait is None or time.monotonic() + wait > until:
                    raise
                self._count(row, error)
            await asyncio.sleep(wait)
            pause = min(LONGEST, pause * 2)

    async def _settle(self, row: OutboxRow, work: Work[object]) -> bool:
        """Write down what became of a row; trouble with the database is waited out while the claim is ours."""
        pause = PAUSE
        while True:
            try:
                await self.database.write(work)
                return False
            except Exception as error:
                if not is_passing(error) or wall() + pause > row.lease:
                    raise
                log.error(trouble(error), action="database_trouble", row=row.id)
            await asyncio.sleep(pause)
            pause = min(LONGEST, pause * 2)

    def _untrue(self, session: Session, row: OutboxRow) -> None:
        """Looked at once more in the transaction that drops it: a circular may have been resumed in between."""
        [again] = self.rendering.prepare(session, [row], self.clock.now())
        self.rendering.done(row, again)
        if again.message is None and not again.broken and not again.too_early:
            sending.untrue(session, row)
        else:
            leasing.put_back(session, [row])

    async def _wait(self, row: OutboxRow, seconds: float, why: str) -> bool:
        return await self._settle(row, lambda s: sending.later(s, row, wall=wall(), seconds=seconds, error=why))

    async def _record(self, row: OutboxRow, ready: Prepared, message_id: int) -> bool:
        message = ready.message
        assert message is not None
        now = self.clock.now()
        self.counts["sent"] += 1
        self.sent_at[row.lane] = wall()
        self.lateness[row.lane].add((now - row.due_at).total_seconds())
        proof = Proof(now, ready.chat_id or 0, message_id, str(message.text), message.silent, ready.carried)
        try:
            if row.lane is Lane.INTERACTIVE:
                held = await self.record.add(row, proof)
            else:
                held = await self.backlog_record.add(row, proof, PATIENCE if self._backlog > 1 else 0.0)
        except Exception as error:
            raise Unproved from error
        if ready.in_doubt and row.kind == "send":
            await self._settle(row, lambda s: reach.reached(s, row.person_id or 0))
        return held

    async def _send(self, row: OutboxRow, ready: Prepared, message: Message, chat_id: int, lane: Pass) -> int | None:
        """Gives the message's id; None when a newer change of the same message made this one needless."""
        if row.kind == "delete":
            await _repeatable(post.delete(self.bot, chat_id, row.args["messages"], lane))
            return 0
        # A file that a handler answers with is a new message; one that belongs to what is shown is replaced.
        in_place = message.attachment is None or row.content is None
        if row.kind == "edit" and ready.message_id is not None and in_place:
            shown = await self._edit(row, message, chat_id, ready.message_id, lane)
            if shown is not False:
                return ready.message_id if shown else None
            # Nobody asked for a new message: it only takes the place of one that cannot be changed.
            message = message if row.content is not None else replace(message, silent=True)
        for one in message.copies[len(row.copied) :]:
            ids = await post.ahead(self.bot, one, message, chat_id, lane)
            row.copied = [*row.copied, ids]
            await self._settle(row, lambda s: sending.copied(s, row))
        *heads, last = post.pieces(message)
        for number, head in enumerate(heads[row.parts_sent :], start=row.parts_sent + 1):
            await post.new(self.bot, head, chat_id, lane)
            row.parts_sent = number
            await self._settle(row, lambda s: sending.part_sent(s, row, row.parts_sent))
        return await post.new(self.bot, last, chat_id, lane)

    async def _edit(self, row: OutboxRow, message: Message, chat_id: int, message_id: int, lane: Pass) -> bool | None:
        """True: shown. False: the message cannot be changed. None: a newer change has come in the meantime."""
        changing = self._screens.change(
            chat_id, message_id, row.id or 0, lane, lambda: post.edit(self.bot, message, chat_id, message_id, lane)
        )
        return await _repeatable(changing)

    async def _fault(self, row: OutboxRow, error: TelegramError) -> None:
        text = self._count(row, error)
        await self._settle(row, lambda session: self._settle_fault(session, row, error, text))

    def _count(self, row: OutboxRow, error: TelegramError) -> str:
        text = f"{type(error).__name__}: {error.message}"
        if isinstance(error, HeldBack):
            self.counts["held_back"] += 1
        else:
            self.counts["faults"] += 1
            if not self._tell(error):
                log.warning("Sending failed", action="send_failed", row=row.id, error=text)
        return text

    def _tell(self, error: TelegramError) -> bool:
        """Say that the API is out of reach, once for all that is under way; whether that is what is wrong."""
        if self._unreached is None or not certainly_unsent(error):
            return False
        self._unreached.tell(error)
        return True

    def _settle_fault(self, session: Session, row: OutboxRow, error: TelegramError, text: str) -> None:
        now, instant = self.clock.now(), wall()
        match error:
            case RetryAfter():
                sending.later(session, row, wall=instant, seconds=retry_seconds(error), error=text)
            case ChatMigrated():
                delivery.migrated(session, row.chat_id or 0, error.new_chat_id)
                seconds = None if row.error == text else 0  # followed already, and to no avail
                sending.later(session, row, wall=instant, seconds=seconds, error=text, ends=True)
            case Forbidden() | BadRequest() if nobody_there(error.message):
                reach.refused(session, self.house, row, now=now, wall=instant, error=text)
            case Forbidden():
                # Refused for a reason that says nothing about the person: it may be lifted again.
                sending.later(session, row, wall=instant, seconds=None, error=text, ends=True)
            case BadRequest():
                sending.failed(session, row, error=text)
            case InvalidToken() | Conflict():
                # Nothing is wrong with the message: the operator must look at the token.
                sending.later(session, row, wall=instant, seconds=TOKEN_PAUSE, error=text)
            case NetworkError():
                sending.later(session, row, wall=instant, seconds=None, error=text, uncertain=_is_doubtful(error))
            case _:
                sending.failed(session, row, error=text)

    async def answer(self, callback_id: str, text: str, alert: bool) -> None:
        """Answer a press; a late answer (the query is too old) is no fault."""
        try:
            await self.bot.answer_callback_query(callback_id, text=text or None, show_alert=alert or None)
        except TelegramError as error:
            log.info("A press could not be answered", action="answer_failed", error=error.message)


def _harmless(error: TelegramError, pause: float) -> float | None:
    """Seconds to wait before a try in place, after a fault that certainly sent nothing; None after any other."""
    match error:
        case RetryAfter():
            return retry_seconds(error)
        case BadRequest():
            return None
        case NetworkError() if not _is_doubtful(error):
            return pause
    return None


async def _repeatable(work: Awaitable[T]) -> T:
    """What may be done twice without harm: no doubt comes of an answer that was lost."""
    try:
        return await work
    except NetworkError as error:
        if not _is_doubtful(error):
            raise
        raise Repeatable(f"{type(error).__name__}: {error.message}") from None


def _is_doubtful(error: NetworkError) -> bool:
    """Whether the message may have arrived, and would be there twice if it were sent again."""
    answered = isinstance(error, BadRequest) or _refused_by_server(error)
    return not (answered or certainly_unsent(error) or isinstance(error, Repeatable))


def _refused_by_server(error: NetworkError) -> bool:
    """The API's own 5xx is an answer: the message was not taken. Only one that timed out inside does not know."""
    words = error.message
    if isinstance(error, Unreadable) or "Gateway Timeout" in words or "(504)" in words:
        return False
    return any(sign in words for sign in ("Bad Gateway", "Internal Server Error", "Service Unavailable", "(5"))
