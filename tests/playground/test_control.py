"""The control API over HTTP: the secret, the Host check, routes, the stream of events, paging."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground import Limits, Playground, Running
from bot.playground.posting import post
from bot.playground.state import Person
from bot.playground.text import Json
from tests.benchmarks.bench_playground import fill
from tests.playground.client import Api, refused
from tests.playground.test_editing import BUTTON
from tests.playground.test_files import png

KEY = {"X-Playground-Key": "open-sesame"}


class Control:
    """``await control("say", person=1, text="…")``."""

    def __init__(self, api: Api) -> None:
        self.session, self.address = api.session, api.running.address
        self.playground = api.running.playground

    async def __call__(self, name: str, **body: Any) -> Any:
        async with self.session.post(f"{self.address}/control/{name}", json=body, headers=KEY) as response:
            return await self._read(response)

    async def get(self, name: str, **query: Any) -> Any:
        async with self.session.get(f"{self.address}/control/{name}", params=query, headers=KEY) as response:
            return await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> Any:
        found = await response.json()
        assert response.headers["Cache-Control"] == "no-store"
        return found if response.status == 200 else {"status": response.status, **found}


@pytest.fixture
def control(api: Api) -> Control:
    """The control API with the secret."""
    return Control(api)


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


async def test_the_newest_of_the_journals(running: Running, wang: Person, control: Control) -> None:
    for number in range(30):
        running.playground.say(wang, f"第{number}句")
    found = (await control.get("updates", latest=3))["updates"]
    assert [row["update"]["message"]["text"] for row in found] == ["第27句", "第28句", "第29句"]
    after = found[1]["seq"]
    assert (await control.get("updates", latest=3, after=after))["updates"] == found[2:]
    assert (await control.get("calls", latest=5))["calls"] == []
    assert (await control.get("updates", latest=0))["status"] == 400


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


async def test_a_chat_by_http(control: Control, api: Api) -> None:
    li = await control("people", first_name="李", phone="+861", note={"role": "联络员"})
    assert (li["name"], li["started"]) == ("李", False)
    person = li["id"]
    await control("start", person=person, payload="abc")
    sent = await api("sendMessage", chat_id=person, text="?", reply_markup=BUTTON)
    pressed = await control("press", person=person, message_id=sent["message_id"], row=0, column=0)
    assert pressed["kind"] == "callback"
    await api("answerCallbackQuery", callback_query_id=pressed["query_id"], text="ok")
    said = await control("say", person=person, text="好", reply_to=sent["message_id"])
    await control("edit", person=person, message_id=said["message_id"], text="好的")
    await control("react", person=person, message_id=sent["message_id"], emoji="👍")
    await control("pin", person=person, message_id=sent["message_id"])
    await control("contact", person=person)
    await control("location", person=person, latitude=1, longitude=2)
    await control("forward", person=person, from_chat=person, message_id=said["message_id"])
    await api("sendMessage", chat_id=person, text="k", reply_markup={"keyboard": [[{"text": "收到文书"}]]})
    await control("key", person=person, label="收到文书")
    await control("delete", chat=person, message_ids=[said["message_id"]])
    history = await control.get("history", chat=person)
    assert history["chat"]["keyboard"] == {"keyboard": [[{"text": "收到文书"}]]}
    assert [m["body"].get("text") for m in history["messages"]] == [
        "/start abc", "?", None, None, None, "好的", "k", "收到文书",
    ]  # fmt: skip
    assert history["messages"][1]["reactions"] == [{"user": person, "type": "emoji", "emoji": "👍"}]
    kinds = [next(k for k in u if k != "update_id") for u in await api.updates()]
    assert kinds == ["message", "callback_query", "message", "edited_message", *["message"] * 5]


async def test_groups_faults_and_limits_by_http(control: Control, api: Api, wang: Person, zhang: Person) -> None:
    group = await control("groups", title="群", members=[wang.id], bot_admin=True)
    assert group["bot"] == "administrator"
    assert (await control("member", chat=group["id"], person=zhang.id, action="join"))["members"] == [wang.id, zhang.id]
    new = await control("migrate", chat=group["id"])
    assert new["type"] == "supergroup"
    assert [c["id"] for c in (await control.get("chats", person=zhang.id))["chats"]] == [zhang.id, new["id"]]
    assert (await control("bot", chat=new["id"], action="kick"))["bot"] == "kicked"
    assert (await control("block", person=wang.id, blocked=True))["blocked"] is True
    assert (await control("deactivate", person=zhang.id, deactivated=True))["deactivated"] is True
    fault = await control("faults", kind="status", method="getMe", code=500, count=1)
    assert (await control.get("faults"))["faults"] == [fault]
    assert (await refused(api("getMe"))).status == 500
    await control("faults", kind="delay", seconds=0)
    await control("faults/remove", all=True)
    assert (await control.get("faults"))["faults"] == []
    assert (await control("limits", mode="strict", overall=5))["overall"] == 5


async def test_files_by_http(control: Control, api: Api, wang: Person) -> None:
    form = aiohttp.FormData(quote_fields=False)
    for name in ("一.png", "二.png"):
        form.add_field("file", png(), filename=name)
    for name, value in (("person", str(wang.id)), ("caption", "两张"), ("as", "photo")):
        form.add_field(name, value)
    async with api.session.post(f"{control.address}/control/upload", data=form, headers=KEY) as response:
        messages = (await response.json())["messages"]
    file_id = messages[0]["body"]["photo"][0]["file_id"]
    async with api.session.get(f"{control.address}/control/file?id={file_id}", headers=KEY) as response:
        assert await response.read() == png()
        assert response.headers["Content-Type"] == "image/png"
    page = await api.form("sendDocument", chat_id=str(wang.id), document=("x.html", b"<script>alert(1)</script>"))
    async with api.session.get(
        f"{control.address}/control/file", params={"id": page["document"]["file_id"]}, headers=KEY
    ) as response:
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("say", {"person": 5, "text": "x"}),
        ("say", {"text": "x"}),
        ("say", {"person": "wang", "text": "x"}),
        ("people", {"first_name": "x", "colour": "red"}),
        ("groups", {"title": "x", "members": []}),
        ("faults", {"kind": "explode"}),
        ("limits", {"mode": "never"}),
        ("clock", {"to": "yesterday"}),
        ("import", {"playground": 7}),
        ("replay", {"lines": "x"}),
        ("stage/advance", {"seconds": 5}),
        ("stage/reset", {"empty": True}),
    ],
)
async def test_wrong_requests_get_one_sentence(control: Control, name: str, body: Json) -> None:
    answer = await control(name, **body)
    assert answer["status"] == 400
    assert len(answer["error"]) > 5
    assert "%s" not in answer["error"]


async def test_unknown_controls(control: Control) -> None:
    assert (await control("launch"))["status"] == 404
    assert (await control.get("say"))["status"] == 404


async def test_export_and_import_by_http(control: Control, api: Api, wang: Person, playground: Playground) -> None:
    playground.say(wang, "留")
    document = await control.get("export")
    recording = playground.recording()
    await control("clear")
    assert (await control.get("state"))["people"] == []
    await control("import", **document)
    assert [m.text for m in playground.messages(wang.id)] == ["留"]
    async with api.session.get(f"{control.address}/control/recording", headers=KEY) as response:
        assert await response.text() == recording


async def read_events(response: aiohttp.ClientResponse, count: int) -> list[tuple[int, str, Json]]:
    """The next events of a stream."""
    found: list[tuple[int, str, Json]] = []
    fields: dict[str, str] = {}
    while len(found) < count:
        line = (await asyncio.wait_for(response.content.readline(), 5)).decode().rstrip("\n")
        name, _, value = line.partition(": ")
        if line and name in ("id", "event", "data"):
            fields[name] = value
        elif not line and "data" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
            fields = {}
    return found


async def test_events_live_and_resumed(api: Api, wang: Person, playground: Playground, running: Running) -> None:
    url = f"{running.address}/control/events"
    async with api.session.get(url, headers=KEY) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        await playground.until(lambda: playground.core.events._waiters)
        playground.say(wang, "a")
        first, second = await read_events(response, 2)
        assert (first[1], first[2]["message"]["body"]["text"], first[2]["chat"]["title"]) == ("message", "a", "芳 王")
        assert (second[1], second[2]["update"]["message"]["text"]) == ("update", "a")
    playground.say(wang, "b")
    await api("sendMessage", chat_id=wang.id, text="c")
    async with api.session.get(url, headers={**KEY, "Last-Event-ID": str(second[0])}) as response:
        events = await read_events(response, 4)
    assert [event[0] for event in events] == list(range(second[0] + 1, second[0] + 5))
    assert [event[1] for event in events] == ["message", "update", "message", "call"]
    assert events[3][2]["params"] == {"chat_id": wang.id, "text": "c"}


async def test_a_reader_from_another_life_is_told_to_reload(api: Api, playground: Playground, running: Running) -> None:
    async with api.session.get(f"{running.address}/control/events?after=999999", headers=KEY) as response:
        [event] = await read_events(response, 1)
        assert (event[1], event[2]) == ("reset", {"event": playground.core.events.last})
        playground.clear_state()
        [event] = await read_events(response, 1)
        assert event[1] == "reset"


async def test_every_kind_of_change_is_an_event(api: Api, wang: Person, playground: Playground) -> None:
    start = playground.core.events.last
    sent = await api("sendMessage", chat_id=wang.id, text="a", reply_markup=BUTTON)
    here = {"chat_id": wang.id, "message_id": sent["message_id"]}
    press = playground.press(wang, sent["message_id"], data="ok")
    await api("answerCallbackQuery", callback_query_id=press.query_id, text="t")
    await api("editMessageText", **here, text="b")
    await api("pinChatMessage", **here)
    await api("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "👌"}])
    await api("sendChatAction", chat_id=wang.id, action="typing")
    await api("sendMessage", chat_id=wang.id, text="k", reply_markup={"force_reply": True})
    await api("setMyCommands", commands=[])
    await api("deleteMessage", **here)
    playground.read(wang, wang.id)
    playground.set_limits(Limits.off())
    events = playground.core.events.after(start)
    assert events is not None
    kinds = {event.kind for event in events}
    assert kinds >= {
        "message", "answer", "edited", "pinned", "reaction", "action", "keyboard", "commands", "deleted", "read",
        "limits", "call", "update",
    }  # fmt: skip


async def test_unread_counts(control: Control, api: Api, wang: Person, playground: Playground) -> None:
    for number in range(3):
        await api("sendMessage", chat_id=wang.id, text=str(number))
    assert (await control.get("state"))["unread"] == {str(wang.id): 3}
    assert await control("read", person=wang.id, message_id=1) == {"unread": 2}
    assert await control("read", person=wang.id) == {"unread": 0}
    playground.say(wang, "own words are read")
    assert (await control.get("chats", person=wang.id))["chats"][0]["unread"] == 0


async def test_pages_of_a_long_chat_open_quickly(control: Control, playground: Playground, hands: Any) -> None:
    first = fill(playground)
    long = playground.add_person("长", started=True)
    for number in range(20_000):
        post(playground.core, playground.chat(long), long.user(), {"text": str(number)})
    seen: list[str] = []
    before: int | None = None
    for _ in range(3):
        start = time.monotonic()
        query = {"chat": long.id, "limit": 50, **({"before": before} if before else {})}
        page = await control.get("history", **query)
        assert time.monotonic() - start < 0.1
        seen = [m["body"]["text"] for m in page["messages"]] + seen
        before = page["messages"][0]["message_id"]
        assert page["more"]
    assert seen == [str(number) for number in range(19_850, 20_000)]
    after = await control.get("history", chat=long.id, after=before, limit=2)
    assert [m["body"]["text"] for m in after["messages"]] == ["19851", "19852"]
    start = time.monotonic()
    await control.get("history", chat=first)
    assert time.monotonic() - start < 0.1


async def test_journals(control: Control, api: Api, wang: Person, playground: Playground) -> None:
    playground.say(wang, "a")
    await api.form("sendDocument", chat_id=str(wang.id), document=("a.txt", b"x"))
    await refused(api("sendMessage", chat_id=wang.id))
    calls = (await control.get("calls"))["calls"]
    assert [(c["method"], c["status"]) for c in calls] == [("sendDocument", 200), ("sendMessage", 400)]
    assert calls[0]["params"]["document"] == {"file": "a.txt", "size": 1, "mime": "application/octet-stream"}
    assert (await control.get("calls", after=calls[0]["seq"]))["calls"] == calls[1:]
    [update] = (await control.get("updates"))["updates"]
    assert (update["update"]["message"]["text"], update["delivered"]) == ("a", False)
    await api.updates()
    assert (await control.get("updates"))["updates"][0]["delivered"] is True
