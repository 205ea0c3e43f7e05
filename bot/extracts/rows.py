"""In which order the writing on a page is read: rows, the cells of forms, lines that go on below. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.reading.line_breaks import unbroken

_SAME_ROW = 0.5
"""Heights by which what stands in one row may differ."""
_CLOSE = 1.6
"""Heights from one line of a cell to the next, at most."""
_EVEN = 1.25
_NEXT_LINE = 2.0
_INDENT = 2.8
_LONG = 12
"""Letters from which a line can be one that ended at the margin."""
_BEGINS = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[、.．)）]|[^，。,]{2,8}[:：]|附|此致|特此)")
_SENTENCE = re.compile(r"[。；：:;!！?？]$")
_DATE_AND_TIME = re.compile(
    r"(?P<day>(?<![0-9])20[0-9]{2}(?P<sign>[-/.])[0-9]{1,2}(?P=sign)[0-3][0-9])(?=[0-2][0-9] ?[:：][0-5][0-9])"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of writing: its sides on the straightened page, `y` its middle there, and its number in the list."""

    text: str
    left: float
    right: float
    y: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The text of a page, and the numbers of its spots in the order in which they are read."""

    text: str
    order: tuple[int, ...]


def ordered(spots: Sequence[Spot]) -> Ordered:
    """Put the writing of a page in order."""
    cells = _cells(spots)
    inner = {id(spot) for cell in cells.values() for spot in cell}
    rows = _rows([spot for spot in spots if id(spot) not in inner])
    units = [
        [_Unit((spot,)) if spot.number not in cells else _Unit((spot,), cells[spot.number]) for spot in row]
        for row in rows
    ]
    margin = max((spot.right for spot in spots if len(spot.text) >= _LONG), default=0.0)
    text = ""
    before: list[_Unit] = []
    for row in units:
        line = " ".join(unit.text for unit in row)
        text += ("" if before and _goes_on(before[-1].last, row, margin) else "\n" if before else "") + line
        before = row
    return Ordered(
        with_blanks(unbroken(text)), tuple(spot.number for row in units for unit in row for spot in unit.spots)
    )


def with_blanks(text: str) -> str:
    """The text with a blank between a day and its hour where that was lost: 2026-04-1309:00."""
    return _DATE_AND_TIME.sub(r"\g<day> ", text)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of writing, with the lines of the cell at its right if it is the label of one."""

    label: tuple[Spot, ...]
    cell: tuple[Spot, ...] = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        return self.label + self.cell

    @property
    def text(self) -> str:
        label = self.label[0].text
        return f"{label} {''.join(spot.text for spot in self.cell)}" if self.cell else label

    @property
    def last(self) -> Spot:
        return self.spots[-1]


def _rows(spots: Sequence[Spot]) -> list[list[Spot]]:
    """What stands beside each other, each row from left to right."""
    rows: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda one: one.y):
        row = rows[-1] if rows else []
        if row and all(abs(spot.y - one.y) < _SAME_ROW * min(spot.height, one.height) for one in row):
            row.append(spot)
        else:
            rows.append([spot])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _cells(spots: Sequence[Spot]) -> dict[int, tuple[Spot, ...]]:
    """Cells of several lines, by the number of the label that stands at the middle of their height, at their left."""
    found: dict[int, tuple[Spot, ...]] = {}
    for chain in _chains(spots):
        label = _label(chain, spots)
        if label is not None:
            found[label.number] = chain
    return found


def _chains(spots: Sequence[Spot]) -> list[tuple[Spot, ...]]:
    """Lines close below one another that begin at the same margin."""
    chains: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda one: one.y):
        chain = next((one for one in chains if _below(one[-1], spot) and _evenly(one, spot)), None)
        if chain is not None:
            chain.append(spot)
        else:
            chains.append([spot])
    return [tuple(chain) for chain in chains if len(chain) > 1]


def _below(above: Spot, spot: Spot) -> bool:
    gap = spot.y - above.y
    height = min(above.height, spot.height)
    return _SAME_ROW * height < gap < _CLOSE * height and abs(spot.left - above.left) < height


def _evenly(chain: Sequence[Spot], spot: Spot) -> bool:
    """Whether it follows as closely as the second line followed the first: the next cell does not."""
    return len(chain) < 2 or spot.y - chain[-1].y < _EVEN * (chain[1].y - chain[0].y)


def _label(chain: Sequence[Spot], spots: Sequence[Spot]) -> Spot | None:
    first, last, height = chain[0], chain[-1], chain[0].height
    middle, left = (first.y + last.y) / 2, min(spot.left for spot in chain)
    beside = [one for one in spots if one.right < left + 0.5 * height and one not in chain]
    if any(abs(one.y - end.y) < _SAME_ROW * height / 2 for one in beside for end in (first, last)):
        return None
    central = [one for one in beside if abs(one.y - middle) < _SAME_ROW * height and len(one.text) < _LONG]
    return max(central, key=lambda one: one.right, default=None)


def _goes_on(above: Spot, row: Sequence[_Unit], margin: float) -> bool:
    """Whether a row is the rest of the line above, which ended at the margin of the page."""
    below = row[0].label[0]
    height = min(above.height, below.height)
    letter = (above.right - above.left) / max(1, len(above.text))
    return (
        len(row) == 1
        and len(above.text) >= _LONG
        and above.right > margin - 1.8 * letter
        and below.y - above.y < _NEXT_LINE * height
        and above.left - _INDENT * letter < below.left < above.left + 0.6 * letter
        and max(above.height, below.height) < 1.5 * height
        and not _SENTENCE.search(above.text)
        and not _BEGINS.match(below.text)
    )
