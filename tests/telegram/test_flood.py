"""Somebody sends much more than can be read: others are answered as ever, and it is said what was not handled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.hall.terms import InboxState
from bot.playground import Limits
from bot.services.post import inbox
from bot.telegram import turnstile
from tests.telegram.live import Live, live

pytestmark = pytest.mark.slow
ONE, TWO, STRANGER = 5001, 5002, 5999
QUICK: dict[str, Any] = {"limits": Limits.off(), "rate_overall": 10_000.0, "rate_chat": 10_000.0}


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstile, "PAUSE", 5.0)


async def _all_done(bot_: Live, number: int) -> bool:
    states = [row.state for row in await bot_.inbox()]
    return len(states) == number and set(states) == {InboxState.DONE}


async def test_what_comes_too_fast_is_left_out_and_said_once_and_after_the_pause(tmp_path: Path) -> None:
    async with live(tmp_path, rate_person=20, **QUICK) as bot_:
        for n in range(300):
            bot_.playground.say(ONE, f"/count {n}")
        bot_.playground.say(TWO, "/count other")
        await bot_.until(lambda: any("未作处理" in text for text in bot_.texts(ONE)))
        await bot_.until(lambda: _all_done(bot_, 301))
        counted = [word for word in await bot_.effects() if word != "other"]
        assert counted == [str(n) for n in range(len(counted))], "in order, from the first on"
        assert 20 <= len(counted) < 40, "twenty at once, and what a few seconds add"
        assert "other" in await bot_.effects()
        told = [text for text in bot_.texts(ONE) if not text.startswith("counted")]
        assert told == [
            "您发送得太快，此后发来的内容暂不处理，请停顿10秒后再继续。",
            f"您刚才最后{300 - len(counted)}条消息或点击未作处理，如仍需办理，请重新发送。",
        ]
        left = [row for row in await bot_.inbox() if row.error]
        assert {row.error for row in left} == {inbox.TOO_FAST}
        assert len(left) == 300 - len(counted)
        bot_.playground.say(ONE, "/count again")
        await bot_.until(lambda: "counted again" in bot_.texts(ONE))


async def test_the_same_update_brought_again_counts_once(tmp_path: Path) -> None:
    async with live(tmp_path, rate_person=5, **QUICK) as bot_:
        raw = {
            "update_id": 90_000_001,
            "message": {
                "message_id": 77, "date": 1_770_000_000, "text": "/count it", "from": {"id": ONE, "is_bot": False,
                "first_name": "人"}, "chat": {"id": ONE, "type": "private", "first_name": "人"},
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        }  # fmt: skip
        for _ in range(20):
            await bot_.app.pipeline.receive([raw])
        bot_.playground.say(ONE, "/count next")
        await bot_.until(lambda: "counted next" in bot_.texts(ONE))
        assert await bot_.effects() == ["it", "next"]


async def test_that_somebody_blocks_the_bot_is_never_left_out(tmp_path: Path) -> None:
    async with live(tmp_path, rate_person=1, **QUICK) as bot_:
        for n in range(5):
            bot_.playground.say(ONE, f"/count {n}")
        bot_.playground.block(ONE)

        async def marked() -> bool:
            from sqlmodel import col, select

            from bot.store.tables import Person

            known = await bot_.read(
                lambda s: s.exec(select(Person.telegram_id).where(col(Person.unreachable_since).is_not(None))).all()
            )
            return known == [ONE]

        await bot_.until(marked)


async def test_a_stranger_who_floods_is_answered_once(tmp_path: Path) -> None:
    async with live(tmp_path, rate_person=10, **QUICK) as bot_:
        bot_.playground.add_person("路人", id=STRANGER, started=True)
        for n in range(40):
            bot_.playground.say(STRANGER, f"你好 {n}")
        await bot_.until(lambda: _all_done(bot_, 40))
        await bot_.app.pipeline.quiet()
        assert len(bot_.texts(STRANGER)) == 1
