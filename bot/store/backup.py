"""Backup and restore: every table as JSON lines and every file, in one compressed archive (`bot.store.archive`).

The format does not depend on the engine: a backup of SQLite may be restored into PostgreSQL and back. A backup reads
one snapshot, so the bot goes on working meanwhile, and writes the database down as it lies there, whatever its shape;
a restore makes the tables of that shape and brings them up afterwards.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.domain.hall.terms import SendState
from bot.store import archive, migrate
from bot.store.archive import FILE, TABLE, Altered, Manifest, Writer
from bot.store.files import FileStore
from bot.store.tables import OutboxRow, metadata

Own = Iterable[tuple[str, Path]]
BATCH = 500
_MEMBER = 4 << 20
"""Bytes of a table after which its next member begins: so much is held in memory."""
_VERSION_TABLE = "alembic_version"

# -- backup ----------------------------------------------------------------------------------------------------------


def dump(
    connection: Connection, out: Writer, files: Path, *, now: datetime, version: str, own: Own = ()
) -> dict[str, int]:
    """Write all tables and files into the archive; returns the number of rows by table.

    `own`: what the operator has of his own, each with its name in the archive.
    """
    revision = migrate.current(connection) or ""
    counts = {}
    for table in _tables(connection, revision):
        counts[table.name] = _dump_table(connection, table, out)
    for path in sorted(p for p in files.glob("??/*") if FILE.fullmatch(f"files/{p.parent.name}/{p.name}")):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # its time was over while the backup was written
            continue
        out.add(f"files/{path.parent.name}/{path.name}", content)
    for name, path in own:
        out.add(name, path.read_bytes())
    out.finish(
        Manifest(
            revision=revision, made_at=now.isoformat(), rows=counts, version=version, engine=connection.dialect.name
        )
    )
    return counts


def _tables(connection: Connection, revision: str) -> list[Table]:
    """The tables as they lie there, those first to which others point; a server may hold others that are not ours."""
    then = MetaData()
    then.reflect(connection)
    ours = metadata.tables.keys() if revision == migrate.newest() else then.tables.keys() - {_VERSION_TABLE}
    return [table for table in then.sorted_tables if table.name in ours]


def _dump_table(connection: Connection, table: Table, out: Writer) -> int:
    """A row is an object; a column without a value is left out, so that it differs from a JSON null."""
    encoders = [(json.dumps(column.name), _encoder(column)) for column in table.columns]
    statement = select(*(_plain(column, connection) for column in table.columns)).order_by(*table.primary_key)
    count, number, size, held = 0, 0, 0, list[bytes]()
    for row in connection.execution_options(yield_per=BATCH).execute(statement):
        pairs = (f"{name}: {write(v)}" for (name, write), v in zip(encoders, row, strict=True) if v is not None)
        line = ("{" + ", ".join(pairs) + "}\n").encode()
        held.append(line)
        count, size = count + 1, size + len(line)
        if size >= _MEMBER:
            number, size = _flush(out, table, number, held), 0
    if held:
        _flush(out, table, number, held)
    return count


def _flush(out: Writer, table: Table, number: int, held: list[bytes]) -> int:
    out.add(f"tables/{table.name}/{number:06}.jsonl", b"".join(held))
    held.clear()
    return number + 1


def _plain(column: Column[Any], connection: Connection) -> Any:
    """JSON is taken as the text that it is kept as."""
    if not isinstance(column.type, JSON):
        return column
    return type_coerce(column, Text) if connection.dialect.name == "sqlite" else cast(column, Text)


def _encoder(column: Column[Any]) -> Callable[[Any], str]:
    if isinstance(column.type, JSON):
        return str
    if isinstance(column.type, DateTime):
        return lambda value: f'"{(value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()}"'
    if isinstance(column.type, LargeBinary):
        return lambda value: f'"{base64.b64encode(value).decode()}"'
    return lambda value: json.dumps(value, ensure_ascii=False, default=_words)


def _words(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


# -- restore ---------------------------------------------------------------------------------------------------------


def load(connection: Connection, source: IO[bytes], manifest: Manifest, files: Path) -> dict[str, int]:
    """Fill a database that holds nothing worth keeping; everything planned is held until a person releases it, and
    papers are printed to be kept, for nobody.

    The archive has been verified. Files are added under the names of their content.

    Raises:
        Altered: what it holds contradicts itself; the transaction is to be rolled back.
        Newer: what is there now has a shape that this version does not know.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))  # somebody's open session is not waited for for ever
    if migrate.current(connection) is not None:
        migrate.move(connection, "base")
    migrate.upgrade(connection, manifest.revision)
    then = _reflected(connection)
    for table in reversed(then.sorted_tables):
        if table.name != _VERSION_TABLE:
            connection.execute(table.delete())
    counts = _load_members(connection, source, then, FileStore(files))
    if counts != {name: n for name, n in manifest.rows.items() if n}:
        raise Altered("it has not as many rows as it says")
    migrate.upgrade(connection)
    _restart_sequences(connection)
    connection.execute(
        update(OutboxRow)
        .where(OutboxRow.state.in_([SendState.PLANNED, SendState.CLAIMED]))  # type: ignore[attr-defined]
        .values(state=SendState.HELD, lease=0)
    )
    _keep_papers_only(connection)
    return counts


def _keep_papers_only(connection: Connection) -> None:
    """What waits to be printed is printed and kept; what somebody wanted to see then comes to nobody unasked."""
    jobs = metadata.tables["print_job"]
    connection.execute(delete(jobs).where(jobs.c.edition == 0))
    connection.execute(update(jobs).values(person_id=None, chat_id=None, lease=0, owner=""))


def _reflected(connection: Connection) -> MetaData:
    """The tables that are there now; no value and a JSON null are two things in them."""
    then = MetaData()
    then.reflect(connection)
    for column in (column for table in then.tables.values() for column in table.columns):
        if isinstance(column.type, JSON):
            column.type = JSONB(none_as_null=True) if isinstance(column.type, JSONB) else JSON(none_as_null=True)
    return then


def _load_members(connection: Connection, source: IO[bytes], then: MetaData, files: FileStore) -> dict[str, int]:
    counts: dict[str, int] = {}
    later: list[tuple[Table, int, dict[str, Any]]] = []
    for name, content in archive.members(source):
        if table_name := TABLE.fullmatch(name):
            table = then.tables.get(table_name[1])
            if table is None:
                raise Altered(f"there was no table {table_name[1]}")
            found = _load_table(connection, table, content, later)
            counts[table.name] = counts.get(table.name, 0) + found
        elif FILE.fullmatch(name):
            files.put(content.read())
    for table, row_id, values in later:
        connection.execute(update(table).where(table.c.id == row_id).values(values))
    return {name: n for name, n in counts.items() if n}


def _load_table(
    connection: Connection, table: Table, content: IO[bytes], later: list[tuple[Table, int, dict[str, Any]]]
) -> int:
    """A row may name one of its own table that comes after it: that is filled in when all are there."""
    own = [c.name for c in table.columns if any(key.references(table) for key in c.foreign_keys)]
    count = 0
    for batch in _batches(content, table):
        for row in batch:
            ahead = {name: row[name] for name in own if row[name] is not None and row[name] > row["id"]}
            if ahead:
                later.append((table, row["id"], ahead))
                row.update(dict.fromkeys(ahead))
        connection.execute(insert(table), batch)
        count += len(batch)
    return count


def _batches(content: IO[bytes], table: Table) -> Iterator[list[dict[str, Any]]]:
    readers = [(column.name, _reader(column)) for column in table.columns]
    batch: list[dict[str, Any]] = []
    for row in archive.lines(content):
        if strange := row.keys() - table.columns.keys():
            raise Altered(f"the table {table.name} had no column {min(strange)}")
        batch.append({name: read(row[name]) if name in row else None for name, read in readers})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """Instants and days as the driver wants them; SQLite keeps instants in UTC without saying so."""
    if isinstance(column.type, JSON):
        return lambda value: JSON.NULL if value is None else value
    if isinstance(column.type, DateTime):
        with_zone = column.type.timezone
        return lambda value: _instant(value, with_zone)
    if isinstance(column.type, Date):
        return lambda value: None if value is None else date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    return lambda value: value


def _instant(value: str | None, with_zone: bool) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(value).astimezone(UTC)
    return instant if with_zone else instant.replace(tzinfo=None)


def _restart_sequences(connection: Connection) -> None:
    """PostgreSQL counts on behind the highest id that came in."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            highest = connection.execute(select(func.max(table.c.id))).scalar()
            if highest is not None:
                sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, :highest)"), {"highest": highest})
