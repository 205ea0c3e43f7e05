"""Backup while running, restore anywhere; what was planned is held."""

import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import Session, col, select

from bot import operations
from bot.domain.hall.terms import AgencyKind, SendState
from bot.settings import Settings
from bot.store.backup import NotABackup
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.lock import AlreadyRunning
from bot.store.migrate import migrate
from bot.store.tables import Agency, OutboxRow, Person

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
    counts = await operations.backup(first, tmp_path / "one.tar.gz")
    assert counts["agency"] == 2
    await operations.restore(second, tmp_path / "one.tar.gz")
    await _check(second, digest)
    third = _settings(tmp_path / "c")
    await operations.backup(second, tmp_path / "two.tar.gz")
    await operations.restore(third, tmp_path / "two.tar.gz")
    database = open_database(third.database_url)
    assert len(await database.read(lambda s: s.exec(select(Person)).all())) == 2
    await database.close()


async def test_restoring_twice_replaces_and_does_not_double(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    digest = await _fill(settings)
    await operations.backup(settings, tmp_path / "one.tar.gz")
    await operations.restore(settings, tmp_path / "one.tar.gz")
    await operations.restore(settings, tmp_path / "one.tar.gz")
    await _check(settings, digest)


async def test_a_running_bot_is_not_restored_over(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    await _fill(settings)
    await operations.backup(settings, tmp_path / "one.tar.gz")
    with operations.only_one(settings), pytest.raises(AlreadyRunning):
        await operations.restore(settings, tmp_path / "one.tar.gz")


async def test_something_else_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    digest = await _fill(settings)
    await operations.backup(settings, tmp_path / "one.tar.gz")
    (tmp_path / "no.tar.gz").write_bytes(b"not an archive")
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz"):
        pass
    for name in ("no.tar.gz", "other.tar.gz"):
        with pytest.raises(NotABackup):
            await operations.restore(settings, tmp_path / name)
    await operations.restore(settings, tmp_path / "one.tar.gz")
    await _check(settings, digest)
