"""How buttons stand side by side on a phone: none is cut where three, two or one of them share a row."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from bot.domain.hall.message import Button

_FITS = ((3, 8), (2, 16))
"""So many in a row, each at most so wide: in Latin letters, of which a Chinese character takes the room of two."""


def width(label: str) -> int:
    """The room that a label takes, in Latin letters; blanks beside signs count little and are left out."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in label if not sign.isspace())


def shelved(buttons: Iterable[Button]) -> list[tuple[Button, ...]]:
    """The buttons in their order, as many in a row as their labels allow."""
    rest, shelves = list(buttons), []
    while rest:
        step = next((n for n, wide in _FITS if all(width(one.label) <= wide for one in rest[:n])), 1)
        shelves.append(tuple(rest[:step]))
        rest = rest[step:]
    return shelves
