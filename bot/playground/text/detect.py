"""Entities that Telegram finds by itself: commands, mentions, links, hashtags, telephone numbers.

https://core.telegram.org/bots/api#messageentity; letters of every script count as word characters, so a
command must not touch a Chinese character on its left.
"""

from __future__ import annotations

import re

from bot.playground.wire import Json

from .formatted import to_units

_HOST = r"(?:[\w-]{1,63}\.)+(?:com|cn|org|net|gov|edu|io|me|info|dev|app|xyz|top|[a-z]{2})(?![\w-])"
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("url", ":", re.compile(r"(?<![\w@])(?:https?|tg|ftp)://[^\s<>\"'，。；！？、（）【】《》]+", re.I)),
    ("email", "@", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}\b")),
    ("url", ".", re.compile(rf"(?<![\w@./-]){_HOST}(?::\d+)?(?:/[^\s<>\"'，。；！？、（）【】《》]*)?", re.I)),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", "@", re.compile(r"(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)")),
    ("hashtag", "#", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,255}(?![\w#])")),
    ("cashtag", "$", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
    ("phone_number", "+", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,17}\d(?!\w)")),
)
_TRAILING = ".,:;!?)'\""


def detect(text: str, taken: list[Json]) -> list[Json]:
    """Entities of ``text`` outside ``taken`` (entities in UTF-16 units), themselves in UTF-16 units."""
    found: list[Json] = []
    busy: list[tuple[int, int]] = []
    for kind, sign, pattern in _PATTERNS:
        if sign in text:
            _collect(kind, pattern, text, found, busy)
    if not found:
        return []
    found = to_units(text, found)
    return [e for e in found if not any(_blocks(t, e) for t in taken)]


def _collect(kind: str, pattern: re.Pattern[str], text: str, found: list[Json], busy: list[tuple[int, int]]) -> None:
    for match in pattern.finditer(text):
        start, end = match.span()
        if kind == "url":
            end = start + len(match[0].rstrip(_TRAILING))
        if end > start and not any(low < end and start < high for low, high in busy):
            busy.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})


def _blocks(taken: Json, entity: Json) -> bool:
    """Only formatting such as bold or a quote may lie over a found entity."""
    if taken["type"] in ("bold", "italic", "underline", "strikethrough", "spoiler") or "quote" in taken["type"]:
        return False
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return bool(taken["offset"] < end and start < taken["offset"] + taken["length"])
