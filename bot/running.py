"""A run of the bot: what a start makes up for, then taking in and sending until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import InvalidToken, TelegramError

from bot import observability
from bot.app import GRACE, App, Ready, Register, open_app
from bot.clock import SystemClock
from bot.extracts.pictures import Pictures
from bot.papers.printshop import Printshop
from bot.services.agencies import claims
from bot.services.documents import printing
from bot.services.figures import checking, exports
from bot.services.hall import picture_jobs
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.hearings import rejudging
from bot.services.law import workdays
from bot.services.operations import books, keeping, seals
from bot.services.post import inbox, leasing, retention, runs
from bot.settings import Settings, WrongSetting, load
from bot.stopping import unless
from bot.store import soundness
from bot.store.database import file_of
from bot.store.lock import InstanceLock, PollingLock
from bot.store.trouble import Damaged, is_damage
from bot.telegram import health, webhook
from bot.telegram.guard import Guard
from bot.telegram.poller import poll
from bot.telegram.unreached import Unreached, is_unreached

log = structlog.get_logger(__name__)


async def begin(app: App) -> str | None:
    """What a start does before the first update: administrators, leases, unfinished updates, missed ticks.

    Returns the code by which the first administrator claims the bot, when there is none.
    """
    if app.timekeeper is not None:
        await app.timekeeper.begin()
    now, house, settings = app.clock.now(), app.house, app.settings
    code = await app.database.write(lambda s: claims.first_administrators(s, house, settings.admins, now=now))
    await app.database.write(
        lambda s: retention.set_terms(
            Desk(s, house, now, SYSTEM),
            updates_days=settings.keep_updates_days,
            texts_days=settings.keep_texts_days,
            names_days=settings.keep_names_days,
        )
    )
    await app.database.write(lambda s: seals.set_telling(Desk(s, house, now, SYSTEM), monthly=settings.monthly_root))
    await app.database.write(lambda s: keeping.set_terms(Desk(s, house, now, SYSTEM), settings.file_terms))
    if not app.database.shared:
        await app.database.write(lambda s: _give_up_leases(s))
    else:
        await app.leader.renew()
    await _note_start(app)
    await app.database.read(lambda s: workdays.learn_stored(s, house.law))
    # Other rule books may be at hand than when the program ended.
    await app.database.write(lambda s: rejudging.all_open(Desk(s, house, now, SYSTEM)))
    for absent in await app.database.read(lambda s: books.missing(s, house)):
        log.error(absent, action="rulebook_missing")
    await _count(app)
    await app.pipeline.replay()
    await app.ticker.catch_up()
    app.wake()
    app.claim_code, app.begun = code, True
    return code


async def _count(app: App) -> None:
    """Rows of figures that are not there yet, as before they were kept, or that other rule books would count otherwise:
    piece by piece, each a transaction, so that a start that is broken off goes on where it was."""
    now, house = app.clock.now(), app.house
    cases = await app.database.read(lambda s: checking.behind(Desk(s, house, now, SYSTEM)))
    for done in range(0, len(cases), checking.BATCH):
        some = cases[done : done + checking.BATCH]
        await app.database.write(lambda s, some=some: checking.count_anew(Desk(s, house, now, SYSTEM), some))  # type: ignore[misc]
        log.info("cases_counted", done=done + len(some), of=len(cases))


def _give_up_leases(session: Session) -> None:
    leasing.give_up_leases(session)
    inbox.give_up_leases(session)
    picture_jobs.give_up_leases(session)
    printing.give_up_leases(session)
    exports.give_up_leases(session)


async def _note_start(app: App) -> None:
    """After the second death in ten minutes what was under way is settled one by one: real time, also on stage."""
    now = SystemClock().now()
    deaths = await app.database.write(
        lambda s: runs.started(s, app.pipeline.owner, now=now, alone=not app.database.shared)
    )
    if deaths >= runs.DEATHS:
        log.warning("The program died several times; everything goes one by one now", action="careful", deaths=deaths)
        for pump in app.pumps:
            pump.be_careful()


def schedule(app: App) -> None:
    """Give the fixed ticks to APScheduler; what is true lies in the database, so a lost tick is made up for."""
    scheduler = app.application.job_queue.scheduler  # type: ignore[union-attr]
    for tick in app.ticker.ticks:
        scheduler.add_job(
            app.ticker.run, tick.trigger, args=[tick], kwargs={"if_due": True}, id=tick.name, replace_existing=True
        )
    # A process that has just become the leader makes up for what the last one missed; and one that is alone for what
    # failed, as with a database that was locked.
    seconds = 30 if app.database.shared else 300
    scheduler.add_job(app.ticker.catch_up, "interval", seconds=seconds, id="catch_up", replace_existing=True)


async def go_on(app: App) -> None:
    """Another time is gone by: what was to wake us by the old one is set anew, and what fell due is made up for."""
    schedule(app)
    await app.keeper.round()
    await app.ticker.catch_up()
    app.wake()


async def serve(
    app: App,
    stop: asyncio.Event,
    *,
    ready: Ready = lambda code, name: None,
    beside: Callable[[App], Awaitable[None]] | None = None,
    front: health.Front | None = None,
) -> None:
    """Take in and send until `stop` is set. `front`: the port of `/healthz`, where it is open already.

    Raises:
        WrongSetting: the API no longer knows the token.
        Damaged: the database cannot be worked with any more.
    """
    if beside is not None:
        await beside(app)
    code = await begin(app)
    if app.driver is None:
        schedule(app)
        app.application.job_queue.scheduler.start()  # type: ignore[union-attr]
    _watch(app, front or health.Front())
    guard = Guard(app.database, app.settings.database_url, app.clock, app.house.zone, leads=app.leader.leads)
    guarding = app.tasks.start(guard.run(stop), name="guard")
    guarding.add_done_callback(lambda _: stop.set())
    running = [app.tasks.start(pump.run(stop), name="pump") for pump in app.pumps]
    running += [
        app.tasks.start(app.keeper.run(stop), name="keeper"),
        app.tasks.start(app.leader.run(stop), name="leader"),
        *(app.tasks.start(darkroom.run(stop), name="darkroom") for darkroom in app.darkrooms),
        app.tasks.start(app.printer.run(stop), name="printing"),
        app.tasks.start(app.exporter.run(stop), name="exporting"),
    ]
    if app.timekeeper is not None:
        app.timekeeper.go_on = lambda: go_on(app)
        running.append(app.tasks.start(app.timekeeper.run(stop), name="timekeeper"))
    # What is there now stays for good (code, law, catalogs): looking through all of it for garbage, again and again,
    # held the event loop for a tenth of a second each time.
    gc.freeze()
    gc.enable()
    log.info("Ready", action="started", bot=app.house.bot_name, webhook=bool(app.settings.webhook_url))
    ready(code, app.house.bot_name)
    try:
        await (_by_webhook if app.settings.webhook_url else _by_polling)(app, stop)
    except InvalidToken:
        raise WrongSetting("CHUTING_TOKEN is not accepted by the API any more; ask @BotFather for it.") from None
    finally:
        stop.set()
        for pump in app.pumps:
            pump.stop()
        if app.driver is None:
            app.application.job_queue.scheduler.shutdown(wait=False)  # type: ignore[union-attr]
        await app.limiter.shutdown()
        await asyncio.wait([*running, guarding], timeout=GRACE)
    if guarding.done() and (lost := guarding.result()):
        raise Damaged(lost)


def _watch(app: App, front: health.Front) -> None:
    """From now on the port tells how the bot does."""
    app.keeper.hear()
    front.health = health.Health(
        app.house, app.database, app.clock, app.pipeline.sender, app.keeper, app.limiter, app.ticker, app.pumps,
    )  # fmt: skip


@contextlib.contextmanager
def _port(settings: Settings, front: health.Front) -> Iterator[None]:
    """`/healthz` and `/metrics` from the first moment on, if the settings name an address."""
    try:
        server = health.listen(settings.metrics, front, settings.metrics_hosts) if settings.metrics else None
    except OSError as error:
        log.warning("Metrics cannot be served there", action="metrics_failed", address=settings.metrics,
                    error=error.strerror)  # fmt: skip
        server = None
    try:
        yield
    finally:
        if server is not None:
            server.stop()


async def _by_polling(app: App, stop: asyncio.Event) -> None:
    await _until_reached(lambda: webhook.unregister(app.application.bot), stop, app.unreached)
    await poll(app.application.bot, app.pipeline.receive, stop, heard=app.keeper.hear, unreached=app.unreached)


async def _by_webhook(app: App, stop: asyncio.Event) -> None:
    settings = app.settings
    url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()

    async def receive(raws: list[dict[str, Any]]) -> None:
        await app.pipeline.receive(raws)
        app.keeper.hear()

    app.servers.append(webhook.listen(settings.webhook_listen, webhook.path_of(url), receive, secret))
    await _until_reached(lambda: webhook.register(app.application.bot, url, secret), stop, app.unreached)
    await webhook.watch(app.application.bot, url, secret, stop, heard=app.keeper.hear)


async def _until_reached(call: Callable[[], Awaitable[None]], stop: asyncio.Event, unreached: Unreached) -> None:
    """Repeat a call until the API takes it."""
    pause = 0.5
    while not stop.is_set():
        try:
            await call()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            if is_unreached(error):
                unreached.tell(error)
            else:
                log.warning("The API refuses", action="api_refuses", error=error.message, again_in=pause)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(30.0, pause * 2)


async def run(
    settings: Settings,
    *,
    ready: Ready = lambda code, name: None,
    beside: Callable[[App], Awaitable[None]] | None = None,
    register: Register | None = None,
    pictures: Pictures | None = None,
    printshop: Printshop | None = None,
    lock: InstanceLock | None = None,
) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM). `beside` runs once before the start.

    `lock` is that of a file database: after an end that was none, everything is read through first.

    Raises:
        AlreadyRunning: another process polls with this database.
        WrongSetting: the token is not accepted.
        Damaged: the database cannot be worked with (any more).
    """
    stop, front = asyncio.Event(), health.Front()
    _heed_signals(stop)
    with _port(settings, front), _marked(lock):
        async with PollingLock(settings.database_url, wanted=not settings.webhook_url) as polling:
            if lock is not None:
                await _after_an_unclean_end(settings, lock, front)
            front.starting = "The bot is starting: Telegram has not answered yet."
            app = await unless(
                stop, open_app(settings, register=register, pictures=pictures, printshop=printshop, api_within=3600.0)
            )
            if app is not None:
                await _serve_while_locked(app, stop, polling, ready=ready, beside=beside, front=front)


@contextlib.contextmanager
def _marked(lock: InstanceLock | None) -> Iterator[None]:
    """Whoever comes next learns from the lock whether this run was cut off, or met damage."""
    try:
        yield
    except BaseException as error:
        if lock is not None and not is_damage(error):
            lock.end()
        raise
    if lock is not None:
        lock.end()


async def _serve_while_locked(
    app: App,
    stop: asyncio.Event,
    lock: PollingLock,
    *,
    ready: Ready,
    beside: Callable[[App], Awaitable[None]] | None,
    front: health.Front,
) -> None:
    keeping = asyncio.ensure_future(lock.keep())
    keeping.add_done_callback(lambda _: stop.set())
    try:
        await serve(app, stop, ready=ready, beside=beside, front=front)
    finally:
        front.health, front.starting = None, "The bot is stopping."
        keeping.cancel()
        await app.close()
    [end] = await asyncio.gather(keeping, return_exceptions=True)
    if isinstance(end, Exception):
        raise end


async def _after_an_unclean_end(settings: Settings, lock: InstanceLock, front: health.Front) -> None:
    """Raises Damaged when the last end damaged the database."""
    ended_well = lock.ended_well
    lock.begin()
    file = file_of(settings.database_url)
    if ended_well or file is None or not await asyncio.to_thread(file.exists):
        return
    front.starting = "The bot is starting: the database is read through, for the last run was cut off."
    log.info("The last run was cut off; the database is read through", action="check_begun")
    if damage := await soundness.look_through(settings.database_url):
        raise Damaged(damage)


def _heed_signals(stop: asyncio.Event) -> None:
    """SIGINT and SIGTERM end the run; at SIGHUP the log settings are read anew."""
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    loop.add_signal_handler(signal.SIGHUP, _read_log_settings)


def _read_log_settings() -> None:
    try:
        log_format = load().log_format
    except WrongSetting as wrong:
        log.warning(str(wrong), action="log_settings_wrong")
        return
    observability.configure(log_format)
    log.info("The log settings were read anew", action="log_settings_read", log_format=log_format)
