"""PostgreSQL's work runs on loops beside ours: who is cancelled, what ends a thread, and a close in the middle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest
from sqlmodel import Session, select, text

from bot.services.hall import notes
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import Note
from tests.databases import bring_up
from tests.store.test_engine import NOW


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    await bring_up(postgres)
    opened = open_database(postgres)
    yield opened
    await opened.close()


def _keys(session: Session) -> set[str]:
    return set(session.exec(select(Note.key)).all())


def _slow(key: str, seconds: float = 0.3) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        notes.put(session, key, {}, now=NOW)
        session.flush()
        session.connection().execute(text(f"SELECT pg_sleep({seconds})"))
        return key

    return work


async def test_who_is_cancelled_leaves_nothing_behind_and_no_connection_is_lost(database: Database) -> None:
    """More than the pool has: a connection that did not come back would be missed."""
    for _ in range(2):
        tasks = [asyncio.ensure_future(database.write(_slow(f"k{n}", 5))) for n in range(30)]
        await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()
        assert all(isinstance(r, asyncio.CancelledError) for r in await asyncio.gather(*tasks, return_exceptions=True))
    async with asyncio.timeout(60):
        await asyncio.gather(*(database.write(_slow(f"after{n}", 0.01)) for n in range(30)))
        assert await database.read(_keys) == {f"after{n}" for n in range(30)}


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, asyncio.CancelledError, StopIteration])
async def test_whatever_work_raises_ends_only_that_work(database: Database, kind: type[BaseException]) -> None:
    def work(session: Session) -> None:
        notes.put(session, "gone", {}, now=NOW)
        session.flush()
        raise kind

    for attempt in (database.write(work), database.read(_raises(kind))):
        with pytest.raises((kind, RuntimeError)):
            await attempt
    async with asyncio.timeout(60):
        await database.write(lambda s: notes.put(s, "there", {}, now=NOW))
        assert await database.read(_keys) == {"there"}


def _raises(kind: type[BaseException]) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        raise kind

    return work


async def test_a_close_waits_for_what_is_under_way(postgres: str) -> None:
    await bring_up(postgres)
    before = threading.active_count()
    database = open_database(postgres)
    written = asyncio.ensure_future(database.write(_slow("last")))
    seen = asyncio.ensure_future(database.read(lambda s: s.connection().execute(text("SELECT pg_sleep(0.3)")).all()))
    await asyncio.sleep(0.1)
    async with asyncio.timeout(60):
        await database.close()
        assert await written == "last"
        await seen
        await database.close()
    with pytest.raises(RuntimeError, match="closed"):
        await database.read(_keys)
    again = open_database(postgres)
    assert await again.read(_keys) == {"last"}
    await again.close()
    assert threading.active_count() <= before + 1, [each.name for each in threading.enumerate()]


async def test_a_computation_holds_up_only_its_own_kind(database: Database) -> None:
    """The event loop goes on while a use case computes."""
    computing, done = threading.Event(), threading.Event()

    def compute(_: Session) -> bool:
        computing.set()
        return done.wait(60)

    writing = asyncio.ensure_future(database.write(compute))
    await asyncio.to_thread(computing.wait, 60)
    # Only because the loop is free does this line come while the computation goes on.
    done.set()
    assert await writing
