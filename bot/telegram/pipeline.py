"""From the inbox to the outbox: each person's updates in order, people in parallel, each update one transaction."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Update
from telegram.ext import Application

from bot.clock import Clock, wall
from bot.domain.access import Actor
from bot.domain.errors import Refused
from bot.domain.message import Message
from bot.domain.terms import Lane
from bot.services import access, inbox, outbox
from bot.services.desk import Desk, House
from bot.store.engine import Database
from bot.store.tables import OutboxRow, Person
from bot.telegram import incoming as reading
from bot.telegram.incoming import Incoming
from bot.telegram.router import Router
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from bot.telegram.turn import Handler, Turn
from bot.texts import translator

log = structlog.get_logger(__name__)
LEASE = 120.0
"""Seconds an inbox row belongs to the process that took it in."""
PARALLEL = 64
NOBODY = Actor(person_id=0, name="")


@dataclass
class Outcome:
    """What a turn left to do after its commit."""

    rows: list[OutboxRow]
    toast: str = ""
    alert: bool = False
    planned: bool = False
    callback_id: str = ""
    after: tuple[Callable[[], None], ...] = ()
    menu_for: int | None = None


class Pipeline:
    """Takes stored updates, runs their handlers, sends what they said."""

    def __init__(
        self,
        house: House,
        database: Database,
        clock: Clock,
        router: Router,
        sender: Sender,
        tasks: Tasks,
        application: Application[Any, Any, Any, Any, Any, Any],
        owner: str,
    ) -> None:
        self.house, self.database, self.clock, self.router = house, database, clock, router
        self.sender, self.tasks, self.application, self.owner = sender, tasks, application, owner
        self.on_planned: Callable[[], None] = lambda: None
        self.on_menu: Callable[[int], Awaitable[None]] | None = None
        self.inflight = 0
        self._queues: dict[int, deque[tuple[int, dict[str, Any]]]] = defaultdict(deque)
        self._busy: set[int] = set()
        self._gate = asyncio.Semaphore(PARALLEL)
        self._open: dict[int, asyncio.Future[None]] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    # -- taking in ---------------------------------------------------------------------------------------------

    async def receive(self, raws: list[dict[str, Any]]) -> None:
        """Store updates, then hand the new ones on. When this returns they may be confirmed to Telegram."""
        now, lease = self.clock.now(), wall() + LEASE
        new = set(
            await self.database.write(
                lambda session: inbox.store(session, raws, now=now, owner=self.owner, lease=lease)
            )
        )
        for raw in raws:
            if raw["update_id"] in new:
                new.discard(raw["update_id"])
                self._enqueue(inbox.sender_of(raw), raw["update_id"], raw)

    async def replay(self) -> int:
        """Take up updates that a crash left unfinished, or whose owner fell silent."""
        lease = wall() + LEASE
        rows = await self.database.write(
            lambda session: inbox.waiting(session, wall=wall(), owner=self.owner, lease=lease)
        )
        for row in rows:
            self._enqueue(row.sender, row.update_id, row.raw)
        return len(rows)

    async def quiet(self) -> None:
        """Wait until everything taken in is worked off."""
        await self._idle.wait()

    def _enqueue(self, sender: int, update_id: int, raw: dict[str, Any]) -> None:
        self._queues[sender].append((update_id, raw))
        self.inflight += 1
        self._idle.clear()
        if sender not in self._busy:
            self._busy.add(sender)
            self.tasks.start(self._work_off(sender), name=f"person {sender}")

    async def _work_off(self, sender: int) -> None:
        queue = self._queues[sender]
        try:
            while queue:
                update_id, raw = queue.popleft()
                try:
                    async with self._gate:
                        await self._one(update_id, raw)
                finally:
                    self.inflight -= 1
        finally:
            self._busy.discard(sender)
            self._queues.pop(sender, None)
            if not self._queues:
                self._idle.set()

    async def _one(self, update_id: int, raw: dict[str, Any]) -> None:
        """One update until it is done or parked; never raises, so the person's next updates go on."""
        for _ in range(inbox.ATTEMPTS):
            try:
                await self._attempt(update_id, raw)
            except Exception as error:
                if await self._failed(update_id, raw, error):
                    return
            else:
                return

    async def _attempt(self, update_id: int, raw: dict[str, Any]) -> None:
        update = Update.de_json(raw, self.application.bot)
        outcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open[update_id] = outcome
        try:
            await self.application.process_update(update)
            if not outcome.done():
                await self._skip(update_id)
            else:
                outcome.result()
        finally:
            del self._open[update_id]

    async def _skip(self, update_id: int) -> None:
        """An update of a kind that nobody handles is done."""

        def work(session: Session) -> None:
            row = inbox.begin(session, update_id)
            if row is not None:
                inbox.finish(session, row, now=self.clock.now())

        await self.database.write(work)

    async def _failed(self, update_id: int, raw: dict[str, Any], error: Exception) -> bool:
        error_id = secrets.token_hex(4)
        log.error(
            "A handler failed",
            action="handler_failed",
            update_id=update_id,
            error_id=error_id,
            exc_info=(type(error), error, error.__traceback__),
        )
        now = self.clock.now()
        kind = f"{type(error).__name__}"
        parked = await self.database.write(
            lambda session: inbox.failed(session, update_id, now=now, error_id=error_id, error=kind)
        )
        if parked:
            await self._confess(raw, error_id)
        return parked

    async def _confess(self, raw: dict[str, Any], error_id: str) -> None:
        """Tell the person, after the last try, that this one thing could not be done, and under which number."""
        chat = _private_chat(raw)
        if chat is None:
            return
        now, lease = self.clock.now(), wall() + outbox.LEASE

        def work(session: Session) -> OutboxRow:
            person = access.person_by_telegram(session, chat)
            tr = translator(person.language if person else self.house.locale, self.house.zone)
            text = tr(
                "Sorry, this could not be done. It has been noted under number {id}; please tell your "
                "administrator if it happens again. Everything else goes on.",
                id=error_id,
            )
            return outbox.reply(session, Message(text), now=now, owner=self.owner, lease=lease, chat_id=chat)

        row = await self.database.write(work)
        await self.sender.deliver(row, Lane.INTERACTIVE)

    # -- one turn ----------------------------------------------------------------------------------------------

    async def run(self, update: Update, handler: Callable[[Incoming, bool], Handler | None]) -> None:
        """Run the handler that `handler` picks, as one transaction, then send what it said."""
        outcome = self._open[update.update_id]
        try:
            incoming = reading.read(update, self.house.bot_name)
            if incoming is None:
                return
            if incoming.files:
                incoming = await self._fetch(incoming)
            await self._finish(await self.turn(incoming, handler))
        except Exception as error:
            outcome.set_exception(error)
            return
        outcome.set_result(None)

    async def turn(self, incoming: Incoming, pick: Callable[[Incoming, bool], Handler | None]) -> Outcome | None:
        """The transaction: authorised, effect, outbox, audit, inbox mark. None if it was done already."""
        now = self.clock.now()
        return await self.database.write(lambda session: self._transact(session, incoming, pick, now))

    def _transact(
        self,
        session: Session,
        incoming: Incoming,
        pick: Callable[[Incoming, bool], Handler | None],
        now: datetime,
    ) -> Outcome | None:
        row = inbox.begin(session, incoming.update_id)
        if row is None:
            return None
        person = access.person_by_telegram(session, incoming.user_id)
        turn = self._open_turn(session, incoming, person, now)
        handler = pick(incoming, turn.known)
        if handler is not None:
            try:
                with session.begin_nested():
                    handler(turn)
            except Refused as refusal:
                turn.rows.clear()
                turn.after.clear()
                turn.desk.planned = False
                turn.refuse(refusal.problem)
        inbox.finish(session, row, now=now)
        session.flush()
        return Outcome(
            turn.rows,
            turn.toast_text,
            turn.toast_alert,
            turn.desk.planned,
            incoming.callback_id,
            tuple(turn.after),
            incoming.user_id if turn.menu_changed else None,
        )

    def _open_turn(self, session: Session, incoming: Incoming, person: Person | None, now: datetime) -> Turn:
        today = now.astimezone(self.house.zone).date()
        actor = access.actor_of(session, person, today) if person else replace(NOBODY, chat_id=incoming.chat_id)
        if person is not None and incoming.private and not incoming.membership:
            _notice(session, person, incoming.chat_id)
        language = person.language if person else _language(incoming, self.house.locale)
        desk = Desk(session, self.house, now, actor, update_id=incoming.update_id)
        return Turn(
            desk,
            incoming,
            translator(language, self.house.zone),
            known=person is not None,
            owner=self.owner,
            lease=wall() + outbox.LEASE,
        )

    async def _fetch(self, incoming: Incoming) -> Incoming:
        """Store the files that came along, if the sender is somebody we know."""
        person = await self.database.read(lambda s: access.person_by_telegram(s, incoming.user_id))
        if person is None:
            return incoming
        files = [await self.sender.fetch(file, self.house.files) for file in incoming.files]
        return replace(incoming, files=tuple(files))

    async def _finish(self, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        for action in outcome.after:
            action()
        if outcome.planned:
            self.on_planned()
        sends: list[Awaitable[object]] = [self.sender.deliver(row, Lane.INTERACTIVE) for row in outcome.rows[:1]]
        if outcome.callback_id:
            sends.insert(0, self.sender.answer(outcome.callback_id, outcome.toast, outcome.alert))
        await asyncio.gather(*sends)
        for row in outcome.rows[1:]:
            await self.sender.deliver(row, Lane.INTERACTIVE)
        if outcome.menu_for is not None and self.on_menu is not None:
            await self.on_menu(outcome.menu_for)


def _notice(session: Session, person: Person, chat_id: int) -> None:
    """Whoever writes can be reached again."""
    if person.chat_id != chat_id or person.unreachable_since is not None:
        person.chat_id, person.unreachable_since = chat_id, None
        session.add(person)


def _private_chat(raw: dict[str, Any]) -> int | None:
    for key in ("message", "callback_query"):
        body = raw.get(key)
        if isinstance(body, dict) and isinstance(body.get("from"), dict):
            return int(body["from"]["id"])
    return None


def _language(incoming: Incoming, default: str) -> str:
    """Chinese first: an unknown person gets English only from a client that is set to another language."""
    code = incoming.language_code
    return default if not code or code.startswith("zh") else "en"
