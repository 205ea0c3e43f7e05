"""The stream of events: live, resumed, and of every kind of change."""

from __future__ import annotations

from bot.playground import Limits, Person, Playground, Running
from tests.playground.client import Api
from tests.playground.controls import KEY, read_events
from tests.playground.samples import BUTTON


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
