"""Topics of a forum, made and kept by the bot (https://core.telegram.org/bots/api#createforumtopic)."""

from __future__ import annotations

from bot.playground.chats import threads
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import Chat
from bot.playground.wire import Json

from .registry import method


def _forum(core: Core, args: Json) -> Chat:
    """A forum in which the bot manages topics. Raises ApiError 400."""
    chat = core.target(args["chat_id"])
    if chat.topics is None:
        raise bad("the chat is not a forum")
    if chat.bot != "administrator":
        raise bad("not enough rights to manage topics" if "message_thread_id" in args else _CREATE)
    return chat


_CREATE = "not enough rights to create a topic"


@method("createForumTopic")
def create_forum_topic(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#createforumtopic"""
    if args.get("icon_custom_emoji_id"):
        raise bad("DOCUMENT_INVALID")
    chat = _forum(core, args)
    begun = threads.create(core, chat, core.state.profile.user(), args["name"], args.get("icon_color"))
    return {"message_thread_id": begun.id, **begun.body["forum_topic_created"]}


@method("editForumTopic")
def edit_forum_topic(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#editforumtopic"""
    chat, me = _forum(core, args), core.state.profile.user()
    if args.get("icon_custom_emoji_id"):
        raise bad("DOCUMENT_INVALID")
    threads.found(chat, args["message_thread_id"])
    if args.get("name"):
        threads.rename(core, chat, me, args["message_thread_id"], args["name"])
    return True


@method("closeForumTopic")
def close_forum_topic(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#closeforumtopic"""
    threads.close(core, _forum(core, args), core.state.profile.user(), args["message_thread_id"])
    return True


@method("reopenForumTopic")
def reopen_forum_topic(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#reopenforumtopic"""
    threads.close(core, _forum(core, args), core.state.profile.user(), args["message_thread_id"], False)
    return True


@method("deleteForumTopic")
def delete_forum_topic(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#deleteforumtopic"""
    threads.delete(core, _forum(core, args), args["message_thread_id"])
    return True
