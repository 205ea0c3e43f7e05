"""Says that the Bot API cannot be reached: one sentence that names what to check, once a minute at most."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.settings import Settings
from bot.telegram.answers import NeverArrived, Unreadable

log = structlog.get_logger(__name__)
EVERY = 60.0
"""Seconds between two of the sentences."""


def is_unreached(error: BaseException) -> bool:
    """Whether this says that the way to the API is cut, and not that the API refuses something."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def advice(settings: Settings, error: TelegramError) -> str:
    """What cannot be reached and what to check, without any secret that an address may hold."""
    where = _place(settings.api_base)
    strange = isinstance(error, NeverArrived | Unreadable)
    what = f"What answers at {where} is not the Bot API" if strange else f"Telegram cannot be reached at {where}"
    proxy = f"the proxy {_place(settings.proxy)} (CHUTING_PROXY)" if settings.proxy else ""
    way = proxy or "whether a proxy is needed (CHUTING_PROXY)"
    return f"{what} ({type(error).__name__}): check the network, {way}, and the address in CHUTING_API_BASE."


def _place(address: str) -> str:
    """Host and port alone: names, passwords and paths may be secret."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2] or "?"
    except ValueError:
        return "?"


class Unreached:
    """One for a whole run: however many things find the API out of reach, it is said once."""

    def __init__(self, settings: Settings, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._monotonic = settings, monotonic
        self._said: float | None = None

    def tell(self, error: TelegramError) -> None:
        """A call did not get there."""
        now = self._monotonic()
        if self._said is not None and now - self._said < EVERY:
            return
        self._said = now
        log.warning(f"{advice(self._settings, error)} Trying again.", action="api_unreachable")

    def over(self) -> None:
        """A call got there: said where the contrary was said before."""
        if self._said is not None:
            self._said = None
            log.info("Telegram is reached again", action="api_reached")
