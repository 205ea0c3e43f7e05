"""One count of doubts: up and down with messages in doubt, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.hall.terms import SendState
from bot.store import migrate
from bot.store.sqlite import migration_engine
from bot.store.tables import OutboxRow, Person, metadata
from tests.databases import file_url

NOW = datetime(2026, 4, 2, 1, tzinfo=UTC)
ROWS = [
    # state, uncertain, doubts before and after
    (SendState.PLANNED, 0, 0, 0),
    (SendState.PLANNED, 3, 0, 1),
    (SendState.CLAIMED, 1, 1, 1),
    (SendState.SENT, 1, 0, 0),
    (SendState.UNCERTAIN, 2, 2, 2),
]


def _fill(connection: Connection) -> None:
    migrate.upgrade(connection, "head")
    tables = metadata.tables
    connection.execute(tables["person"].insert(), [Person(id=7, name="王芳", created_at=NOW).model_dump()])
    rows = [
        OutboxRow(id=n, person_id=7, state=state, uncertain=times, doubts=doubts, due_at=NOW, planned_at=NOW)
        for n, (state, times, doubts, _) in enumerate(ROWS, start=1)
    ]
    connection.execute(tables["outbox"].insert(), [row.model_dump() for row in rows])


def _walk(connection: Connection) -> list[int]:
    _fill(connection)
    migrate.downgrade(connection, "0006")
    migrate.downgrade(connection, "-1")
    before = connection.execute(text("SELECT unanswered FROM outbox ORDER BY id")).scalars().all()
    assert before == [doubts for _, _, doubts, _ in ROWS]
    assert connection.execute(text("SELECT name FROM person")).scalar_one() == "王芳"
    migrate.upgrade(connection, "head")
    assert connection.execute(text("SELECT refused_at FROM person")).scalar_one() is None
    return list(connection.execute(text("SELECT doubts FROM outbox ORDER BY id")).scalars())


def test_on_sqlite(tmp_path: Path) -> None:
    engine = migration_engine(file_url(tmp_path / "doubt.db"))
    with engine.begin() as connection:
        assert _walk(connection) == [after for *_, after in ROWS]
    engine.dispose()


@pytest.mark.slow
async def test_on_postgresql(bare_postgres: str) -> None:
    engine = create_async_engine(bare_postgres)
    async with engine.begin() as connection:
        assert await connection.run_sync(_walk) == [after for *_, after in ROWS]
    await engine.dispose()
