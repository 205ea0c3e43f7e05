"""How a message looks in English: a head in bold with a colon or a stop, capitals where a line or a label begins.

Views put a head into 【】, as Chinese does, and take words such as "summons" as they stand inside a sentence. What
people wrote is left alone: a head that holds Chinese, a line of theirs, the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.hall.message import Button, Html, Message
from bot.texts import Translator

FITS = {1: 40, 2: 19, 3: 12, 4: 8, 5: 6, 6: 4, 7: 3, 8: 3}
"""Letters that a button shows on a phone of 360 pixels, by how many stand in a row; a Chinese character takes two."""
_HEAD = re.compile(r"(?:<b>)?【([^】\n\u3400-\u9fff]+)】(?:</b>)?[ ]?")
_TAG = re.compile(r"</?b>")
_FIRST = re.compile(r"\A((?:<b>|[^\w<&])*)([a-z])(?=[a-z'’-]*(?:[\s,:;)/(]|</b>|[.?!](?:\s|$)|$))")
_NUMBERED = re.compile(
    r"(?m)^((?:[①-⑳]|\d{1,3}\.) (?:[🔴✓] )?(?:<b>)?)([a-z])(?=[a-z'’-]*(?:[\s,:;)/(]|</b>|[.?!](?:\s|$)|$))"
)


def worded(message: Message, tr: Translator) -> Message:
    """The message as its reader's language writes it; Chinese as it is."""
    if tr.chinese:
        return message
    rows = [piece for row in message.buttons for piece in _fitting([_labelled(button) for button in row])]
    return replace(message, text=_text(message.text), buttons=tuple(rows))


def begun(words: str, tr: Translator) -> str:
    """Words of ours that begin a line, or a part of one, as this language begins it."""
    return words if tr.chinese else words[:1].upper() + words[1:]


def _fitting(row: Sequence[Button]) -> list[tuple[Button, ...]]:
    """The row as it is, or in as many as a phone shows whole."""
    for length in range(min(len(row), max(FITS)), 1, -1):
        pieces = [tuple(row[at : at + length]) for at in range(0, len(row), length)]
        if all(_width(button.label) <= FITS[len(piece)] for piece in pieces for button in piece):
            return pieces
    return [(button,) for button in row]


def _width(label: str) -> int:
    return sum(2 if char > "\u2e80" else 1 for char in label)


def _text(text: Html) -> Html:
    headed = _HEAD.sub(_head, text)
    return Html(_numbered(_capital(headed)))


def _numbered(words: str) -> str:
    return _NUMBERED.sub(lambda found: found[1] + found[2].upper(), words)


def _head(found: re.Match[str]) -> str:
    """With a colon, or with a stop where what follows has a colon of its own."""
    words, rest = _capital(_TAG.sub("", found[1])), found.string[found.end() :].partition("\n")[0]
    if not rest:
        return f"<b>{words}</b>"
    return f"<b>{words}.</b> " if ": " in rest else f"<b>{words}</b>: "


def _capital(words: str) -> str:
    return _FIRST.sub(lambda found: found[1] + found[2].upper(), words)


def _labelled(button: Button) -> Button:
    return replace(button, label=_numbered(_capital(button.label)))
