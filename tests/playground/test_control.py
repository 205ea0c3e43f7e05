"""The control API over HTTP: its routes, wrong requests, paging, journals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from bot.playground import Message, Person, Playground, Running
from bot.playground.chats.posting import post
from bot.playground.wire import Json
from tests.playground.client import Api, refused
from tests.playground.controls import KEY, Control
from tests.playground.samples import BUTTON, png


@pytest.mark.slow
async def test_the_newest_of_the_journals(running: Running, wang: Person, control: Control) -> None:
    for number in range(30):
        running.playground.say(wang, f"第{number}句")
    found = (await control.get("updates", latest=3))["updates"]
    assert [row["update"]["message"]["text"] for row in found] == ["第27句", "第28句", "第29句"]
    after = found[1]["seq"]
    assert (await control.get("updates", latest=3, after=after))["updates"] == found[2:]
    assert (await control.get("calls", latest=5))["calls"] == []
    assert (await control.get("updates", latest=0))["status"] == 400


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


async def test_unread_counts(control: Control, api: Api, wang: Person, playground: Playground) -> None:
    for number in range(3):
        await api("sendMessage", chat_id=wang.id, text=str(number))
    assert (await control.get("state"))["unread"] == {str(wang.id): 3}
    assert await control("read", person=wang.id, message_id=1) == {"unread": 2}
    assert await control("read", person=wang.id) == {"unread": 0}
    playground.say(wang, "own words are read")
    assert (await control.get("chats", person=wang.id))["chats"][0]["unread"] == 0


class Counted(dict[int, Message]):
    """Messages of a chat that count how many of them were looked at."""

    looked = 0

    def values(self) -> Any:
        """The messages, by way of the counter."""
        return Watched(self)


class Watched:
    """The values of such a chat, forwards or backwards."""

    def __init__(self, messages: Counted) -> None:
        self.messages = messages

    def __iter__(self) -> Iterator[Message]:
        return self._count(iter(list(self.messages)))

    def __reversed__(self) -> Iterator[Message]:
        return self._count(reversed(list(self.messages)))

    def _count(self, numbers: Iterator[int]) -> Iterator[Message]:
        for number in numbers:
            self.messages.looked += 1
            yield self.messages[number]


async def test_pages_of_a_long_chat_look_at_no_more_than_they_must(control: Control, playground: Playground) -> None:
    person = playground.add_person("长", started=True)
    chat = playground.chat(person)
    chat.messages = messages = Counted()
    for number in range(2_000):
        post(playground.core, chat, person.user(), {"text": str(number)})
    seen: list[str] = []
    before: int | None = None
    for turned in range(3):
        messages.looked = 0
        page = await control.get("history", chat=chat.id, limit=50, **({"before": before} if before else {}))
        assert messages.looked <= 50 * (turned + 1) + 2  # one more for the page, one for the chat's last words
        seen = [m["body"]["text"] for m in page["messages"]] + seen
        before = page["messages"][0]["message_id"]
        assert page["more"]
    assert seen == [str(number) for number in range(1_850, 2_000)]
    after = await control.get("history", chat=chat.id, after=before, limit=2)
    assert [m["body"]["text"] for m in after["messages"]] == ["1851", "1852"]


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


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("people", {"name": "王芳"}, 'there is no argument "name"'),
        ("people", {}, "a person needs a first name"),
        ("member", {"chat": 1}, 'the argument "person" is missing'),
        ("start", {"person": "王芳"}, "an argument cannot be used: invalid literal for int() with base 10: '王芳'"),
    ],
)
async def test_a_wrong_argument_is_a_sentence(control: Control, name: str, given: Json, said: str) -> None:
    """No name of the machinery within, which nobody who types a request knows."""
    answer = await control(name, **given)
    assert (answer["status"], answer["error"]) == (400, said)
