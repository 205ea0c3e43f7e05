"""Plain calls: JSON comes back, errors are PTB's own, and a token that the API does not know is told at last."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, InvalidToken
from telegram.ext import ExtBot

from bot.domain.hall.terms import Lane
from bot.telegram import poller
from bot.telegram.limiter import LaneLimiter, Pass
from bot.telegram.raw import call
from bot.telegram.request import AiohttpRequest
from tests.telegram.live import server


async def test_an_answer_is_plain_json_and_the_limiter_knows_of_it() -> None:
    async with server() as running:
        limiter = LaneLimiter()
        bot: ExtBot[Any] = ExtBot(
            running.playground.token, base_url=running.base_url, rate_limiter=limiter, request=AiohttpRequest()
        )
        async with bot:
            sent = await call(bot, "sendMessage", Pass(Lane.BULK), chat_id=5001, text="x", parse_mode=None)
            assert (sent["text"], sent["chat"]["id"]) == ("x", 5001)
            assert limiter.counters.granted[Lane.BULK] == 1
            assert "parse_mode" not in running.playground.calls("sendMessage")[0].params
            with pytest.raises(BadRequest):
                await call(bot, "sendMessage", chat_id=987_654, text="x")


async def test_a_token_that_is_withdrawn_under_way_is_called_so() -> None:
    async with server() as running:
        playground = running.playground
        bot: ExtBot[Any] = ExtBot(playground.token, base_url=running.base_url, request=AiohttpRequest())
        async with bot:
            playground.fault("status", method="sendMessage", code=401, count=1)
            with pytest.raises(InvalidToken):
                await call(bot, "sendMessage", chat_id=5001, text="x")


@pytest.mark.parametrize(("refusals", "ends"), [(1, False), (2, False), (3, True), (9, True)])
async def test_polling_ends_when_the_token_is_refused_again_and_again(
    refusals: int, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway that is just starting may not know the token either."""
    answers: list[Exception | list[Any]] = [*[InvalidToken()] * refusals, []]
    stop = asyncio.Event()

    async def answer(bot: object, method: str, **_: Any) -> Any:
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        stop.set()
        return given

    async def receive(raws: list[dict[str, Any]]) -> None: ...

    async def at_once(stop: asyncio.Event, seconds: float) -> None: ...

    monkeypatch.setattr(poller, "call", answer)
    monkeypatch.setattr(poller, "_sleep", at_once)
    polling = poller.poll(object(), receive, stop)  # type: ignore[arg-type]
    if ends:
        with pytest.raises(InvalidToken):
            await polling
    else:
        await polling
    assert len(answers) == max(0, refusals - 2 if ends else 0)
