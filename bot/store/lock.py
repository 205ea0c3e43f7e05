"""A second start is refused with a clear sentence: on a file database always, on a server when it would poll too.

The lock of a file database lies beside the file itself, so that two processes with different folders find each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

POLLING = 0x6368_7574_696E_6701
"""Number of the advisory lock that whoever polls holds."""
WORKING = 0x6368_7574_696E_6703
"""Number of the one that all share who work with a server's database; who replaces everything has it alone."""


class AlreadyRunning(Exception):
    """Another process works with this data."""


_RUNNING, _STOPPED = b"running", b"stopped"


def lock_beside(database: Path) -> Path:
    """Where the lock of a file database lies, by whatever way the file is reached."""
    real = database.resolve()
    return real.with_name(real.name + ".lock")


class InstanceLock:
    """Held while the process lives; the system lets go of it when the process dies, however it dies.

    What lies in the file says whether the last one who held it came to a good end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ended_well = True
        """Whether the last one to hold it stopped as it should; known while it is held."""
        self._file: int | None = None

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            self._file = None
            raise AlreadyRunning from None
        self.ended_well = os.pread(self._file, len(_RUNNING), 0) != _RUNNING
        return self

    def begin(self) -> None:
        """From now on only `end` makes it a good end."""
        self._note(_RUNNING)

    def end(self) -> None:
        self._note(_STOPPED)

    def _note(self, word: bytes) -> None:
        if self._file is not None:
            os.pwrite(self._file, word, 0)
            os.fsync(self._file)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def only_one(url: str, folder: Path) -> Iterator[InstanceLock | None]:
    """Refuse a second process on the same file database or folder; on PostgreSQL several may work together.

    Gives the lock of the database, which remembers how its last holder ended; None on PostgreSQL.

    Raises:
        AlreadyRunning: another process has it.
    """
    found = make_url(url)
    if not found.drivername.startswith("sqlite"):
        yield None
        return
    with InstanceLock(folder / "chuting.lock"), InstanceLock(lock_beside(Path(found.database or ""))) as lock:
        yield lock


@asynccontextmanager
async def nobody_else(url: str) -> AsyncIterator[None]:
    """Keep a server's database for oneself, while everything in it is replaced; a file database has its own lock.

    Raises:
        AlreadyRunning: somebody works with it, by polling or by webhook.
    """
    if url.startswith("sqlite"):
        yield
        return
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        if not await _try(connection, "pg_try_advisory_lock", WORKING):
            raise AlreadyRunning
        yield


async def _try(connection: AsyncConnection, function: str, number: int) -> bool:
    got = await connection.execute(text(f"SELECT {function}(:number)"), {"number": number})
    return bool(got.scalar_one())


class PollingLock:
    """On PostgreSQL only one process may poll; by webhook any number may work together.

    An advisory lock on a connection of its own: it ends with the process, however that dies. A process that is only
    stopped keeps it, and that is right: it would go on polling when it is let go.
    """

    def __init__(self, url: str, *, wanted: bool) -> None:
        self._url, self._polls = "" if url.startswith("sqlite") else url, wanted
        self._connection: AsyncConnection | None = None

    async def __aenter__(self) -> Self:
        if self._url:
            await self._take()
        return self

    async def _take(self) -> None:
        engine = create_async_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection = await engine.connect()
        free = await _try(self._connection, "pg_try_advisory_lock_shared", WORKING)
        if not free or (self._polls and not await _try(self._connection, "pg_try_advisory_lock", POLLING)):
            await self._release()
            raise AlreadyRunning

    async def keep(self, *, every: float = 5.0) -> None:
        """Until cancelled, see that the lock is still ours: a server that is started anew has forgotten it.

        Raises:
            AlreadyRunning: another process has taken it in the meantime.
        """
        while True:
            await asyncio.sleep(every)
            if not self._url:
                continue
            try:
                if self._connection is None:
                    await self._take()
                else:
                    await self._connection.execute(text("SELECT 1"))
            except (SQLAlchemyError, OSError):
                with contextlib.suppress(SQLAlchemyError, OSError):
                    await self._release()
                self._connection = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._release()

    async def _release(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
