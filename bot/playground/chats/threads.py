"""Topics of a forum: a thread is named by the message that began it (https://core.telegram.org/bots/api#forumtopic)."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import Chat, Message
from bot.playground.wire import Json

from .compose import replied
from .posting import chat_view, post, remove

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
NAME = 128
"""Characters of a topic's name, at most."""


def found(chat: Chat, thread: int) -> Json:
    """A topic of a chat. Raises ApiError 400."""
    topic = (chat.topics or {}).get(thread)
    if topic is None:
        raise bad("message thread not found")
    return topic


def within(core: Core, chat: Chat, thread: int | None, parts: Json, *, manages: bool) -> Json:
    """The parts of a message where they are said: in the topic that is named, or in that of the message answered.

    As Telegram has it, what answers nothing answers the message that began its topic. ``manages``: whoever writes may
    do so in a closed topic, too. Raises ApiError 400.
    """
    thread = thread or parts.get("reply_to_message", {}).get("message_thread_id")
    if thread is None:
        return parts
    if found(chat, thread)["closed"] and not manages:
        raise bad("TOPIC_CLOSED")
    beginning = core.message(chat, thread)
    answered = {"reply_to_message": replied(beginning)} if beginning is not None else {}
    return {"message_thread_id": thread, "is_topic_message": True, **answered, **parts}


def begins(body: Json) -> bool:
    """Whether a message began a topic: what stands in the topic answers it, whoever wrote it."""
    return "forum_topic_created" in body


def create(core: Core, chat: Chat, sender: Json, name: str, colour: int | None = None) -> Message:
    """Begin a topic; gives the service message, whose number is the thread. Raises ApiError 400."""
    if chat.topics is None:
        raise bad("the chat is not a forum")
    topic = {"name": named(name), "icon_color": COLOURS[len(chat.topics) % len(COLOURS)] if colour is None else colour}
    if topic["icon_color"] not in COLOURS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    thread = chat.next_id
    chat.topics[thread] = {**topic, "closed": False}
    service = {"message_thread_id": thread, "is_topic_message": True, "forum_topic_created": topic}
    message = post(core, chat, sender, service)
    core.tell("chat", chat_view(core, chat))
    return message


def named(name: str) -> str:
    """Raises ApiError 400."""
    if not 1 <= len(name.strip()) <= NAME:
        raise bad("TOPIC_TITLE_INVALID" if name.strip() else "TOPIC_TITLE_EMPTY")
    return name.strip()


def rename(core: Core, chat: Chat, sender: Json, thread: int, name: str) -> Message:
    """Raises ApiError 400."""
    topic, name = found(chat, thread), named(name)
    if topic["name"] == name:
        raise bad("TOPIC_NOT_MODIFIED")
    return _changed(core, chat, sender, thread, {"name": name}, {"forum_topic_edited": {"name": name}})


def close(core: Core, chat: Chat, sender: Json, thread: int, closed: bool = True) -> Message:
    """Close a topic or open it again. Raises ApiError 400."""
    if found(chat, thread)["closed"] == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    said: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    return _changed(core, chat, sender, thread, {"closed": closed}, said)


def _changed(core: Core, chat: Chat, sender: Json, thread: int, change: Json, said: Json) -> Message:
    assert chat.topics is not None
    chat.topics[thread] = {**chat.topics[thread], **change}
    message = post(core, chat, sender, within(core, chat, thread, said, manages=True))
    core.tell("chat", chat_view(core, chat))
    return message


def delete(core: Core, chat: Chat, thread: int) -> None:
    """A topic goes with all its messages. Raises ApiError 400."""
    found(chat, thread)
    assert chat.topics is not None
    del chat.topics[thread]
    remove(core, chat, [m for m in chat.messages.values() if m.body.get("message_thread_id") == thread])
    core.tell("chat", chat_view(core, chat))
