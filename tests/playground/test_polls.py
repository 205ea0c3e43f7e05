"""Polls of the bot and of people: voted in, counted, stopped; the bot hears how they stand."""

from __future__ import annotations

import pytest

from bot.playground import Chat, ControlError, Person, Playground
from bot.playground.wire import Json
from tests.playground.client import Api, refused
from tests.playground.controls import Control


@pytest.fixture
def group(playground: Playground, wang: Person, zhang: Person) -> Chat:
    return playground.add_group("应诉群", [wang, zhang])


async def test_a_poll_is_voted_in_and_stopped(
    api: Api, group: Chat, wang: Person, zhang: Person, playground: Playground
) -> None:
    sent = await api(
        "sendPoll", chat_id=group.id, question="哪天旁听？", options=["周三", {"text": "周四"}], is_anonymous=False
    )
    assert [option["text"] for option in sent["poll"]["options"]] == ["周三", "周四"]
    message = playground.message(group, sent["message_id"])
    await api.updates()
    playground.vote(wang, message, [1])
    playground.vote(zhang, message, [1])
    playground.vote(zhang, message, [0])
    updates = await api.updates()
    assert [next(k for k in u if k != "update_id") for u in updates] == ["poll", "poll_answer"] * 3
    assert updates[-1]["poll_answer"]["option_ids"] == [0]
    assert updates[-1]["poll_answer"]["user"]["id"] == zhang.id
    assert [option["voter_count"] for option in updates[-2]["poll"]["options"]] == [1, 1]
    assert message.body["poll"]["total_voter_count"] == 2
    playground.vote(zhang, message, [])
    stopped = await api("stopPoll", chat_id=group.id, message_id=sent["message_id"])
    assert (stopped["is_closed"], stopped["total_voter_count"]) == (True, 1)
    with pytest.raises(ControlError, match="already been closed"):
        playground.vote(wang, message, [0])
    error = await refused(api("stopPoll", chat_id=group.id, message_id=sent["message_id"]))
    assert error.description == "Bad Request: poll has already been closed"


async def test_an_anonymous_one_tells_nobody_who_voted(api: Api, wang: Person, playground: Playground) -> None:
    sent = await api("sendPoll", chat_id=wang.id, question="?", options=["a", "b"])
    playground.vote(wang, playground.message(wang, sent["message_id"]), [0])
    [update] = await api.updates()
    assert update["poll"]["total_voter_count"] == 1


async def test_a_quiz_and_several_answers(api: Api, wang: Person, playground: Playground) -> None:
    quiz = await api(
        "sendPoll", chat_id=wang.id, question="几日内报备？", options=["2日", "5日"], type="quiz", correct_option_id=0,
        explanation="泗水县《意见》第四部分",
    )  # fmt: skip
    assert (quiz["poll"]["correct_option_ids"], quiz["poll"]["explanation"]) == ([0], "泗水县《意见》第四部分")
    message = playground.message(wang, quiz["message_id"])
    playground.vote(wang, message, [1])
    with pytest.raises(ControlError, match="REVOTE_NOT_ALLOWED"):
        playground.vote(wang, message, [0])
    with pytest.raises(ControlError, match="more than 1"):
        playground.vote(wang, playground.message(wang, (await _simple(api, wang))["message_id"]), [0, 1])
    both = await _simple(api, wang, allows_multiple_answers=True)
    playground.vote(wang, playground.message(wang, both["message_id"]), [1, 0])
    assert playground.message(wang, both["message_id"]).body["poll"]["total_voter_count"] == 1
    with pytest.raises(ControlError, match="invalid option"):
        playground.vote(wang, playground.message(wang, both["message_id"]), [7])
    with pytest.raises(ControlError, match="has no poll"):
        playground.vote(wang, playground.say(wang, "x"), [0])


async def _simple(api: Api, wang: Person, **more: object) -> Json:
    sent: Json = await api("sendPoll", chat_id=wang.id, question="?", options=["a", "b"], **more)
    return sent


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "好" * 301}, "poll question length must not exceed 300"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": ["a"] * 13}, "poll can't have more than 12 options"),
        ({"options": ["a", " "]}, "poll options must be non-empty"),
        ({"options": ["a", "好" * 101]}, "poll options length must not exceed 100"),
        ({"type": "quiz"}, "wrong correct option ID specified"),
        ({"type": "riddle"}, "unsupported poll type specified"),
    ],
)
async def test_refusals(api: Api, wang: Person, parameters: dict[str, object], words: str) -> None:
    error = await refused(api("sendPoll", **{"chat_id": wang.id, "question": "?", "options": ["a", "b"], **parameters}))
    assert (error.status, error.description) == (400, f"Bad Request: {words}")


async def test_what_is_no_poll_of_the_bot_cannot_be_stopped(api: Api, wang: Person, playground: Playground) -> None:
    theirs = playground.ask(wang, "谁去？", ["我", "他"])
    [update] = await api.updates()
    assert update["message"]["poll"]["question"] == "谁去？"
    playground.vote(wang, theirs, [0])
    assert await api.updates() == [], "the bot hears nothing of other people's polls"
    said = await api("sendMessage", chat_id=wang.id, text="x")
    for number, words in (
        (theirs.id, "poll can't be stopped"), (said["message_id"], "message is not a poll"),
        (999, "message with poll to stop not found"),
    ):  # fmt: skip
        error = await refused(api("stopPoll", chat_id=wang.id, message_id=number))
        assert error.description == f"Bad Request: {words}"


async def test_a_forwarded_poll_is_the_same_poll(api: Api, wang: Person, zhang: Person, playground: Playground) -> None:
    sent = await _simple(api, wang)
    copy = await api("forwardMessage", chat_id=zhang.id, from_chat_id=wang.id, message_id=sent["message_id"])
    playground.vote(zhang, playground.message(zhang, copy["message_id"]), [0])
    assert playground.message(wang, sent["message_id"]).body["poll"]["total_voter_count"] == 1


async def test_polls_by_the_control_api(control: Control, wang: Person) -> None:
    asked = await control("poll", person=wang.id, question="谁去？", options=["我", "他"], allows_multiple_answers=True)
    voted = await control("vote", person=wang.id, message_id=asked["message_id"], options=[0, 1])
    assert voted["body"]["poll"]["total_voter_count"] == 1
    assert (await control("vote", person=wang.id, message_id=asked["message_id"], options=[5]))["status"] == 400


async def test_polls_are_kept_with_the_state(api: Api, wang: Person, playground: Playground) -> None:
    sent = await _simple(api, wang)
    playground.vote(wang, playground.message(wang, sent["message_id"]), [1])
    other = Playground()
    other.import_state(playground.export_state())
    other.vote(wang, other.message(wang.id, sent["message_id"]), [])
    assert other.message(wang.id, sent["message_id"]).body["poll"]["total_voter_count"] == 0
