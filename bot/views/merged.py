"""Several reminders in one message: each with its number, its text and one row of its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.message import Button, Copy, Html, Link, Message, Tap, message
from bot.texts import Translator

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"


def merged(parts: Sequence[Message], tr: Translator) -> Message:
    """One message of several; a single one stays as it is."""
    if len(parts) == 1:
        return parts[0]
    texts = [Html(f"{_NUMBERS[i]} ") + part.text for i, part in enumerate(parts)]
    rows = tuple(_row(part, _NUMBERS[i]) for i, part in enumerate(parts))
    head = tr("【Reminders】{n} matters", n=len(parts))
    return message(head, Html("\n\n").join(texts), buttons=rows, protect=any(part.protect for part in parts))


def _row(part: Message, number: str) -> tuple[Button, ...]:
    return tuple(_labelled(button, number) for row in part.buttons[:1] for button in row)


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
