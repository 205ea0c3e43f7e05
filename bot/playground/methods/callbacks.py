"""answerCallbackQuery (https://core.telegram.org/bots/api#answercallbackquery)."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import Query
from bot.playground.text.formatted import utf16
from bot.playground.wire import Json

from .registry import method

_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(core: Core, args: Json) -> bool:
    """A query can be answered once, and only while the button still waits for it."""
    query = core.queries.get(args["callback_query_id"])
    if query is None or query.answer is not None or core.monotonic() - query.asked > core.callback_ttl:
        raise bad(_OLD)
    text = args.get("text") or ""
    if utf16(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if args.get("url"):
        _check_url(core, args["url"])
    query.answer = {"text": text, "show_alert": bool(args.get("show_alert")), "url": args.get("url")}
    core.tell("answer", answer_view(query))
    return True


def _check_url(core: Core, url: str) -> None:
    if not url.startswith((f"https://t.me/{core.state.profile.username}?start=", "tg://")):
        raise bad("URL_INVALID")


def answer_view(query: Query) -> Json:
    """A query and its answer as the control API shows them."""
    return {
        "query_id": query.id,
        "person": query.person,
        "chat_id": query.chat_id,
        "message_id": query.message_id,
        **(query.answer or {}),
    }
