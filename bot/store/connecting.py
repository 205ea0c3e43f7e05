"""One connection for work that is not a use case: migrations, a backup, the doctor's look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.sqlite import migration_engine, snapshot_engine

T = TypeVar("T")


async def on_connection(url: str, work: Callable[[Connection], T], *, snapshot: bool = False) -> T:
    """Run synchronous work on one connection, in one transaction.

    With `snapshot` it only reads, sees the database as it was at one instant, and holds up no writer.
    """
    if url.startswith("sqlite"):
        return await asyncio.to_thread(_on_sqlite, url, work, snapshot)
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            if snapshot:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with connection.begin():
                return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _on_sqlite(url: str, work: Callable[[Connection], T], snapshot: bool) -> T:
    engine = snapshot_engine(url) if snapshot else migration_engine(url)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()
