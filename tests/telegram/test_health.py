"""`/healthz` and `/metrics`, and that no log line ever holds the token."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot import observability
from bot.clock import wall
from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.tables import InboxRow, OutboxRow
from bot.telegram import health
from tests import room
from tests.crash.courier import free_port
from tests.telegram.live import Live, live

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_012345"


def _health(bot: Live) -> health.Health:
    app = bot.app
    return health.Health(
        app.house, app.database, app.clock, app.pipeline.sender, app.keeper, app.limiter, app.ticker, app.pumps
    )


@pytest.mark.slow
async def test_metrics_and_health_over_http(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = _health(bot), free_port()
        listening = health.listen(f"127.0.0.1:{port}", health.Front(state))
        bot.playground.say(5001, "/count x")
        await bot.until(lambda: bot.texts(5001))
        await bot.work(lambda d: room.plan_note(d, bot.ids[5002], "later", lane=Lane.BULK, at=_far(d.now)))
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"ok": True, "wrong": []})
            async with session.get("/metrics") as answer:
                text = await answer.text()
        for line in ('chuting_planned{lane="bulk"} 1.0', "chuting_sent_total 1.0", "chuting_parked_updates 0.0"):
            assert line in text, text
        for name in (
            "backlog", "oldest_due_seconds", "failed", "uncertain", "unreachable_people", "inbox_lag_seconds",
            "last_tick_seconds", "limiter_wait_seconds_total", "flood_replies_total", "rate",
            "pictures_waiting", "pictures_read_total", "pictures_failed_total", "picture_faults_total",
            "prints_waiting", "prints_failing",
        ):  # fmt: skip
            assert f"\nchuting_{name}" in text, name
        listening.stop()


def _far(now: object) -> datetime:
    from datetime import datetime, timedelta

    assert isinstance(now, datetime)
    return now + timedelta(days=3)


@pytest.mark.slow
async def test_the_dead_man_is_noticed(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = _health(bot), free_port()
        listening = health.listen(f"127.0.0.1:{port}", health.Front(state))
        address = f"http://127.0.0.1:{port}/healthz"
        bot.app.keeper.heard_at = wall() - health.SILENT - 1
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as answer:
                assert answer.status == 503
                assert "Telegram has not answered" in json.loads(await answer.text())["wrong"][0]
            bot.app.keeper.hear()
            for pump in bot.app.pumps:
                pump.stop()
            bot.app.pumps[0].seen = 0
            assert "The outbox is not looked after." in state.wrong()
            bot.app.pipeline.sender.backlog_record.stuck = True
            assert [each for each in state.wrong() if "cannot be written down" in each], state.wrong()
        listening.stop()


async def _well(bot: Live, state: health.Health) -> None:
    """A long poll tells nothing before its end, so what Telegram says is taken for granted."""
    bot.app.keeper.hear()
    await bot.until(lambda: not state.wrong())
    assert await state.check() == []


class Silent:
    """A database that never answers."""

    damage = ""

    async def read(self, work: object) -> None:
        await asyncio.Event().wait()


class Full:
    """A database that takes no more."""

    damage = ""

    async def write(self, work: object) -> None:
        raise OperationalError("x", {}, Exception("database or disk is full"))


@pytest.mark.slow
async def test_a_database_that_takes_nothing_is_told(tmp_path: Path) -> None:
    """The bot looks at its outbox every second and hears from Telegram, and yet answers nobody."""
    async with live(tmp_path) as bot:
        state, keeper, pipeline, real = _health(bot), bot.app.keeper, bot.app.pipeline, bot.app.database
        await _well(bot, state)
        pipeline.database = Full()  # type: ignore[assignment]
        with pytest.raises(OperationalError):
            await pipeline.receive([{"update_id": 1}])
        assert [each for each in await state.check() if "that comes in" in each]
        pipeline.database = real
        await pipeline.receive([{"update_id": 1}])
        assert await state.check() == []
        keeper.went_well_at -= health.STILL + 1
        assert [each for each in await state.check() if "that comes in" in each]
        await keeper.round()
        assert await state.check() == []


@pytest.mark.slow
async def test_a_database_that_does_not_answer_is_told_in_time(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = replace(_health(bot), patience=0.05, database=Silent()), free_port()  # type: ignore[arg-type]
        ticker = state.ticker
        await _well(bot, _health(bot))
        listening, real = health.listen(f"127.0.0.1:{port}", health.Front(state)), ticker.database
        ticker.database = Silent()  # type: ignore[assignment]
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session, asyncio.timeout(60):
            for path in ("/healthz", "/metrics"):
                async with session.get(path) as answer:
                    assert answer.status == 503
                    assert "The database cannot be read" in await answer.text()
        ticker.database = real
        listening.stop()


@pytest.mark.slow
async def test_a_tick_that_does_not_come_is_told_and_made_up_for(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, ticker = _health(bot), bot.app.ticker
        scheduler = bot.app.application.job_queue.scheduler  # type: ignore[union-attr]
        long_ago = bot.app.clock.now() - timedelta(days=3)
        name = ticker.ticks[0].name
        await _well(bot, state)
        assert scheduler.get_job("catch_up") is not None, "a tick that failed is tried again"
        await bot.work(lambda d: notes.put(d.session, f"tick:{name}", {"at": long_ago.isoformat()}, now=d.now))
        assert await state.check() == [f"The tick {name!r} is late: see to the log."]
        await ticker.catch_up()
        assert await state.check() == []


@pytest.mark.slow
async def test_gauges_count_all_not_what_is_shown(tmp_path: Path) -> None:
    def wrong(desk: Desk) -> None:
        for n in range(60):
            desk.session.add(
                OutboxRow(
                    chat_id=n, due_at=desk.now, planned_at=desk.now, state=SendState.UNCERTAIN, content={"text": "x"}
                )
            )
        for n in range(7):
            desk.session.add(InboxRow(update_id=10**9 + n, raw={}, received_at=desk.now, state=InboxState.PARKED))

    async with live(tmp_path) as bot:
        await bot.work(wrong)
        state = _health(bot)
        text = state.metrics(await state.overview()).decode()
        assert "chuting_uncertain 60.0" in text
        assert "chuting_parked_updates 7.0" in text


@pytest.mark.slow
async def test_the_rate_that_was_found_outlives_the_process(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        bot.app.limiter.pacing.ceiling = 17.5
    async with live(tmp_path) as bot:
        assert bot.app.limiter.learnt == 17.5


@pytest.mark.usefixtures("logs_as_before")
async def test_no_log_line_holds_the_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for log_format in ("json", "plain"):
        observability.configure(log_format)
        log = structlog.get_logger("x")
        log.info(
            f"at https://api.telegram.org/bot{TOKEN}/getMe", address=f"bot{TOKEN}", many=[TOKEN], deep={"a": TOKEN}
        )
        try:
            raise RuntimeError(f"failed at /bot{TOKEN}/")
        except RuntimeError:
            log.exception("It failed")
        logging.getLogger("telegram.request").warning("POST https://api.telegram.org/bot%s/x", TOKEN)
        logging.getLogger("apscheduler").error("job %r", {"token": TOKEN})
        try:
            raise RuntimeError(f"deep /bot{TOKEN}/")
        except RuntimeError:
            logging.getLogger("asyncio").exception("Task exception was never retrieved")
    err = capsys.readouterr()
    assert "It failed" in err.err
    assert "AAF-" not in err.err + err.out
    assert not [line for line in observability.lines() if "AAF-" in json.dumps(line, default=str)]


@pytest.mark.slow
async def test_a_run_with_faults_logs_no_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with live(tmp_path) as bot:
        bot.playground.fault("drop", method="getUpdates", count=2)
        bot.playground.fault("status", method="sendMessage", code=500, count=2)
        bot.playground.fault("drop_after", method="sendMessage", count=1)
        for n in range(5):
            bot.playground.say(5001, f"/count {n}")
        await bot.until(lambda: len(bot.texts(5001)) >= 5)
        await asyncio.sleep(0.1)
        token = bot.playground.token
    shown = capsys.readouterr()
    assert "Sending failed" in shown.err + shown.out
    assert token not in shown.err + shown.out
    assert token.partition(":")[2] not in shown.err + shown.out
