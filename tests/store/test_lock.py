"""The lock of whoever polls: a server that was started anew has forgotten it, and it is taken again or missed."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.lock import POLLING, AlreadyRunning, PollingLock, nobody_else


async def _forget(url: str) -> None:
    """As a restart of the server does: all connections end."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    await engine.dispose()


async def _holders(url: str) -> int:
    """How many hold it; to try it would be to take it away for a moment."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        held = await connection.execute(
            text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = :low"),
            {"low": POLLING & 0xFFFFFFFF},
        )
    await engine.dispose()
    return int(held.scalar_one())


async def test_a_lock_that_was_lost_is_taken_again(postgres: str) -> None:
    async with PollingLock(postgres, wanted=True) as lock:
        await _forget(postgres)
        keeping = asyncio.ensure_future(lock.keep(every=0.05))
        async with asyncio.timeout(60):
            while await _holders(postgres) != 1:
                assert not keeping.done()
                await asyncio.sleep(0.05)
        keeping.cancel()
    assert await _holders(postgres) == 0


async def test_who_finds_it_taken_by_another_ends(postgres: str) -> None:
    async with PollingLock(postgres, wanted=True) as lock:
        await _forget(postgres)
        async with PollingLock(postgres, wanted=True):
            async with asyncio.timeout(60):
                with pytest.raises(AlreadyRunning):
                    await lock.keep(every=0.05)


async def test_where_there_is_no_lock_there_is_nothing_to_keep() -> None:
    async with PollingLock("sqlite+aiosqlite:///x.db", wanted=True) as lock:
        keeping = asyncio.ensure_future(lock.keep(every=0.01))
        await asyncio.sleep(0.1)
        assert not keeping.done()
        keeping.cancel()


async def test_who_replaces_everything_is_alone_with_a_server(postgres: str) -> None:
    """Those who work by webhook share it among themselves, and with nobody who restores."""
    async with PollingLock(postgres, wanted=False), PollingLock(postgres, wanted=False):
        with pytest.raises(AlreadyRunning):
            async with nobody_else(postgres):
                pass
    async with nobody_else(postgres):
        for wanted in (True, False):
            with pytest.raises(AlreadyRunning):
                async with PollingLock(postgres, wanted=wanted):
                    pass
    async with nobody_else("sqlite+aiosqlite:///x.db"), PollingLock(postgres, wanted=True):
        pass
