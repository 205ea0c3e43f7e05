"""Cuts a long message into parts that Telegram takes, at line ends, with no tag left open."""

from __future__ import annotations

import re

from bot.domain.hall.message import Html

LIMIT = 4096
"""Characters of a message after entity parsing (core.telegram.org/bots/api#sendmessage)."""
_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")


def plain(text: str) -> str:
    """What is left without markup."""
    return _TAG.sub("", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def length(text: str) -> int:
    """Length as Telegram counts: UTF-16 units of what is left without markup."""
    return len(plain(text).encode("utf-16-le")) // 2


def parts_of(text: Html, limit: int = LIMIT) -> list[Html]:
    """The text in parts of at most `limit`; tags that a cut leaves open are closed and opened again."""
    if 2 * len(text) <= limit or length(text) <= limit:
        return [text]
    parts: list[Html] = []
    current = ""
    for line in _pieces(text, limit // 2):
        candidate = f"{current}\n{line}" if current else line
        if current and length(candidate) > limit - 16:
            open_tags = _open(current)
            parts.append(Html(current + "".join(f"</{name}>" for name, _ in reversed(open_tags))))
            candidate = "".join(whole for _, whole in open_tags) + line
        current = candidate
    parts.append(Html(current))
    # Telegram refuses a message that has nothing but blanks, and the rest would not follow it.
    return [part for part in parts if plain(part).strip()] or [text]


def beginning(text: str, limit: int) -> str:
    """The first lines of a plain text, at most `limit` long as Telegram counts; empty if no whole line fits."""
    units = text.encode("utf-16-le")[: 2 * limit]
    return units.decode("utf-16-le", "ignore").rpartition("\n")[0]


def _pieces(text: str, limit: int) -> list[str]:
    """Lines, the over-long ones cut where no tag or entity is hurt."""
    pieces: list[str] = []
    for line in text.split("\n"):
        while length(line) > limit:
            cut = _safe_cut(line, limit)
            pieces.append(line[:cut])
            line = line[cut:]
        pieces.append(line)
    return pieces


def _safe_cut(line: str, limit: int) -> int:
    cut = limit
    for opening, closing in (("<", ">"), ("&", ";")):
        start = line.rfind(opening, 0, cut)
        end = line.find(closing, start) if start >= 0 else -1
        if start >= 0 and end >= cut and end - start < 60:
            cut = start
    return max(cut, 1)


def _open(text: str) -> list[tuple[str, str]]:
    stack: list[tuple[str, str]] = []
    for match in _TAG.finditer(text):
        if match[1]:
            if stack and stack[-1][0] == match[2]:
                stack.pop()
        else:
            stack.append((match[2], match[0]))
    return stack
