"""Whether an answer is the Bot API's, and if not, whether the request may have been accepted all the same.

Between us and Telegram stand proxies, gateways and captive portals, and each may answer in its stead with any status.
What such an answer says decides nothing: no message has failed, nobody is unreachable, no token is wrong, no file is a
page of HTML. Only JSON in the API's own form does (core.telegram.org/bots/api#making-requests).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from telegram.error import NetworkError, TelegramError

ANSWER_MOST = 16 * 1024 * 1024
"""Bytes of the largest answer that is read: a hundred updates are a few hundred kilobytes."""
FILE_MOST = 20 * 1024 * 1024
"""Bytes of the largest file a bot may fetch (core.telegram.org/bots/api#getfile)."""
_SIGN_IN = 511
"""Network Authentication Required: a captive portal says itself that nothing was passed on (RFC 6585)."""


class NeverArrived(NetworkError):
    """Somebody else answered in the API's stead: the request did not reach it, so it may be sent again."""


class Unreadable(NetworkError):
    """The answer cannot be read as the API's, and the request may have been accepted."""


class TooLarge(TelegramError):
    """A file is larger than a bot may fetch, whatever was said of its size."""


def foreign(status: int, kind: str, body: bytes) -> TelegramError | None:
    """The error for an answer to a method that is not the API's; None where it is.

    `kind` is its Content-Type. A page of HTML in place of the answer comes from somebody who did not pass the request
    on, unless a gateway says (5xx) that it did and got nothing back. What is empty or broken may have been the answer.
    """
    try:
        found = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        found = None
    if _is_the_apis(status, found):
        return None
    words = f"An answer that is not the Bot API's: status {status}, {len(body)} bytes"
    if 200 <= status <= 299:
        return NeverArrived(words) if found is None and _is_page(kind, body) else Unreadable(words)
    return Unreadable(words) if status >= 500 and status != _SIGN_IN else NeverArrived(words)


def not_the_file(status: int, kind: str, body: bytes, path: str) -> TelegramError | None:
    """The error for what came in place of a file; None for a file, and for what the API itself says of it.

    A file of HTML is known by its own name: everything else that comes as a page is somebody's who stands between.
    """
    if 200 <= status <= 299:
        named = path.lower().endswith((".htm", ".html", ".xhtml"))
        page = not named and _media_type(kind) in ("text/html", "application/xhtml+xml")
        return NeverArrived(f"A page in place of a file: status {status}") if page else None
    return foreign(status, kind, body)


def _is_the_apis(status: int, found: Any) -> bool:
    if not isinstance(found, Mapping):
        return False
    match found.get("ok"):
        case True:
            return status == 200 and "result" in found
        case False:
            return found.get("error_code") == status and isinstance(found.get("description"), str)
    return False


def _is_page(kind: str, body: bytes) -> bool:
    return bool(body.strip()) and (_media_type(kind) == "text/html" or body.lstrip()[:1] == b"<")


def _media_type(kind: str) -> str:
    return kind.partition(";")[0].strip().lower()
