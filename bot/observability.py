"""Structured logs without secrets, kept in memory as well for the status page and the playground."""

from __future__ import annotations

import itertools
import logging
import re
import sys
import traceback
from collections import deque
from collections.abc import Iterable, MutableMapping
from types import TracebackType
from typing import Any

import structlog

KEPT_LINES = 2000
_TOKEN = re.compile(r"(?<!\d)\d{6,12}(?::|%3[aA])[A-Za-z0-9_-]{20,}")
"""Also within an address, where `bot` stands right before it."""
_WITHIN = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#'\"<>]*@")
"""Name and password in an address."""
_SHORTEST = 4
"""Letters of a secret that is looked for by itself: a shorter one would be found in everything."""
_SECRETS: set[str] = set()
_LINES: deque[dict[str, Any]] = deque(maxlen=KEPT_LINES)
_NUMBERS = itertools.count(1)
_NOISY = ("httpx", "httpcore", "apscheduler", "telegram", "aiosqlite", "asyncio", "tornado.access")


def conceal(secrets: Iterable[str]) -> None:
    """From now on these are hidden too, wherever they stand."""
    _SECRETS.update(each for each in secrets if len(each) >= _SHORTEST)


def hide(text: str) -> str:
    """The text with every bot token, every password in an address, and every known secret in it replaced."""
    text = _WITHIN.sub(r"\1[hidden]@", _TOKEN.sub("[token]", text))
    for secret in _SECRETS:
        text = text.replace(secret, "[hidden]")
    return text


def _hide_tokens(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: hide(value) if isinstance(value, str) else value for key, value in event.items()}


def _keep(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    plain = {k: v if isinstance(v, str | int | float | bool) else hide(str(v)) for k, v in event.items()}
    _LINES.append({"number": next(_NUMBERS), **plain})
    return event


def lines(after: int = 0) -> list[dict[str, Any]]:
    """Log lines of this process with a number greater than `after`, oldest first."""
    return [line for line in _LINES if line["number"] > after]


def show_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What Python prints of an error that nobody caught, without secrets: for `sys.excepthook`."""
    print(hide("".join(traceback.format_exception(kind, error, trace))), end="", file=sys.stderr)


class _Hiding(logging.Formatter):
    """Tokens never leave the process, whoever logs them, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return hide(super().format(record))


def _hiding(renderer: Any) -> Any:
    """The whole line once more: a token may lie deep in a value."""

    def render(logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
        return hide(str(renderer(logger, name, event)))

    return render


def configure(log_format: str = "plain") -> None:
    """Set up logging to stderr: a sentence, then `action=...` and values; one JSON object a line with `json`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _hide_tokens,
        _keep,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, _hiding(renderer)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Hiding())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
