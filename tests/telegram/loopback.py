"""Small servers on loopback for the request backend: an API that misbehaves on demand, proxies, a silent socket."""

from __future__ import annotations

import asyncio
import json
import struct
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

SECRET = "AAE-secret_half_of_the_token-0123456"
TOKEN = f"123456:{SECRET}"
ME = {"id": 123456, "is_bot": True, "first_name": "出庭", "username": "chuting_bot"}
Stream = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def data_of(**values: Any) -> RequestData:
    return RequestData([RequestParameter.from_input(key, value) for key, value in values.items()])


def shown(error: BaseException) -> str:
    """All that a log could show of an error, hidden contexts included."""
    seen, chain = [], [error]
    while chain:
        each = chain.pop()
        seen.append("".join(traceback.format_exception(each)) + repr(each))
        chain += [deeper for deeper in (each.__cause__, each.__context__) if deeper is not None]
    return "\n".join(seen)


@dataclass
class Api:
    """A Bot API server that answers what the test tells it, and remembers the raw requests."""

    port: int = 0
    answers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    def url(self, method: str) -> str:
        return f"{self.base}{TOKEN}/{method}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.peers.append(request.transport.get_extra_info("peername") if request.transport else None)
        self.headers.append(dict(request.headers))
        self.bodies.append(await request.read())
        method = request.path.rpartition("/")[2]
        try:
            if method in self.answers:
                return await self.answers[method](request)
        except asyncio.CancelledError:
            self.gone.set()
            raise
        return ok(ME if method == "getMe" else True)


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def fault(status: int, description: str, **parameters: Any) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


def always(response: Callable[[], web.StreamResponse]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return response()

    return answer


def after(seconds: float) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return ok(True)

    return answer


@asynccontextmanager
async def api_server() -> AsyncIterator[Api]:
    api = Api()
    app = web.Application(client_max_size=1 << 26)
    app.router.add_route("*", "/{tail:.*}", api.handle)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.port = runner.addresses[0][1]
    try:
        yield api
    finally:
        await runner.cleanup()


@asynccontextmanager
async def stream_server(talk: Stream) -> AsyncIterator[int]:
    """A bare TCP server; yields its port."""
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await talk(reader, writer)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


# -- streams that misbehave ------------------------------------------------------------------------


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the connection and never reads or writes."""
    reader._transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.sleep(60)


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reads the request and drops the connection without an answer."""
    await reader.readuntil(b"\r\n\r\n")


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announces more of an answer than it sends."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"ok":true,')
    await writer.drain()


async def talks_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers with something that is not HTTP."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x00\x01 no http here\r\n\r\n")
    await writer.drain()


# -- proxies ---------------------------------------------------------------------------------------


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65536):
        writer.write(chunk)
        await writer.drain()
    writer.close()


class Socks5:
    """A SOCKS5 proxy with a user and a password, which sends every name to one port on loopback."""

    def __init__(self, port: int) -> None:
        self.port, self.asked = port, list[tuple[str, int]]()
        self.password = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x02")
        _, length = await reader.readexactly(2)
        await reader.readexactly(length)
        (length,) = await reader.readexactly(1)
        self.password = (await reader.readexactly(length)).decode()
        writer.write(b"\x01\x00")
        *_, kind = await reader.readexactly(4)
        assert kind == 3, "the name itself, to be resolved behind the proxy"
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode()
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        self.asked.append((host, port))
        onward_reader, onward = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        try:
            await asyncio.gather(pipe(reader, onward), pipe(onward_reader, writer))
        finally:
            onward.close()


class HttpProxy:
    """An HTTP proxy that answers plain requests itself and refuses to open tunnels."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.credentials = b""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, *headers = head.split(b"\r\n")
        self.lines.append(line)
        self.credentials = next((h for h in headers if h.lower().startswith(b"proxy-authorization")), b"")
        if line.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        else:
            body = json.dumps({"ok": True, "result": ME}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body))
        await writer.drain()
