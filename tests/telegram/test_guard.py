"""The guard: a database that is damaged, or taken away under the running bot, ends it with one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.services.hall import notes
from bot.store.engine import open_database
from bot.store.sqlite import SqliteDatabase
from bot.store.tables import Note, OutboxRow
from bot.store.trouble import Damaged, is_damage, is_passing
from bot.telegram.guard import Guard
from tests.databases import bring_up, file_url
from tests.store.spoiling import spoil

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


class Hand:
    """A clock that is moved by hand, forwards."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    await bring_up(file_url(tmp_path / "g.db"))
    database = open_database(file_url(tmp_path / "g.db"))
    assert isinstance(database, SqliteDatabase)
    await database.write(lambda session: notes.put(session, "before", {}, now=NOW))
    yield database
    await database.close()


def _guard(database: SqliteDatabase, folder: Path, clock: Clock | None = None, *, settle: float = 1e9) -> Guard:
    return Guard(database, file_url(folder / "g.db"), clock or Hand(), ZONE, every=0.01, settle=settle)


def _keys(file: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        return {key for (key,) in raw.execute("SELECT key FROM note")}


async def _found(guard: Guard) -> str:
    async with asyncio.timeout(60):
        return await guard.run(asyncio.Event())


@pytest.mark.parametrize("endings", [("-wal",), ("-shm",), ("-wal", "-shm")])
async def test_a_log_that_is_deleted_is_noticed_and_what_lies_in_it_is_saved(
    opened: SqliteDatabase, tmp_path: Path, endings: tuple[str, ...]
) -> None:
    guarding = asyncio.ensure_future(_found(_guard(opened, tmp_path)))
    await opened.write(lambda session: notes.put(session, "only in the log", {}, now=NOW))
    for ending in endings:
        (tmp_path / f"g.db{ending}").unlink()
    said = await guarding
    assert f"g.db{endings[0]}" in said
    assert "deleted" in said
    assert "confirmed is in" in said
    with pytest.raises(Damaged):
        await opened.write(lambda session: notes.put(session, "too late", {}, now=NOW))
    # As a kill leaves it: what is in the file now is all there is.
    (tmp_path / "copy.db").write_bytes((tmp_path / "g.db").read_bytes())
    assert _keys(tmp_path / "copy.db") == {"before", "only in the log"}


async def test_a_database_that_is_replaced_is_noticed_and_written_beside(
    opened: SqliteDatabase, tmp_path: Path
) -> None:
    guarding = asyncio.ensure_future(_found(_guard(opened, tmp_path)))
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as raw:
        raw.execute("CREATE TABLE x (y)")
    other.replace(tmp_path / "g.db")
    said = await guarding
    [rescued] = [tmp_path / name for name in os.listdir(tmp_path) if name.startswith("g.db.rescued-")]
    assert str(rescued) in said
    assert _keys(rescued) == {"before"}


async def test_a_transaction_that_meets_a_damaged_page_ends_everything(opened: SqliteDatabase, tmp_path: Path) -> None:
    """Reading is enough; an update is not blamed for it."""
    guarding = asyncio.ensure_future(_found(_guard(opened, tmp_path)))
    spoil(tmp_path / "g.db", "outbox")
    with pytest.raises(DatabaseError) as found:
        await opened.read(lambda session: session.exec(select(OutboxRow).order_by(col(OutboxRow.text))).all())
    assert is_damage(found.value)
    assert not is_passing(found.value)
    assert "damaged" in await guarding
    with pytest.raises(Damaged, match="restore"):
        await opened.write(lambda session: notes.put(session, "more", {}, now=NOW))


async def test_a_write_that_meets_it_is_noticed_too(opened: SqliteDatabase, tmp_path: Path) -> None:
    spoil(tmp_path / "g.db", "note")
    with pytest.raises(DatabaseError):
        await opened.write(_put_many)
    assert "damaged" in opened.damage


def _put_many(session: Session) -> None:
    session.connection().exec_driver_sql("PRAGMA cache_size=0")
    for n in range(500):
        session.add(Note(key=f"k{n}", value={}, updated_at=NOW))
    session.flush()


async def test_what_nobody_reads_is_found_after_the_start(opened: SqliteDatabase, tmp_path: Path) -> None:
    spoil(tmp_path / "g.db", "event_guest")
    said = await _found(_guard(opened, tmp_path, settle=0))
    assert said.startswith("The database is damaged (")
    assert "\n" not in said


async def test_and_every_night(opened: SqliteDatabase, tmp_path: Path) -> None:
    """At 3:40 by the county's clock, and not before."""
    clock = Hand()
    guard = _guard(opened, tmp_path, clock, settle=0)
    assert await guard._look() == ""
    spoil(tmp_path / "g.db", "event_guest")
    clock.at = datetime(2026, 4, 3, 3, 39, tzinfo=ZONE)
    assert await guard._look() == ""
    clock.at += timedelta(minutes=1)
    assert "damaged" in await guard._look()


@pytest.mark.slow
async def test_while_all_is_well_it_says_nothing(opened: SqliteDatabase, tmp_path: Path) -> None:
    guard, stop = _guard(opened, tmp_path, settle=0), asyncio.Event()
    guarding = asyncio.ensure_future(guard.run(stop))
    for n in range(20):
        key = f"k{n}"
        await opened.write(lambda session, key=key: notes.put(session, key, {}, now=NOW))  # type: ignore[misc]
        with contextlib.closing(sqlite3.connect(tmp_path / "g.db", isolation_level=None)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stop.set()
    assert await guarding == ""
    assert opened.damage == ""
