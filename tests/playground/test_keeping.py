"""Keeping the state: export, import, the file, crashes; recordings played again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.playground import ControlError, Limits, Person, Playground
from tests.playground.client import Api
from tests.playground.conftest import Hands
from tests.playground.samples import BUTTON, png
from tests.playground.schema import check_all


async def lived(api: Api, wang: Person, zhang: Person) -> Playground:
    """A playground in which something of every kind happened."""
    playground = api.running.playground
    playground.add_group("群", [wang, zhang], kind="supergroup")
    await api.updates()
    await api("sendMessage", chat_id=wang.id, text="键盘", reply_markup={"keyboard": [[{"text": "x"}]]})
    await api.form("sendPhoto", chat_id=str(wang.id), photo=("a.png", png()), reply_markup=BUTTON)
    playground.react(wang, playground.messages(wang)[-1], "👍")
    playground.send_file(zhang, "b.pdf", b"%PDF")
    await api("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    playground.say(wang, "未读")
    playground.block(zhang)
    return playground


async def test_export_and_import_lose_nothing(api: Api, wang: Person, zhang: Person, hands: Hands) -> None:
    playground = await lived(api, wang, zhang)
    document = json.loads(json.dumps(playground.export_state()))
    other = Playground(clock=hands.clock)
    other.import_state(document)
    assert json.loads(json.dumps(other.export_state())) == document
    assert other.key(wang, "x").text == "x"
    assert [r.update for r in other.core.updates.pending][:3] == [r.update for r in playground.core.updates.pending]


@pytest.mark.parametrize(
    "document", [{}, {"playground": 99}, {"playground": 1}, {"playground": 1, "token": "x", "profile": {"colour": 1}}]
)
def test_foreign_documents_are_refused(document: dict[str, object], playground: Playground) -> None:
    with pytest.raises(ControlError):
        playground.import_state(document)


async def test_the_file_survives_the_end_and_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "var" / "playground.json"
    first = Playground(file, limits=Limits.off())
    running = await first.serve()
    wang = first.add_person("王")
    first.say(wang, "a")
    await running.stop()

    second = Playground(file)
    assert [m.text for m in second.messages(wang.id)] == ["a"]
    assert second.core.state.next_update == first.core.state.next_update
    second.say(wang.id, "b")
    second.save()  # and then the power fails
    third = Playground(file)
    assert [m.text for m in third.messages(wang.id)] == ["a", "b"]
    assert third.core.state.next_update > second.core.state.next_update + 1000
    assert third.core.state.next_message > second.core.state.next_message + 1000

    file.write_text("{")
    with pytest.raises(ControlError):
        Playground(file)


async def test_the_file_is_written_while_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "playground.json"
    playground = Playground(file)
    running = await playground.serve()
    playground.add_person("王")
    await playground.until(file.exists, within=10)
    await running.stop()


async def test_a_recording_is_played_to_another_run(api: Api, wang: Person, hands: Hands) -> None:
    recorded = api.running.playground
    recorded.start(wang, "abc")
    await api("sendMessage", chat_id=wang.id, text="?", reply_markup=BUTTON)
    recorded.press(wang, recorded.messages(wang)[-1], label="收到")
    recorded.send_file(wang, "a.pdf", b"%PDF")
    recorded.block(wang)
    lines = recorded.recording()
    assert len(lines.splitlines()) == 4

    fresh = Playground(clock=hands.clock, limits=Limits.off())
    running = await fresh.serve()
    other = Api(running, api.session)
    markup = {"inline_keyboard": [[{"text": "收到", "callback_data": "another-run"}]]}
    heard: list[str] = []

    async def bot() -> None:
        offset = 0
        while len(heard) < 4:
            for update in await other("getUpdates", offset=offset, timeout=2):
                offset = update["update_id"] + 1
                kind = next(k for k in update if k != "update_id")
                heard.append(update[kind].get("data") or update[kind].get("text") or kind)
                if heard[-1] == "/start abc":
                    sent = {"chat_id": update["message"]["chat"]["id"], "text": "?", "reply_markup": markup}
                    await other("sendMessage", **sent)
        await other("getUpdates", offset=offset)

    task = asyncio.ensure_future(bot())
    assert await fresh.replay(lines) == 4
    await task
    assert heard == ["/start abc", "another-run", "message", "my_chat_member"]
    assert fresh.person(wang.id).name == wang.name
    with pytest.raises(ControlError):
        await fresh.replay("{}")
    check_all(fresh)
    await running.stop()
