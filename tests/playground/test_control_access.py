"""Who may speak to the control API: the secret, the Host check, other pages, loopback."""

from __future__ import annotations

import logging
from pathlib import Path

import aiohttp
import pytest

from bot.playground import Person, Playground, Running
from tests.playground.client import Api
from tests.playground.controls import KEY, read_events


async def test_nothing_without_the_secret(api: Api, running: Running) -> None:
    for path in ("/control/state", "/control/events", "/control/export", "/"):
        async with api.session.get(running.address + path) as response:
            assert response.status == 403
            assert "key" in (await response.json())["error"]
        async with api.session.get(running.address + path, headers={"X-Playground-Key": "wrong"}) as response:
            assert response.status == 403
    async with api.session.post(f"{running.address}/control/clear", json={}) as response:
        assert response.status == 403


async def test_the_page_leaves_the_secret_with_the_browser(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>page</title>")
    playground = Playground(static=tmp_path)
    running = await playground.serve()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(running.page_url, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (302, "/")
            cookie = response.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
        async with session.get(running.address) as response:
            assert await response.text() == "<title>page</title>"
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        async with session.get(f"{running.address}/static/index.html") as response:
            assert response.status == 200
        async with session.get(f"{running.address}/static/../server.py") as response:
            assert response.status == 404
        async with session.get(f"{running.address}/static/%2e%2e/%2e%2e/etc/passwd") as response:
            assert response.status in (403, 404)
    await running.stop()


@pytest.mark.parametrize("secret", ["", "a b", "a;b", "a\r\nSet-Cookie: x=1", "钥匙", 'a"b'])
def test_a_secret_that_no_cookie_could_carry_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="cookie"):
        Playground(secret=secret)


async def test_other_names_and_other_pages_are_refused(api: Api, running: Running) -> None:
    for path in ("/control/state", f"/bot{running.playground.token}/getMe", "/", "/static/x.js"):
        async with api.session.get(running.address + path, headers={**KEY, "Host": "evil.example"}) as response:
            assert response.status == 421
    for host in (f"localhost:{running.port}", "127.0.0.1", "[::1]:9"):
        async with api.session.get(f"{running.address}/control/clock", headers={**KEY, "Host": host}) as response:
            assert response.status == 200
            assert "Access-Control-Allow-Origin" not in response.headers
    foreign = {**KEY, "Origin": "http://evil.example"}
    async with api.session.post(f"{running.address}/control/clear", json={}, headers=foreign) as response:
        assert response.status == 403
    async with api.session.post(f"{running.address}/control/clear", data="{}", headers=KEY) as response:
        assert response.status == 415


async def test_the_bot_api_is_not_for_web_pages(api: Api, running: Running, wang: Person) -> None:
    url = f"{api.url}/sendMessage"
    for header in ({"Origin": running.address}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-origin"}):
        body = {"chat_id": wang.id, "text": "x"}
        async with api.session.post(url, data=body, headers=header) as response:
            assert response.status == 403
            assert (await response.json())["ok"] is False
    assert running.playground.sent() == []
    async with api.session.get(f"{api.url}/getMe", headers={"Sec-Fetch-Site": "none"}) as response:
        assert response.status == 200


async def test_a_playground_listens_again(playground: Playground) -> None:
    for _ in range(2):
        running = await playground.serve()
        async with aiohttp.ClientSession() as session:
            assert (await Api(running, session)("getMe"))["is_bot"] is True
            url = f"{running.address}/control/events?after=0"
            playground.add_person("王")
            async with session.get(url, headers=KEY) as response:
                assert [event[1] for event in await read_events(response, 2)] == ["call", "person"]
        await running.stop()


async def test_only_loopback_unless_asked_and_then_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    running = await Playground().serve()
    assert {sock.getsockname()[0] for sock in running.server._sockets.values()} == {"127.0.0.1"}
    await running.stop()
    with caplog.at_level(logging.WARNING):
        running = await Playground().serve(host="0.0.0.0")
    assert "listens on 0.0.0.0" in caplog.text
    await running.stop()
