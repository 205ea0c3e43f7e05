"""A database as an earlier landed version left it, with data, put into either engine: `data/landed-<revision>.tar.gz`.

Two cases, two hearings, a leader who said yes, a circular, a training, drafts, some days of reminders. That version's
own `backup` wrote it on 2026-12-04 10:00 (local). It is put in here by the tables of its own time, so that what came
later is added by the migrations alone.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store import migrate
from bot.store.sqlite import migration_engine

ARCHIVES = sorted((Path(__file__).parent / "data").glob("landed-*.tar.gz"))
LEFT_AT = "2026-12-04 10:00"


def rows_of(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of an archive by table, as JSON."""
    with tarfile.open(archive) as opened:
        names = [name for name in opened.getnames() if name.startswith("tables/")]
        return {Path(name).stem: [json.loads(line) for line in _file(opened, name)] for name in names}


def _file(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    found = archive.extractfile(name)
    assert found is not None
    return found


def revision_of(archive: Path) -> str:
    """The revision of the schema that the archive was written with."""
    with tarfile.open(archive) as opened:
        return str(json.load(_file(opened, "manifest.json"))["revision"])


def put_in(connection: Connection, archive: Path, revision: str = "") -> None:
    """Make the tables of the archive's time in an empty database, or those of another revision, and fill them.

    What the tables of an earlier revision did not have yet is left out; to a later one the filled tables are brought.
    """
    known, own = migrate.revisions(), revision_of(archive)
    wanted = revision or own
    migrate.upgrade(connection, min(own, wanted, key=known.index))
    then = MetaData()
    then.reflect(connection)
    rows = rows_of(archive)
    for table in then.sorted_tables:
        if found := rows.get(table.name):
            _fill(connection, table, [_typed(row, table, connection.dialect.name) for row in found])
    if connection.dialect.name == "postgresql":
        for table in _counting(then):
            highest = connection.execute(select(func.max(table.c.id))).scalar()
            name = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            connection.execute(text(f"SELECT setval({name}, :highest)"), {"highest": highest or 1})
    if known.index(wanted) > known.index(own):
        migrate.upgrade(connection, wanted)


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """A row may name one of its own table that comes later: that is filled in when all are there."""
    own = [column.name for column in table.columns if any(key.references(table) for key in column.foreign_keys)]
    connection.execute(table.insert(), [row | dict.fromkeys(own) for row in rows])
    for row in rows:
        if ahead := {name: row[name] for name in own if row.get(name) is not None}:
            connection.execute(table.update().where(table.c.id == row["id"]).values(ahead))


def _counting(then: MetaData) -> Iterator[Table]:
    return (table for table in then.sorted_tables if "id" in table.c)


def _typed(row: dict[str, Any], table: Table, dialect: str) -> dict[str, Any]:
    """Instants and days as the driver wants them; SQLite keeps instants in UTC without saying so."""
    typed = {name: value for name, value in row.items() if name in table.c}
    for column in table.columns:
        value = row.get(column.name)
        if isinstance(value, str) and isinstance(column.type, DateTime):
            instant = datetime.fromisoformat(value).astimezone(UTC)
            typed[column.name] = instant.replace(tzinfo=None) if dialect == "sqlite" else instant
        elif isinstance(value, str) and isinstance(column.type, Date):
            typed[column.name] = date.fromisoformat(value)
    return typed


async def put_into(url: str, archive: Path) -> None:
    """The same for a database named by its URL: a new SQLite file, or a PostgreSQL database without tables."""
    if url.startswith("sqlite"):
        engine = migration_engine(url)
        with engine.begin() as connection:
            put_in(connection, archive)
        engine.dispose()
        return
    server = create_async_engine(url, poolclass=NullPool)
    async with server.begin() as opened:
        await opened.run_sync(lambda connection: put_in(connection, archive))
    await server.dispose()
