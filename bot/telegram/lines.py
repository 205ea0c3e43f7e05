"""Lines: the items of one key are worked off in order, those of different keys in parallel."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.telegram.tasks import Tasks

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lines(Generic[K, V]):
    """One task for each key that has items; it ends when they are done. `work` must not raise."""

    def __init__(self, tasks: Tasks, work: Callable[[K, V], Awaitable[None]], name: str) -> None:
        self._tasks, self._work, self._name = tasks, work, name
        self._queues: dict[K, deque[V]] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def busy(self) -> bool:
        """Whether anything waits or is under way."""
        return bool(self._queues)

    def add(self, key: K, item: V) -> None:
        """Append an item to the line of `key`."""
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(item)
            return
        self._queues[key] = deque((item,))
        self._idle.clear()
        self._tasks.start(self._work_off(key), name=f"{self._name} {key}")

    def waiting(self, key: K) -> deque[V]:
        """What waits in a line; what is under way is not in it."""
        return self._queues.get(key) or deque()

    async def _work_off(self, key: K) -> None:
        queue = self._queues[key]
        try:
            while queue:
                await self._work(key, queue.popleft())
        finally:
            del self._queues[key]
            if not self._queues:
                self._idle.set()

    async def quiet(self) -> None:
        """Wait until all lines are empty."""
        await self._idle.wait()
