"""The long-poll loop: raw JSON is stored before the next request confirms it to Telegram.

PTB's own updater confirms before it handles, and one malformed update fails its whole batch; here each update is
stored as it came and parsed one by one (core.telegram.org/bots/api#getupdates).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.services.post import inbox
from bot.stopping import unless
from bot.store.trouble import is_passing, trouble
from bot.telegram.answers import Unreadable
from bot.telegram.raw import call
from bot.telegram.request import NeverConnectedInTime
from bot.telegram.unreached import Unreached, is_unreached

log = structlog.get_logger(__name__)
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
_WAIT = 50
UNKNOWN_MOST = 3
"""Times in a row that the API may say it does not know the token, before it is believed: a gateway may say so too."""


async def poll(
    bot: ExtBot[Any],
    receive: Callable[[list[dict[str, Any]]], Awaitable[None]],
    stop: asyncio.Event,
    *,
    heard: Callable[[], None] = lambda: None,
    unreached: Unreached | None = None,
) -> None:
    """Poll until `stop`. The offset moves only past updates that `receive` has stored.

    It begins without an offset: what was stored and not confirmed comes again, and is known by its number. Numbers
    may begin anew after a quiet week (core.telegram.org/bots/api#update), so an empty answer forgets the offset.

    Raises:
        InvalidToken: the API does not know the token.
    """
    pause, offset, unknown = 0.0, None, 0
    while not stop.is_set():
        try:
            # Given up at once when the end comes: what it would have brought is not confirmed.
            raws = await unless(stop, _fetch(bot, offset)) or []
            heard()
            unknown = 0
            if unreached is not None:
                unreached.over()
            valid = [raw for raw in raws if inbox.is_update(raw)]
            if valid:
                await receive(valid)
            offset = max(raw["update_id"] for raw in valid) + 1 if valid else None
            pause = 0.0
        except InvalidToken:
            unknown, pause = unknown + 1, 1.0
            if unknown == UNKNOWN_MOST:
                raise
        except RetryAfter as flood:
            pause = _seconds(flood)
        except TimedOut as late:
            pause = 0.0
            _tell(unreached, late)
        except Conflict:
            log.error("Another process polls with this token; waiting", action="poll_conflict")
            pause = 5.0
        except (NetworkError, TelegramError) as error:
            pause = min(10.0, pause * 2 or 0.5)
            if not _tell(unreached, error):
                log.warning("Polling failed", action="poll_failed", error=type(error).__name__, again_in=pause)
        except Exception as error:
            # It could not be written down, so it is not confirmed: Telegram brings it again.
            if not is_passing(error):
                raise
            pause = min(10.0, pause * 2 or 0.5)
            log.error(trouble(error), action="database_trouble", again_in=pause)
        if pause:
            await _sleep(stop, pause)


def _tell(unreached: Unreached | None, error: TelegramError) -> bool:
    """Whether the way to the API is cut, and whoever says so was told; an answer that takes long says nothing."""
    cut = is_unreached(error) and (not isinstance(error, TimedOut) or isinstance(error, NeverConnectedInTime))
    if cut and unreached is not None:
        unreached.tell(error)
    return cut and unreached is not None


async def _fetch(bot: ExtBot[Any], offset: int | None) -> list[dict[str, Any]]:
    parameters: dict[str, Any] = {"timeout": _WAIT, "allowed_updates": list(ALLOWED), "limit": 100}
    if offset is not None:
        parameters["offset"] = offset
    result = await call(bot, "getUpdates", read_timeout=_WAIT + 10, **parameters)
    if not isinstance(result, list):
        raise Unreadable("An answer to getUpdates that is no list")
    return result


def _seconds(flood: RetryAfter) -> float:
    wait = flood.retry_after
    return wait if isinstance(wait, int | float) else wait.total_seconds()


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
