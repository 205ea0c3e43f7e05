"""PostgreSQL: the use cases run over asyncpg through `AsyncSession.run_sync`, on event loops in threads beside."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from bot.store.database import T, Work
from bot.store.reading import Reading
from bot.store.transaction import Transaction
from bot.store.trouble import Damaged, Unreachable, damaged, is_damage

LAST_WORK = 10.0
"""Seconds for which a close waits for transactions that are under way."""
SILENT = 30.0
"""Seconds of silence within a transaction after which the server takes it back, with its locks: whoever was frozen
there (a process that was stopped, a machine that is gone) would keep the lease, and rows, from all others. It must be
longer than a use case computes between two statements, and than what else runs on the loop meanwhile: seconds."""
OVERTAKEN = 3
"""How often a transaction that was overtaken begins anew before it counts as failed."""


class _Beside:
    """An event loop in a thread of its own, with an engine whose connections live there.

    What a use case computes between two statements, a page or a table, would hold up whatever else the loop does.
    Whoever is cancelled while his work runs here does not learn what became of it: it is taken back, unless its commit
    was made already.
    """

    def __init__(self, url: str, name: str, *, connections: int, silent: float) -> None:
        """`silent` is how many seconds a transaction may be silent; nought for any number."""
        bounds = {"idle_in_transaction_session_timeout": str(round(silent * 1000))}
        self._engine = create_async_engine(
            url,
            pool_size=connections,
            max_overflow=connections,
            hide_parameters=True,
            connect_args={"server_settings": bounds},
        )
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
        """A row that another transaction changed after it was read: the work runs again, on the row as it is now."""
        for _ in range(OVERTAKEN):
            with contextlib.suppress(StaleDataError):
                return await self._once(work, commits)
        return await self._once(work, commits)

    async def _once(self, work: Work[T], commits: bool) -> T:
        kind = Transaction if commits else Reading
        async with AsyncSession(self._engine, sync_session_class=kind, expire_on_commit=False) as session:
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

    def __init__(self, url: str, *, silent: float = SILENT) -> None:
        self.damage = ""
        self._writing = _Beside(url, "writer", connections=10, silent=silent)
        # What only reads keeps nothing from anybody, however long it computes.
        self._reading = _Beside(url, "reader", connections=5, silent=0)

    async def write(self, work: Work[T]) -> T:
        if self.damage:
            raise Damaged(self.damage)
        return await self._noticing(self._writing.run(work, commits=True))

    async def read(self, work: Work[T]) -> T:
        return await self._noticing(self._reading.run(work, commits=False))

    async def _noticing(self, running: Awaitable[T]) -> T:
        try:
            return await running
        except Exception as error:
            if is_damage(error):
                self.damage = damaged(error)
            raise

    def gone(self) -> str:
        """A server looks after its files itself."""
        return ""

    async def save(self, gone: str) -> str:
        return gone

    async def close(self) -> None:
        await self._writing.close()
        await self._reading.close()


async def _reach(session: AsyncSession) -> None:
    """Connect. What the work itself does to files raises the same kind of error, and means something else."""
    try:
        await session.connection()
    except OSError as error:
        raise Unreachable(error) from error
