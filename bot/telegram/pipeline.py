"""From the inbox to the outbox: each person's updates in order, people in parallel, each update one transaction."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Update
from telegram.ext import Application

from bot.clock import Clock, wall
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.domain.hall.terms import InboxState
from bot.extracts.reader import Reader
from bot.services.hall import access, files
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import inbox, outbox
from bot.store.database import Database
from bot.store.tables import InboxRow, OutboxRow
from bot.store.trouble import is_passing, trouble
from bot.telegram import incoming as reading
from bot.telegram.announcing import Announcer
from bot.telegram.fetching import Fetching, may_pass
from bot.telegram.incoming import Incoming
from bot.telegram.lines import Lines
from bot.telegram.mouth import Mouth
from bot.telegram.pace import Paces
from bot.telegram.router import Router
from bot.telegram.sender import Sender
from bot.telegram.spread import Spread
from bot.telegram.tasks import Tasks
from bot.telegram.turn import Handler
from bot.telegram.turning import Outcome, Pick, Transaction
from bot.texts import translator

log = structlog.get_logger(__name__)
LEASE = 30.0
"""Seconds an inbox row belongs to the process that took it in; `keep` renews it while the process lives."""
PARALLEL = 64
AGAIN = 0.1
"""Seconds before a failed handler is tried again; doubled each time."""
LONGEST = 5.0
UNFETCHED = 12
"""How often what came with an update may fail to be fetched, before that counts as a fault: most of a minute."""


class Pipeline:
    """Takes stored updates, runs their handlers, hands on what they said."""

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
        self.sender, self.application, self.owner = sender, application, owner
        self.mouth = Mouth(sender, tasks)
        self.on_planned: Callable[[], None] = lambda: None
        self.on_menu: Callable[[int], Awaitable[None]] | None = None
        self.on_pictured: Callable[[], None] = lambda: None
        self.on_printed: Callable[[], None] = lambda: None
        self._transact = Transaction(house, owner)
        self._announcer = Announcer(router, database, clock, self.mouth, self._transact)
        self.fetching = Fetching(house, database, clock, router, sender.bot, self._transact, Reader(house.reading))
        self._lines: Lines[int, tuple[int, dict[str, Any]]] = Lines(tasks, self._one, "person")
        self._gate = asyncio.Semaphore(PARALLEL)
        self._open: dict[int, asyncio.Future[Outcome | None]] = {}
        self._known: set[int] = set()
        self._since: dict[int, float] = {}
        """When (steady seconds) each update in hand was taken up."""
        self.lags = Spread()
        """Seconds from taking up an update to its end."""
        self.failing = False
        """Whether the last update had to be left to its lease: the database took neither it nor its failure."""
        self._left: dict[int, int] = {}
        """What another process left undone, and how often it was begun again before."""
        self._alone = asyncio.Lock()
        self.paces: Paces | None = None
        """Leaves out what one person sends too fast; none where nobody is in a hurry."""
        self.pictured: Counter[str] = Counter()
        """How many pictures were `read`, `failed` to say anything, or met `faults` of ours, since the start."""
        self.refused = False
        """Whether the last updates that came in could not be written down."""

    # -- taking in ---------------------------------------------------------------------------------------------

    async def receive(self, raws: list[dict[str, Any]]) -> None:
        """Store updates, then hand the new ones on. When this returns they may be confirmed to Telegram."""
        raws = [inbox.storable(raw) for raw in raws]
        now, lease = self.clock.now(), wall() + LEASE
        try:
            new = set(
                await self.database.write(
                    lambda session: inbox.store(session, raws, now=now, owner=self.owner, lease=lease)
                )
            )
        except Exception:
            self.refused = True
            raise
        self.refused = False
        ordered = {raw["update_id"]: raw for raw in sorted(raws, key=lambda raw: int(raw["update_id"]))}
        for raw in await self._kept([raw for number, raw in ordered.items() if number in new]):
            self._enqueue(inbox.sender_of(raw), raw["update_id"], raw)

    async def _kept(self, raws: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those that are handled. What cannot be left out now, for trouble with the database, is handled as well."""
        try:
            return await self.paces.kept(raws) if self.paces is not None else raws
        except Exception as error:
            log.error(trouble(error), action="pace_failed")
            return raws

    async def replay(self) -> int:
        """Take up all updates that a crash left unfinished, or whose owner fell silent: what a person wrote is handled
        before what he writes next."""
        total = 0
        while rows := await self.database.write(self._waiting):
            for row in rows:
                self._left[row.update_id] = row.taken_up
                self._enqueue(row.sender, row.update_id, row.raw)
            total += len(rows)
        return total

    def _waiting(self, session: Session) -> list[InboxRow]:
        return inbox.waiting(session, wall=wall(), owner=self.owner, lease=wall() + LEASE, known=self._known)

    async def keep(self) -> None:
        """Say that the updates in hand are still ours; to be called well within a lease."""
        if self._known:
            known = tuple(self._known)
            await self.database.write(lambda s: inbox.renew(s, known, owner=self.owner, lease=wall() + LEASE))

    async def quiet(self) -> None:
        """Wait until everything taken in is worked off and its answers are out."""
        while self._lines.busy or self.mouth.busy:
            await self._lines.quiet()
            await self.mouth.quiet()

    def _enqueue(self, sender: int, update_id: int, raw: dict[str, Any]) -> None:
        if update_id not in self._known:
            self._known.add(update_id)
            self._since[update_id] = time.monotonic()
            self._lines.add(sender, (update_id, raw))

    # -- one update --------------------------------------------------------------------------------------------

    async def _one(self, sender: int, item: tuple[int, dict[str, Any]]) -> None:
        """One update until it is done or parked; never raises, so the person's next updates go on."""
        update_id, raw = item
        try:
            if self.database.shared:
                await self._after_earlier(sender, update_id)
            await self.mouth.room(sender)
            await self._work(update_id, raw)
        except Exception:
            self.failing = True
            log.exception("An update is left to its lease", action="update_left", update_id=update_id)
        else:
            self.failing = False
        finally:
            self._known.discard(update_id)
            self.lags.add(time.monotonic() - self._since.pop(update_id))
            self._left.pop(update_id, None)

    async def _after_earlier(self, sender: int, update_id: int) -> None:
        """Several processes share the work: wait for what the same person sent before, or do it if nobody does."""
        pause = 0.02
        while True:
            try:
                row = await self.database.read(lambda session: inbox.earlier(session, sender, update_id))
                if row is None:
                    return
                # What this process took up later stands behind this one in the same line, and would wait for it.
                if row.owner == self.owner or (row.lease < wall() and await self._take_over(row)):
                    await self._work(row.update_id, row.raw)
                    continue
            except Exception as error:
                if not is_passing(error):
                    raise
                log.error(trouble(error), action="database_trouble", update_id=update_id)
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 2)

    async def _take_over(self, row: InboxRow) -> bool:
        now, update_id = wall(), row.update_id
        taken = await self.database.write(
            lambda s: inbox.take_over(s, update_id, wall=now, owner=self.owner, lease=now + LEASE)
        )
        if taken:
            self._left[update_id] = row.taken_up
        return taken

    async def _work(self, update_id: int, raw: dict[str, Any]) -> None:
        """What another process left is counted when it begins again, and what was begun again before goes by itself:
        if the program dies once more, it is known over which."""
        before = self._left.pop(update_id, None)
        if before is None:
            await self._until_done(update_id, raw)
            return
        async with self._alone if before else contextlib.nullcontext():
            if await self._begin_again(update_id, raw):
                await self._until_done(update_id, raw)

    async def _begin_again(self, update_id: int, raw: dict[str, Any]) -> bool:
        error_id, pause = secrets.token_hex(4), AGAIN
        while True:
            try:
                state = await self.database.write(lambda s: inbox.begin_again(s, update_id, error_id=error_id))
                if state is InboxState.PARKED:
                    await self._confess(raw, error_id)
                return state is InboxState.WAITING
            except Exception as error:
                if not is_passing(error):
                    raise
                log.error(trouble(error), action="database_trouble", update_id=update_id)
            await asyncio.sleep(pause)
            pause = min(LONGEST, pause * 2)

    async def _until_done(self, update_id: int, raw: dict[str, Any]) -> None:
        """Try until it is done, parked, or found done. Trouble with the database is no fault of the update, and for a
        while the network's is none either: a file that came along is fetched in the end."""
        pause, patience = AGAIN, UNFETCHED
        while True:
            try:
                async with self._gate:
                    outcome = await self._attempt(update_id, raw)
                if outcome is not None:
                    await self._finish(outcome)
                return
            except Exception as error:
                try:
                    if is_passing(error):
                        log.error(trouble(error), action="database_trouble", update_id=update_id)
                    elif patience and may_pass(error):
                        patience -= 1
                        log.warning("A file could not be fetched", action="fetch_failed", update_id=update_id)
                    elif await self._failed(update_id, raw, error):
                        return
                except Exception as second:
                    if not is_passing(second):
                        raise
                    log.error(trouble(second), action="database_trouble", update_id=update_id)
            await asyncio.sleep(pause)
            pause = min(LONGEST, pause * 2)

    async def _attempt(self, update_id: int, raw: dict[str, Any]) -> Outcome | None:
        """PTB swallows what handlers raise, so the handler leaves its result or its error in a future of ours."""
        update = Update.de_json(raw, self.application.bot)
        outcome: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        self._open[update_id] = outcome
        try:
            await self.application.process_update(update)
            if outcome.done():
                return outcome.result()
        finally:
            del self._open[update_id]
        await self._skip(update_id)
        return None

    async def _skip(self, update_id: int) -> None:
        """An update of a kind that nobody handles is done."""

        def work(session: Session) -> None:
            if inbox.begin(session, update_id):
                inbox.finish(session, update_id, now=self.clock.now())

        await self.database.write(work)

    async def _failed(self, update_id: int, raw: dict[str, Any], error: Exception) -> bool:
        """Count it; returns whether there is nothing more to try."""
        error_id = secrets.token_hex(4)
        log.error(
            "A handler failed",
            action="handler_failed",
            update_id=update_id,
            error_id=error_id,
            exc_info=(type(error), error, error.__traceback__),
        )
        now, kind = self.clock.now(), type(error).__name__
        parked = await self.database.write(lambda s: inbox.failed(s, update_id, now=now, error_id=error_id, error=kind))
        if parked:
            await self._confess(raw, error_id)
        return parked

    async def _confess(self, raw: dict[str, Any], error_id: str) -> None:
        """Tell the person, after the last try, that this one thing could not be done, and under which number."""
        chat = reading.own_chat(raw)
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
            return outbox.reply(session, Message(text), outbox.Reply(chat, now, self.owner, lease))

        self.mouth.say(await self.database.write(work))

    # -- one turn ----------------------------------------------------------------------------------------------

    async def run(self, update: Update, pick: Pick) -> None:
        """Called by PTB's handlers: run the handler that `pick` chooses, as one transaction."""
        future = self._open[update.update_id]
        try:
            incoming = reading.read(update, self.house.bot_name)
            if incoming is None:
                return
            future.set_result(await self.handle(incoming, pick))
        except Exception as error:
            future.set_exception(error)

    async def handle(self, incoming: Incoming, pick: Pick) -> Outcome | None:
        """Fetch what came along, then the turn; what was fetched for one that failed is not left behind."""
        incoming = await self.fetching.fetch(incoming)
        try:
            await self._announcer.announce(incoming)
            return await self.turn(incoming, pick)
        except Exception:
            fetched = [file.hash for file in incoming.files if file.hash]
            if fetched:
                self.mouth.beside(self._settle(fetched), "files")
            raise

    async def turn(self, incoming: Incoming, pick: Pick) -> Outcome | None:
        """The transaction. None if the update was done already."""
        now = self.clock.now()
        try:
            return await self.database.write(lambda session: self._transact(session, incoming, pick, now))
        except Refused as refusal:
            why = refusal
            return await self.database.write(lambda session: self._transact.refuse(session, incoming, why, now))

    async def aside(self, incoming: Incoming, work: Handler) -> None:
        """A transaction for a person beside his updates; what it said goes out after what the chat still gets."""
        now = self.clock.now()
        await self._finish(await self.database.write(lambda s: self._transact.aside(s, incoming, work, now)))

    async def alone(self, work: Callable[[Desk], None]) -> None:
        """A transaction of the bot itself, beside what people do; what follows from it is seen to."""
        now = self.clock.now()

        def run(session: Session) -> Desk:
            desk = Desk(session, self.house, now, SYSTEM)
            work(desk)
            return desk

        desk = await self.database.write(run)
        if desk.loose:
            await self._settle(desk.loose)
        if desk.planned:
            self.on_planned()

    async def _settle(self, hashes: Collection[str]) -> None:
        """The bytes of files follow their rows, after the commit; what fails here is made up for in the night."""
        now = self.clock.now()
        await self.database.write(lambda s: files.settle(Desk(s, self.house, now, SYSTEM), hashes))

    async def _finish(self, outcome: Outcome | None) -> None:
        """After the commit: what was said goes out; whatever goes wrong here does not undo the turn."""
        if outcome is None:
            return
        for action in outcome.after:
            try:
                action()
            except Exception:
                log.exception("What follows a turn failed", action="after_failed")
        if outcome.planned:
            self.on_planned()
        if outcome.pictured:
            self.on_pictured()
        if outcome.printed:
            self.on_printed()
        if outcome.loose:
            self.mouth.beside(self._settle(outcome.loose), "files")
        if outcome.callback_id:
            self.mouth.answer(outcome.callback_id, outcome.toast, outcome.alert)
        for row in outcome.rows:
            self.mouth.say(row)
        if outcome.menu_for is not None and self.on_menu is not None:
            self.mouth.beside(self.on_menu(outcome.menu_for), "menu")
