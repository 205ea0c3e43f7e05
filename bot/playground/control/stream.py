"""Server-sent events: what happens, as it happens, resumable by Last-Event-ID."""

from __future__ import annotations

import asyncio
import contextlib

from tornado.iostream import StreamClosedError

from bot.playground.security import Guarded
from bot.playground.state.core import Core
from bot.playground.state.events import Event
from bot.playground.wire import dumps

PING = 15.0
"""Seconds of silence after which a comment keeps the connection alive."""


def _line(event: Event) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.id, event.kind.encode(), dumps(event.data))


class EventsHandler(Guarded):
    """``/control/events``."""

    def initialize(self, core: Core) -> None:
        self.core = core
        self._gone = asyncio.Event()

    async def get(self) -> None:
        """Stream until the reader goes away or the server stops."""
        self.set_header("Content-Type", "text/event-stream")
        events = self.core.events
        last = self._resume(events.last)
        self.write(b"retry: 1000\n\n")
        with contextlib.suppress(StreamClosedError):
            while not (self._gone.is_set() or self.core.closing.is_set()):
                last = self._send(last)
                await self.flush()
                if not await events.wait(last, PING):
                    self.write(b": still here\n\n")

    def _resume(self, newest: int) -> int:
        given = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "")
        return int(given) if given.isdigit() else newest

    def _send(self, last: int) -> int:
        events = self.core.events
        missed = events.after(last)
        if missed is None:
            self.write(b'id: %d\nevent: reset\ndata: {"event":%d}\n\n' % (events.last, events.last))
            return events.last
        for event in missed:
            self.write(_line(event))
        return missed[-1].id if missed else last

    def on_connection_close(self) -> None:
        self._gone.set()
