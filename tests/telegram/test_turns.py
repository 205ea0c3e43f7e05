"""Changes of one message: the newest goes, and it does not wait behind one that has not had its turn."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.domain.hall.terms import Lane
from bot.telegram.limiter import LaneLimiter, Pass
from bot.telegram.turns import Screens


class Desk:
    """A message that is changed through the limiter; `begun` are the changes that reached the server."""

    def __init__(self) -> None:
        self.limiter, self.screens = LaneLimiter(), Screens()
        self.begun: list[int] = []
        self.answer = asyncio.Event()

    async def change(self, number: int, lane: Lane) -> int | None:
        slip = Pass(lane)

        async def send() -> int:
            async def reach(*_: Any) -> int:
                self.begun.append(number)
                await self.answer.wait()
                return number

            made: int = await self.limiter.process_request(reach, (), {}, "editMessageText", {"chat_id": 1}, slip)
            return made

        return await self.screens.change(1, 7, number, slip, send)


@pytest.mark.parametrize("older", [Lane.BULK, Lane.REMINDER])
async def test_an_answer_does_not_wait_behind_a_change_that_waits_itself(older: Lane) -> None:
    desk = Desk()
    desk.answer.set()
    desk.limiter.pacing._hold([older], time.monotonic() + 15)
    first = asyncio.ensure_future(desk.change(1, older))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        assert await desk.change(2, Lane.INTERACTIVE) == 2
        assert await first is None
    assert desk.begun == [2]
    assert sum(desk.limiter.waiting.values()) == 0
    assert not desk.screens._open


async def test_what_is_on_its_way_comes_to_its_end_first() -> None:
    desk = Desk()
    first = asyncio.ensure_future(desk.change(1, Lane.BULK))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(desk.change(2, Lane.INTERACTIVE))
    await asyncio.sleep(0)
    assert desk.begun == [1]
    desk.answer.set()
    assert (await first, await second) == (1, 2)


async def test_an_older_change_that_comes_late_takes_nothing_back() -> None:
    desk = Desk()
    desk.answer.set()
    desk.limiter.pacing._hold([Lane.REMINDER], time.monotonic() + 0.2)
    newer = asyncio.ensure_future(desk.change(5, Lane.REMINDER))
    await asyncio.sleep(0)
    assert await desk.change(4, Lane.INTERACTIVE) is None
    assert await newer == 5


async def test_an_answer_gives_no_way_to_what_waits_longer() -> None:
    """Somebody else's press changes the same message in a lane that a flood reply stops."""
    desk = Desk()
    desk.answer.set()
    now = time.monotonic()
    desk.limiter.pacing._hold([Lane.REMINDER], now + 15)
    desk.limiter.pacing._hold([Lane.INTERACTIVE], now + 0.2)
    answer = asyncio.ensure_future(desk.change(1, Lane.INTERACTIVE))
    await asyncio.sleep(0)
    later = asyncio.ensure_future(desk.change(2, Lane.REMINDER))
    async with asyncio.timeout(5):
        assert await answer == 1
    later.cancel()
    assert desk.begun == [1]
