"""The Bot API over aiohttp, behind python-telegram-bot's `BaseRequest`.

The stock backend spends most of a bot's CPU in its HTTP client; `tests/benchmarks/bench_http.py` shows the
ratio. Time limits, errors and uploads keep the meaning they have in PTB 22.8's `HTTPXRequest`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.clock import Reckoning
from bot.telegram.answers import ANSWER_MOST, FILE_MOST, NeverArrived, TooLarge, Unreadable, foreign, not_the_file
from bot.telegram.wire import (
    STREAM_OVER,
    check_proxy,
    environment_proxy,
    form_body,
    multipart_body,
    open_session,
    redact,
    redact_bytes,
    secrets_in,
)

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_POOL_FULL = (
    "Pool timeout: All connections in the connection pool are occupied. Request was *not* sent to Telegram. "
    "Consider adjusting the connection pool size or the pool timeout."
)
_NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    ProxyConnectionError,
    ProxyError,
)
DEFAULT_NONE = BaseRequest.DEFAULT_NONE


class NeverConnected(NetworkError):
    """No connection came about: the request was certainly not sent, so it may be sent again."""


class NeverConnectedInTime(TimedOut):
    """No connection, or no free place in the pool, in time: the request was certainly not sent."""


class FileGone(BadRequest):
    """The API has no file under this id (any more)."""


def certainly_unsent(error: BaseException) -> bool:
    """Whether the request cannot have reached Telegram. Other network errors leave that open."""
    return isinstance(error, NeverConnected | NeverConnectedInTime | NeverArrived)


class AiohttpRequest(BaseRequest):
    """Makes Bot API requests through aiohttp.

    All time limits are in seconds, None meaning none; they are PTB's: `pool_timeout` waits for a free
    connection, `connect_timeout` for the name, the connection and TLS together, `write_timeout` for each
    piece of an upload, `read_timeout` for each piece of an answer. For files `media_write_timeout` stands
    in for `write_timeout`.

    `proxy` is http://, https://, socks5:// or socks4://, with user and password if need be; without one, and
    with `trust_env`, HTTPS_PROXY and its like are obeyed, except for loopback. Redirects are not followed and
    cookies not kept. File handles given as files are closed after the upload.

    `reckoning` is told the date of each answer that is the Bot API's own: by it a wrong clock is known.

    Neither the errors raised (texts, causes, contexts) nor any log line hold the bot's token.
    """

    __slots__ = (
        "_closed", "_connect", "_date", "_keepalive", "_media_write", "_places", "_pool", "_pool_size", "_proxy",
        "_read", "_reckoning", "_routes", "_sessions", "_trust_env", "_write",
    )  # fmt: skip

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        *,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
        trust_env: bool = True,
        keepalive_timeout: float = 30.0,
        reckoning: Reckoning | None = None,
    ) -> None:
        check_proxy(proxy)
        self._read, self._write, self._connect, self._pool = (
            read_timeout, write_timeout, connect_timeout, pool_timeout,
        )  # fmt: skip
        self._media_write, self._keepalive = media_write_timeout, keepalive_timeout
        self._proxy, self._trust_env = proxy or None, trust_env
        self._pool_size = connection_pool_size
        self._closed = False
        self._reckoning, self._date = reckoning, ""
        self._reset()

    def _reset(self) -> None:
        self._places = asyncio.Semaphore(self._pool_size)
        self._routes: dict[str, tuple[str | None, aiohttp.ClientSession]] = {}
        self._sessions: dict[str | None, aiohttp.ClientSession] = {}

    @property
    def read_timeout(self) -> float | None:
        """The read timeout in seconds that holds where a call names none."""
        return self._read

    async def initialize(self) -> None:
        """Make the backend usable, also once more after `shutdown`."""
        if self._closed:
            self._reset()
            self._closed = False

    async def shutdown(self) -> None:
        """Close all connections; requests under way fail with a NetworkError."""
        self._closed = True
        sessions, self._sessions = list(self._sessions.values()), {}
        self._routes.clear()
        for session in sessions:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; returns the HTTP status and the body: the API's own answer, or a file.

        Raises:
            TimedOut: a time limit ran out (`NeverConnectedInTime` if before anything was sent).
            NetworkError: anything else that went wrong on the way (`NeverConnected` likewise); an answer that is not
                the API's is `NeverArrived` or `Unreadable`.
            TooLarge: a file is larger than a bot may fetch.
            RuntimeError: the backend was shut down.
        """
        if self._closed:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        read, connect = _given(read_timeout, self._read), _given(connect_timeout, self._connect)
        default_write = self._media_write if request_data and request_data.contains_files else self._write
        body = _body(request_data, _given(write_timeout, default_write))
        await self._take_place(_given(pool_timeout, self._pool))
        asked = self._reckoning.steady() if self._reckoning else 0.0
        try:
            failure: TelegramError | None = None
            proxy = self._proxy
            try:
                proxy, session = self._route(url)
                status, head, payload = await _exchange(session, url, method, body, _limits(connect, read))
            except Exception as error:
                failure = _failure(error, secrets_in(url, proxy))
            if failure is not None:  # raised out here, so that it carries no context with an address in it
                raise failure
        finally:
            self._places.release()
        strange = _strange(method, url, status, head.get("Content-Type", ""), payload)
        if strange is not None:
            raise strange
        if method == "POST":
            self._note_date(head.get("Date", ""), asked)
        if method == "POST" or not 200 <= status <= 299:
            # Whatever stands between us and Telegram may echo the address, and PTB logs what it cannot parse.
            payload = redact_bytes(payload, secrets_in(url, proxy))
        return status, payload

    def _note_date(self, date: str, asked: float) -> None:
        """The date of an answer of the API's own: once a second at most, for so fine it is."""
        reckoning = self._reckoning
        if reckoning is None or not date or (date == self._date and reckoning.trusted):
            return
        try:
            told = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return
        reckoning.tell(told, asked)
        self._date = date

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """The content of a file, as it comes; whoever has enough closes this, and no more is read.

        Raises:
            FileGone: the API has no such file (any more).
            NetworkError: it cannot be fetched now, or what came is not the API's.
        """
        await self._take_place(self._pool)
        failure: TelegramError | None = None
        try:
            proxy = self._proxy
            try:
                proxy, session = self._route(url)
                limits = _limits(self._connect, self._read)
                async with session.get(url, timeout=limits, allow_redirects=False) as response:
                    failure = await _no_file(response, url)
                    if failure is None:
                        async for piece in response.content.iter_chunked(STREAM_OVER):
                            yield piece
            except Exception as error:
                failure = _failure(error, secrets_in(url, proxy))
        finally:
            self._places.release()
        if failure is not None:  # raised out here, so that it carries no context with an address in it
            raise failure

    async def _take_place(self, seconds: float | None) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._places.acquire()
        except TimeoutError:
            raise NeverConnectedInTime(_POOL_FULL) from None

    def _route(self, url: str) -> tuple[str | None, aiohttp.ClientSession]:
        """The proxy and the session for an address; opened at first use: it needs a running loop."""
        origin = "/".join(url.split("/", 3)[:3])
        route = self._routes.get(origin)
        if route is None:
            proxy = self._proxy or (environment_proxy(origin) if self._trust_env else None)
            if proxy not in self._sessions:
                agent = self.USER_AGENT
                self._sessions[proxy] = open_session(proxy, keepalive=self._keepalive, user_agent=agent)
            route = self._routes[origin] = (proxy, self._sessions[proxy])
        return route


async def _no_file(response: aiohttp.ClientResponse, url: str) -> TelegramError | None:
    """The error for an answer that is no file: only the API's own word says that there is none."""
    ok = 200 <= response.status <= 299
    said = b"" if ok else await _read(response, ANSWER_MOST)
    strange = not_the_file(response.status, response.headers.get("Content-Type", ""), said, url.partition("?")[0])
    if strange is not None or ok:
        return strange
    if response.status in (404, 410):
        return FileGone(f"The file is not there: status {response.status}")
    return NetworkError(f"The file cannot be had now: status {response.status}")


def polling_request(
    *,
    proxy: str | None = None,
    trust_env: bool = True,
    read_timeout: float = 10.0,
    connect_timeout: float = 10.0,
    reckoning: Reckoning | None = None,
) -> AiohttpRequest:
    """The backend for `getUpdates` alone: one connection, kept open between polls.

    PTB adds the seconds of the long poll to `read_timeout`.
    """
    return AiohttpRequest(
        1,
        read_timeout,
        connect_timeout=connect_timeout,
        proxy=proxy,
        trust_env=trust_env,
        keepalive_timeout=90.0,
        reckoning=reckoning,
    )


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(data: RequestData | None, write_timeout: float | None) -> Any:
    if data is None:
        return None
    return multipart_body(data, write_timeout) if data.contains_files else form_body(data)


@lru_cache(maxsize=64)
def _limits(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    # To aiohttp nought means no limit; to PTB it means at once.
    soonest = [None if seconds is None else max(seconds, 0.001) for seconds in (connect, read)]
    return aiohttp.ClientTimeout(total=None, connect=soonest[0], sock_connect=soonest[0], sock_read=soonest[1])


async def _exchange(
    session: aiohttp.ClientSession, url: str, method: str, body: Any, limits: aiohttp.ClientTimeout
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, head and body; of a body that is too large only the beginning is read."""
    headers = _FORM if isinstance(body, bytes) else None
    async with session.request(
        method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
    ) as response:
        return response.status, response.headers, await _read(response, ANSWER_MOST if method == "POST" else FILE_MOST)


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The body, or one byte more than `most` of it; the connection of one that is cut off is closed."""
    parts, size = [], 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > most:
            response.close()
            break
    return b"".join(parts)[: most + 1]


def _strange(method: str, url: str, status: int, kind: str, payload: bytes) -> TelegramError | None:
    """The error for an answer of somebody else; methods are called by POST, files are fetched by GET."""
    if method == "POST":
        if len(payload) > ANSWER_MOST:
            return Unreadable(f"An answer of more than {ANSWER_MOST} bytes: status {status}")
        return foreign(status, kind, payload)
    if len(payload) > FILE_MOST:
        return TooLarge(f"A file of more than {FILE_MOST} bytes")
    return not_the_file(status, kind, payload, url.partition("?")[0])


def _failure(error: Exception, secrets: Iterable[str]) -> TelegramError:
    """The PTB error for a fault; it does not refer to the original, whose text may hold the address."""
    if isinstance(error, aiohttp.ConnectionTimeoutError | ProxyTimeoutError):
        return NeverConnectedInTime()
    if isinstance(error, TimeoutError):
        return TimedOut()
    if isinstance(error, _NEVER_CONNECTED):
        return NeverConnected(_text(error, secrets))
    if isinstance(error, aiohttp.ClientError | OSError):
        return NetworkError(_text(error, secrets))
    return NetworkError(f"Unknown error in HTTP implementation: {redact(repr(error), secrets)}")


def _text(error: Exception, secrets: Iterable[str]) -> str:
    return redact(f"{type(error).__module__.partition('.')[0]}.{type(error).__name__}: {error}", secrets)
