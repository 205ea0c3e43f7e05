"""Files over HTTP: read piece by piece, stopped when it is enough, and never a page that is not the file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

import pytest
from aiohttp import web
from telegram.error import NetworkError

from bot.telegram.request import AiohttpRequest, FileGone
from tests.telegram.loopback import SECRET, Api, always, api_server, fault, shown

PIECE = b"x" * 65536


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with api_server() as opened:
        yield opened


@pytest.fixture
async def backend() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(1)
    await request.initialize()
    yield request
    await request.shutdown()


async def read(backend: AiohttpRequest, url: str, most: int = 1 << 30) -> int:
    """How many bytes came before it was enough."""
    size = 0
    async with aclosing(backend.pieces(url)) as pieces:
        async for piece in pieces:
            size += len(piece)
            if size > most:
                break
    return size


def endless(sent: list[int]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A file whose size nobody says, and that does not end."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(PIECE)
            sent[0] += len(PIECE)

    return answer


async def test_what_has_no_end_is_read_only_as_far_as_it_may_be_kept(api: Api, backend: AiohttpRequest) -> None:
    sent = [0]
    api.answers["file.pdf"] = endless(sent)
    assert await read(backend, api.url("file.pdf"), most=1 << 20) <= (1 << 20) + len(PIECE)
    async with asyncio.timeout(10):
        await api.gone.wait()
    assert sent[0] < 64 << 20
    api.answers["next.pdf"] = always(lambda: web.Response(body=b"%PDF"))
    assert await read(backend, api.url("next.pdf")) == 4, "its place in the pool is free again"


@pytest.mark.parametrize("status", [200, 403, 404, 502])
async def test_a_page_of_a_portal_is_not_the_file(api: Api, backend: AiohttpRequest, status: int) -> None:
    page = always(lambda: web.Response(status=status, text="<html>log in</html>", content_type="text/html"))
    api.answers["file.pdf"] = page
    with pytest.raises(NetworkError) as failed:
        await read(backend, api.url("file.pdf"))
    assert not isinstance(failed.value, FileGone), "it may be there all the same"
    assert SECRET not in shown(failed.value)


async def test_a_page_that_was_sent_as_a_file_is_one(api: Api, backend: AiohttpRequest) -> None:
    api.answers["page.html"] = always(lambda: web.Response(text="<html>", content_type="text/html"))
    assert await read(backend, api.url("page.html")) == 6


async def test_a_file_that_the_api_does_not_have_is_gone(api: Api, backend: AiohttpRequest) -> None:
    api.answers["file.pdf"] = always(lambda: fault(404, "Not Found"))
    with pytest.raises(FileGone):
        await read(backend, api.url("file.pdf"))


@pytest.mark.parametrize("status", [404, 410])
async def test_only_the_api_itself_says_that_a_file_is_gone(api: Api, backend: AiohttpRequest, status: int) -> None:
    api.answers["file.pdf"] = always(lambda: web.Response(status=status, text="no such address"))
    with pytest.raises(NetworkError) as failed:
        await read(backend, api.url("file.pdf"))
    assert not isinstance(failed.value, FileGone)


async def test_a_file_that_breaks_off_is_no_file(api: Api, backend: AiohttpRequest) -> None:
    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000000"})
        await response.prepare(request)
        await response.write(PIECE)
        assert request.transport is not None
        request.transport.abort()
        return response

    api.answers["file.pdf"] = broken
    with pytest.raises(NetworkError):
        await read(backend, api.url("file.pdf"))
