"""getUpdates: repetition, offsets, limits, long polls, two readers, allowed kinds; webhooks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.playground import Limits, Person, Playground, Running
from bot.playground.wire import Json
from tests.playground.client import Api, refused
from tests.playground.conftest import Hands


async def test_updates_repeat_until_a_greater_offset(api: Api, wang: Person, playground: Playground) -> None:
    for text in ("a", "b", "c"):
        playground.say(wang, text)
    first = await api("getUpdates")
    assert [u["message"]["text"] for u in first] == ["a", "b", "c"]
    assert await api("getUpdates") == first
    assert await api("getUpdates", limit=2) == first[:2]
    assert await api("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await api("getUpdates", offset=1) == first[1:]
    assert await api("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert [r.delivered for r in playground.core.recorded] == [True] * 3


async def test_a_negative_offset_drops_older_ones(api: Api, wang: Person, playground: Playground) -> None:
    for text in ("a", "b", "c"):
        playground.say(wang, text)
    assert [u["message"]["text"] for u in await api("getUpdates", offset=-2)] == ["b", "c"]
    assert len(await api("getUpdates")) == 2


async def test_numbers_grow_by_one(api: Api, wang: Person, playground: Playground) -> None:
    for number in range(105):
        playground.say(wang, str(number))
    numbers = [u["update_id"] for u in await api("getUpdates", limit=1000)]
    assert len(numbers) == 100
    assert numbers == list(range(numbers[0], numbers[0] + 100))
    assert len(await api("getUpdates", limit=0)) == 1


async def test_a_long_poll_waits_and_wakes(api: Api, wang: Person, playground: Playground) -> None:
    start = time.monotonic()
    assert await api("getUpdates", timeout=1) == []
    assert time.monotonic() - start > 0.9
    poll = asyncio.ensure_future(api("getUpdates", timeout=50))
    await playground.until(lambda: playground.core.updates.polling)
    assert playground.core.connected
    playground.say(wang, "hello")
    assert [u["message"]["text"] for u in await asyncio.wait_for(poll, 30)] == ["hello"]


async def test_a_second_reader_ends_the_first(api: Api, playground: Playground) -> None:
    first = asyncio.ensure_future(refused(api("getUpdates", timeout=50)))
    await playground.until(lambda: playground.core.updates.polling)
    assert await api("getUpdates", timeout=0) == []
    error = await first
    assert (error.status, error.description) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


async def test_a_reader_that_went_away_frees_its_place(api: Api, playground: Playground) -> None:
    poll = asyncio.ensure_future(api("getUpdates", timeout=50))
    await playground.until(lambda: playground.core.updates.polling)
    poll.cancel()
    await playground.until(lambda: not playground.core.updates.polling)


async def test_allowed_updates_count_when_an_update_is_created(api: Api, wang: Person, playground: Playground) -> None:
    await api("getUpdates", allowed_updates=["callback_query"])
    playground.say(wang, "lost")
    assert await api("getUpdates") == []
    await api("getUpdates", allowed_updates=[])
    playground.say(wang, "kept")
    assert [u["message"]["text"] for u in await api.updates(allowed_updates=["callback_query"])] == ["kept"]


async def test_a_malformed_update_can_be_injected(hands: Hands) -> None:
    playground = Playground(clock=hands.clock)
    number = playground.inject("message", {"message_id": "no number"})
    assert [r.update for r in playground.core.updates.pending] == [
        {"update_id": number, "message": {"message_id": "no number"}}
    ]


class Hook:
    """A bot behind a webhook: answers with the scripted statuses, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.reply: Json = {}
        self.got: list[tuple[str | None, Json]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, str]]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield made, f"http://127.0.0.1:{port}/hook"
    await runner.cleanup()


async def test_webhook_repeats_until_it_is_taken(
    api: Api, wang: Person, playground: Playground, hook: tuple[Hook, str]
) -> None:
    bot, url = hook
    playground.core.webhooks._backoff = 0.01
    bot.statuses = [500, 302, 404]
    assert await api("setWebhook", url=url, secret_token="s3cret-_", max_connections=5) is True
    playground.say(wang, "a")
    playground.say(wang, "b")
    await playground.until(lambda: len(bot.got) == 5 and not playground.core.updates.pending)
    assert [update["message"]["text"] for _, update in bot.got] == ["a", "a", "a", "a", "b"]
    assert {secret for secret, _ in bot.got} == {"s3cret-_"}
    info = await api("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (url, 0, 5)
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    error = await refused(api("getUpdates"))
    assert error.description.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert await api("deleteWebhook") is True
    playground.say(wang, "c")
    assert [u["message"]["text"] for u in await api("getUpdates")] == ["c"]


async def test_webhook_answers_may_carry_a_method(
    api: Api, wang: Person, playground: Playground, hook: tuple[Hook, str]
) -> None:
    bot, url = hook
    bot.reply = {"method": "sendMessage", "chat_id": wang.id, "text": "by answer"}
    await api("setWebhook", url=url)
    playground.say(wang, "a")
    assert (await playground.wait_message(wang)).text == "by answer"
    assert bot.got[0][0] is None


async def test_setting_a_webhook_ends_the_poll_and_keeps_or_drops_what_waits(
    api: Api, wang: Person, playground: Playground, hook: tuple[Hook, str]
) -> None:
    poll = asyncio.ensure_future(refused(api("getUpdates", timeout=50)))
    await playground.until(lambda: playground.core.updates.polling)
    await api("setWebhook", url=hook[1])
    assert (await poll).description == "Conflict: terminated by setWebhook request"
    await api("setWebhook", url="")
    playground.say(wang, "a")
    await api("deleteWebhook", drop_pending_updates=True)
    assert await api("getUpdates") == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "ftp://127.0.0.1/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org/"}, "bad webhook: the playground calls loopback addresses only"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_bad_webhooks(api: Api, parameters: Json, words: str) -> None:
    assert (await refused(api("setWebhook", **parameters))).description == f"Bad Request: {words}"


async def test_a_dead_webhook_is_reported(api: Api, wang: Person, playground: Playground, unused_tcp_port: int) -> None:
    playground.core.webhooks._backoff = 0.01
    await api("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/")
    playground.say(wang, "a")
    await playground.until(lambda: "last_error_message" in playground.core.webhooks.info())
    info = await api("getWebhookInfo")
    assert info["last_error_message"]
    assert info["pending_update_count"] == 1


@pytest.mark.slow
async def test_many_chats_are_delivered_side_by_side(hook: tuple[Hook, str]) -> None:
    playground = Playground(limits=Limits.off())
    running: Running = await playground.serve()
    async with aiohttp.ClientSession() as session:
        api = Api(running, session)
        await api("setWebhook", url=hook[1])
        people = [playground.add_person(f"p{number}") for number in range(20)]
        for turn in range(3):
            for person in people:
                playground.say(person, str(turn))
        await playground.until(lambda: len(hook[0].got) == 60)
    by_chat: dict[int, list[str]] = {}
    for _, update in hook[0].got:
        by_chat.setdefault(update["message"]["chat"]["id"], []).append(update["message"]["text"])
    assert all(texts == ["0", "1", "2"] for texts in by_chat.values())
    await running.stop()
