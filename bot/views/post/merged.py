"""Several reminders in one message: each with its number, its text and its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.hall.message import Button, Copy, Html, Link, Message, Tap, message
from bot.texts import Translator

_NUMBERS, _CHAPTERS, _LETTERS = "①②③④⑤⑥⑦⑧⑨⑩", "一二三四五六七八九十", "ABCDEFGHIJ"
_ROWS = 16
"""Rows of buttons that a phone still scrolls through; every part keeps two, as answers take two."""


def merged(parts: Sequence[Message], tr: Translator) -> Message:
    """One message of several; a single one stays as it is."""
    if len(parts) == 1:
        return parts[0]
    numbers = _numbers(parts, tr)
    stop = " " if numbers is _NUMBERS else "、" if tr.chinese else ". "
    texts = [Html(f"{numbers[i]}{stop}") + part.text for i, part in enumerate(parts)]
    most = max(2, _ROWS // len(parts))
    rows = tuple(_row(row, numbers[i]) for i, part in enumerate(parts) for row in part.buttons[:most])
    head = tr("【Reminders】{n} matters", n=len(parts))
    return message(head, Html("\n\n").join(texts), buttons=rows, protect=any(part.protect for part in parts))


def _numbers(parts: Sequence[Message], tr: Translator) -> str:
    """Circled numbers, unless a part already numbers its own duties with them."""
    if not any(button.label.startswith(_NUMBERS[0]) for part in parts for row in part.buttons for button in row):
        return _NUMBERS
    return _CHAPTERS if tr.chinese else _LETTERS


def _row(row: Sequence[Button], number: str) -> tuple[Button, ...]:
    return tuple(_labelled(button, number) for button in row)


def _labelled(button: Button, number: str) -> Button:
    match button:
        case Tap():
            return replace(button, label=f"{number} {button.label}")
        case Link():
            return replace(button, label=f"{number} {button.label}")
        case Copy():
            return replace(button, label=f"{number} {button.label}")


def all_done(tr: Translator) -> Message:
    return message(tr("Everything in this message is settled."))
