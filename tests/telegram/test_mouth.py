"""Whoever writes faster than he can be answered is handled no faster than that, and never held up for long."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.domain.hall.terms import Lane
from bot.store.tables import OutboxRow
from bot.telegram import mouth
from bot.telegram.mouth import FEW, Mouth
from bot.telegram.tasks import Tasks
from tests.store.rows import NOW
from tests.telegram.live import Live, live

ONE, TWO = 5001, 5002


class Slow:
    """A sender that sends when it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.may = asyncio.Semaphore(0)

    async def deliver(self, row: OutboxRow, lane: Lane) -> None:
        await self.may.acquire()
        self.sent.append(row.text)


def _row(text: str, chat_id: int = ONE) -> OutboxRow:
    return OutboxRow(chat_id=chat_id, due_at=NOW, planned_at=NOW, text=text)


async def test_there_is_room_when_few_answers_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mouth, "PATIENCE", 3600.0)
    sender: Any = Slow()
    tasks = Tasks()
    speaking = Mouth(sender, tasks)
    for n in range(FEW + 2):  # one of them is under way
        speaking.say(_row(str(n)))
    await asyncio.sleep(0)
    waits = [asyncio.ensure_future(speaking.room(ONE)) for _ in range(2)]
    await asyncio.wait_for(speaking.room(TWO), 60)
    assert not any(each.done() for each in waits)
    sender.may.release()
    await asyncio.sleep(0)
    assert not any(each.done() for each in waits), "as many as before wait, one less is under way"
    sender.may.release()
    await asyncio.wait_for(asyncio.gather(*waits), 60)
    for _ in range(FEW):
        sender.may.release()
    await speaking.quiet()
    assert sender.sent == [str(n) for n in range(FEW + 2)]
    await tasks.close()


async def test_nobody_is_held_up_for_long_where_nothing_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mouth, "PATIENCE", 0.01)
    said: Any = Slow()
    tasks = Tasks()
    speaking = Mouth(said, tasks)
    for n in range(FEW + 2):
        speaking.say(_row(str(n)))
    await asyncio.sleep(0)
    await speaking.room(ONE)
    assert said.sent == []
    await tasks.close()


@pytest.mark.slow
async def test_of_many_updates_only_those_are_begun_that_can_be_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The effects of one person's updates come as the answers go out; another's come at once; all come in the end."""
    monkeypatch.setattr(mouth, "PATIENCE", 3600.0)
    async with live(tmp_path, rate_person=0) as bot_:
        speaking = bot_.app.pipeline.mouth
        sender, slow = speaking.sender, Slow()
        monkeypatch.setattr(speaking, "sender", slow)
        for n in range(10):
            bot_.playground.say(ONE, f"/count {n}")
        for n in range(3):
            bot_.playground.say(TWO, f"/count other {n}")
        began = [str(n) for n in range(FEW + 1)]

        async def stand() -> bool:
            effects = await bot_.effects()
            return {*began, "other 0", "other 1", "other 2"} <= set(effects)

        await bot_.until(stand)
        bot_.playground.say(5003, "/count third")
        await bot_.until(lambda: _has(bot_, "third"))
        assert [word for word in await bot_.effects() if word.isdecimal()] == began
        monkeypatch.setattr(speaking, "sender", sender)
        for _ in range(20):
            slow.may.release()
        await bot_.until(lambda: _has(bot_, "9"))
        assert [word for word in await bot_.effects() if word.isdecimal()] == [str(n) for n in range(10)]


async def _has(bot_: Live, word: str) -> bool:
    return word in await bot_.effects()
