"""What happens, numbered, for whoever watches: the page by server-sent events, tests by waiting."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.playground.wire import Json


@dataclass(frozen=True, slots=True)
class Event:
    """``id`` grows by one; ``data`` is ready for JSON."""

    id: int
    kind: str
    data: Any


class Events:
    """A ring of the latest events; readers that fell out of it must reload."""

    def __init__(self, keep: int = 20_000) -> None:
        self._ring: deque[Event] = deque(maxlen=keep)
        self._waiters: list[asyncio.Future[None]] = []
        self.last = 0

    def publish(self, kind: str, data: Json) -> None:
        """Tell everybody."""
        self.last += 1
        self._ring.append(Event(self.last, kind, data))
        if self._waiters:
            self.wake()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def forget(self) -> None:
        """Everything is different now: readers must reload."""
        self.last += 1
        self._ring.clear()
        self.publish("reset", {"event": self.last + 1})

    def after(self, event_id: int) -> list[Event] | None:
        """Events later than ``event_id``; None when some of them are already forgotten."""
        missing = self.last - event_id
        if missing <= 0:
            return [] if missing == 0 else None
        if missing > len(self._ring):
            return None
        return list(islice(reversed(self._ring), missing))[::-1]

    async def wait(self, event_id: int, within: float) -> bool:
        """Until something later than ``event_id`` happened; False after ``within`` seconds of nothing."""
        if self.last > event_id:
            return True
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await asyncio.wait_for(waiter, within)
        except TimeoutError:
            return False
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
        return True
