"""Files of a database that knew no waiting ones: drafts and circulars that name one get its row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, func, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import migrate
from bot.store.sqlite import migration_engine
from tests.store.landed import ARCHIVES, put_in

FILES = [
    {"hash": letter * 64, "name": f"{letter}.pdf", "size": 5, "id": f"t{letter}", "mime": "m"} for letter in "abcd"
]


def _table(connection: Connection, name: str) -> Table:
    then = MetaData()
    then.reflect(connection, only=[name])
    return then.tables[name]


def _change(connection: Connection, name: str, column: str, value: Any, **more: Any) -> Any:
    """Set a JSON column of the first row of a table; gives the key of that row."""
    table = _table(connection, name)
    [key] = table.primary_key
    first = connection.execute(select(func.min(key))).scalar_one()
    connection.execute(table.update().where(key == first).values({column: value, **more}))
    return first


def _drafted(connection: Connection, person: int) -> None:
    table = _table(connection, "draft")
    columns = {"form": "paper", "asking": "", "serial": 1}
    values = {"data": {"files": [FILES[0]]}, "context": {"queue": [{"form": "paper", "values": {"files": [FILES[1]]}}]}}
    connection.execute(table.delete())
    at = connection.execute(select(_table(connection, "circular").c.created_at).limit(1)).scalar_one()
    connection.execute(insert(table).values(person_id=person, updated_at=at, **columns, **values))


def _up_and_down(connection: Connection) -> None:
    put_in(connection, ARCHIVES[-1])
    stored = _table(connection, "stored_file")
    connection.execute(stored.delete())
    circular = _change(connection, "circular", "parts", [{"kind": "document", "chat": 1, "messages": [2], **FILES[2]}])
    person = connection.execute(select(func.min(_table(connection, "person").c.id))).scalar_one()
    _drafted(connection, person)
    migrate.upgrade(connection, "0008")
    rows = connection.execute(select(stored.c.hash, stored.c.subject, stored.c.name).order_by(stored.c.hash)).all()
    assert [(one.hash[0], one.name) for one in rows] == [("a", "a.pdf"), ("b", "b.pdf"), ("c", "c.pdf")]
    assert [one.subject for one in rows][:2] == ["", ""]
    assert rows[2].subject in ("", f"circular:{circular}")
    assert connection.execute(select(stored.c.sent_by).where(stored.c.hash == "a" * 64)).scalar_one() == person
    migrate.downgrade(connection, "-1")
    assert connection.execute(select(func.count()).select_from(stored)).scalar_one() == 0


def test_on_sqlite(tmp_path: Path) -> None:
    engine = migration_engine(f"sqlite+aiosqlite:///{tmp_path / 'm.db'}")
    with engine.begin() as connection:
        _up_and_down(connection)
    engine.dispose()


@pytest.mark.slow
async def test_on_postgresql(bare_postgres: str) -> None:
    engine = create_async_engine(bare_postgres)
    async with engine.begin() as connection:
        await connection.run_sync(_up_and_down)
    await engine.dispose()
