"""Who may send to a chat next: messages to one keep their order, and of several changes of one the newest goes."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram.error import RetryAfter

from bot.domain.hall.terms import Lane
from bot.telegram.limiter import HeldBack, Overtaken, Pass, retry_seconds

T = TypeVar("T")
CROWD = 12
"""Messages that wait for one chat; more are put back, so that a slow chat does not take the places of all others."""
CROWDED = 10
"""Seconds for which they are put back."""
_RANK = {lane.value: rank for rank, lane in enumerate(Lane)}
Send = Callable[[], Coroutine[Any, Any, T]]


@dataclass
class _Turns:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    newest: int = 0
    """The newest row that wants to change a message."""
    slip: Pass | None = None
    """With which the change that has the lock goes through the limiter."""
    held_until: float = 0.0
    """Until when (monotonic) a flood reply stops a chat: whoever comes after the one that got it waits like it."""


class Screens:
    """Changes of one message go one after the other, and of those that wait only the newest goes.

    One that has not had its turn in the limiter gives way: an answer must not stand behind an edit of a broadcast.
    It does not give way to one that would wait longer than itself.
    """

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], _Turns] = {}

    async def change(self, chat_id: int, message_id: int, number: int, slip: Pass, send: Send[T]) -> T | None:
        """None: a newer change has come in the meantime."""
        key = (chat_id, message_id)
        screen = self._open.setdefault(key, _Turns())
        if number > screen.newest and screen.slip is not None and _RANK[slip] <= _RANK[screen.slip]:
            screen.slip.withdraw()
        screen.newest, screen.waiting = max(screen.newest, number), screen.waiting + 1
        try:
            async with screen.lock:
                return None if screen.newest > number else await self._send(screen, slip, send)
        finally:
            screen.waiting -= 1
            if not screen.waiting:
                del self._open[key]

    async def _send(self, screen: _Turns, slip: Pass, send: Send[T]) -> T | None:
        screen.slip = slip
        try:
            return await send()
        except Overtaken:
            return None
        finally:
            screen.slip = None


class Chats:
    """Messages of one lane to one chat go one after the other, in the order in which they came."""

    def __init__(self) -> None:
        self._open: dict[tuple[Lane, int], _Turns] = {}

    async def send(self, key: tuple[Lane, int], send: Send[T]) -> T:
        """Raises what `send` raises, and `HeldBack` where the one before was told to wait, or too many wait."""
        chat = self._open.get(key)
        if chat is None:
            chat = self._open[key] = _Turns()
        if chat.waiting > CROWD:
            raise HeldBack(CROWDED)
        chat.waiting += 1
        try:
            async with chat.lock:
                held = chat.held_until - time.monotonic()
                if held > 0:
                    raise HeldBack(math.ceil(held))
                try:
                    return await send()
                except RetryAfter as error:
                    chat.held_until = time.monotonic() + retry_seconds(error)
                    raise
        finally:
            chat.waiting -= 1
            if not chat.waiting:
                del self._open[key]
