"""A supervised group of named tasks: none is forgotten, and no error stays unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger(__name__)
KEPT_ERRORS = 100


class Tasks:
    """Starts tasks and answers for them: an error is logged when it happens, and raised at the close.

    Unlike `asyncio.TaskGroup`, one task that fails does not cancel its neighbours: a person whose update
    fails must not stop the others. Whoever cannot go on without its tasks waits on `failed`.
    """

    def __init__(self) -> None:
        self.failed = asyncio.Event()
        """Set by the first task that ends with an error."""
        self.errors: list[Exception] = []
        """What the tasks raised, oldest first; the first hundred are kept, all are logged."""
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._running)

    @property
    def names(self) -> list[str]:
        """The names of the running tasks, for a status page."""
        return sorted(task.get_name() for task in self._running)

    def start(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """Start a task in the running loop.

        Raises:
            RuntimeError: the group is closed.
        """
        if self._closed:
            work.close()
            raise RuntimeError(f"The task group is closed; {name!r} was not started.")
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        log.error("A task failed", action="task_failed", task=task.get_name(), exc_info=error)
        self.failed.set()
        if isinstance(error, Exception) and len(self.errors) < KEPT_ERRORS:
            self.errors.append(error)

    async def join(self) -> None:
        """Wait until no task is running, those included that are started meanwhile."""
        while self._running:
            await asyncio.wait(self._running)
            await asyncio.sleep(0)

    async def close(self, *, grace: float | None = 0) -> None:
        """Give the tasks `grace` seconds (None: as long as they take), cancel the rest and wait for all.

        Raises:
            ExceptionGroup: what the tasks raised in their life.
        """
        try:
            if grace is None:
                await self.join()
            elif grace > 0 and self._running:
                await asyncio.wait(self._running, timeout=grace)
        finally:
            self._closed = True
            await self._cancel()
        if self.errors:
            raise ExceptionGroup("Some tasks failed", self.errors)

    async def _cancel(self) -> None:
        while self._running:
            for task in self._running:
                task.cancel()
            await asyncio.wait(self._running)
            await asyncio.sleep(0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close(grace=None if kind is None else 0)
