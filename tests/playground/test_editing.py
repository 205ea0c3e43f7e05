"""Edits, deletions, pins, reactions, callback answers."""

from __future__ import annotations

import pytest

from bot.playground import ControlError, Person, Playground
from tests.playground.client import Api, refused
from tests.playground.conftest import Hands
from tests.playground.samples import BUTTON, kind


async def test_an_edit_without_markup_removes_the_keyboard(api: Api, wang: Person, hands: Hands) -> None:
    sent = await api("sendMessage", chat_id=wang.id, text="a", reply_markup=BUTTON)
    hands.forward(minutes=3)
    edited = await api("editMessageText", chat_id=wang.id, message_id=sent["message_id"], text="b")
    assert "reply_markup" not in edited
    assert (edited["date"], edited["edit_date"]) == (sent["date"], sent["date"] + 180)
    back = await api("editMessageReplyMarkup", chat_id=wang.id, message_id=sent["message_id"], reply_markup=BUTTON)
    assert (back["text"], back["reply_markup"]) == ("b", BUTTON)


async def test_edits_that_telegram_refuses(api: Api, wang: Person, playground: Playground) -> None:
    sent = await api("sendMessage", chat_id=wang.id, text="<b>a</b>", parse_mode="HTML", reply_markup=BUTTON)
    here = {"chat_id": wang.id, "message_id": sent["message_id"]}
    same = await refused(api("editMessageText", **here, text="<b>a</b>", parse_mode="HTML", reply_markup=BUTTON))
    assert same.description.startswith("Bad Request: message is not modified: ")
    assert (await api("editMessageText", **here, text="a", reply_markup=BUTTON))["text"] == "a"
    assert (await refused(api("editMessageText", chat_id=wang.id, message_id=99, text="x"))).description == (
        "Bad Request: message to edit not found"
    )
    assert (await refused(api("editMessageCaption", **here, caption="x"))).description == (
        "Bad Request: there is no caption in the message to edit"
    )
    said = playground.say(wang, "mine")
    foreign = await refused(api("editMessageText", chat_id=wang.id, message_id=said.id, text="x"))
    assert foreign.description == "Bad Request: message can't be edited"
    assert (await refused(api("editMessageText", text="x"))).description == "Bad Request: chat_id is empty"
    keyboard = await api("sendMessage", chat_id=wang.id, text="k", reply_markup={"keyboard": [[{"text": "x"}]]})
    refusal = await refused(api("editMessageText", chat_id=wang.id, message_id=keyboard["message_id"], text="x"))
    assert refusal.description == "Bad Request: message can't be edited"


async def test_deleting(api: Api, wang: Person, hands: Hands, playground: Playground) -> None:
    sent = await api("sendMessage", chat_id=wang.id, text="a")
    said = playground.say(wang, "b")
    assert await api("deleteMessage", chat_id=wang.id, message_id=sent["message_id"]) is True
    assert [m.text for m in playground.messages(wang)] == ["b"]
    assert [m.text for m in playground.sent(wang, deleted=True)] == ["a"]
    gone = await refused(api("deleteMessage", chat_id=wang.id, message_id=sent["message_id"]))
    assert gone.description == "Bad Request: message to delete not found"
    hands.forward(hours=49)
    old = await refused(api("deleteMessage", chat_id=wang.id, message_id=said.id))
    assert old.description == "Bad Request: message can't be deleted for everyone"
    young = await api("sendMessage", chat_id=wang.id, text="c")
    assert await api("deleteMessages", chat_id=wang.id, message_ids=[said.id, young["message_id"], 999]) is True
    assert [m.text for m in playground.messages(wang)] == ["b"]


async def test_pins(api: Api, wang: Person, playground: Playground) -> None:
    first = await api("sendMessage", chat_id=wang.id, text="一")
    second = await api("sendMessage", chat_id=wang.id, text="二")
    for message in (first, second):
        assert await api("pinChatMessage", chat_id=wang.id, message_id=message["message_id"]) is True
    assert playground.chat(wang).pinned == [second["message_id"], first["message_id"]]
    assert [m.body["pinned_message"]["text"] for m in playground.sent(wang) if not m.text] == ["一", "二"]
    assert (await api("getChat", chat_id=wang.id))["pinned_message"]["text"] == "二"
    assert await api("unpinChatMessage", chat_id=wang.id) is True
    assert playground.chat(wang).pinned == [first["message_id"]]
    assert await api("unpinAllChatMessages", chat_id=wang.id) is True
    assert playground.chat(wang).pinned == []
    assert await api.updates() == []
    message = playground.messages(wang)[0]
    playground.pin(wang, message)
    [update] = await api.updates()
    assert update["message"]["pinned_message"]["text"] == "一"
    assert (await refused(api("pinChatMessage", chat_id=wang.id, message_id=999))).description == (
        "Bad Request: message to pin not found"
    )


async def test_reactions(api: Api, wang: Person, playground: Playground) -> None:
    said = playground.say(wang, "好")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert await api("setMessageReaction", chat_id=wang.id, message_id=said.id, reaction=thumb) is True
    assert said.reactions == {110201543: thumb}
    bad = [{"type": "emoji", "emoji": "🪑"}]
    assert (
        await refused(api("setMessageReaction", chat_id=wang.id, message_id=said.id, reaction=bad))
    ).description == ("Bad Request: REACTION_INVALID")
    sent = await api("sendMessage", chat_id=wang.id, text="x")
    playground.react(wang, playground.message(wang, sent["message_id"]), "🎉")
    assert [kind(u) for u in await api.updates()] == ["message"]
    await api.updates(allowed_updates=["message", "message_reaction"])
    playground.react(wang, playground.message(wang, sent["message_id"]), "👎")
    [update] = await api.updates()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "🎉"}]
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]
    with pytest.raises(ControlError):
        playground.react(wang, said, "🪑")


async def test_a_press_and_its_answer(api: Api, wang: Person, playground: Playground) -> None:
    await api("sendMessage", chat_id=wang.id, text="x", reply_markup=BUTTON)
    message = playground.last(wang)
    assert message is not None
    press = playground.press(wang, message, label="收到")
    [update] = await api.updates()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["id"]) == ("ok", wang.id, press.query_id)
    assert query["message"] == message.body
    assert query["chat_instance"]
    assert playground.answer(press) is None
    assert await api("answerCallbackQuery", callback_query_id=query["id"], text="好", show_alert=True) is True
    assert await playground.wait_answer(press) == {"text": "好", "show_alert": True, "url": None}
    twice = await refused(api("answerCallbackQuery", callback_query_id=query["id"]))
    assert twice.description == ("Bad Request: query is too old and response timeout expired or query ID is invalid")
    again = playground.press(wang, message, data="ok")
    assert (await refused(api("answerCallbackQuery", callback_query_id=again.query_id, text="x" * 201))).status == 400


async def test_a_query_grows_too_old(wang: Person, api: Api) -> None:
    playground = api.running.playground
    await api("sendMessage", chat_id=wang.id, text="x", reply_markup=BUTTON)
    playground.core.callback_ttl = -1
    press = playground.press(wang, playground.messages(wang)[0], place=(0, 0))
    error = await refused(api("answerCallbackQuery", callback_query_id=press.query_id))
    assert "query is too old" in error.description


async def test_buttons_that_do_not_ask_the_bot_and_buttons_that_are_not_there(api: Api, wang: Person) -> None:
    playground = api.running.playground
    markup = {
        "inline_keyboard": [[{"text": "抄", "copy_text": {"text": "12号"}}, {"text": "网", "url": "court.gov.cn"}]]
    }
    await api("sendMessage", chat_id=wang.id, text="x", reply_markup=markup)
    message = playground.messages(wang)[0]
    assert playground.press(wang, message, label="抄").json() == {"kind": "copy", "text": "12号"}
    assert playground.press(wang, message, label="网").json() == {"kind": "url", "text": "http://court.gov.cn"}
    with pytest.raises(ControlError):
        playground.press(wang, message, label="无")
    with pytest.raises(ControlError):
        playground.press(wang, message, data="old")
    assert playground.press(wang, message, data="old", forged=True).kind == "callback"
    [update] = await api.updates()
    assert update["callback_query"]["data"] == "old"
