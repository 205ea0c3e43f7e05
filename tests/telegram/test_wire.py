"""Proxies, bodies, and the secrets that no text may show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError, TimedOut

from bot.telegram.request import AiohttpRequest, certainly_unsent
from bot.telegram.wire import environment_proxy, form_body, redact, secrets_in
from tests.telegram import loopback
from tests.telegram.loopback import SECRET, TOKEN, Api, api_server, data_of, shown, stream_server


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with api_server() as api:
        yield api


# -- proxies ---------------------------------------------------------------------------------------


async def test_socks5_asks_the_proxy_for_the_name(api: Api) -> None:
    proxy = loopback.Socks5(api.port)
    async with stream_server(proxy.talk) as port:
        backend = AiohttpRequest(proxy=f"socks5h://user:p%40ss@127.0.0.1:{port}")
        status, body = await backend.do_request(f"http://api.telegram.invalid:81/bot{TOKEN}/getMe", "POST")
        await backend.shutdown()
    assert (status, proxy.asked, proxy.password) == (200, [("api.telegram.invalid", 81)], "p@ss")
    assert b"chuting_bot" in body


async def test_an_http_proxy_gets_plain_requests_and_may_refuse_tunnels() -> None:
    proxy = loopback.HttpProxy()
    async with stream_server(proxy.talk) as port:
        backend = AiohttpRequest(proxy=f"http://user:geheim@127.0.0.1:{port}")
        assert (await backend.do_request(f"http://api.telegram.invalid/bot{TOKEN}/getMe", "POST"))[0] == 200
        with pytest.raises(NetworkError, match="403") as caught:
            await backend.do_request(f"https://api.telegram.invalid/bot{TOKEN}/getMe", "POST")
        await backend.shutdown()
    assert proxy.lines[0].startswith(b"POST http://api.telegram.invalid/bot")
    assert proxy.lines[1].startswith(b"CONNECT api.telegram.invalid:443")
    assert proxy.credentials.startswith(b"Proxy-Authorization: Basic")
    assert certainly_unsent(caught.value)
    assert SECRET not in shown(caught.value)
    assert "geheim" not in shown(caught.value)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_silent_or_gone_is_certainly_unsent(scheme: str) -> None:
    async with stream_server(loopback.silent) as port:
        backend = AiohttpRequest(proxy=f"{scheme}://user:geheim@127.0.0.1:{port}", connect_timeout=0.1)
        with pytest.raises(TimedOut) as slow:
            await backend.do_request(f"https://api.telegram.invalid/bot{TOKEN}/x", "POST")
    with pytest.raises(NetworkError) as gone:
        await backend.do_request(f"https://api.telegram.invalid/bot{TOKEN}/x", "POST")
    await backend.shutdown()
    for caught in (slow, gone):
        assert certainly_unsent(caught.value)
        assert SECRET not in shown(caught.value)
        assert "geheim" not in shown(caught.value)


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:21", "127.0.0.1:1080", "socks5://", "http://:80"])
def test_a_proxy_that_cannot_be_one_is_refused_at_the_start(proxy: str) -> None:
    with pytest.raises(ValueError, match="A proxy is given as"):
        AiohttpRequest(proxy=proxy)


def test_the_environment_names_a_proxy_but_not_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert environment_proxy("https://api.telegram.org") is None
    monkeypatch.setenv("ALL_PROXY", "socks5://10.0.0.1:1080")
    assert environment_proxy("https://api.telegram.org") == "socks5://10.0.0.1:1080"
    monkeypatch.setenv("HTTPS_PROXY", "10.0.0.2:3128")
    assert environment_proxy("https://api.telegram.org") == "http://10.0.0.2:3128"
    assert environment_proxy("http://127.0.0.1:8081") is None
    assert environment_proxy("http://localhost:8081") is None
    monkeypatch.setenv("NO_PROXY", "telegram.org")
    assert environment_proxy("https://api.telegram.org") is None


# -- bodies and secrets ----------------------------------------------------------------------------


@pytest.mark.slow
@given(st.dictionaries(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1), st.text(), max_size=5))
def test_whatever_is_written_arrives(values: dict[str, str]) -> None:
    body = form_body(data_of(**values))
    assert dict(parse_qsl(body.decode("ascii"), keep_blank_values=True)) == values


def test_numbers_and_lists_are_written_as_json() -> None:
    body = form_body(data_of(chat_id=-100, silent=True, allowed=["message"], nothing=None))
    fields = dict(parse_qsl(body.decode()))
    assert fields == {"chat_id": "-100", "silent": "true", "allowed": '["message"]'}


def test_secrets_are_found_in_every_shape_of_address() -> None:
    for url in (
        f"https://h/bot{TOKEN}/getMe",
        f"https://h/file/bot{TOKEN}/a/b.pdf",
        f"https://h/bot{TOKEN}/test/getMe",
    ):
        assert redact(f"error at {url}", secrets_in(url)) == f"error at {url}".replace(TOKEN, "***")
    proxied = secrets_in("https://h/bot1:x%2Fy/getMe", "socks5://u:p%40ss@h:1")
    assert redact("x/y x%2Fy p@ss p%40ss", proxied) == "*** *** *** ***"
