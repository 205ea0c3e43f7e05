"""Migrations: the database is brought to the shape of this version before anything else happens."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.sqlite import migration_engine

MIGRATING = 0x6368_7574_696E_6702
"""Number of the advisory lock that whoever migrates holds."""
FOLDER = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to a connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    if connection is not None:
        made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(config(connection), revision)
    _check_references(connection)


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(config(connection), revision)
    _check_references(connection)


def _check_references(connection: Connection) -> None:
    """SQLite makes a table anew with foreign keys off: raise RuntimeError if a reference has lost its row."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
        if broken:
            raise RuntimeError(f"references without their rows: {broken}")


def current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def _bring_up(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Several processes may start at the same moment; the first one migrates.
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
    # The common start: nothing to do, and Alembic's machinery is not even woken.
    if current(connection) != newest():
        upgrade(connection)


async def migrate(url: str) -> None:
    """Bring the database at `url` to the newest shape; it is created where there is none."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_migrate_sqlite, url)
        return
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    async with engine.begin() as connection:
        await connection.run_sync(_bring_up)
    await engine.dispose()


def _migrate_sqlite(url: str) -> None:
    from sqlalchemy.engine import make_url

    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = migration_engine(url)
    with engine.begin() as connection:
        _bring_up(connection)
    engine.dispose()
