"""Migrations: the stairway up and down on both engines, and the tables they make are the tables of the code."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import migrate
from bot.store.sqlite import migration_engine
from bot.store.tables import metadata


def _stairway(connection: Connection) -> None:
    revisions = [r.revision for r in ScriptDirectory.from_config(migrate.config()).walk_revisions()]
    for revision in reversed(revisions):
        migrate.upgrade(connection, revision)
        migrate.downgrade(connection, "-1")
        migrate.upgrade(connection, revision)


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


@pytest.mark.slow
def test_up_and_down_on_sqlite(tmp_path: Path) -> None:
    engine = migration_engine(f"sqlite+aiosqlite:///{tmp_path / 'm.db'}")
    with engine.begin() as connection:
        _stairway(connection)
        assert _differences(connection) == []
        migrate.downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    engine.dispose()


async def test_up_and_down_on_postgresql(bare_postgres: str) -> None:
    engine = create_async_engine(bare_postgres)
    async with engine.begin() as connection:
        await connection.run_sync(_stairway)
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


@pytest.mark.slow
async def test_a_database_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new' / 'm.db'}"
    await migrate.migrate(url)
    await migrate.migrate(url)
    engine = migration_engine(url)
    with engine.begin() as connection:
        assert migrate.current(connection) == migrate.newest()
    engine.dispose()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_constraint_has_a_name_that_a_later_migration_can_use(table: str) -> None:
    assert all(constraint.name for constraint in metadata.tables[table].constraints)
