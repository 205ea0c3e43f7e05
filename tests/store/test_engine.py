"""Transactions under trouble: shared commits, a full disk, a lock held by somebody else. What was confirmed stays."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, col, select, text

from bot.services.hall import notes
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.sqlite import SqliteDatabase
from bot.store.tables import Note
from bot.store.trouble import Undone, is_passing, trouble
from tests.databases import bring_up


async def _open(folder: Path) -> SqliteDatabase:
    url = f"sqlite+aiosqlite:///{folder / 'e.db'}"
    await bring_up(url)
    opened = open_database(url)
    assert isinstance(opened, SqliteDatabase)
    return opened


@pytest.fixture(params=["sqlite", "postgres"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    file = f"sqlite+aiosqlite:///{tmp_path / 'e.db'}"
    return file if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def either(url: str) -> AsyncIterator[Database]:
    await bring_up(url)
    database = open_database(url)
    yield database
    await database.close()


NOW = datetime(2026, 4, 2, tzinfo=UTC)


def _put(key: str, size: int = 10) -> Callable[[Session], None]:
    return lambda session: notes.put(session, key, {"x": "x" * size}, now=NOW)


def _keys(session: Session) -> set[str]:
    return set(session.exec(select(Note.key)).all())


async def test_those_that_share_a_commit_do_not_share_a_failure(tmp_path: Path) -> None:
    database = await _open(tmp_path)

    def fails(session: Session) -> None:
        notes.put(session, "bad", {}, now=NOW)
        session.flush()
        raise ValueError("no")

    work = [database.write(_put(f"k{n}")) for n in range(20)]
    results = await asyncio.gather(*work[:10], database.write(fails), *work[10:], return_exceptions=True)
    assert [type(r) for r in results if r is not None] == [ValueError]
    assert await database.read(_keys) == {f"k{n}" for n in range(20)}
    await database.close()


async def test_a_full_disk_confirms_nothing_that_is_not_there(tmp_path: Path) -> None:
    """SQLite may take a whole transaction back by itself; those that shared it must not be told it went well."""
    database = await _open(tmp_path)
    await database.write(_put("before"))
    pages = await database.write(lambda s: s.connection().execute(text("PRAGMA page_count")).scalar_one())

    def limit(session: Session) -> None:
        session.connection().execute(text(f"PRAGMA max_page_count={pages + 4}"))

    await database.write(limit)
    results = await asyncio.gather(*(database.write(_put(f"k{n}", 3000)) for n in range(30)), return_exceptions=True)
    confirmed = {f"k{n}" for n, r in enumerate(results) if r is None}
    failures = [r for r in results if r is not None]
    assert failures
    assert all(isinstance(f, BaseException) and is_passing(f) for f in failures)
    assert confirmed | {"before"} <= await database.read(_keys)
    assert any("full" in trouble(f).lower() or isinstance(f, Undone) for f in failures if isinstance(f, BaseException))
    await database.close()
    # Room was made: it goes on as if nothing had been.
    again = open_database(f"sqlite+aiosqlite:///{tmp_path / 'e.db'}")
    await again.write(_put("after", 3000))
    assert confirmed | {"before", "after"} <= await again.read(_keys)
    await again.close()


async def test_when_the_engine_takes_the_transaction_back_all_that_share_it_are_told(tmp_path: Path) -> None:
    """The transaction ends under the others' feet, as SQLITE_FULL and SQLITE_IOERR may end it."""
    database = await _open(tmp_path)

    def rolls_back(session: Session) -> None:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.rollback()

    results = await asyncio.gather(
        database.write(_put("a")),
        database.write(rolls_back),
        database.write(_put("b")),
        return_exceptions=True,
    )
    there = await database.read(_keys)
    told = {key for key, result in zip("aXb", results, strict=True) if result is None}
    assert told - {"X"} <= there
    await database.close()


async def test_a_lock_held_by_another_program_is_waited_for_and_then_named(tmp_path: Path) -> None:
    database = await _open(tmp_path)
    other = sqlite3.connect(tmp_path / "e.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(database.write(_put("k")))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await asyncio.wait_for(waiting, 60)
    assert await database.read(_keys) == {"k"}
    error = OperationalError("x", {}, sqlite3.OperationalError("database is locked"))
    assert "locked by another program" in trouble(error)
    assert "The disk is full" in trouble(
        OperationalError("x", {}, sqlite3.OperationalError("database or disk is full"))
    )
    await database.close()


@pytest.mark.parametrize("state", ["40001", "40P01", "53100", "57P01", "08006"])
def test_passing_states_of_postgresql(state: str) -> None:
    from sqlalchemy.exc import DBAPIError

    class Cause(Exception):
        sqlstate = state

    assert is_passing(DBAPIError("x", {}, Cause()))
    assert not is_passing(ValueError())


@pytest.mark.parametrize("statement", ["SELECT nothing FROM nowhere", "SELECT 1 +"])
async def test_a_wrong_statement_is_a_fault_and_no_trouble(either: Database, statement: str) -> None:
    """It would fail for ever, and hold up whatever the same person sends next."""
    with pytest.raises(DBAPIError) as found:
        await either.write(lambda session: session.connection().execute(text(statement)))
    assert not is_passing(found.value)


@pytest.mark.slow
async def test_too_many_arguments_are_a_fault_and_no_trouble(either: Database) -> None:
    keys = [str(n) for n in range(300_000)]
    with pytest.raises(DBAPIError) as found:
        await either.read(lambda session: session.exec(select(Note).where(col(Note.key).in_(keys))).all())
    assert not is_passing(found.value)


@pytest.mark.parametrize("where", ["?host=/nowhere/at/all", "127.0.0.1:1/x", "nosuchhost.invalid/x"])
async def test_a_server_that_cannot_be_reached_is_passing_trouble(where: str) -> None:
    """No socket, nobody listening, no such name: an update must not be blamed for it."""
    database = open_database(f"postgresql+asyncpg://a:b@{where}")
    for attempt in (database.read, database.write):
        with pytest.raises((OperationalError, ConnectionError)) as found:
            await attempt(_keys)
        assert is_passing(found.value)
        assert "trying again" in trouble(found.value)
    await database.close()


async def test_a_file_that_is_missing_is_no_trouble_of_the_database(postgres: str) -> None:
    def work(session: Session) -> None:
        raise FileNotFoundError("a paper")

    database = open_database(postgres)
    with pytest.raises(FileNotFoundError) as found:
        await database.write(work)
    assert not is_passing(found.value)
    assert is_passing(PoolTimeout("all connections are taken"))
    await database.close()


async def test_what_a_reading_changes_is_not_kept(either: Database) -> None:
    def write(session: Session) -> None:
        _put("k")(session)
        session.flush()

    with contextlib.suppress(DBAPIError):  # SQLite refuses it at once
        await either.read(write)
    assert await either.read(_keys) == set()


async def test_what_goes_wrong_is_told_without_what_was_to_be_written(either: Database) -> None:
    """Errors go to the log, and what is written may be a plaintiff's name."""

    def twice(session: Session) -> None:
        for _ in range(2):
            session.add(Note(key="k", value={"plaintiff": "赵某某"}, updated_at=NOW))
            session.flush()
            session.expunge_all()

    with pytest.raises(DBAPIError) as found:
        await either.write(twice)
    assert "赵" not in str(found.value)
    assert "\\u8d75" not in str(found.value)


async def test_a_long_reading_holds_up_neither_the_loop_nor_the_writers(either: Database) -> None:
    written = threading.Event()
    reading = asyncio.ensure_future(either.read(lambda session: written.wait(20)))
    await either.write(_put("k"))
    written.set()
    assert await reading, "the writing waited for the reading"
