"""Calls to the Bot API whose answers stay plain JSON.

Of each answer PTB's own methods make objects: a `Message` of some ninety fields, a quarter of what a copy of a circular
costs, when all we want is its id; and one malformed update fails a whole batch of its `getUpdates`. So the calls that
are made by the thousand go through PTB's way for methods it does not know, with its errors and its rate limiter.
"""

from __future__ import annotations

import warnings
from typing import Any

from telegram.error import EndPointNotFound, InvalidToken
from telegram.ext import ExtBot
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.telegram.answers import Unreadable
from bot.telegram.limiter import Pass

warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)


async def call(
    bot: ExtBot[Any], method: str, slip: Pass | None = None, *, read_timeout: float | None = None, **parameters: Any
) -> Any:
    """Call a method of the Bot API (camelCase); parameters that are None are left out.

    `read_timeout` is in seconds; without one the request backend's own holds.

    Raises:
        TelegramError: as PTB's methods raise it.
    """
    try:
        return await bot.do_api_request(
            method,
            api_kwargs=parameters,
            read_timeout=BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout,
            rate_limit_args=slip,
        )
    except EndPointNotFound as error:
        # PTB takes 401 and 404 for a method that does not exist; ours do, so it is the token that is not known.
        raise InvalidToken(error.message) from error


def number_of(sent: Any) -> int:
    """The message's number in what a sending method gave.

    Raises:
        Unreadable: there is none, so this is not what the API says of a message that it took.
    """
    number = sent.get("message_id") if isinstance(sent, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise Unreadable("An answer without the number of a message")
    return number
