"""Health is about work done: what waits, what is due, what was written down; and what an alert is made of."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import Session, update

from bot.clock import Reckoning, SystemClock
from bot.domain.hall.terms import Lane
from bot.services.hall import notes
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.operations import operations
from bot.store.tables import InboxRow, Note, OutboxRow
from bot.telegram import health
from bot.telegram.spread import BOUNDS, Spread
from tests import room
from tests.builders import add_agency, add_print, county
from tests.crash.courier import free_port
from tests.rig import Rig
from tests.telegram.live import Live, live

PAGE = Path(__file__).resolve().parents[2] / ".readme" / "operating.md"


def health_of(bot: Live) -> health.Health:
    app = bot.app
    return health.Health(
        app.house, app.database, app.clock, app.pipeline.sender, app.keeper, app.limiter, app.ticker, app.pumps
    )


async def well(bot: Live) -> health.Health:
    """The judgement on a bot that does its work."""
    state = health_of(bot)
    bot.app.keeper.hear()
    await bot.until(lambda: not state.wrong())
    assert await state.check() == []
    return state


# -- work done -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_an_update_that_nobody_answers_is_told(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)

        def left(desk: Desk) -> None:
            since = desk.now - health.UNANSWERED - timedelta(seconds=1)
            held = time.time() + 3600
            desk.session.add(InboxRow(update_id=10**9, raw={}, received_at=since, owner="dead", lease=held))

        await bot.work(left)
        [found] = await state.check()
        assert "An update has waited" in found


@pytest.mark.slow
async def test_a_message_that_is_due_and_does_not_go_out_is_told(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)
        for pump in bot.app.pumps:
            pump.stop()
        due = bot.app.clock.now() - health.UNSENT - timedelta(seconds=1)
        await bot.work(lambda d: room.plan_note(d, bot.ids[5002], "stuck", at=due))
        assert [each for each in await state.check() if "'reminder' nothing goes out" in each]
        bot.app.pipeline.sender.sent_at[Lane.REMINDER] = time.time()
        assert not [each for each in await state.check() if "nothing goes out" in each], "a backlog that moves"


@pytest.mark.slow
async def test_what_waits_after_a_fault_is_not_late(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)

        def later(desk: Desk) -> None:
            room.plan_note(desk, bot.ids[5002], "again", at=desk.now - timedelta(hours=1))
            desk.session.flush()
            desk.session.execute(update(OutboxRow).values(not_before=time.time() + 3600))

        await bot.work(later)
        assert await state.check() == []


@pytest.mark.slow
async def test_without_a_commit_something_is_wrong(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)
        long_ago = bot.app.clock.now() - health.UNWRITTEN - timedelta(seconds=1)
        await bot.work(lambda d: d.session.execute(update(Note).values(updated_at=long_ago)))
        [found] = await state.check()
        assert "Nothing has been written down" in found


@pytest.mark.slow
async def test_failing_looks_rounds_and_updates_are_told(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, app = await well(bot), bot.app
        app.pumps[1].failing_since = time.time() - health.FAILING - 1
        assert [each for each in state.wrong() if "taken out of the outbox" in each]
        app.pumps[1].failing_since = 0.0
        app.keeper.failing = True
        assert [each for each in state.wrong() if "comes in can be written" in each]
        app.keeper.failing = False
        app.pipeline.failing = True
        assert [each for each in state.wrong() if "worked off" in each]
        bot.playground.say(5001, "/count x")
        await bot.until(lambda: bot.texts(5001))
        await bot.until(lambda: state.wrong() == [])


@pytest.mark.slow
async def test_a_pump_that_meets_an_error_at_every_look_says_so(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        pump, real = bot.app.pumps[0], bot.app.database

        class Broken:
            shared = False

            async def read(self, work: object) -> None:
                raise sqlite3.DatabaseError("database disk image is malformed")

            write = read

        pump.database = Broken()  # type: ignore[assignment]
        await bot.until(lambda: pump.failing_since)
        pump.database = real
        await bot.until(lambda: not pump.failing_since)


@pytest.mark.slow
async def test_a_doubtful_clock_is_told(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, ran = await well(bot), [0.0]
        reckoning = Reckoning(time.time, lambda: ran[0])
        doubtful = replace(state, clock=SystemClock(reckoning))
        reckoning.question(0.0)
        assert doubtful.wrong() == []
        ran[0] += health.DOUBTFUL + 1
        [found] = doubtful.wrong()
        assert "clock is in doubt" in found


# -- damage --------------------------------------------------------------------------------------------------------


def damage(path: Path, table: str) -> None:
    """Put nonsense where the table begins."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


@pytest.mark.slow
@pytest.mark.parametrize("table", ["outbox", "inbox", "audit", "note"])
async def test_a_damaged_page_is_noticed_though_all_of_it_was_read_before(rig: Rig, tmp_path: Path, table: str) -> None:
    here = await county(rig)
    await rig.say(here.liaison, "/me")

    def look(session: Session) -> object:
        return operations.signs(session, rig.house, now=rig.clock.now(), wall=time.time())

    for _ in range(8):  # every reader remembers the pages
        await rig.database.read(look)
    damage(tmp_path / "rig.db", table)
    for _ in range(8):
        with pytest.raises(Exception, match="malformed"):
            await rig.database.read(look)


# -- signs ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_signs_are_the_oldest_of_what_waits(rig: Rig) -> None:
    here = await county(rig)
    now = rig.clock.now()

    def plan(desk: Desk) -> None:
        for minutes in (3, 7, -5):
            room.plan_note(desk, here.ids[here.liaison], f"n{minutes}", at=now - timedelta(minutes=minutes))
        for n, minutes in enumerate((1, 4)):
            since = now - timedelta(minutes=minutes)
            desk.session.add(InboxRow(update_id=10**9 + n, raw={}, received_at=since, lease=time.time() + 99))

    await rig.work(plan)
    seen = await rig.database.read(lambda s: operations.signs(s, rig.house, now=now, wall=time.time()))
    assert seen.update == now - timedelta(minutes=4)
    assert seen.due[Lane.REMINDER] == now - timedelta(minutes=7)
    assert Lane.BULK not in seen.due


@pytest.mark.slow
async def test_a_paper_that_is_not_printed_for_minutes_is_noticed(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)

        def waits(desk: Desk, minutes: int, attempts: int) -> None:
            """In the hands of somebody else, so that it is not printed meanwhile."""
            agency = add_agency(desk, f"第{minutes}分局", f"{minutes}分局")
            add_print(desk, agency.id or 0, minutes=minutes, attempts=attempts, lease=time.time() + 100)

        await bot.work(lambda desk: waits(desk, 5, 0))
        assert not [one for one in await state.check() if "printed" in one]
        await bot.work(lambda desk: waits(desk, 11, 3))
        [said] = [one for one in await state.check() if "printed" in one]
        assert "1 were tried and failed" in said


# -- what is counted -----------------------------------------------------------------------------------------------


def test_a_spread_counts_by_bounds() -> None:
    spread = Spread()
    for seconds in (0.0, 0.1, 0.3, 4000.0, 1e9, -5.0):
        spread.add(seconds)
    found = dict(spread.buckets())
    assert (found["0.1"], found["0.5"], found["900.0"], found["21600.0"], found["+Inf"]) == (3, 4, 4, 5, 6)
    assert spread.seconds == pytest.approx(1e9 + 4000.4)
    assert list(BOUNDS) == sorted(BOUNDS)


@pytest.mark.slow
async def test_the_page_warns_only_by_what_is_measured(tmp_path: Path) -> None:
    rules = re.search(r"```yaml\ngroups:\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert rules is not None
    alerts = re.findall(r"alert: (\w+)", rules[1])
    told = re.findall(r"^\| `(Chuting\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(alerts) == 5
    assert alerts == told
    names = set(re.findall(r"chuting_\w+", rules[1]))
    lanes = set(re.findall(r'lane!?="(\w+)"', rules[1]))
    async with live(tmp_path) as bot:
        bot.playground.say(5001, "/count x")
        await bot.until(lambda: bot.texts(5001))
        state = await well(bot)
        text = state.metrics(await state.overview(), await state.check()).decode()
        measured = set(re.findall(r"^(chuting_\w+)", text, re.MULTILINE))
        assert names <= measured, names - measured
        assert lanes <= set(re.findall(r'lane="(\w+)"', text))


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


@pytest.mark.slow
async def test_the_metrics_answer_what_an_alert_asks(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)
        bot.playground.say(5001, "/count x")
        await bot.until(lambda: bot.texts(5001))
        due = bot.app.clock.now() - timedelta(seconds=20)
        await bot.work(lambda d: room.plan_note(d, bot.ids[5002], "late by twenty seconds", at=due))
        await bot.until(lambda: bot.texts(5002))
        await bot.until(lambda: state.sender.lateness[Lane.REMINDER].seconds)
        text = state.metrics(await state.overview(), []).decode()
        assert value(text, "chuting_healthy") == 1
        assert value(text, 'chuting_message_lateness_seconds_bucket{lane="reminder",le="10.0"}') == 0
        assert value(text, 'chuting_message_lateness_seconds_bucket{lane="reminder",le="30.0"}') == 1
        assert value(text, "chuting_update_seconds_count") == 1
        assert value(text, 'chuting_tick_overdue_seconds{tick="digest"}') == 0
        assert 0 <= value(text, 'chuting_tick_age_seconds{tick="digest"}') < 600
        assert value(text, "chuting_backup_age_seconds") == float("inf")
        assert value(text, "chuting_disk_free_bytes") > 0
        assert value(text, "chuting_clock_doubtful") == 0
        assert abs(value(text, "chuting_clock_off_seconds")) < 1
        last = bot.app.clock.now() - timedelta(hours=5)
        ahead = bot.app.clock.now() + timedelta(days=60)

        def marks(desk: Desk) -> None:
            notes.put(desk.session, "backup", {"at": last.isoformat()}, now=desk.now)
            notes.put(desk.session, "tick:digest", {"at": ahead.isoformat()}, now=ahead)

        await bot.work(marks)
        text = state.metrics(await state.overview(), ["something"]).decode()
        assert value(text, "chuting_healthy") == 0
        assert value(text, "chuting_backup_age_seconds") == pytest.approx(5 * 3600, abs=60)
        assert value(text, "chuting_last_tick_seconds") == 0, "never negative"
        assert value(text, 'chuting_tick_age_seconds{tick="digest"}') == 0
        assert value(text, 'chuting_tick_overdue_seconds{tick="digest"}') == pytest.approx(60 * 86_400, abs=600)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2026, 12, 30), 1), (date(2026, 12, 31), 0), (date(2027, 3, 1), 0), (date(2026, 1, 1), 364)],
)
async def test_the_working_days_are_counted_to_the_last_announced_one(rig: Rig, today: date, days: int) -> None:
    assert not rig.house.law.calendar.is_provisional(2026)
    assert rig.house.law.calendar.is_provisional(2027), "if it is announced by now, this test wants other years"
    now = datetime(today.year, today.month, today.day, 4, tzinfo=UTC)
    seen = await rig.database.read(lambda s: operations.overview(Desk(s, rig.house, now, SYSTEM)))
    assert seen.covered == days


# -- who may ask ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_only_names_that_are_meant_are_answered(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state, port = await well(bot), free_port()
        listening = health.listen(f"127.0.0.1:{port}", health.Front(state), ("Watch.Example", "chuting"))
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
                for path in ("/healthz", "/metrics"):
                    for host, status in (
                        (f"127.0.0.1:{port}", 200), ("127.0.0.1", 200), (f"localhost:{port}", 200), ("[::1]:1", 200),
                        ("watch.example:9464", 200), ("CHUTING", 200), ("evil.example", 421), ("10.0.0.5", 421),
                        ("127.0.0.1.evil.example", 421), ("[", 421), ("localhost.evil.example:80", 421),
                    ):  # fmt: skip
                        async with session.get(path, headers={"Host": host}) as answer:
                            assert answer.status == status, (path, host)
                            if status == 421:
                                assert "chuting_" not in await answer.text()
        finally:
            listening.stop()


@pytest.mark.parametrize(
    ("bound", "host", "meant"),
    [
        ("0.0.0.0", "10.0.0.5:9464", True),
        ("0.0.0.0", "rebound.example:9464", False),
        ("10.0.0.5", "10.0.0.5:9464", True),
        ("10.0.0.5", "10.0.0.6:9464", False),
        ("metrics.internal", "metrics.internal:9464", True),
    ],
)
def test_where_we_listen_is_meant(bound: str, host: str, meant: bool) -> None:
    assert health._is_meant(host, frozenset({bound})) is meant
