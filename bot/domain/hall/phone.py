"""What fits on a phone of 360 pixels: rows of buttons whose labels are not cut."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from unicodedata import east_asian_width

from bot.domain.hall.message import Button, Rows

ACROSS = {2: 16, 3: 8, 4: 4, 5: 3, 6: 3, 7: 2, 8: 2}
"""By how many buttons stand side by side: how wide each label may be, in Latin letters (a Chinese character is two)."""
ALONE = 38
"""How wide a label that has a row to itself may be."""
_NARROW = frozenset("·✓✗")
_JOINS = frozenset("\u200d\ufe0f")
"""Joiner and variation selector: they have no width of their own."""


@cache
def width(label: str) -> int:
    """How wide a label is, in Latin letters: what Chinese fonts draw as wide counts two."""
    return sum(0 if c in _JOINS else 2 if east_asian_width(c) in "WFA" and c not in _NARROW else 1 for c in label)


def fits(labels: Sequence[str]) -> bool:
    """Whether these labels may stand side by side."""
    if len(labels) < 2:
        return True
    most = ACROSS.get(len(labels), 0)
    return all(width(label) <= most for label in labels)


def shortened(label: str, most: int) -> str:
    """The label, with an ellipsis where it would be wider than that."""
    if width(label) <= most:
        return label
    kept = label
    while kept and width(kept) > most - width("…"):
        kept = kept[:-1]
    return f"{kept}…"


def keeping(title: str, tail: str, most: int = ALONE) -> str:
    """A label of which the title gives way, so that what is behind it stays whole."""
    return shortened(shortened(title, most - width(tail)) + tail, most)


def fitted(rows: Rows) -> Rows:
    """The same buttons in the same order; a row that is too wide for a phone is several."""
    return tuple(part for row in rows for part in _parts(row))


def _parts(row: tuple[Button, ...]) -> list[tuple[Button, ...]]:
    parts: list[tuple[Button, ...]] = []
    while row:
        most = next(n for n in range(min(len(row), max(ACROSS)), 0, -1) if fits([b.label for b in row[:n]]))
        parts.append(row[:most])
        row = row[most:]
    return parts
