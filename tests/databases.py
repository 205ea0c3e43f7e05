"""Migrated databases, made once in a process and copied: a file by its bytes, a PostgreSQL database by its template."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import LRUCache

from bot.store.database import Database
from bot.store.migrate import migrate, upgrade
from bot.store.sqlite import SqliteDatabase, migration_engine

TEMPLATE = f"pattern_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""What databases of this process are copied from, on a server that other workers may use as well."""


def file_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@cache
def _pattern() -> bytes:
    """An empty SQLite database in the newest shape."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pattern.db"
        engine = migration_engine(file_url(path))
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        return path.read_bytes()


async def bring_up(url: str) -> None:
    """What `migrate` does; where there is no file yet, the pattern is put there instead."""
    if not _put_pattern(url):
        await migrate(url)


def _put_pattern(url: str) -> bool:
    name = make_url(url).database
    if not url.startswith("sqlite") or not name or Path(name).exists():
        return False
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(_pattern())
    return True


def share_compiled(database: Database) -> None:
    """Let the SQLite databases of this process compile each statement once between them, not once a test.

    SQLAlchemy keeps what it compiled by engine and dialect; the next test's engines take over the last one's.
    """
    if isinstance(database, SqliteDatabase):
        for engine, kept in ((database._engine, _writing), (database._readers, _reading)):
            if kept:
                engine.dialect = engine.pool._dialect = kept[0].dialect
                engine._compiled_cache = kept[0]._compiled_cache
            else:
                # A dialect asks its first connection what it has to do with.
                engine.connect().close()
                engine._compiled_cache = LRUCache(4000)
                kept.append(engine)


_writing: list[Engine] = []
_reading: list[Engine] = []


def on_server(server: str, name: str) -> str:
    """The URL of a database on the server that a URL names."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def make_template(server: str) -> None:
    """Put the template on a PostgreSQL server."""
    await _run(server, f"CREATE DATABASE {TEMPLATE}")
    await migrate(on_server(server, TEMPLATE))


@asynccontextmanager
async def postgres_database(server: str, *, template: str = TEMPLATE) -> AsyncIterator[str]:
    """A database of its own on the server, gone afterwards: its URL."""
    name = f"t{os.urandom(6).hex()}"
    await _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield on_server(server, name)
    await _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def _run(server: str, statement: str) -> None:
    """One statement that no transaction may hold, as `CREATE DATABASE`."""
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
