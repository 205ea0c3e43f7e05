"""Messages out: shapes, limits, keyboards, replies, quiet and protected ones, refusals."""

from __future__ import annotations

import pytest

from bot.playground import Person, Playground
from tests.playground.client import Api, refused
from tests.playground.conftest import Hands

BUTTON = {"inline_keyboard": [[{"text": "收到", "callback_data": "ok"}]]}


async def test_a_message_as_telegram_answers_it(api: Api, wang: Person, hands: Hands, playground: Playground) -> None:
    sent = await api(
        "sendMessage", chat_id=wang.id, text=" <b>请</b>于😀 /menu ", parse_mode="HTML", reply_markup=BUTTON
    )
    assert sent == {
        "message_id": 1,
        "from": {"id": 110201543, "is_bot": True, "first_name": "出庭", "username": "chuting_play_bot"},
        "chat": {"id": wang.id, "first_name": "芳", "last_name": "王", "username": "wangfang", "type": "private"},
        "date": int(hands.now.timestamp()),
        "text": "请于😀 /menu",
        "entities": [
            {"type": "bold", "offset": 0, "length": 1},
            {"type": "bot_command", "offset": 5, "length": 5},
        ],
        "reply_markup": BUTTON,
    }
    assert playground.last(wang).body == sent  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"text": " \n"}, 400, "Bad Request: message text is empty"),
        ({}, 400, "Bad Request: message text is empty"),
        ({"text": "好" * 4097}, 400, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, 400, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "bbcode"}, 400, "Bad Request: unsupported parse_mode"),
        ({"text": "x", "chat_id": 5}, 400, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": ""}, 400, "Bad Request: chat_id is empty"),
        ({"text": "x", "chat_id": "@nobody"}, 400, "Bad Request: chat not found"),
        ({"text": "x", "colour": "red"}, 400, 'Bad Request: unknown parameter "colour" of method sendMessage'),
        ({"text": "x", "reply_to_message_id": 77}, 400, "Bad Request: message to be replied not found"),
        ({"text": "x", "reply_markup": {}}, 400, "Bad Request: object expected as reply markup"),
        ({"text": "x", "reply_markup": "{"}, 400, "Bad Request: can't parse reply_markup JSON object"),
        (
            {"text": "x", "disable_notification": "perhaps"},
            400,
            'Bad Request: can\'t parse "disable_notification": expected a Boolean',
        ),
    ],
)
async def test_refusals(api: Api, wang: Person, parameters: dict[str, object], status: int, words: str) -> None:
    error = await refused(api("sendMessage", **{"chat_id": wang.id, **parameters}))
    assert (error.status, error.description) == (status, words)


async def test_entities_do_not_count_towards_the_length(api: Api, wang: Person) -> None:
    sent = await api("sendMessage", chat_id=wang.id, text=f"<b>{'好' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "好" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "no url"}, "BUTTON_URL_INVALID"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "callback_data": "a", "url": "https://a.cn"},
            "can't parse inline keyboard button: only one action is allowed",
        ),
        ({"text": "", "callback_data": "a"}, "can't parse inline keyboard button: Text must be non-empty"),
        ({"callback_data": "a"}, "can't parse inline_keyboard: can't find field \"text\""),
        (
            {"text": "x", "callback": "a"},
            'can\'t parse inline_keyboard: unknown field "callback" of InlineKeyboardButton',
        ),
    ],
)
async def test_buttons_that_telegram_refuses(api: Api, wang: Person, button: dict[str, object], words: str) -> None:
    error = await refused(api("sendMessage", chat_id=wang.id, text="x", reply_markup={"inline_keyboard": [[button]]}))
    assert error.description == f"Bad Request: {words}"


async def test_callback_data_is_counted_in_bytes(api: Api, wang: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "好" * 21 + "a"}]]}
    sent = await api("sendMessage", chat_id=wang.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_a_reply_keyboard_is_shown_but_never_echoed(api: Api, wang: Person, playground: Playground) -> None:
    keyboard = {
        "keyboard": [[{"text": "收到文书"}, {"text": "号码", "request_contact": True}]],
        "resize_keyboard": True,
    }
    sent = await api("sendMessage", chat_id=wang.id, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert playground.chat(wang).keyboard == keyboard
    playground.key(wang, "收到文书")
    playground.key(wang, "号码")
    text, contact = (update["message"] for update in await api.updates())
    assert text["text"] == "收到文书"
    assert contact["contact"] == {
        "phone_number": "8613800000001", "first_name": "芳", "last_name": "王", "user_id": wang.id,
    }  # fmt: skip
    assert contact["reply_to_message"]["message_id"] == sent["message_id"]
    await api("sendMessage", chat_id=wang.id, text="y", reply_markup={"remove_keyboard": True})
    assert playground.chat(wang).keyboard is None


async def test_a_forced_reply_is_answered_by_the_next_text(api: Api, wang: Person, playground: Playground) -> None:
    asked = await api("sendMessage", chat_id=wang.id, text="案号？", reply_markup={"force_reply": True})
    playground.say(wang, "12号")
    [update] = await api.updates()
    assert update["message"]["reply_to_message"]["message_id"] == asked["message_id"]
    assert playground.chat(wang).keyboard is None


async def test_replies_quotes_and_silence(api: Api, wang: Person, playground: Playground) -> None:
    said = playground.say(wang, "请看第二条")
    sent = await api(
        "sendMessage", chat_id=wang.id, text="好", disable_notification=True, protect_content=True,
        reply_parameters={"message_id": said.id, "quote": "第二条"},
    )  # fmt: skip
    assert sent["reply_to_message"]["text"] == "请看第二条"
    assert sent["quote"] == {"text": "第二条", "position": 2}
    assert sent["has_protected_content"] is True
    last = playground.last(wang)
    assert last is not None
    assert last.silent
    again = await api(
        "sendMessage", chat_id=wang.id, text="y", reply_to_message_id=99, allow_sending_without_reply=True
    )
    assert "reply_to_message" not in again
    assert (
        await refused(api("copyMessage", chat_id=wang.id, from_chat_id=wang.id, message_id=last.id))
    ).description == ("Bad Request: message can't be copied")


async def test_forms_multipart_and_query_say_the_same(api: Api, wang: Person) -> None:
    answers = [
        await api.form("sendMessage", chat_id=str(wang.id), text="x", reply_markup=BUTTON),
        await api.answer(api.session.get(f"{api.url}/SENDmessage", params={"chat_id": wang.id, "text": "x"})),
        await api.answer(api.session.post(f"{api.url}/sendMessage", data={"chat_id": wang.id, "text": "x"})),
    ]
    assert [a["text"] for a in answers] == ["x"] * 3
    assert answers[0]["reply_markup"] == BUTTON


async def test_tokens_and_unknown_methods(api: Api) -> None:
    assert (await refused(api("sendFax"))).status == 404
    for token, status, words in (("1:wrong", 401, "Unauthorized"), ("rubbish", 404, "Not Found")):
        error = await refused(api.answer(api.session.get(f"{api.running.base_url}{token}/getMe")))
        assert (error.status, error.description) == (status, words)


async def test_location_contact_and_action(api: Api, wang: Person) -> None:
    sent = await api("sendLocation", chat_id=wang.id, latitude="35.6", longitude=117.2)
    assert sent["location"] == {"latitude": 35.6, "longitude": 117.2}
    card = await api("sendContact", chat_id=wang.id, phone_number="10086", first_name="移动")
    assert card["contact"]["phone_number"] == "10086"
    assert await api("sendChatAction", chat_id=wang.id, action="typing") is True
    assert (await refused(api("sendChatAction", chat_id=wang.id, action="dance"))).status == 400
    assert (await refused(api("sendLocation", chat_id=wang.id, latitude=99, longitude=0))).status == 400


async def test_forwards_and_copies(api: Api, wang: Person, zhang: Person, playground: Playground) -> None:
    said = playground.say(wang, "看 #这个")
    forwarded = await api("forwardMessage", chat_id=zhang.id, from_chat_id=wang.id, message_id=said.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == wang.id
    assert forwarded["text"] == "看 #这个"
    again = await api("forwardMessage", chat_id=wang.id, from_chat_id=zhang.id, message_id=forwarded["message_id"])
    assert again["forward_origin"] == forwarded["forward_origin"]
    copied = await api("copyMessage", chat_id=zhang.id, from_chat_id=wang.id, message_id=said.id, reply_markup=BUTTON)
    assert set(copied) == {"message_id"}
    last = playground.last(zhang)
    assert last is not None
    assert "forward_origin" not in last.body
    assert last.body["entities"] == said.body["entities"]
    other = playground.say(wang, "二")
    many = {"chat_id": zhang.id, "from_chat_id": wang.id, "message_ids": [said.id, other.id]}
    assert len(await api("copyMessages", **many)) == 2
    assert len(await api("forwardMessages", **many)) == 2
    missing = {"chat_id": zhang.id, "from_chat_id": wang.id, "message_id": 999}
    assert (await refused(api("forwardMessage", **missing))).description == "Bad Request: message to forward not found"
    assert (await refused(api("copyMessage", **missing))).description == "Bad Request: message to copy not found"
    assert (await refused(api("copyMessages", **{**many, "message_ids": [2, 1]}))).status == 400
