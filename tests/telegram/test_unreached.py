"""An API out of reach is said in one sentence that names what to check, once a minute, whoever notices it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.settings import Settings
from bot.telegram import poller
from bot.telegram.answers import Unreadable
from bot.telegram.request import NeverConnected, NeverConnectedInTime
from bot.telegram.unreached import EVERY, Unreached, advice, is_unreached

TOKEN = SecretStr("123456:geheim")


def settings(**given: str) -> Settings:
    return Settings(_env_file=None, token=TOKEN, **given)  # type: ignore[call-arg, arg-type]


class Watch:
    """A clock that is moved by hand."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_it_names_network_proxy_and_address_and_no_secret() -> None:
    said = advice(settings(), NeverConnected("x"))
    assert said == (
        "Telegram cannot be reached at api.telegram.org (NeverConnected): check the network, "
        "whether a proxy is needed (CHUTING_PROXY), and the address in CHUTING_API_BASE."
    )
    given = {"proxy": "socks5://office:geheim@proxy:1080", "api_base": "https://a:geheim@gateway/geheim/bot"}
    said = advice(settings(**given), NeverConnected("geheim"))
    assert "geheim" not in said
    assert "at gateway (" in said
    assert "the proxy proxy:1080 (CHUTING_PROXY)" in said


def test_a_page_of_somebody_else_is_called_so() -> None:
    assert advice(settings(), Unreadable("x")).startswith("What answers at api.telegram.org is not the Bot API")


@pytest.mark.parametrize(
    ("error", "cut"),
    [(NeverConnected("x"), True), (TimedOut(), True), (BadRequest("x"), False), (TelegramError("x"), False)],
)
def test_a_refusal_is_no_cut(error: TelegramError, cut: bool) -> None:
    assert is_unreached(error) is cut


def test_once_a_minute_and_once_more_when_it_is_over() -> None:
    watch = Watch()
    unreached = Unreached(settings(), monotonic=watch)
    with capture_logs() as said:
        unreached.over()
        for _ in range(5):
            unreached.tell(NetworkError("x"))
        watch.seconds += EVERY - 1
        unreached.tell(NetworkError("x"))
        watch.seconds += 1
        unreached.tell(NetworkError("x"))
        unreached.over()
        unreached.over()
        unreached.tell(NetworkError("x"))
    assert [line["action"] for line in said] == ["api_unreachable", "api_unreachable", "api_reached", "api_unreachable"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NeverConnected("x"), ["api_unreachable"]),
        (NeverConnectedInTime(), ["api_unreachable"]),
        (TimedOut(), []),
        (BadRequest("x"), ["poll_failed"]),
    ],
)
async def test_a_poll_that_does_not_get_there_says_so(error: TelegramError, said: list[str]) -> None:
    """A long poll whose answer is late is as it should be."""
    stop = asyncio.Event()

    class Cut:
        async def do_api_request(self, *_: Any, **__: Any) -> Any:
            stop.set()
            raise error

    async def receive(_: Any) -> None: ...

    with capture_logs() as lines:
        await poller.poll(Cut(), receive, stop, unreached=Unreached(settings()))  # type: ignore[arg-type]
    assert [line["action"] for line in lines] == said
