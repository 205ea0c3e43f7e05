"""Backup and restore: every table as JSON lines and every file, in one compressed archive.

The format does not depend on the engine: a backup of SQLite may be restored into PostgreSQL and back. A backup reads
one snapshot, so the bot goes on working meanwhile.
"""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, Table, func, insert, select, text, update
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.domain.hall.terms import SendState
from bot.store import migrate
from bot.store.tables import OutboxRow, metadata

BATCH = 500
FORMAT = 1


class NotABackup(Exception):
    """The file cannot be restored; the text is one sentence that says why."""


def dump(connection: Connection, archive: tarfile.TarFile, files: Path, *, now: datetime) -> dict[str, int]:
    """Write all tables and files into the archive; returns the number of rows by table."""
    counts = {}
    for table in metadata.sorted_tables:
        counts[table.name] = _dump_table(connection, table, archive)
    manifest = {
        "format": FORMAT, "revision": migrate.current(connection), "made_at": now.isoformat(), "rows": counts,
    }  # fmt: skip
    _add(archive, "manifest.json", json.dumps(manifest, ensure_ascii=False).encode())
    for path in sorted(p for p in files.rglob("*") if p.is_file() and p.suffix != ".part"):
        archive.add(path, f"files/{path.relative_to(files)}")
    return counts


def _dump_table(connection: Connection, table: Table, archive: tarfile.TarFile) -> int:
    count = 0
    with tempfile.TemporaryFile() as lines:
        result = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
        for row in result.mappings():
            lines.write(json.dumps(dict(row), ensure_ascii=False, default=_plain).encode() + b"\n")
            count += 1
        info = tarfile.TarInfo(f"tables/{table.name}.jsonl")
        info.size = lines.tell()
        lines.seek(0)
        archive.addfile(info, lines)
    return count


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    """What the archive says of itself.

    Raises:
        NotABackup: it is no backup of ours, or one of a newer version.
    """
    try:
        member = archive.extractfile("manifest.json")
    except KeyError:
        member = None
    if member is None:
        raise NotABackup("This file is not a backup made by `backup`.")
    manifest: dict[str, Any] = json.loads(member.read())
    if manifest.get("format") != FORMAT:
        raise NotABackup("This backup was made by a newer version; please restore it with that version.")
    return manifest


def load(connection: Connection, archive: tarfile.TarFile, files: Path) -> dict[str, int]:
    """Replace everything in the database and add the files; everything planned is held until a person releases it."""
    manifest = read_manifest(archive)
    if manifest["revision"] != migrate.newest():
        migrate.downgrade(connection, "base")
        migrate.upgrade(connection, manifest["revision"])
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    counts = {table.name: _load_table(connection, table, archive) for table in metadata.sorted_tables}
    migrate.upgrade(connection)
    _restart_sequences(connection)
    connection.execute(
        update(OutboxRow)
        .where(OutboxRow.state.in_([SendState.PLANNED, SendState.CLAIMED]))  # type: ignore[attr-defined]
        .values(state=SendState.HELD, lease=0)
    )
    _load_files(archive, files)
    return counts


def _load_table(connection: Connection, table: Table, archive: tarfile.TarFile) -> int:
    member = archive.extractfile(f"tables/{table.name}.jsonl")
    if member is None:
        return 0
    count, forward = 0, list[tuple[int, dict[str, Any]]]()
    own = [c.name for c in table.columns if any(key.references(table) for key in c.foreign_keys)]
    for batch in _batches(member, table):
        for row in batch:
            # A row may name one of its own table that comes later: that is filled in when all are there.
            ahead = {name: row[name] for name in own if row[name] is not None and row[name] > row["id"]}
            if ahead:
                forward.append((row["id"], ahead))
                row.update(dict.fromkeys(ahead))
        connection.execute(insert(table), batch)
        count += len(batch)
    for row_id, values in forward:
        connection.execute(update(table).where(table.c.id == row_id).values(values))
    return count


def _batches(lines: IO[bytes], table: Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append(_typed(json.loads(line), table))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _typed(row: dict[str, Any], table: Table) -> dict[str, Any]:
    for column in table.columns:
        value = row.get(column.name)
        if isinstance(value, str) and isinstance(column.type, UTCDateTime):
            row[column.name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(column.type, Date):
            row[column.name] = date.fromisoformat(value)
    return row


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


def _load_files(archive: tarfile.TarFile, files: Path) -> None:
    for member in archive.getmembers():
        if member.isfile() and member.name.startswith("files/"):
            name = member.name.removeprefix("files/")
            target = (files / name).resolve()
            content = archive.extractfile(member)
            if content is None or not target.is_relative_to(files.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())
