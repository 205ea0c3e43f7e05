"""What goes over the wire to the Bot API: bodies, proxies, and the secrets that no text may show."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientSession, DummyCookieJar, FormData, TCPConnector
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload
from aiohttp_socks import ProxyConnector, ProxyType
from telegram.request import RequestData
from yarl import URL

STREAM_OVER = 1 << 16
"""Bytes from which an upload is written in pieces, so that it does not hold the event loop."""
_TOKEN = re.compile(r"/bot([^/]+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SOCKS = {
    "socks5": ProxyType.SOCKS5, "socks5h": ProxyType.SOCKS5,
    "socks4": ProxyType.SOCKS4, "socks4a": ProxyType.SOCKS4,
}  # fmt: skip


def form_body(data: RequestData) -> bytes:
    """The parameters as `application/x-www-form-urlencoded`.

    yarl's quoting is compiled: for Chinese text it takes a seventh of the time of `urllib.parse.urlencode`.
    """
    return URL.build(query=data.json_parameters).raw_query_string.encode("ascii")


def multipart_body(data: RequestData, write_timeout: float | None) -> Payload:
    """Parameters and files as `multipart/form-data`; names in plain UTF-8 (quoted ones arrive as %E9…)."""
    form = FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in data.multipart_data.items():
        source = io.BytesIO(content) if isinstance(content, bytes) and len(content) > STREAM_OVER else content
        form.add_field(name, source, filename=_CONTROL.sub(" ", file_name or name), content_type=mime)
    return Upload(form(), write_timeout)


class _ImpatientWriter:
    """A writer in which each single write has a time limit."""

    def __init__(self, writer: AbstractStreamWriter, seconds: float) -> None:
        self._writer, self._seconds = writer, seconds

    async def write(self, chunk: bytes) -> None:
        async with asyncio.timeout(self._seconds):
            await self._writer.write(chunk)


class Upload(Payload):
    """A body that gives up when the server takes none of it for `seconds`; aiohttp has no such limit."""

    def __init__(self, body: Payload, seconds: float | None) -> None:
        super().__init__(body, headers=body.headers)
        self._body, self._seconds, self._size = body, seconds, body.size

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._body.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        if self._seconds is None:
            await self._body.write(writer)
        else:
            await self._body.write(cast(AbstractStreamWriter, _ImpatientWriter(writer, self._seconds)))

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await self.write(writer)

    async def close(self) -> None:
        await self._body.close()


# -- proxies ------------------------------------------------------------------------------------


def environment_proxy(origin: str) -> str | None:
    """The proxy that HTTPS_PROXY or its like name for an origin; none for loopback and NO_PROXY."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if host == "localhost" or host == "::1" or host.startswith("127.") or proxy_bypass(host):
        return None
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{found}" if found and "://" not in found else found


def open_session(proxy: str | None, *, keepalive: float, user_agent: str) -> ClientSession:
    """A client session without cookies, `.netrc` or a connection limit (the caller counts connections).

    Raises:
        ValueError: the proxy's address cannot be used.
    """
    common: dict[str, Any] = {"limit": 0, "keepalive_timeout": keepalive}
    scheme = urlsplit(proxy).scheme if proxy else ""
    connector = _socks(proxy, common) if proxy and scheme in _SOCKS else TCPConnector(ttl_dns_cache=300, **common)
    return ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": user_agent},
        proxy=proxy if scheme in ("http", "https") else None,
    )


def check_proxy(proxy: str | None) -> None:
    """Refuse an address that no session could use, before anything is sent.

    Raises:
        ValueError: naming the scheme, never the address, which may hold a password.
    """
    if not proxy:
        return
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https", *_SOCKS) or not parts.hostname:
        raise ValueError("A proxy is given as http://, https://, socks5:// or socks4://host:port.")


def _socks(proxy: str, common: dict[str, Any]) -> ProxyConnector:
    parts = urlsplit(proxy)
    return ProxyConnector(
        host=cast(str, parts.hostname),
        port=parts.port or 1080,
        proxy_type=_SOCKS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        rdns=True,  # names are resolved behind the proxy: in front of it they may be resolved wrongly
        **common,
    )


# -- secrets ------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def secrets_in(url: str, proxy: str | None = None) -> tuple[str, ...]:
    """What must not be shown of a Bot API address and a proxy: the token, its secret half, the password."""
    found: list[str] = []
    rest = url.partition("://")[2] or url
    if match := _TOKEN.search(rest, rest.find("/")):
        token = match.group(1)
        found += [token, token.partition(":")[2]]
    if proxy and (password := urlsplit(proxy).password):
        found += [password, unquote(password)]
    return tuple(form for secret in found if secret for form in {secret, unquote(secret), quote(secret, safe="")})


def redact(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


def redact_bytes(body: bytes, secrets: Iterable[str]) -> bytes:
    """The body itself, uncopied, unless it holds a secret."""
    for secret in secrets:
        body = body.replace(secret.encode(), b"***")
    return body
