"""What others answer in the API's stead decides nothing: told apart by whether the request may have been accepted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.telegram import answers, request
from bot.telegram.answers import NeverArrived, TooLarge, Unreadable
from bot.telegram.request import AiohttpRequest, certainly_unsent
from tests.telegram.loopback import ME, TOKEN, Api, always, api_server, fault, ok

PAGE = "<!DOCTYPE html><html><title>请登录无线网络</title></html>".encode()


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with api_server() as started:
        yield started


@pytest.fixture
async def bot(api: Api) -> AsyncIterator[Bot]:
    files = api.base.replace("/bot", "/file/bot")
    talking = Bot(TOKEN, api.base, files, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    await talking.initialize()
    yield talking
    await talking.shutdown()


def answer(status: int, body: bytes, kind: str = "text/html") -> Callable[[], web.Response]:
    return lambda: web.Response(status=status, body=body, content_type=kind)


JSON = "application/json"
FOREIGN = [
    # A page from somebody who did not pass the request on.
    (200, PAGE, "text/html", NeverArrived),
    (200, b"  \n<html></html>", "text/plain", NeverArrived),
    (302, b"", "text/html", NeverArrived),
    (302, PAGE, "text/html", NeverArrived),
    (400, PAGE, "text/html", NeverArrived),
    (400, b"", "text/plain", NeverArrived),
    (401, PAGE, "text/html", NeverArrived),
    (403, PAGE, "text/html", NeverArrived),
    (403, b"", "text/plain", NeverArrived),
    (403, b'{"error": "blocked by policy"}', JSON, NeverArrived),
    (403, b'{"ok": false}', JSON, NeverArrived),
    (403, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}', JSON, NeverArrived),
    (404, PAGE, "text/html", NeverArrived),
    (407, PAGE, "text/html", NeverArrived),
    (429, PAGE, "text/html", NeverArrived),
    (511, PAGE, "text/html", NeverArrived),
    # A gateway that got nothing back, or an answer that is broken: it may have been accepted.
    (500, PAGE, "text/html", Unreadable),
    (502, PAGE, "text/html", Unreadable),
    (502, b"", "text/plain", Unreadable),
    (503, PAGE, "text/html", Unreadable),
    (504, PAGE, "text/html", Unreadable),
    (504, b"", "text/plain", Unreadable),
    (502, b'{"ok": false}', JSON, Unreadable),
    (200, b"", JSON, Unreadable),
    (200, b"   ", "text/html", Unreadable),
    (204, b"", "text/plain", Unreadable),
    (200, b'{"ok":true,"result":{"message_id":1', JSON, Unreadable),
    (200, b'{"ok":true,"result":{"message_id":1}', JSON, Unreadable),
    (200, b"[" * 100_000, JSON, Unreadable),
    (200, b'{"ok": true}', JSON, Unreadable),
    (200, b'{"ok": "true", "result": 1}', JSON, Unreadable),
    (200, b'{"ok": false, "error_code": 400, "description": "Bad Request"}', JSON, Unreadable),
    (200, b'["ok"]', JSON, Unreadable),
    (200, b"null", JSON, Unreadable),
]


@pytest.mark.parametrize(("status", "body", "kind", "error"), FOREIGN)
async def test_what_is_not_the_apis_is_told_by_whether_it_may_have_been_accepted(
    bot: Bot, api: Api, status: int, body: bytes, kind: str, error: type[NetworkError]
) -> None:
    api.answers["sendMessage"] = always(answer(status, body, kind))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(5, "text")
    assert type(caught.value) is error
    assert certainly_unsent(caught.value) is (error is NeverArrived)
    assert not isinstance(caught.value, BadRequest)


async def test_only_the_api_itself_says_who_is_gone_and_which_token_is_wrong(bot: Bot, api: Api) -> None:
    for status, words, error in (
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (400, "Bad Request: chat not found", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (404, "Not Found", InvalidToken),
    ):
        api.answers["sendMessage"] = always(lambda status=status, words=words: fault(status, words))  # type: ignore[misc]
        with pytest.raises(error):
            await bot.send_message(5, "text")


async def test_bytes_that_are_no_utf8_in_an_answer_are_no_reason_to_doubt_it(bot: Bot, api: Api) -> None:
    body = json.dumps({"ok": True, "result": ME}).encode().replace(b"chuting_bot", b"chuting\xff_bot")
    api.answers["getMe"] = always(lambda: web.Response(body=body, content_type=JSON))
    assert (await bot.get_me()).id == ME["id"]


async def test_an_answer_without_end_is_not_read_to_the_end(
    bot: Bot, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "ANSWER_MOST", 70_000)
    api.answers["sendMessage"] = always(lambda: ok("x" * 70_000))
    with pytest.raises(Unreadable, match="more than 70000 bytes"):
        await bot.send_message(5, "text")


# -- files -------------------------------------------------------------------------------------------


async def _fetched(bot: Bot, api: Api, path: str, response: Callable[[], web.StreamResponse]) -> bytes:
    api.answers["getFile"] = always(lambda: ok({"file_id": "f", "file_unique_id": "u", "file_path": path}))
    api.answers[path.rpartition("/")[2]] = always(response)
    handle = await bot.get_file("f")
    return bytes(await handle.download_as_bytearray())


@pytest.mark.parametrize(("status", "body"), [(200, PAGE), (403, PAGE), (403, b""), (302, b""), (502, PAGE)])
async def test_a_page_is_never_taken_for_the_file(bot: Bot, api: Api, status: int, body: bytes) -> None:
    with pytest.raises(NetworkError):
        await _fetched(bot, api, "documents/file_1.pdf", answer(status, body))


async def test_a_file_of_html_is_taken_by_its_name(bot: Bot, api: Api) -> None:
    assert await _fetched(bot, api, "documents/裁定.HTML", answer(200, PAGE)) == PAGE


async def test_a_file_larger_than_a_bot_may_fetch_is_cut_off(
    bot: Bot, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "FILE_MOST", 1000)
    whole = answer(200, b"x" * 1000, "application/octet-stream")
    assert len(await _fetched(bot, api, "documents/a.pdf", whole)) == 1000
    with pytest.raises(TooLarge):
        await _fetched(bot, api, "documents/a.pdf", answer(200, b"x" * 1001, "application/octet-stream"))


def test_a_megabyte_of_updates_is_not_too_much() -> None:
    assert answers.ANSWER_MOST > 100 * 64 * 1024
