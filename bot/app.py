"""The composition root: the only module that imports handlers and jobs, and puts everything together."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, ApplicationBuilder, ContextTypes, JobQueue
from tornado.httpserver import HTTPServer

import handlers
import jobs
from bot.clock import Clock, Reckoning, SteppedClock, SystemClock
from bot.domain.hall.files import MB, Daily
from bot.domain.hall.terms import Lane
from bot.extracts.pictures import Pictures
from bot.law.facade import Law, open_law
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf
from bot.services.hall.desk import House
from bot.services.operations import operations
from bot.services.post import runs
from bot.services.wiring import wire
from bot.settings import Settings, WrongSetting
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.migrate import migrate
from bot.telegram import dispatch, menus
from bot.telegram.darkroom import Darkroom
from bot.telegram.exporting import Exporter, Source
from bot.telegram.keeper import Keeper
from bot.telegram.leader import Leader
from bot.telegram.limiter import LaneLimiter
from bot.telegram.pace import Paces
from bot.telegram.pacing import Limits
from bot.telegram.pipeline import Pipeline
from bot.telegram.printing import Printer
from bot.telegram.pump import Means, Pump, Service
from bot.telegram.request import AiohttpRequest, polling_request
from bot.telegram.router import Router
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from bot.telegram.ticks import Driver, Ticker
from bot.telegram.timekeeping import Timekeeper
from bot.telegram.turnstile import Turnstile
from bot.telegram.unreached import Unreached
from bot.telegram.workroom import Workroom

log = structlog.get_logger(__name__)
PTB = Application[Any, Any, Any, Any, Any, Any]
Ready = Callable[[str | None, str], None]
"""Told when polling begins: the first administrator's claim code, if there is none yet, and the bot's name."""
Register = Callable[[Router], None]
GRACE = 10.0
"""Seconds that a stop waits for what is under way; what is left then is found again by its lease."""


@dataclass
class App:
    """A bot that is put together and initialised, not yet polling."""

    settings: Settings
    house: House
    database: Database
    clock: Clock
    application: PTB
    limiter: LaneLimiter
    pipeline: Pipeline
    pumps: tuple[Pump, ...]
    ticker: Ticker
    tasks: Tasks
    keeper: Keeper
    leader: Leader
    darkrooms: tuple[Darkroom, ...]
    printer: Printer
    exporter: Exporter
    driver: Driver | None
    unreached: Unreached
    timekeeper: Timekeeper | None = None
    """Looks after the machine's clock; simulated time needs nobody."""
    servers: list[HTTPServer] = field(default_factory=list)
    begun: bool = False
    """Whether everything that comes before the first poll is done."""
    claim_code: str | None = None
    """By which the first administrator claims the bot, until then."""

    def wake(self) -> None:
        """Something due now was planned."""
        for pump in self.pumps:
            pump.wake()

    async def close(self) -> None:
        """Finish what is under way, then let go of everything."""
        for server in self.servers:
            server.stop()
        await self.limiter.shutdown()
        if self.pipeline.paces is not None:
            self.pipeline.paces.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.pipeline.quiet(), GRACE)
        try:
            await self.keeper.note_rate()
            await self.tasks.close(grace=GRACE)
            if self.begun:
                now, owner = SystemClock().now(), self.pipeline.owner
                await self.database.write(lambda session: runs.stopped(session, owner, now=now))
        except Exception:
            log.exception("The end was not clean; the next start looks after what is left", action="close_failed")
        await self.application.shutdown()
        await self.database.close()


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or the stage's when `play` started us."""
    if not settings.stage:
        return SystemClock()
    start = datetime.fromisoformat(settings.stage_now) if settings.stage_now else SystemClock().now()
    return SteppedClock(start)


def _reckoning(clock: Clock) -> Reckoning | None:
    return clock.reckoning if isinstance(clock, SystemClock) else None


def _ptb(settings: Settings, limiter: LaneLimiter, reckoning: Reckoning | None) -> PTB:
    proxy = settings.proxy or None
    queue: JobQueue[Any] = JobQueue()
    application: PTB = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(settings.api_base)
        .base_file_url(settings.api_file_base)
        .request(AiohttpRequest(proxy=proxy, reckoning=reckoning))
        .get_updates_request(polling_request(proxy=proxy, reckoning=reckoning))
        .rate_limiter(limiter)
        .context_types(ContextTypes())
        .updater(None)
        .job_queue(queue)
        .build()
    )
    # PTB's build() resets the scheduler's configuration, so ours comes after it. A late tick must still run.
    queue.scheduler.configure(
        **{
            **queue.scheduler_configuration,
            "executors": {"default": AsyncIOExecutor()},
            "job_defaults": {"misfire_grace_time": None, "coalesce": True},
        }
    )
    return application


async def open_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    law: Law | None = None,
    register: Register | None = None,
    pictures: Pictures | None = None,
    printshop: Printshop | None = None,
    api_within: float = 0.0,
) -> App:
    """Migrate, connect, and put everything together.

    `api_within`: for how many seconds to wait for an API that cannot be reached at first.

    Raises:
        WrongSetting: the token is missing or is not accepted by the API, or there is no such rule book.
        RuleBookError, CalendarError: the operator's own ones cannot be used.
        NetworkError: the API cannot be reached.
    """
    if not settings.token.get_secret_value():
        raise WrongSetting("CHUTING_TOKEN expects the bot's token from @BotFather, as 123456:ABC…")
    clock, law = clock or clock_of(settings), law or _law_of(settings)
    await migrate(settings.database_url)
    database = open_database(settings.database_url)
    learnt = await database.read(operations.learnt_rate)
    limits = Limits(overall=settings.rate_overall, chat=settings.rate_chat, group=settings.rate_group)
    limiter = LaneLimiter(limits, learnt=learnt, paid=settings.paid_broadcast)
    application, unreached = _ptb(settings, limiter, _reckoning(clock)), Unreached(settings)
    try:
        await _initialize(application, api_within, unreached)
    except BaseException as error:
        # Of an application that did not come about, `shutdown` would close nothing.
        await application.bot.shutdown()
        await database.close()
        if not isinstance(error, InvalidToken):
            raise
        raise WrongSetting("CHUTING_TOKEN is not accepted by the API; expects the token from @BotFather.") from None
    house = House(
        law=law,
        zone=settings.zone,
        locale=settings.locale,
        rulebook=settings.rulebook,
        files=FileStore(settings.files),
        wiring=wire(),
        daily=Daily(settings.daily_files_mb * MB, settings.daily_files),
        reading=settings.reading,
        printshop=printshop or Printshop(Shelf(settings.templates)),
        pictures=pictures or Pictures(settings.reading),
        bot_name=application.bot.username,
    )
    return _assemble(settings, house, database, clock, application, limiter, register or handlers.register, unreached)


def _law_of(settings: Settings) -> Law:
    if settings.templates is not None and not settings.templates.is_dir():
        raise WrongSetting(f"CHUTING_TEMPLATES expects a folder of templates; there is none at {settings.templates}.")
    law = open_law(settings.rulebooks, settings.calendars)
    if settings.rulebook not in law.library.books:
        known = ", ".join(sorted(law.library.books))
        raise WrongSetting(f"CHUTING_RULEBOOK names no rule book at hand. There are: {known}.")
    return law


async def _initialize(application: PTB, within: float, unreached: Unreached) -> None:
    """getMe, repeated while the network is not there yet, as after a power cut."""
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + within, 0.5
    while True:
        try:
            await application.initialize()
        except (NetworkError, RetryAfter) as error:
            if loop.time() + pause > deadline:
                raise
            unreached.tell(error)
            await asyncio.sleep(pause)
            pause = min(10.0, pause * 2)
        else:
            unreached.over()
            return


def _assemble(
    settings: Settings,
    house: House,
    database: Database,
    clock: Clock,
    application: PTB,
    limiter: LaneLimiter,
    register: Register,
    unreached: Unreached,
) -> App:
    owner, tasks, router = secrets.token_hex(6), Tasks(), Router(kinds=house.law.kinds)
    register(router)
    sender = Sender(house, database, clock, router, application.bot, unreached)
    leader = Leader(database, clock, owner)
    pipeline = Pipeline(house, database, clock, router, sender, tasks, application, owner)
    trusted = _trust(clock)
    if not settings.stage:
        turnstile = Turnstile(settings.rate_person)
        pipeline.paces = Paces(house, database, clock, pipeline.mouth, owner, turnstile)
    pumps = _pumps(settings, Means(house, database, clock, sender, owner, tasks), limiter, leader, trusted)
    guard = leader.holds if database.shared else None
    ticker = Ticker(house, database, clock, lambda: _wake(pumps), jobs.ticks(house.zone), guard=guard, trusted=trusted)
    keeper = Keeper(house, database, clock, pipeline, limiter, lambda: _wake(pumps))
    pipeline.on_planned = lambda: _wake(pumps)
    pipeline.on_menu = lambda user: menus.install(application.bot, database, house, clock, router, user)
    darkrooms = tuple(Darkroom(pipeline, application.bot, owner, pieces=pieces) for pieces in (False, True))
    pipeline.on_pictured = lambda: _wake(darkrooms)
    printer = Printer(pipeline, application.bot, owner)
    exporter = Exporter(pipeline, application.bot, owner, _source(settings))
    pipeline.on_printed = lambda: _wake((printer, exporter))
    dispatch.build(application, router, pipeline)
    driver = Driver(clock, ticker, pumps[0], pipeline, database) if isinstance(clock, SteppedClock) else None
    reckoning = _reckoning(clock)
    timekeeper = (
        Timekeeper(house, database, reckoning, application.bot, lambda: _wake(pumps), keeper.hear)
        if reckoning is not None
        else None
    )
    return App(
        settings, house, database, clock, application, limiter, pipeline, pumps, ticker, tasks, keeper, leader,
        darkrooms, printer, exporter, driver, unreached, timekeeper,
    )  # fmt: skip


def _source(settings: Settings) -> Source:
    """Where the process reads that makes large files (`bot.exporting`)."""
    return {
        "url": settings.database_url,
        "files": str(settings.files),
        "zone": settings.timezone,
        "rulebook": settings.rulebook,
        "rulebooks": str(settings.rulebooks or ""),
        "calendars": str(settings.calendars or ""),
    }


def _trust(clock: Clock) -> Callable[[], bool]:
    """Whether what falls due by this clock may be done."""
    reckoning = _reckoning(clock)
    return (lambda: reckoning.trusted) if reckoning is not None else lambda: True


def _wake(those: tuple[Pump, ...] | tuple[Workroom[Any], ...]) -> None:
    for one in those:
        one.wake()


def _pumps(
    settings: Settings, means: Means, limiter: LaneLimiter, leader: Leader, trusted: Callable[[], bool]
) -> tuple[Pump, ...]:
    """One for each lane, so that none waits behind what another has claimed; on stage one for all.

    While the clock is in doubt people get their answers and nothing else goes out.
    """
    if settings.stage:
        return (Pump(means, Service(orderly=True)),)
    answers = Service(lanes=(Lane.INTERACTIVE,), pause=limiter.pause)
    reminders = Service(lanes=(Lane.REMINDER,), pause=limiter.pause, may=trusted)
    bulk = Service(
        lanes=(Lane.BULK,), pause=limiter.pause, may=lambda: leader.leads() and trusted(), guard=leader.holds
    )
    return tuple(Pump(means, service) for service in (answers, reminders, bulk))
