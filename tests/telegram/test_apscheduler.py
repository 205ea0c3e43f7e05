"""Why APScheduler only ticks: the measured difference, small.

Its SQLAlchemy job store drops what is late, and takes a job out before it has run. The outbox does neither.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session, select

from bot.clock import wall
from bot.domain.hall.terms import Lane
from bot.services.hall.desk import Desk
from bot.services.post import leasing, outbox
from bot.store.tables import OutboxRow
from bot.telegram.ticks import Tick
from tests import room
from tests.builders import county
from tests.rig import open_rig
from tests.telegram.late_jobs import ran, send

JOBS = 200


async def _store_jobs(url: str, due: datetime, file: str = "", **defaults: None) -> None:
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)}, job_defaults=defaults)
    scheduler.start(paused=True)
    for number in range(JOBS):
        scheduler.add_job(send, "date", run_date=due, args=[number, file], id=str(number))
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)


async def test_its_default_grace_drops_what_is_late(tmp_path: Path) -> None:
    """Due while the process was down, as after any outage."""
    ran.clear()
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    await _store_jobs(url, datetime.now(UTC) - timedelta(seconds=5))
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)})
    scheduler.start()
    async with asyncio.timeout(60):
        while _left(url):  # noqa: ASYNC110  (dropped, not kept)
            await asyncio.sleep(0.05)
    scheduler.shutdown(wait=False)
    assert ran == []


async def test_a_kill_loses_jobs_that_have_left_the_store_and_not_run(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'jobs.db'}", tmp_path / "sent.txt"
    await _store_jobs(url, datetime.now(UTC) - timedelta(seconds=1), str(file), misfire_grace_time=None)
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.telegram.late_jobs", url)
    async with asyncio.timeout(90):
        while not file.exists():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    process.kill()
    await process.wait()
    sent = len(file.read_text().splitlines())
    lost = JOBS - sent - _left(url)
    assert lost > 0, f"{sent} sent, {_left(url)} left"


def _left(url: str) -> int:
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    with engine.connect() as connection:
        count = int(connection.execute(text("SELECT count(*) FROM apscheduler_jobs")).scalar_one())
    engine.dispose()
    return count


async def test_the_outbox_under_the_same_loses_none(tmp_path: Path) -> None:
    """As many rows, late as well; the process dies when all are claimed and a few are sent."""
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await county(rig)
        person = here.ids[here.liaison]
        late = rig.clock.now() - timedelta(days=2)

        def plan(desk: Desk) -> None:
            copies = [outbox.Addressed(person, room.Text(f"n{n}"), at=late) for n in range(JOBS)]
            outbox.plan_many(desk, room.NOTE, copies, lane=Lane.BULK, urgent=True)

        await rig.work(plan)
        now = rig.clock.now()
        claimed = await rig.database.write(lambda s: leasing.claim(s, now=now, wall=wall(), owner="dead", limit=JOBS))
        for row in claimed[:20]:
            await rig.pump.sender.deliver(row, row.lane)
        await rig.database.write(leasing.give_up_leases)
        await rig.pump.drain()
        texts = [m.text for m in rig.bot.chat(here.liaison)]
        assert sorted(text.removesuffix("\n（可能重复发送）") for text in texts) == sorted(f"n{n}" for n in range(JOBS))
        assert len([text for text in texts if "可能" in text]) == JOBS - 20, "and says so"
        doubtful = await rig.database.read(lambda s: _uncertain(s))
        assert doubtful == JOBS - 20, "each that was in flight is noted"


def _uncertain(session: Session) -> int:
    return len(session.exec(select(OutboxRow.id).where(OutboxRow.uncertain > 0)).all())


async def test_a_tick_that_was_missed_is_made_up_for_once(tmp_path: Path) -> None:
    """What APScheduler does here: call at fixed times. What was done last lies in the database."""
    async with open_rig(tmp_path, register=room.register) as rig:
        calls: list[datetime] = []
        trigger = CronTrigger(hour=3, minute=10, timezone="Asia/Shanghai")
        ticker = rig.driver.ticker
        ticker.ticks = (Tick("t", lambda desk: calls.append(desk.now), trigger),)
        await ticker.catch_up()
        await ticker.catch_up()
        assert len(calls) == 1
        rig.clock.move_to(rig.clock.now() + timedelta(days=5))
        await ticker.catch_up()
        await ticker.catch_up()
        assert len(calls) == 2
