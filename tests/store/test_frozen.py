"""A process that is frozen within a transaction keeps its locks from the others only for so long."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

from sqlmodel import Session

from bot.services.post import leadership
from bot.store.postgres import LAST_WORK, SILENT, PostgresDatabase
from bot.telegram.leader import LEASE
from tests.store import frozen


async def _stopped(process: int) -> None:
    """Wait until it is frozen, which its parent is told without its being waited for."""
    await asyncio.to_thread(os.waitid, os.P_PID, process, os.WSTOPPED | os.WNOWAIT)


def _take(session: Session) -> bool:
    return leadership.acquire(session, owner="other", seconds=60.0, now=datetime.now(UTC))


async def test_another_takes_the_lease_from_one_that_is_frozen_within_a_transaction(postgres: str) -> None:
    """It waits for the lock and no longer; the frozen one wakes up, has nothing written and does not lead."""
    sleeper = await asyncio.create_subprocess_exec(
        sys.executable, "-m", frozen.__name__, postgres, "1.5", stdout=asyncio.subprocess.PIPE
    )
    database = PostgresDatabase(postgres)
    try:
        async with asyncio.timeout(60):
            await _stopped(sleeper.pid)
            assert await database.write(_take)
            sleeper.send_signal(signal.SIGCONT)
            told, _ = await sleeper.communicate()
        assert told.decode().strip() == "undone, does not lead"
        assert await database.write(lambda session: leadership.holds(session, owner="other"))
    finally:
        with suppress(ProcessLookupError):
            sleeper.kill()
        await database.close()


def test_silence_is_longer_than_work_and_short_enough_for_a_county() -> None:
    """A transaction under way at a close, or in a lease, is never taken back for being silent."""
    assert SILENT > LAST_WORK
    assert LEASE < SILENT <= 60


async def test_what_only_reads_may_compute_for_as_long_as_it_takes(postgres: str) -> None:
    database = PostgresDatabase(postgres, silent=0.3)
    try:

        def work(session: Session) -> int:
            session.connection().exec_driver_sql("SELECT 1")
            time.sleep(1.0)
            return int(session.connection().exec_driver_sql("SELECT 2").scalar_one())

        assert await database.read(work) == 2
    finally:
        await database.close()
