"""Updates by webhook: the secret, the body, the answer only after the store; from polling to webhook and back."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from bot.settings import WrongSetting, load
from bot.telegram import webhook
from tests.crash.courier import free_port
from tests.telegram.live import bot, server

SECRET = "sixteen-or-more-characters"


@asynccontextmanager
async def hook(receive: Any) -> AsyncIterator[str]:
    port = free_port()
    listening = webhook.listen(f"127.0.0.1:{port}", "/hook/x", receive, SECRET)
    try:
        yield f"http://127.0.0.1:{port}/hook/x"
    finally:
        listening.stop()


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    data = io.BytesIO(body)
    async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=headers) as answer:
        assert await answer.read() == b""
        return answer.status


async def test_only_what_carries_the_secret_and_is_an_update_is_taken() -> None:
    taken: list[Any] = []

    async def receive(raws: list[dict[str, Any]]) -> None:
        taken.extend(raws)

    async with hook(receive) as url:
        assert await post(url, b'{"update_id": 7}') == 200
        assert await post(url, b'{"update_id": 7}', None) == 403
        assert await post(url, b'{"update_id": 7}', SECRET[:-1]) == 403
        assert await post(url, b'{"update_id": 7}', "\xe4" * 26) == 403
        for body in (b"", b"{", b"[]", b'{"update_id": "7"}', b"\xff\xfe", b"null"):
            assert await post(url, body) == 400
        assert await post(url + "/y", b'{"update_id": 7}') == 404
        huge = b'{"update_id": 8, "x": "' + b"y" * webhook.BODY + b'"}'
        assert await _answered(post(url, huge)) in (400, 413, None), "not read to its end"
    assert taken == [{"update_id": 7}]


async def _answered(request: Awaitable[int]) -> int | None:
    try:
        return await request
    except aiohttp.ClientError:
        return None


@pytest.mark.parametrize(
    "error", [OperationalError("x", {}, Exception("database or disk is full")), ValueError("anything")]
)
async def test_what_could_not_be_written_down_is_not_confirmed(error: Exception) -> None:
    async def receive(raws: list[dict[str, Any]]) -> None:
        raise error

    async with hook(receive) as url:
        assert await post(url, b'{"update_id": 7}') == 503


@pytest.mark.slow
async def test_from_polling_to_webhook_and_back(tmp_path: Path) -> None:
    async with server() as running:
        async with bot(running, tmp_path) as polling:
            polling.playground.say(5001, "/count one")
            await polling.until(lambda: polling.texts(5001) == ["counted one"])
        port = free_port()
        async with bot(
            running,
            tmp_path,
            webhook_url=f"http://127.0.0.1:{port}/hook",
            webhook_listen=f"127.0.0.1:{port}",
            webhook_secret=SecretStr(SECRET),
        ) as hooked:
            hooked.playground.say(5001, "/count two")
            await hooked.until(lambda: hooked.texts(5001)[1:] == ["counted two"])
            assert hooked.playground.core.updates.webhook
        async with bot(running, tmp_path) as back:
            back.playground.say(5001, "/count three")
            await back.until(lambda: back.texts(5001)[2:] == ["counted three"])
            assert not back.playground.core.updates.webhook


@pytest.mark.slow
async def test_a_quiet_webhook_is_no_silence_and_one_taken_away_is_set_again(tmp_path: Path) -> None:
    """When nobody writes for a weekend, nothing was lost, and nobody is told that it was."""
    heard, port, stop = list[bool](), free_port(), asyncio.Event()
    url = f"http://127.0.0.1:{port}/hook"
    more: dict[str, Any] = {
        "webhook_url": url,
        "webhook_listen": f"127.0.0.1:{port}",
        "webhook_secret": SecretStr(SECRET),
    }
    async with server() as running, bot(running, tmp_path, **more) as here:
        core, api = here.playground.core, here.app.application.bot
        await here.until(lambda: core.updates.webhook == url)
        await webhook.unregister(api)
        told = webhook.watch(api, url, SECRET, stop, heard=lambda: heard.append(bool(core.updates.webhook)), every=0.02)
        watching = asyncio.ensure_future(told)
        await here.until(lambda: len(heard) > 3)
        assert core.updates.webhook == url, "it was set, whoever had taken it away"
        for listening in here.app.servers:
            listening.stop()
            await listening.close_all_connections()
        here.playground.say(5001, "/count one")
        await here.until(lambda: core.webhooks.info().get("last_error_message"))
        await asyncio.sleep(0.1)
        before = len(heard)
        await asyncio.sleep(0.1)
        assert len(heard) == before, "what Telegram cannot bring is not heard"
        stop.set()
        await watching


def test_a_webhook_needs_a_secret_that_cannot_be_guessed() -> None:
    with pytest.raises(WrongSetting, match="CHUTING_WEBHOOK_SECRET expects 16"):
        load(_env_file=None, webhook_url="https://example.org/hook", webhook_secret="short")


@pytest.mark.parametrize(("url", "path"), [("https://a.b/c/d", "/c/d"), ("https://a.b", "/"), ("https://a.b/", "/")])
def test_the_path_is_that_of_the_public_address(url: str, path: str) -> None:
    assert webhook.path_of(url) == path
