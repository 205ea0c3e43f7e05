"""What fits on a phone: lines and buttons of a main card, how many buttons share a row, what goes to a page behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.hall.message import Button, Html, Message, Rows, plain
from bot.domain.hall.paging import Page, within

LINES = 12
"""Lines of a main card that are seen without opening anything."""
BUTTONS = 8
"""Buttons of a main card, and of each page behind it."""
LEADER_LINES = 8
LEADER_BUTTONS = 4
"""To a leader a card says less, and asks for one thing."""
LETTERS = 900
"""Characters of a main card before its quote."""
QUOTED = 3
"""Lines of an expandable quote that are seen before it is opened."""
PICKED = 12
"""Buttons of a page from which one of many is picked."""
_QUOTE = re.compile(r"\n?<blockquote expandable>(.*?)</blockquote>\n?", re.DOTALL)
_ACROSS = ((3, 4.0), (2, 8.0))
"""So many buttons in a row, where no label is wider than this."""
Group = tuple[Button, ...]
"""Buttons that stay together, as the answers to one question."""


def width(label: str) -> float:
    """How wide a label is, in Chinese characters: a Latin letter, a figure or a space takes half of one."""
    return sum(0.5 if one.isascii() else 1.0 for one in label)


def rows(buttons: Iterable[Button]) -> Rows:
    """The buttons in their order: three in a row where all three are short, two where both are, else one."""
    left, found = list(buttons), list[Group]()
    while left:
        count = next((n for n, most in _ACROSS if len(left) >= n and _fit(left[:n], most)), 1)
        found.append(tuple(left[:count]))
        left = left[count:]
    return tuple(found)


def _fit(some: Sequence[Button], most: float) -> bool:
    return all(width(one.label) <= most for one in some)


def lines_in_sight(text: Html) -> int:
    """How many lines are seen before an expandable quote is opened, each line counted once however long it is."""
    quoted: list[int] = [quote.count("\n") + 1 for quote in map(str, _QUOTE.findall(text))]
    rest = plain(Html(_QUOTE.sub("\n", text))).strip("\n")
    return sum(min(QUOTED, n) for n in quoted) + (rest.count("\n") + 1 if rest else 0)


def buttons_of(shown: Message) -> int:
    return sum(len(row) for row in shown.buttons)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card; where not all fit, those of the highest `rank` go first. Rank 0 stays."""

    text: Html | None
    rank: int = 0


def fit(found: Iterable[Line], most: int) -> list[Html]:
    """The lines that say something, as many as fit."""
    return parted(found, most)[0]


def parted(found: Iterable[Line], most: int) -> tuple[list[Html], list[Html]]:
    """The lines that say something: those that fit, and those that do not; each in their order."""
    said = [one for one in found if one.text]
    order = sorted(range(len(said)), key=lambda place: (said[place].rank, place))
    kept, room, letters = set[int](), most, LETTERS
    for place in order:
        text = said[place].text or Html("")
        room, letters = room - lines_in_sight(text), letters - len(plain(text)) - 1
        if min(room, letters) < 0 and said[place].rank:
            break
        kept.add(place)
    texts = [one.text or Html("") for one in said]
    return [t for i, t in enumerate(texts) if i in kept], [t for i, t in enumerate(texts) if i not in kept]


def leaves(groups: Iterable[Group], most: int) -> list[list[Group]]:
    """The groups on pages of at most `most` buttons, in their order; what is larger than a page has one for itself."""
    found: list[list[Group]] = [[]]
    for group in (one for one in groups if one):
        if found[-1] and sum(map(len, found[-1])) + len(group) > most:
            found.append([])
        found[-1].append(group)
    return found


def leaf(groups: Iterable[Group], number: int, most: int) -> Page[Group]:
    """One of the `leaves`: its groups; the page's number is one that there is."""
    pages = leaves(groups, most)
    number = within(number, len(pages), 1)
    return Page(tuple(pages[number]), number, len(pages), 1)


def together(groups: Iterable[Group]) -> Rows:
    """Each group in rows of its own; single buttons that follow one another share rows."""
    found, single = list[Group](), list[Button]()
    for group in groups:
        if len(group) == 1:
            single += group
            continue
        found += [*rows(single), *rows(group)]
        single = []
    return (*found, *rows(single))


def short(label: str, most: float = 20.0) -> str:
    """A label that is not cut on a phone: what is too long ends in an ellipsis of its own."""
    if width(label) <= most:
        return label
    kept = label
    while width(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
