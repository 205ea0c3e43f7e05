"""The aiohttp backend behaves as PTB's own does: time limits, errors, uploads, proxies; and it keeps secrets."""

from __future__ import annotations

import asyncio
import io
import logging
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaDocument
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.telegram.limiter import retry_seconds
from bot.telegram.request import AiohttpRequest, certainly_unsent, polling_request
from tests.telegram import loopback
from tests.telegram.loopback import (
    SECRET,
    TOKEN,
    Api,
    after,
    always,
    api_server,
    data_of,
    fault,
    ok,
    shown,
    stream_server,
)

NAME = '开庭传票（2026）豫0482行初12号 "副本".pdf'
ON_THE_WIRE = NAME.replace('"', '\\"').encode()


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with api_server() as api:
        yield api


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    backend = AiohttpRequest()
    await backend.initialize()
    yield backend
    await backend.shutdown()


@pytest.fixture
async def bot(api: Api) -> AsyncIterator[Bot]:
    base = api.base.removesuffix("/bot")
    async with Bot(
        TOKEN, base_url=api.base, base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(), get_updates_request=polling_request(),
    ) as bot:  # fmt: skip
        yield bot


# -- PTB's Bot over it -----------------------------------------------------------------------------


async def test_get_me_and_a_message_with_a_keyboard(bot: Bot, api: Api) -> None:
    assert bot.username == "chuting_bot"
    api.answers["sendMessage"] = always(lambda: ok({"message_id": 9, "date": 1, "chat": {"id": 5, "type": "private"}}))
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("确认 & 收到+1=100%", callback_data="a:1")]])
    sent = await bot.send_message(5, "请于12月15日前答复；a=b&c+d %20", reply_markup=markup)
    assert sent.message_id == 9
    fields = dict(parse_qsl(api.bodies[-1].decode()))
    assert fields["text"] == "请于12月15日前答复；a=b&c+d %20"
    assert "callback_data" in fields["reply_markup"]
    assert api.headers[-1]["Content-Type"] == "application/x-www-form-urlencoded"
    assert api.headers[-1]["User-Agent"].startswith("python-telegram-bot")


@pytest.mark.parametrize("size", [10, 300_000, 3_000_000])
async def test_a_document_arrives_whole_with_its_chinese_name(bot: Bot, api: Api, size: int) -> None:
    content = os.urandom(size)
    api.answers["sendDocument"] = always(lambda: ok({"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}))
    await bot.send_document(5, InputFile(content, filename=NAME), caption="副本")
    body = api.bodies[-1]
    assert b'name="document"; filename="' + ON_THE_WIRE + b'"' in body
    assert content in body
    assert "副本".encode() in body
    assert int(api.headers[-1]["Content-Length"]) == len(body)


async def test_an_open_file_is_uploaded_from_where_it_is(bot: Bot, api: Api, tmp_path: Path) -> None:
    path = tmp_path / "判决书.docx"
    path.write_bytes(b"judgment " * 100_000)
    api.answers["sendDocument"] = always(lambda: ok({"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}))
    with path.open("rb") as handle:
        await bot.send_document(5, InputFile(handle, read_file_handle=False))
    assert path.read_bytes() in api.bodies[-1]
    assert "判决书.docx".encode() in api.bodies[-1]


async def test_an_album_names_each_of_its_files(bot: Bot, api: Api) -> None:
    api.answers["sendMediaGroup"] = always(lambda: ok([]))
    media = [InputMediaDocument(InputFile(io.BytesIO(b"%d" % i), f"证据{i}.pdf", attach=True)) for i in range(3)]
    await bot.send_media_group(5, media)
    assert all(f'filename="证据{i}.pdf"'.encode() in api.bodies[-1] for i in range(3))
    assert api.bodies[-1].count(b"attach://") == 3


@pytest.mark.filterwarnings("ignore:Please use 'Bot.")
async def test_a_file_name_cannot_smuggle_headers(bot: Bot, api: Api) -> None:
    await bot.do_api_request("sendDocument", {"document": InputFile(b"x", filename="a\r\nX-Evil: 1\r\n.pdf")})
    assert b"\r\nX-Evil" not in api.bodies[-1]


async def test_a_file_is_downloaded(bot: Bot, api: Api) -> None:
    content = os.urandom(200_000) + SECRET.encode()
    api.answers["getFile"] = always(
        lambda: ok({"file_id": "f", "file_unique_id": "u", "file_path": "documents/传票 1.pdf"})
    )
    api.answers["传票 1.pdf"] = always(lambda: web.Response(body=content))
    handle = await bot.get_file("f")
    assert bytes(await handle.download_as_bytearray()) == content, "files are not touched, whatever they hold"


@pytest.mark.filterwarnings("ignore:Please use 'Bot.")
async def test_long_polls_keep_one_connection_of_their_own(bot: Bot, api: Api) -> None:
    async def poll(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return ok([{"update_id": 1, "broken": "never parsed"}])

    api.answers["getUpdates"] = poll
    api.peers.clear()
    for _ in range(4):
        raw = await bot.do_api_request("getUpdates", {"timeout": 1}, read_timeout=2)
        assert raw == [{"update_id": 1, "broken": "never parsed"}]
    polls = set(api.peers)
    assert len(polls) == 1
    await bot.do_api_request("getMe")
    assert api.peers[-1] not in polls


# -- answers that are errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "error", "says"),
    [
        (lambda: fault(400, "Bad Request: message is not modified"), BadRequest, "not modified"),
        (lambda: fault(403, "Forbidden: bot was blocked by the user"), Forbidden, "blocked"),
        (lambda: fault(409, "Conflict: terminated by other getUpdates request"), Conflict, "terminated"),
        (lambda: fault(400, "Bad Request", migrate_to_chat_id=-100123), ChatMigrated, "-100123"),
        (lambda: fault(500, "Internal Server Error"), NetworkError, "Internal"),
    ],
)
async def test_error_answers_are_ptbs_errors(
    bot: Bot, api: Api, response: Callable[[], web.Response], error: type[Exception], says: str
) -> None:
    api.answers["sendMessage"] = always(response)
    with pytest.raises(error, match=says) as caught:
        await bot.send_message(5, "text")
    assert type(caught.value) is error
    assert not certainly_unsent(caught.value)


async def test_flood_control_tells_the_seconds(bot: Bot, api: Api) -> None:
    api.answers["sendMessage"] = always(lambda: fault(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(5, "text")
    assert retry_seconds(caught.value) == 7


# -- time limits -----------------------------------------------------------------------------------


async def test_a_slow_answer_times_out_and_may_have_been_sent(request_: AiohttpRequest, api: Api) -> None:
    api.answers["slow"] = after(5)
    for limit in (0.05, 0):
        with pytest.raises(TimedOut, match="Timed out") as caught:
            await request_.do_request(api.url("slow"), "POST", data_of(a=1), read_timeout=limit)
        assert not certainly_unsent(caught.value)


async def test_the_limits_given_at_the_start_hold_where_a_call_names_none(api: Api) -> None:
    api.answers["slow"] = after(0.3)
    hasty, patient = AiohttpRequest(read_timeout=0.05), AiohttpRequest(read_timeout=None)
    assert (hasty.read_timeout, patient.read_timeout) == (0.05, None)
    with pytest.raises(TimedOut):
        await hasty.do_request(api.url("slow"), "POST")
    assert (await hasty.do_request(api.url("slow"), "POST", read_timeout=None))[0] == 200
    assert (await patient.do_request(api.url("slow"), "POST"))[0] == 200
    await hasty.shutdown()
    await patient.shutdown()


async def test_an_answer_that_trickles_is_not_timed_out(request_: AiohttpRequest, api: Api) -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(5):
            await asyncio.sleep(0.05)
            await response.write(b"x")
        return response

    api.answers["trickle"] = trickle
    assert await request_.do_request(api.url("trickle"), "GET", read_timeout=0.15) == (200, b"xxxxx")


async def _arrived(api: Api) -> None:
    """A request is there."""
    async with asyncio.timeout(60):
        while not api.bodies:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_full_pool_is_told_apart_and_certainly_unsent(api: Api) -> None:
    backend = AiohttpRequest(connection_pool_size=1, pool_timeout=0.05)
    free = asyncio.Event()

    async def held(request: web.Request) -> web.StreamResponse:
        await free.wait()
        return ok(True)

    api.answers["slow"] = held
    first = asyncio.ensure_future(backend.do_request(api.url("slow"), "POST"))
    await _arrived(api)
    with pytest.raises(TimedOut, match="Pool timeout: All connections in the connection pool are occupied") as caught:
        await backend.do_request(api.url("getMe"), "POST")
    assert certainly_unsent(caught.value)
    second = asyncio.ensure_future(backend.do_request(api.url("getMe"), "POST", pool_timeout=60))
    free.set()
    assert (await second)[0] == 200, "who may wait, gets a place"
    assert (await first)[0] == 200
    assert len(api.bodies) == 2
    await backend.shutdown()


async def test_an_upload_that_nobody_takes_times_out(request_: AiohttpRequest) -> None:
    async with stream_server(loopback.silent) as port:
        data = data_of(document=InputFile(bytes(20_000_000), filename="a.pdf"))
        with pytest.raises(TimedOut) as caught:
            await request_.do_request(f"http://127.0.0.1:{port}/bot{TOKEN}/x", "POST", data, write_timeout=0.1)
    assert SECRET not in shown(caught.value)


async def test_files_have_a_longer_write_limit_by_default() -> None:
    backend = AiohttpRequest(write_timeout=60, media_write_timeout=0.1)
    async with stream_server(loopback.silent) as port:
        data = data_of(document=InputFile(bytes(20_000_000), filename="a.pdf"))
        with pytest.raises(TimedOut):
            await asyncio.wait_for(backend.do_request(f"http://127.0.0.1:{port}/bot1:2/x", "POST", data), 60)
    await backend.shutdown()


# -- faults on the way -----------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [loopback.hangs_up, loopback.breaks_off, loopback.talks_nonsense])
async def test_a_broken_connection_is_a_network_error_with_an_open_outcome(
    request_: AiohttpRequest, stream: loopback.Stream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with stream_server(stream) as port:
        with pytest.raises(NetworkError, match=r"aiohttp\.") as caught:
            await request_.do_request(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage", "POST", data_of(a=1))
    assert not certainly_unsent(caught.value)
    assert SECRET not in shown(caught.value) + caplog.text


async def test_nobody_there_is_certainly_unsent(request_: AiohttpRequest) -> None:
    async with stream_server(loopback.silent) as port:
        pass
    with pytest.raises(NetworkError, match=r"aiohttp\.ClientConnectorError") as caught:
        await request_.do_request(f"http://127.0.0.1:{port}/bot{TOKEN}/x", "POST")
    assert certainly_unsent(caught.value)
    assert SECRET not in shown(caught.value)


@pytest.mark.parametrize("url", [f"http://[::1/bot{TOKEN}/x", f"ftp://127.0.0.1/bot{TOKEN}/x", f"/bot{TOKEN}/x"])
async def test_an_impossible_address_is_told_without_the_token(request_: AiohttpRequest, url: str) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_.do_request(url, "POST")
    assert SECRET not in shown(caught.value)


@pytest.mark.parametrize("status", [200, 404, 502])
async def test_a_page_that_echoes_the_address_brings_the_token_nowhere(
    bot: Bot, api: Api, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = f"<html>The requested URL /bot{TOKEN}/sendMessage was not found</html>"
    kind = f"text/html; charset=utf-8; /bot{TOKEN}/sendMessage"
    api.answers["sendMessage"] = always(
        lambda: web.Response(status=status, body=page.encode(), headers={"Content-Type": kind})
    )
    with pytest.raises(NetworkError, match=f"not the Bot API's: status {status}") as caught:
        await bot.send_message(5, "text")
    assert SECRET not in shown(caught.value) + caplog.text


async def test_a_cancelled_request_gives_its_connection_and_its_place_back(api: Api) -> None:
    backend = AiohttpRequest(connection_pool_size=1, pool_timeout=0.1)
    api.answers["slow"] = after(5)
    task = asyncio.ensure_future(backend.do_request(api.url("slow"), "POST", data_of(a=1)))
    await _arrived(api)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(api.gone.wait(), 60)
    assert (await backend.do_request(api.url("getMe"), "POST"))[0] == 200
    await backend.shutdown()


async def test_connections_are_kept_and_reused(request_: AiohttpRequest, api: Api) -> None:
    for _ in range(5):
        await request_.do_request(api.url("getMe"), "POST", data_of(a=1))
    assert len(set(api.peers)) == 1


async def test_after_the_shutdown_it_refuses_until_it_is_initialised_again(api: Api) -> None:
    backend = AiohttpRequest()
    assert (await backend.do_request(api.url("getMe"), "POST"))[0] == 200
    await backend.shutdown()
    await backend.shutdown()
    with pytest.raises(RuntimeError, match="not initialized"):
        await backend.do_request(api.url("getMe"), "POST")
    await backend.initialize()
    assert (await backend.do_request(api.url("getMe"), "POST"))[0] == 200
    await backend.shutdown()
