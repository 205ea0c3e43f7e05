"""Transactions: the same synchronous use cases on SQLite and on PostgreSQL.

Use cases are plain functions of a `Session`. On SQLite one writer thread runs them first in, first out; those that
wait together share one commit, each in its savepoint (measured: an async session costs 4.5 ms CPU a turn, a plain
one in one thread 2.15 ms). On PostgreSQL the same functions run over asyncpg through `AsyncSession.run_sync`, on event
loops in threads of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool, StaticPool
from sqlmodel import Session

T = TypeVar("T")
Work = Callable[[Session], T]
SHARED_COMMIT = 32
"""How many waiting transactions may share a commit."""
_BUSY_MS = 10_000
LAST_WORK = 10.0
"""Seconds for which a close waits for transactions that are under way."""
_PASSING = ("40001", "40P01", "08", "53", "57", "58")
"""PostgreSQL states that pass: serialisation, deadlock, connection, resources (disk full), operator, system."""


class Undone(OperationalError):
    """The engine took the whole transaction back by itself (disk full, for one); nothing in it has happened."""

    def __init__(self) -> None:
        super().__init__(None, None, sqlite3.OperationalError("the transaction was rolled back by the database"))


class Unreachable(OperationalError):
    """There is no way to the server now: no such address, no socket, no answer."""

    def __init__(self, error: OSError) -> None:
        super().__init__(None, None, error)


def is_passing(error: BaseException) -> bool:
    """Whether the database itself is in trouble (full, locked, gone): the same work may succeed later."""
    if isinstance(error, DBAPIError) and _is_fault_of_ours(error):
        return False
    if isinstance(error, OperationalError | InterfaceError | ConnectionError | PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return error.connection_invalidated or state.startswith(_PASSING)


def _is_fault_of_ours(error: DBAPIError) -> bool:
    """A statement that is wrong in itself: the drivers give it the same name as a disk that is full."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_ERROR or "query argument" in str(error.orig)


def trouble(error: BaseException) -> str:
    """What is wrong with the database, in one sentence for the log, without the statement and its values.

    The clean-up after an error may fail as well, and hide it: what was there first is what matters.
    """
    texts = [str(getattr(each, "orig", None) or each).lower() for each in _with_contexts(error)]
    if any("disk is full" in text or "no space" in text or "too large" in text for text in texts):
        return "The disk is full: nothing can be written down. Make room; nothing that was confirmed is lost."
    if any("disk i/o error" in text for text in texts):
        return "The disk cannot be written to (a quota, or a fault). Nothing that was confirmed is lost; trying again."
    if any("locked" in text for text in texts):
        return "The database is locked by another program. Nothing that was confirmed is lost; waiting."
    cause = getattr(error, "orig", None) or error
    return f"The database cannot be used now ({type(cause).__name__}: {str(cause)[:120]}); trying again."


def _with_contexts(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__ or each.__context__


class Database(Protocol):
    """Where transactions run."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction and commit it; whatever it raises rolls it back."""
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work`; nothing that it changes is kept."""
        ...

    async def close(self) -> None: ...

    @property
    def shared(self) -> bool:
        """Whether several processes may work on this database."""
        ...


def sync_url(url: str) -> str:
    """The URL for tools that work synchronously (migrations, backup)."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        return parsed.set(drivername="sqlite").render_as_string(hide_password=False)
    return parsed.render_as_string(hide_password=False)


def open_database(url: str) -> Database:
    """Open the database named by an SQLAlchemy URL with its async driver."""
    if url.startswith("sqlite"):
        return SqliteDatabase(sync_url(url))
    return PostgresDatabase(url)


def _connect_rules(engine: Engine, *, readonly: bool) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            *(["query_only=ON"] if readonly else []),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def sqlite_engine(url: str, *, readonly: bool = False) -> Engine:
    """An engine with foreign keys on, WAL, full synchronous, and writers that begin at once.

    No engine here shows parameters in its errors: they go to the log, and may hold plaintiffs' names.
    """
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    pool = StaticPool if path in (None, "", ":memory:") else None
    options: dict[str, Any] = {"poolclass": pool} if pool else {"pool_size": 4, "max_overflow": 4}
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **options)
    _connect_rules(engine, readonly=readonly)
    _plain_savepoints(engine)
    return engine


def _plain_savepoints(engine: Engine) -> None:
    """Each use case has its savepoint: three statements, which need not go through the compiler every time."""

    def plain(words: str) -> Callable[[Connection, str], None]:
        def run(connection: Connection, name: str) -> None:
            driver: Any = connection.connection.driver_connection
            try:
                driver.execute(f"{words} {name}")
            except sqlite3.Error as error:
                raise OperationalError(words, None, error) from error

        return run

    dialect: Any = engine.dialect
    dialect.do_savepoint, dialect.do_release_savepoint = plain("SAVEPOINT"), plain("RELEASE SAVEPOINT")
    dialect.do_rollback_to_savepoint = plain("ROLLBACK TO SAVEPOINT")


class SqliteDatabase:
    """SQLite with one writer thread and a read-only pool."""

    shared = False

    def __init__(self, url: str) -> None:
        self._engine = sqlite_engine(url)
        self._readers = sqlite_engine(url, readonly=True)
        self._jobs: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write_loop, name="writer", daemon=True)
        self._writer.start()

    async def write(self, work: Work[T]) -> T:
        done: Future[T] = Future()
        self._jobs.put((work, done))
        return await asyncio.wrap_future(done)

    async def read(self, work: Work[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)

    def _read(self, work: Work[T]) -> T:
        with Session(self._readers, expire_on_commit=False) as session:
            return work(session)

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)
        self._pool.shutdown()
        self._engine.dispose()
        self._readers.dispose()

    def _write_loop(self) -> None:
        open_ = True
        while open_:
            batch: list[tuple[Work[Any], Future[Any]]] = []
            job = self._jobs.get()
            while job is not None:
                batch.append(job)
                if len(batch) >= SHARED_COMMIT or self._jobs.empty():
                    break
                job = self._jobs.get()
            open_ = job is not None
            if batch:
                self._commit_together(batch)

    def _commit_together(self, batch: list[tuple[Work[Any], Future[Any]]]) -> None:
        finished: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.begin() as connection:
                for work, done in batch:
                    if done.set_running_or_notify_cancel():
                        finished.append((done, *self._run(connection, work)))
                        # SQLite may take the whole transaction back by itself (a full disk does that), and Python's
                        # commit() says nothing when there is none left: what shared it would be lost unnoticed.
                        if not _is_open(connection):
                            raise Undone
        except BaseException as error:
            for _, done in batch:
                if not done.cancelled() and not done.done():
                    done.set_exception(error)
            return
        for done, result, failure in finished:
            if failure is None:
                done.set_result(result)
            else:
                done.set_exception(failure)

    @staticmethod
    def _run(connection: Connection, work: Work[Any]) -> tuple[Any, BaseException | None]:
        session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            result = work(session)
            session.commit()
        except BaseException as error:
            if not _is_open(connection):
                # There is no savepoint left to go back to; what matters is the error that ended it all.
                with contextlib.suppress(SQLAlchemyError):
                    session.close()
                if not is_passing(error):  # it says that a savepoint is missing, not why
                    raise Undone from error
                raise error from None
            session.rollback()
            session.close()
            return None, error
        session.close()
        return result, None


def _is_open(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


class _Beside:
    """An event loop in a thread of its own, with an engine whose connections live there.

    What a use case computes between two statements, a page or a table, would hold up whatever else the loop does.
    Whoever is cancelled while his work runs here does not learn what became of it: it is taken back, unless its commit
    was made already.
    """

    def __init__(self, url: str, name: str, *, connections: int) -> None:
        self._engine = create_async_engine(url, pool_size=connections, max_overflow=connections, hide_parameters=True)
        self._loop = asyncio.new_event_loop()
        self._closed = self._stopped = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        """A `SystemExit` of some work is told to whoever waits for it; the loop, which it stops, goes on."""
        while not self._stopped:
            with contextlib.suppress(BaseException):
                self._loop.run_forever()

    async def run(self, work: Work[T], *, commits: bool) -> T:
        """Raises what the work raises.

        Raises:
            RuntimeError: the database is closed.
        """
        if self._closed:
            raise RuntimeError("The database is closed.")
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._transaction(work, commits), self._loop))

    async def _transaction(self, work: Work[T], commits: bool) -> T:
        async with AsyncSession(self._engine, sync_session_class=Session, expire_on_commit=False) as session:
            await _reach(session)
            result = await session.run_sync(lambda plain: work(plain))  # type: ignore[arg-type]
            if commits:
                await session.commit()
            return result

    async def close(self) -> None:
        """Let what is under way come to its end first, so that nobody waits for it for ever."""
        if not self._closed:
            self._closed = True
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._finish(), self._loop))
            self._loop.call_soon_threadsafe(self._stop)
            await asyncio.to_thread(self._thread.join)
            self._loop.close()

    def _stop(self) -> None:
        self._stopped = True
        self._loop.stop()

    async def _finish(self) -> None:
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=LAST_WORK)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_WORK)
        await self._engine.dispose()


class PostgresDatabase:
    """PostgreSQL through asyncpg; several processes may share it. A long reading holds up no writing."""

    shared = True

    def __init__(self, url: str) -> None:
        self._writing = _Beside(url, "writer", connections=10)
        self._reading = _Beside(url, "reader", connections=5)

    async def write(self, work: Work[T]) -> T:
        return await self._writing.run(work, commits=True)

    async def read(self, work: Work[T]) -> T:
        return await self._reading.run(work, commits=False)

    async def close(self) -> None:
        await self._writing.close()
        await self._reading.close()


async def _reach(session: AsyncSession) -> None:
    """Connect. What the work itself does to files raises the same kind of error, and means something else."""
    try:
        await session.connection()
    except OSError as error:
        raise Unreachable(error) from error


def migration_engine(url: str) -> Engine:
    """A short-lived synchronous engine for migrations on SQLite."""
    engine = create_engine(sync_url(url), poolclass=NullPool, hide_parameters=True)
    _connect_rules(engine, readonly=False)
    return engine
