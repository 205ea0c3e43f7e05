"""Topics of a forum: made by the bot and by people, written in, closed, deleted; answers stand where was asked."""

from __future__ import annotations

import pytest

from bot.playground import Chat, ControlError, Person, Playground
from tests.playground.client import Api, refused
from tests.playground.controls import Control


@pytest.fixture
def forum(playground: Playground, wang: Person, zhang: Person) -> Chat:
    """The bureau's group with topics; the bot manages it."""
    return playground.add_group("应诉工作群", [wang, zhang], kind="supergroup", forum=True, bot_admin=True)


async def test_a_topic_of_the_bot_and_a_message_in_it(api: Api, forum: Chat, playground: Playground) -> None:
    made = await api("createForumTopic", chat_id=forum.id, name="开庭", icon_color=7322096)
    thread = made["message_thread_id"]
    assert made == {"message_thread_id": thread, "name": "开庭", "icon_color": 7322096}
    sent = await api("sendMessage", chat_id=forum.id, message_thread_id=thread, text="12月15日开庭")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "开庭"
    assert sent["chat"]["is_forum"] is True
    general = await api("sendMessage", chat_id=forum.id, text="总则")
    assert "message_thread_id" not in general
    assert await api("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=thread) is True
    assert (await api("getChat", chat_id=forum.id))["is_forum"] is True


async def test_what_people_say_in_a_topic_says_so(
    api: Api, forum: Chat, wang: Person, zhang: Person, playground: Playground
) -> None:
    await api.updates()
    begun = playground.topic(wang, forum, "答辩")
    said = playground.say(zhang, "何时答辩？", chat=forum, thread=begun.id)
    answered = playground.say(wang, "周五", chat=forum, reply_to=said)
    first, second, third = (update["message"] for update in await api.updates())
    assert first["forum_topic_created"]["name"] == "答辩"
    assert (second["message_thread_id"], second["is_topic_message"]) == (begun.id, True)
    assert second["reply_to_message"]["message_id"] == begun.id, "what answers nothing answers the topic"
    assert third["message_thread_id"] == begun.id, "an answer stands where the question stands"
    assert third["reply_to_message"]["message_id"] == answered.body["reply_to_message"]["message_id"] == said.id


async def test_an_answer_of_the_bot_goes_where_what_it_answers_stands(
    api: Api, forum: Chat, wang: Person, playground: Playground
) -> None:
    begun = playground.topic(wang, forum, "答辩")
    said = playground.say(wang, "在吗", chat=forum, thread=begun.id)
    sent = await api("sendMessage", chat_id=forum.id, text="在", reply_parameters={"message_id": said.id})
    assert (sent["message_thread_id"], sent["reply_to_message"]["message_id"]) == (begun.id, said.id)
    from_it = {"chat_id": forum.id, "from_chat_id": forum.id, "message_thread_id": begun.id}
    copied = await api("copyMessage", **from_it, message_id=said.id)
    assert playground.message(forum, copied["message_id"]).body["message_thread_id"] == begun.id
    forwarded = await api("forwardMessages", **from_it, message_ids=[said.id])
    assert playground.message(forum, forwarded[0]["message_id"]).body["is_topic_message"] is True


async def test_closed_opened_renamed_and_deleted(
    api: Api, forum: Chat, wang: Person, zhang: Person, playground: Playground
) -> None:
    thread = (await api("createForumTopic", chat_id=forum.id, name="通报"))["message_thread_id"]
    where = {"chat_id": forum.id, "message_thread_id": thread}
    assert await api("closeForumTopic", **where) is True
    assert (await refused(api("closeForumTopic", **where))).description == "Bad Request: TOPIC_NOT_MODIFIED"
    with pytest.raises(ControlError, match="TOPIC_CLOSED"):
        playground.say(zhang, "还能说吗", chat=forum, thread=thread)
    assert playground.say(wang, "群主可以", chat=forum, thread=thread).body["is_topic_message"] is True
    assert await api("sendMessage", **where, text="管理员也可以")
    playground.set_bot(forum, "member")
    assert (await refused(api("sendMessage", **where, text="x"))).description == "Bad Request: TOPIC_CLOSED"
    playground.set_bot(forum, "administrator")
    assert await api("reopenForumTopic", **where) is True
    assert await api("editForumTopic", **where, name="季度通报") is True
    assert (
        await refused(api("editForumTopic", **where, name="季度通报"))
    ).description == "Bad Request: TOPIC_NOT_MODIFIED"
    said = playground.say(zhang, "好", chat=forum, thread=thread)
    assert await api("deleteForumTopic", **where) is True
    assert (await refused(api("sendMessage", **where, text="x"))).description == "Bad Request: message thread not found"
    assert said.deleted


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("sendMessage", {"text": "x", "message_thread_id": 99}, "message thread not found"),
        ("sendChatAction", {"action": "typing", "message_thread_id": 99}, "message thread not found"),
        ("createForumTopic", {"name": " "}, "TOPIC_TITLE_EMPTY"),
        ("createForumTopic", {"name": "x" * 129}, "TOPIC_TITLE_INVALID"),
        ("createForumTopic", {"name": "x", "icon_color": 1}, "TOPIC_ICON_COLOR_INVALID"),
        ("createForumTopic", {"name": "x", "icon_custom_emoji_id": "1"}, "DOCUMENT_INVALID"),
        ("closeForumTopic", {}, "message thread identifier is not specified"),
        ("deleteForumTopic", {"message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_refusals(api: Api, forum: Chat, method: str, parameters: dict[str, object], words: str) -> None:
    error = await refused(api(method, chat_id=forum.id, **parameters))
    assert (error.status, error.description) == (400, f"Bad Request: {words}")


async def test_only_a_forum_has_topics_and_only_who_manages_it_makes_them(
    api: Api, forum: Chat, wang: Person, playground: Playground
) -> None:
    plain = playground.add_group("小群", [wang], bot_admin=True)
    error = await refused(api("createForumTopic", chat_id=plain.id, name="x"))
    assert error.description == "Bad Request: the chat is not a forum"
    error = await refused(api("sendMessage", chat_id=wang.id, text="x", message_thread_id=1))
    assert error.description == "Bad Request: message thread not found"
    with pytest.raises(ControlError, match="only a supergroup"):
        playground.add_group("小群", [wang], forum=True)
    with pytest.raises(ControlError, match="not a forum"):
        playground.topic(wang, plain, "x")
    playground.set_bot(forum, "member")
    error = await refused(api("createForumTopic", chat_id=forum.id, name="x"))
    assert error.description == "Bad Request: not enough rights to create a topic"


async def test_a_topic_that_the_bot_began_lets_it_hear_no_more_than_before(
    api: Api, forum: Chat, zhang: Person, playground: Playground
) -> None:
    """Privacy: what stands in a topic answers the message that began it, and is no answer to the bot."""
    thread = (await api("createForumTopic", chat_id=forum.id, name="x"))["message_thread_id"]
    playground.set_bot(forum, "member")
    await api.updates()
    playground.say(zhang, "闲谈", chat=forum, thread=thread)
    heard = playground.say(zhang, "/help", chat=forum, thread=thread)
    assert [update["message"]["message_id"] for update in await api.updates()] == [heard.id]


async def test_topics_by_the_control_api(control: Control, forum: Chat, wang: Person, zhang: Person) -> None:
    begun = await control("topics", person=wang.id, chat=forum.id, name="材料")
    thread = begun["message_id"]
    said = await control("say", person=zhang.id, chat=forum.id, text="已交", thread=thread)
    assert said["body"]["message_thread_id"] == thread
    closed = await control("topics", person=wang.id, chat=forum.id, thread=thread, action="close")
    assert closed["topics"][str(thread)]["closed"] is True
    for who, action in ((zhang, "reopen"), (wang, "dance")):
        assert (await control("topics", person=who.id, chat=forum.id, thread=thread, action=action))["status"] == 400
    await control("topics", person=wang.id, chat=forum.id, thread=thread, action="reopen")
    gone = await control("topics", person=wang.id, chat=forum.id, thread=thread, action="delete")
    assert gone["topics"] == {}
