"""Polls of the bot (https://core.telegram.org/bots/api#sendpoll)."""

from __future__ import annotations

from bot.playground.chats import polls
from bot.playground.chats.keyboards import inline
from bot.playground.chats.posting import change
from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.wire import Json

from .registry import method
from .sending import deliver


@method("sendPoll")
def send_poll(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#sendpoll"""
    chat = core.target(args["chat_id"])
    options = [option["text"] for option in args["options"]]
    return deliver(core, chat, args, polls.begin(core, args["question"], options, args, from_bot=True)).body


@method("stopPoll")
def stop_poll(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#stoppoll"""
    chat = core.target(args["chat_id"])
    message = core.message(chat, args["message_id"])
    if message is None:
        raise bad("message with poll to stop not found")
    if "poll" not in message.body:
        raise bad("message is not a poll")
    if not message.from_bot or "forward_origin" in message.body:
        raise bad("poll can't be stopped")
    stopped = polls.stop(core, core.state.ballots[message.body["poll"]["id"]])
    keyboard = inline(args.get("reply_markup"))
    body = {k: v for k, v in message.body.items() if k != "reply_markup"}
    change(core, message, {**body, **({"reply_markup": keyboard} if keyboard else {})})
    return stopped
