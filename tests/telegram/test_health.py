"""`/healthz` and `/metrics`, and that no log line ever holds the token."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot import observability
from bot.clock import wall
from bot.domain.terms import Lane
from bot.telegram import health
from tests import room
from tests.crash.balancer import free_port
from tests.telegram.live import Live, live

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_012345"


def _health(bot: Live) -> health.Health:
    app = bot.app
    return health.Health(
        app.house, app.database, app.clock, app.pipeline.sender, app.keeper, app.limiter, app.ticker, app.pumps, True
    )


async def test_metrics_and_health_over_http(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = _health(bot), free_port()
        listening = health.listen(f"127.0.0.1:{port}", state)
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
        ):  # fmt: skip
            assert f"\nchuting_{name}" in text, name
        listening.stop()


def _far(now: object) -> object:
    from datetime import datetime, timedelta

    assert isinstance(now, datetime)
    return now + timedelta(days=3)


async def test_the_dead_man_is_noticed(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = _health(bot), free_port()
        listening = health.listen(f"127.0.0.1:{port}", state)
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


async def test_the_rate_that_was_found_outlives_the_process(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        bot.app.limiter.pacing.ceiling = 17.5
    async with live(tmp_path) as bot:
        assert bot.app.limiter.learnt == 17.5


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


async def test_a_run_with_faults_logs_no_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with live(tmp_path) as bot:
        bot.playground.fault("drop", method="getUpdates", count=2)
        bot.playground.fault("status", method="sendMessage", code=500, count=2)
        bot.playground.fault("drop_after", method="sendMessage", count=1)
        for n in range(5):
            bot.playground.say(5001, f"/count {n}")
        await bot.until(lambda: len(bot.texts(5001)) >= 5, within=20)
        await asyncio.sleep(0.1)
        token = bot.playground.token
    shown = capsys.readouterr()
    assert "Sending failed" in shown.err + shown.out
    assert token not in shown.err + shown.out
    assert token.partition(":")[2] not in shown.err + shown.out
