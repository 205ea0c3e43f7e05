"""The server of the crash tests does what Telegram's does, or what is found with it says nothing."""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import AsyncIterator
from types import ModuleType
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.benchmarks import talk
from tests.crash import bot_api as bot_api_module
from tests.crash import courier
from tests.crash.bot_api import BotApi, bot_api
from tests.crash.courier import free_port

ONE, OTHER = 6001, 6002


class Bot:
    """A bot that only calls."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.api, self.session = api, session

    async def call(self, method: str, **given: Any) -> Any:
        """The result; Raises ValueError with what the server refused, ClientError when it hung up."""
        async with self.session.post(f"{self.api.address}/bot{self.api.token}/{method}", data=given) as answer:
            said = await answer.json(content_type=None)
        if not said["ok"]:
            raise ValueError(f"{answer.status} {said['description']}")
        return said["result"]

    async def updates(self, **given: Any) -> list[int]:
        return [update["update_id"] for update in await self.call("getUpdates", **given)]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with bot_api([ONE, OTHER]) as api, aiohttp.ClientSession() as session:
        yield Bot(api, session)


@pytest.mark.parametrize("module", [talk, courier, bot_api_module])
def test_it_shares_nothing_with_the_product(module: ModuleType) -> None:
    """What both had wrong in the same way would not be found."""
    tree = ast.parse(inspect.getsource(module))
    names = {each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    names |= {one.name for each in ast.walk(tree) if isinstance(each, ast.Import) for one in each.names}
    assert {"asyncio"} <= names
    assert not [name for name in names if name.partition(".")[0] in ("bot", "handlers", "jobs", "telegram")]


async def test_an_update_comes_again_until_an_offset_confirms_it(bot: Bot) -> None:
    for text in ("a", "b", "c"):
        bot.api.say(ONE, text)
    first, second, third = await bot.updates()
    assert await bot.updates(limit=2) == [first, second]
    assert await bot.updates(offset=third) == [third]
    assert (bot.api.pending, await bot.updates(offset=third + 1)) == (1, [])
    assert bot.api.pending == 0


async def test_a_long_poll_waits_and_a_second_one_ends_it(bot: Bot) -> None:
    waiting = asyncio.ensure_future(bot.updates(timeout=50))
    await bot.api.until(lambda: bot.api.poller is not None, within=10)
    second = asyncio.ensure_future(bot.updates(timeout=50))
    with pytest.raises(ValueError, match="409 Conflict"):
        await waiting
    bot.api.say(ONE, "a")
    assert len(await second) == 1


async def test_a_message_is_shown_edited_and_deleted_and_each_call_is_kept(bot: Bot) -> None:
    buttons = '{"inline_keyboard": [[{"text": "+1", "callback_data": "t.add:0"}]]}'
    sent = await bot.call("sendMessage", chat_id=ONE, text="a", reply_markup=buttons)
    where = {"chat_id": ONE, "message_id": sent["message_id"]}
    assert bot.api.chats[ONE][sent["message_id"]].buttons == ["t.add:0"]
    await bot.call("editMessageText", **where, text="b")
    assert bot.api.chats[ONE][sent["message_id"]].buttons == []
    with pytest.raises(ValueError, match="400 Bad Request: message is not modified"):
        await bot.call("editMessageText", **where, text="b")
    await bot.call("pinChatMessage", **where)
    await bot.call("deleteMessage", **where)
    with pytest.raises(ValueError, match="message to edit not found"):
        await bot.call("editMessageText", **where, text="c")
    methods = ["sendMessage", "editMessageText", "pinChatMessage", "deleteMessage"]
    assert [call.method for call in bot.api.accepted] == methods
    assert bot.api.accepted[0].at <= bot.api.accepted[-1].at
    assert bot.api.sent[ONE] == {"a": 1}


@pytest.mark.parametrize(
    ("weather", "error", "taken"),
    [
        ("flood", "429 Too Many Requests: retry after 1", 0),
        ("refused", "500 Internal Server Error", 0),
        ("cut", "disconnected|reset", 0),
        ("cut_after", "disconnected|reset", 1),
        ("page", "Expecting value", 1),
    ],
)
async def test_a_fault_happens_before_or_after_a_call_is_taken(
    bot: Bot, weather: str, error: str, taken: int
) -> None:  # fmt: skip
    bot.api.weather = {weather: 1.0}
    with pytest.raises((ValueError, aiohttp.ClientError), match=error):
        await bot.call("sendMessage", chat_id=ONE, text="a")
    assert len(bot.api.accepted) == bot.api.sent[ONE]["a"] == taken


async def test_who_blocked_the_bot_or_is_not_there_is_refused(bot: Bot) -> None:
    bot.api.block(ONE)
    with pytest.raises(ValueError, match="403 Forbidden: bot was blocked by the user"):
        await bot.call("sendMessage", chat_id=ONE, text="a")
    with pytest.raises(ValueError, match="400 Bad Request: chat not found"):
        await bot.call("sendMessage", chat_id=7, text="a")
    with pytest.raises(ValueError, match="404 Not Found"):
        await bot.call("sendPigeon", chat_id=OTHER)
    assert bot.api.unknown == {"sendPigeon": 1}


async def test_updates_are_brought_in_order_to_whichever_instance_takes_them() -> None:
    """One of two ports is dead, the other refuses the first time."""
    came: list[tuple[str, str]] = []
    refused = 0

    async def take(request: web.Request) -> web.Response:
        nonlocal refused
        refused += 1
        if refused == 1:
            return web.Response(status=503)
        text = (await request.json())["message"]["text"]
        if not came or came[-1][1] != text:  # it may come twice
            came.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], text))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with bot_api([ONE], instances=[free_port(), runner.addresses[0][1]]) as api:
            api.set_webhook({"url": "http://127.0.0.1/hook", "secret_token": "s"})
            for text in ("a", "b", "c"):
                api.say(ONE, text)
            async with asyncio.timeout(30):
                while api.pending:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
    finally:
        await runner.cleanup()
    assert came == [("s", "a"), ("s", "b"), ("s", "c")]
