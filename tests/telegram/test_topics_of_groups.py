"""What is said in a topic of a group is answered in that topic, in one piece or several, with a file or a copy."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update
from telegram.ext import ExtBot

from bot.domain.hall.message import Attachment, Copies, Html, Message, from_json, to_json
from bot.domain.hall.terms import Lane
from bot.playground import Limits, Playground
from bot.telegram import post
from bot.telegram.incoming import read
from bot.telegram.limiter import LaneLimiter, Pass
from bot.telegram.pacing import Limits as Pace
from bot.telegram.request import AiohttpRequest


def group_update(**more: Any) -> Update:
    update = Update.de_json({"update_id": 1, "message": _message(**more)}, None)
    assert update is not None
    return update


def _message(**more: Any) -> dict[str, Any]:
    chat = {"id": -1001, "type": "supergroup", "title": "应诉群", "is_forum": True}
    person = {"id": 5, "is_bot": False, "first_name": "王"}
    return {"message_id": 9, "date": 1, "chat": chat, "from": person, "text": "/link x", **more}


@pytest.mark.parametrize(
    ("more", "thread"),
    [({"message_thread_id": 4, "is_topic_message": True}, 4), ({"message_thread_id": 4}, 0), ({}, 0)],
)
def test_a_topic_is_read_and_a_thread_of_replies_is_none(more: dict[str, Any], thread: int) -> None:
    found = read(group_update(**more), "bot")
    assert found is not None
    assert found.thread == thread


def test_a_press_in_a_topic_says_which() -> None:
    message = _message(message_thread_id=4, is_topic_message=True)
    query = {"id": "1", "from": message["from"], "message": message, "chat_instance": "1", "data": "x:1"}
    update = Update.de_json({"update_id": 1, "callback_query": query}, None)
    assert update is not None
    found = read(update, "bot")
    assert found is not None
    assert (found.verb, found.thread) == ("x", 4)


def test_the_topic_is_kept_with_what_is_planned() -> None:
    said = Message(Html("x"), thread=4)
    assert from_json(to_json(said)) == said
    assert "thread" not in to_json(Message(Html("x")))


async def test_each_call_that_says_it_goes_into_the_topic() -> None:
    """Over HTTP, to a forum: a long text in pieces, a file, and what is copied before it."""
    playground = Playground(limits=Limits.off())
    running = await playground.serve()
    person = playground.add_person("王", started=True)
    forum = playground.add_group("应诉群", [person], kind="supergroup", forum=True, bot_admin=True)
    thread = playground.topic(person, forum, "开庭").id
    limiter = LaneLimiter(Pace(group=600))
    bot: ExtBot[Any] = ExtBot(
        playground.token, base_url=running.base_url, request=AiohttpRequest(), rate_limiter=limiter
    )
    await bot.initialize()
    lane = Pass(Lane.INTERACTIVE)
    said = Message(Html("字" * 5000), thread=thread)
    for piece in post.pieces(said):
        await post.new(bot, piece, forum.id, lane)
    await post.new(bot, Message(Html("附件"), attachment=Attachment("a.txt", b"x"), thread=thread), forum.id, lane)
    own = playground.say(person, "原文")
    await post.ahead(bot, Copies(person.id, (own.id,)), said, forum.id, lane)
    await post.ahead(bot, Attachment("b.txt", b"y"), said, forum.id, lane)
    sent = playground.sent(forum)
    assert len(sent) == 5
    assert {message.body.get("message_thread_id") for message in sent} == {thread}
    playground.change_topic(person, forum, thread, "delete")
    await post.new(bot, Message(Html("话题已不在"), thread=thread), forum.id, lane)
    last = playground.last(forum)
    assert last is not None
    assert (last.text, last.body.get("message_thread_id")) == ("话题已不在", None)
    await post.ahead(bot, Copies(person.id, (own.id,)), said, forum.id, lane)
    last = playground.last(forum)
    assert last is not None
    assert (last.text, last.body.get("message_thread_id")) == ("原文", None)
    await limiter.shutdown()
    await bot.shutdown()
    await running.stop()
