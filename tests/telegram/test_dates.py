"""What is believed of the dates in the heads of answers: only those of the Bot API's own."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from email.utils import formatdate

import pytest
from aiohttp import web
from telegram.error import TelegramError

from bot.clock import Reckoning
from bot.telegram.request import AiohttpRequest
from tests.telegram.loopback import Api, always, api_server, fault, ok

DAY = 86_400.0
LATER = formatdate(time.time() + 60 * DAY, usegmt=True)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with api_server() as api:
        yield api


async def heard(api: Api, answer: Callable[[], web.Response], *, method: str = "POST", date: str = LATER) -> bool:
    """Whether an answer of this date moves the time that is gone by."""

    def dated() -> web.StreamResponse:
        made = answer()
        if date:
            made.headers["Date"] = date
        return made

    reckoning = Reckoning()
    backend = AiohttpRequest(reckoning=reckoning)
    await backend.initialize()
    api.answers["getMe"] = always(dated)
    try:
        await backend.do_request(api.url("getMe"), method)
    except TelegramError:
        assert not reckoning.heard
    finally:
        await backend.shutdown()
    assert reckoning.heard is (abs(reckoning.off) > 59 * DAY)
    return reckoning.heard


@pytest.mark.parametrize("answer", [lambda: ok(True), lambda: fault(400, "Bad Request: chat not found")])
async def test_the_api_s_own_answer_tells_the_date(api: Api, answer: Callable[[], web.Response]) -> None:
    assert await heard(api, answer)


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.Response(text="<html>Please sign in</html>", content_type="text/html"),
        lambda: web.Response(text="<html>Bad gateway</html>", status=502, content_type="text/html"),
        lambda: web.json_response({"login": "required"}),
        lambda: web.json_response(["ok"]),
        lambda: web.Response(body=b""),
        lambda: web.Response(body=b'{"ok": tru'),
    ],
)
async def test_an_answer_of_somebody_else_tells_nothing(api: Api, answer: Callable[[], web.Response]) -> None:
    assert not await heard(api, answer)


async def test_a_file_or_a_date_that_is_none_tells_nothing(api: Api) -> None:
    assert not await heard(api, lambda: ok(True), method="GET")
    assert not await heard(api, lambda: ok(True), date="yesterday")
