"""A run of the bot: what a start makes up for, then taking in and sending until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.app import GRACE, App, Ready, Register, open_app
from bot.services.agencies import claims
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.law import workdays
from bot.services.operations import seals
from bot.services.post import inbox, leasing, retention
from bot.settings import Settings, WrongSetting
from bot.store.lock import PollingLock
from bot.telegram import health, webhook
from bot.telegram.poller import poll

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
            Desk(s, house, now, SYSTEM), updates_days=settings.keep_updates_days, texts_days=settings.keep_texts_days
        )
    )
    await app.database.write(lambda s: seals.set_telling(Desk(s, house, now, SYSTEM), monthly=settings.monthly_root))
    if not app.database.shared:
        await app.database.write(lambda s: (leasing.give_up_leases(s), inbox.give_up_leases(s)))
    else:
        await app.leader.renew()
    await app.database.read(lambda s: workdays.learn_stored(s, house.law))
    await app.pipeline.replay()
    await app.ticker.catch_up()
    app.wake()
    app.claim_code, app.begun = code, True
    return code


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
) -> None:
    """Take in and send until `stop` is set.

    Raises:
        WrongSetting: the API no longer knows the token.
    """
    if beside is not None:
        await beside(app)
    code = await begin(app)
    if app.driver is None:
        schedule(app)
        app.application.job_queue.scheduler.start()  # type: ignore[union-attr]
    _watch(app)
    running = [app.tasks.start(pump.run(stop), name="pump") for pump in app.pumps]
    running += [
        app.tasks.start(app.keeper.run(stop), name="keeper"),
        app.tasks.start(app.leader.run(stop), name="leader"),
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
        await asyncio.wait(running, timeout=GRACE)


def _watch(app: App) -> None:
    """Open `/healthz` and `/metrics`, if the settings name an address."""
    if not app.settings.metrics:
        return
    app.keeper.hear()
    state = health.Health(
        app.house, app.database, app.clock, app.pipeline.sender, app.keeper, app.limiter, app.ticker, app.pumps,
    )  # fmt: skip
    try:
        app.servers.append(health.listen(app.settings.metrics, state, app.settings.metrics_hosts))
    except OSError as error:
        log.warning("Metrics cannot be served there", action="metrics_failed", address=app.settings.metrics,
                    error=error.strerror)  # fmt: skip


async def _by_polling(app: App, stop: asyncio.Event) -> None:
    await _until_reached(lambda: webhook.unregister(app.application.bot), stop)
    await poll(app.application.bot, app.pipeline.receive, stop, heard=app.keeper.hear)


async def _by_webhook(app: App, stop: asyncio.Event) -> None:
    settings = app.settings
    url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()

    async def receive(raws: list[dict[str, Any]]) -> None:
        await app.pipeline.receive(raws)
        app.keeper.hear()

    app.servers.append(webhook.listen(settings.webhook_listen, webhook.path_of(url), receive, secret))
    await _until_reached(lambda: webhook.register(app.application.bot, url, secret), stop)
    await webhook.watch(app.application.bot, url, secret, stop, heard=app.keeper.hear)


async def _until_reached(call: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Repeat a call until the API takes it."""
    pause = 0.5
    while not stop.is_set():
        try:
            await call()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("The API cannot be reached yet", action="api_unreachable", error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(30.0, pause * 2)


async def run(
    settings: Settings,
    *,
    ready: Ready = lambda code, name: None,
    beside: Callable[[App], Awaitable[None]] | None = None,
    register: Register | None = None,
) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM). `beside` runs once before the start.

    Raises:
        AlreadyRunning: another process polls with this database.
        WrongSetting: the token is not accepted.
    """
    async with PollingLock(settings.database_url, wanted=not settings.webhook_url) as lock:
        app = await open_app(settings, register=register, api_within=3600.0)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, stop.set)
        keeping = asyncio.ensure_future(lock.keep())
        keeping.add_done_callback(lambda _: stop.set())
        try:
            await serve(app, stop, ready=ready, beside=beside)
        finally:
            keeping.cancel()
            await app.close()
        [end] = await asyncio.gather(keeping, return_exceptions=True)
        if isinstance(end, Exception):
            raise end
