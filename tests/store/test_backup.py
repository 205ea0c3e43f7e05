"""Backup while running, restore anywhere; what was planned is held."""

import asyncio
import contextlib
import sqlite3
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlmodel import Session, col, select

from bot import backups
from bot.clock import SteppedClock
from bot.domain.hall.terms import AgencyKind, SendState
from bot.services.hall import notes
from bot.settings import Settings
from bot.store import backup as store_backup
from bot.store.archive import Writer
from bot.store.connecting import on_connection
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.lock import AlreadyRunning, only_one
from bot.store.migrate import migrate
from bot.store.tables import Agency, OutboxRow, Person
from bot.store.trouble import is_damage
from tests.store.spoiling import spoil

NOW = datetime(2026, 4, 2, 1, tzinfo=UTC)


def _settings(folder: Path, database: str = "") -> Settings:
    return Settings(var=folder, database=database, token=SecretStr(""), _env_file=None)  # type: ignore[call-arg]


async def _fill(settings: Settings) -> str:
    await migrate(settings.database_url)
    database = open_database(settings.database_url)

    def work(session: Session) -> None:
        lead = Agency(name="泗水县司法局", short_name="县司法局", kind=AgencyKind.JUSTICE_BUREAU, path="/2/")
        county = Agency(name="泗水县人民政府", short_name="县政府", kind=AgencyKind.GOVERNMENT, path="/1/")
        session.add(county)
        session.flush()
        session.add(lead)
        session.flush()
        county.lead_id = lead.id
        person = Person(name="王芳", created_at=NOW, telegram_id=7)
        session.add(person)
        session.flush()
        for state in (SendState.PLANNED, SendState.SENT):
            session.add(
                OutboxRow(person_id=person.id, due_at=NOW + timedelta(days=1), planned_at=NOW, state=state, topic="t")
            )

    await database.write(work)
    await database.close()
    return FileStore(settings.files).put("起诉状".encode())


async def _check(settings: Settings, digest: str) -> None:
    database = open_database(settings.database_url)
    rows = await database.read(lambda s: s.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all())
    assert [row.state for row in rows] == [SendState.HELD, SendState.SENT]
    assert rows[0].due_at == NOW + timedelta(days=1)
    county = await database.read(lambda s: s.exec(select(Agency).where(Agency.path == "/1/")).one())
    assert county.lead_id is not None
    added = await database.write(_add_person)
    assert added > 1
    await database.close()
    assert FileStore(settings.files).get(digest) == "起诉状".encode()


def _add_person(session: Session) -> int:
    person = Person(name="新人", created_at=NOW)
    session.add(person)
    session.flush()
    return person.id or 0


async def test_a_backup_of_one_engine_restores_into_either(tmp_path: Path, postgres: str) -> None:
    first, second = _settings(tmp_path / "a"), _settings(tmp_path / "b", postgres)
    digest = await _fill(first)
    counts = await backups.backup(first, tmp_path / "one.tar.gz")
    assert counts["agency"] == 2
    await backups.restore(second, tmp_path / "one.tar.gz")
    await _check(second, digest)
    third = _settings(tmp_path / "c")
    await backups.backup(second, tmp_path / "two.tar.gz")
    await backups.restore(third, tmp_path / "two.tar.gz")
    database = open_database(third.database_url)
    assert len(await database.read(lambda s: s.exec(select(Person)).all())) == 2
    await database.close()


async def test_restoring_twice_replaces_and_does_not_double(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    digest = await _fill(settings)
    await backups.backup(settings, tmp_path / "one.tar.gz")
    await backups.restore(settings, tmp_path / "one.tar.gz")
    await backups.restore(settings, tmp_path / "one.tar.gz")
    await _check(settings, digest)


async def test_a_running_bot_is_not_restored_over(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    await _fill(settings)
    await backups.backup(settings, tmp_path / "one.tar.gz")
    with only_one(settings.database_url, settings.var), pytest.raises(AlreadyRunning):
        await backups.restore(settings, tmp_path / "one.tar.gz")


async def test_no_value_and_a_json_null_stay_two_things(tmp_path: Path, database: str) -> None:
    """On either engine, and from one to the other."""
    here, there = _settings(tmp_path / "a", database), _settings(tmp_path / "b")
    await _fill(here)
    opened = open_database(here.database_url)

    def work(session: Session) -> None:
        first, second = session.exec(select(OutboxRow.id).order_by(col(OutboxRow.id))).all()
        run = session.connection().exec_driver_sql
        run(f"UPDATE outbox SET content = NULL, args = '{{\"a\": [1, null]}}' WHERE id = {first}")
        run(f"UPDATE outbox SET content = 'null' WHERE id = {second}")

    await opened.write(work)
    await opened.close()
    await backups.backup(here, tmp_path / "one.tar.gz")
    await backups.restore(there, tmp_path / "one.tar.gz")
    with contextlib.closing(sqlite3.connect(tmp_path / "b" / "chuting.db")) as raw:
        assert raw.execute("SELECT content, json_extract(args, '$.a[0]') FROM outbox ORDER BY id").fetchall() == [
            (None, 1), ("null", None),
        ]  # fmt: skip


async def test_a_table_of_any_size_is_written_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_backup, "_MEMBER", 1)
    here, there = _settings(tmp_path / "a"), _settings(tmp_path / "b")
    digest = await _fill(here)
    await backups.backup(here, tmp_path / "one.tar.gz")
    with tarfile.open(tmp_path / "one.tar.gz") as opened:
        assert {"tables/agency/000000.jsonl", "tables/agency/000001.jsonl"} <= set(opened.getnames())
    await backups.restore(there, tmp_path / "one.tar.gz")
    await _check(there, digest)


async def test_what_is_half_written_is_not_left_and_the_older_backup_stays(tmp_path: Path) -> None:
    settings, target = _settings(tmp_path / "a"), tmp_path / "out" / "one.tar.gz"
    await _fill(settings)
    target.parent.mkdir()
    target.write_bytes(b"the good one")
    spoil(tmp_path / "a" / "chuting.db", "outbox")
    with pytest.raises(DatabaseError) as found:
        await backups.backup(settings, target)
    assert is_damage(found.value)
    assert [path.name for path in target.parent.iterdir()] == ["one.tar.gz"]
    assert target.read_bytes() == b"the good one"


async def test_the_bot_knows_when_it_was_last_backed_up(tmp_path: Path, database: str) -> None:
    settings = _settings(tmp_path / "a", database)
    await _fill(settings)
    await backups.backup(settings, tmp_path / "b.tgz", clock=SteppedClock(NOW))
    noted = await on_connection(settings.database_url, lambda on: notes.get(Session(on), backups.NOTE))
    assert noted == {"at": NOW.isoformat()}


async def test_a_backup_is_its_owners_alone(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    await _fill(settings)
    await backups.backup(settings, tmp_path / "one.tar.gz")
    assert (tmp_path / "one.tar.gz").stat().st_mode & 0o777 == 0o600


async def test_it_holds_up_no_writer_and_writes_what_was_there_when_it_began(tmp_path: Path, database: str) -> None:
    """Half way through, somebody writes, and neither waits for the other."""
    settings = _settings(tmp_path / "a", database)
    await _fill(settings)
    opened = open_database(settings.database_url)
    loop = asyncio.get_running_loop()

    def dump(connection: Connection) -> dict[str, int]:
        before = connection.execute(text("SELECT count(*) FROM person")).scalar_one()
        asyncio.run_coroutine_threadsafe(opened.write(_add_person), loop).result(60)
        assert connection.execute(text("SELECT count(*) FROM person")).scalar_one() == before
        with (tmp_path / "one").open("wb") as out:
            return store_backup.dump(connection, Writer(out), settings.files, now=NOW, version="1")

    counts = await asyncio.to_thread(lambda: asyncio.run(on_connection(settings.database_url, dump, snapshot=True)))
    assert counts["person"] == 1
    assert len(await opened.read(lambda s: s.exec(select(Person)).all())) == 2
    await opened.close()


async def test_it_ends_while_somebody_holds_the_writers_lock_all_the_time(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    await _fill(settings)
    with contextlib.closing(sqlite3.connect(tmp_path / "a" / "chuting.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE person SET name = '未提交'")
        assert (await backups.backup(settings, tmp_path / "one.tar.gz"))["person"] == 1
        writer.execute("COMMIT")
    await backups.restore(settings, tmp_path / "one.tar.gz")
    with contextlib.closing(sqlite3.connect(tmp_path / "a" / "chuting.db")) as raw:
        assert raw.execute("SELECT name FROM person").fetchall() == [("王芳",)]


async def test_a_snapshot_cannot_write(tmp_path: Path, database: str) -> None:
    settings = _settings(tmp_path / "a", database)
    await _fill(settings)
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await on_connection(
            settings.database_url, lambda connection: connection.execute(text("DELETE FROM outbox")), snapshot=True
        )
