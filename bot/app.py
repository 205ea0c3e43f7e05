"""The composition root: the only module that imports handlers and jobs, and puts everything together."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from telegram.error import InvalidToken
from telegram.ext import Application, ApplicationBuilder, ContextTypes, JobQueue

import handlers
import jobs
from bot.clock import Clock, SteppedClock, SystemClock
from bot.law.facade import Law, open_law
from bot.services import claims, inbox, outbox, workdays
from bot.services.desk import House
from bot.settings import Settings, WrongSetting
from bot.store.engine import Database, open_database
from bot.store.files import FileStore
from bot.store.migrate import migrate
from bot.telegram import dispatch, menus
from bot.telegram.limiter import LaneLimiter
from bot.telegram.pacing import Limits
from bot.telegram.pipeline import Pipeline
from bot.telegram.poller import poll
from bot.telegram.pump import Pump
from bot.telegram.request import AiohttpRequest, polling_request
from bot.telegram.router import Router
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from bot.telegram.ticks import Driver, Ticker

log = structlog.get_logger(__name__)
PTB = Application[Any, Any, Any, Any, Any, Any]
Ready = Callable[[str | None, str], None]
"""Told when polling begins: the first administrator's claim code, if there is none yet, and the bot's name."""


@dataclass
class App:
    """A bot that is put together and initialised, not yet polling."""

    settings: Settings
    house: House
    database: Database
    clock: Clock
    application: PTB
    pipeline: Pipeline
    pump: Pump
    ticker: Ticker
    tasks: Tasks
    driver: Driver | None
    begun: bool = False
    """Whether everything that comes before the first poll is done."""
    claim_code: str | None = None
    """By which the first administrator claims the bot, until then."""

    async def close(self) -> None:
        """Finish what is under way, then let go of everything."""
        await self.pipeline.quiet()
        await self.tasks.close()
        await self.application.shutdown()
        await self.database.close()


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or the stage's when `play` started us."""
    if not settings.stage:
        return SystemClock()
    start = datetime.fromisoformat(settings.stage_now) if settings.stage_now else SystemClock().now()
    return SteppedClock(start)


def _ptb(settings: Settings, limiter: LaneLimiter) -> PTB:
    proxy = settings.proxy or None
    queue: JobQueue[Any] = JobQueue()
    application: PTB = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(settings.api_base)
        .base_file_url(settings.api_file_base)
        .request(AiohttpRequest(proxy=proxy))
        .get_updates_request(polling_request(proxy=proxy))
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


async def open_app(settings: Settings, *, clock: Clock | None = None, law: Law | None = None) -> App:
    """Migrate, connect, and put everything together.

    Raises:
        WrongSetting: the token is missing or is not accepted by the API.
    """
    if not settings.token.get_secret_value():
        raise WrongSetting("CHUTING_TOKEN expects the bot's token from @BotFather, as 123456:ABC…")
    clock = clock or clock_of(settings)
    await migrate(settings.database_url)
    limits = Limits(overall=settings.rate_overall, chat=settings.rate_chat, group=settings.rate_group)
    application = _ptb(settings, LaneLimiter(limits))
    try:
        await application.initialize()
    except InvalidToken:
        await application.shutdown()
        raise WrongSetting("CHUTING_TOKEN is not accepted by the API; expects the token from @BotFather.") from None
    return _assemble(settings, clock, application, law or open_law(settings.rulebooks, settings.calendars))


def _assemble(settings: Settings, clock: Clock, application: PTB, law: Law) -> App:
    house = House(
        law=law,
        zone=settings.zone,
        locale=settings.locale,
        rulebook=settings.rulebook,
        files=FileStore(settings.files),
        bot_name=application.bot.username,
    )
    database = open_database(settings.database_url)
    owner, tasks, router = secrets.token_hex(6), Tasks(), Router()
    handlers.register(router)
    sender = Sender(house, database, clock, router, application.bot)
    pipeline = Pipeline(house, database, clock, router, sender, tasks, application, owner)
    pump = Pump(house, database, clock, sender, owner, orderly=bool(settings.stage))
    pipeline.on_planned = pump.wake
    pipeline.on_menu = lambda user: menus.install(application.bot, database, house, clock, router, user)
    dispatch.build(application, router, pipeline)
    ticker = Ticker(house, database, clock, pump, jobs.TICKS)
    driver = Driver(clock, ticker, pump, pipeline, database) if isinstance(clock, SteppedClock) else None
    return App(settings, house, database, clock, application, pipeline, pump, ticker, tasks, driver)


async def begin(app: App) -> str | None:
    """What a start does before the first poll: administrators, leases, unfinished updates, missed ticks.

    Returns the code by which the first administrator claims the bot, when there is none.
    """
    now, house = app.clock.now(), app.house
    ids = app.settings.admins
    code = await app.database.write(lambda s: claims.first_administrators(s, house, ids, now=now))
    if not app.database.shared:
        await app.database.write(lambda s: (outbox.give_up_leases(s), inbox.give_up_leases(s)))
    await app.database.read(lambda s: workdays.learn_stored(s, house.law))
    await app.pipeline.replay()
    await app.ticker.catch_up()
    app.pump.wake()
    app.claim_code, app.begun = code, True
    return code


def schedule(app: App) -> None:
    """Give the fixed ticks to APScheduler."""
    scheduler = app.application.job_queue.scheduler  # type: ignore[union-attr]
    for tick in app.ticker.ticks:
        scheduler.add_job(app.ticker.run, tick.trigger, args=[tick], id=tick.name)
    scheduler.add_job(_wake, "interval", seconds=1, args=[app.pump], id="pump")
    scheduler.add_job(app.pipeline.replay, "interval", seconds=30, id="replay")
    scheduler.start()


async def _wake(pump: Pump) -> None:
    pump.wake()


async def _wake_often(pump: Pump, stop: asyncio.Event) -> None:
    """On stage no scheduler runs; what a fault held up is tried again in real time all the same."""
    while not stop.is_set():
        pump.wake()
        await asyncio.sleep(1)


async def serve(
    app: App,
    stop: asyncio.Event,
    *,
    ready: Ready = lambda code, name: None,
    beside: Callable[[App], Awaitable[None]] | None = None,
) -> None:
    """Poll and send until `stop` is set."""
    if beside is not None:
        await beside(app)
    code = await begin(app)
    if app.driver is None:
        schedule(app)
    else:
        app.tasks.start(_wake_often(app.pump, stop), name="wake")
    pumping = app.tasks.start(app.pump.run(stop), name="pump")
    log.info("Polling begins", action="started", bot=app.house.bot_name)
    ready(code, app.house.bot_name)
    offset = await app.database.read(inbox.last_id)
    try:
        await poll(app.application.bot, app.pipeline.receive, None if offset is None else offset + 1, stop)
    finally:
        stop.set()
        app.pump.wake()
        await pumping
        if app.driver is None:
            app.application.job_queue.scheduler.shutdown(wait=False)  # type: ignore[union-attr]


async def run(
    settings: Settings,
    *,
    ready: Ready = lambda code, name: None,
    beside: Callable[[App], Awaitable[None]] | None = None,
) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM). `beside` runs once before the start."""
    app = await open_app(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    try:
        await serve(app, stop, ready=ready, beside=beside)
    finally:
        await app.close()
