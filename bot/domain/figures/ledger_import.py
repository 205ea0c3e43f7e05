"""What taking over a bureau's ledger would do: what is new, what differs from what is known, what a person chose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.figures.ledger_columns import Heads
from bot.domain.figures.ledger_rows import RowError
from bot.domain.hall.problems import Problem

MOST_ROWS = 2000
"""Rows of one file: all are taken over in one transaction, while others wait."""
OURS, THEIRS = "ours", "theirs"
WHOLE = "*"
"""Before a field: what was chosen for all of it."""
ANSWERED = frozenset({"attended", "spoke"})
"""Fields that are yes or no."""
_PLACES = re.compile(r"人民|[省市县区旗]|法院|\s")
_BLANKS = re.compile(r"[\s，,、；;。.（）()]")


@dataclass(frozen=True, slots=True)
class Difference:
    """The ledger says one thing of a field, the bot knows another: nothing is overwritten unless somebody chooses."""

    key: str
    row: int
    number: str
    agency: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column of which sheet was taken to mean what."""

    id: int
    version: int
    file: str
    sheet: str
    sheets: tuple[str, ...]
    heads: Heads
    rows: int
    learnt: bool = False
    """It is as somebody said last time."""
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done; `open` are the differences of which nobody has said what is to become."""

    id: int
    version: int
    file: str
    rows: int = 0
    cases: int = 0
    """New ones."""
    hearings: int = 0
    results: int = 0
    filled: int = 0
    """Fields of known cases that were empty."""
    changed: int = 0
    """Fields in which the ledger's word was chosen."""
    same: int = 0
    """Rows that say what is known already."""
    errors: tuple[RowError, ...] = ()
    remarks: tuple[RowError, ...] = ()
    open: tuple[Difference, ...] = ()
    left_out: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return any((self.cases, self.hearings, self.results, self.filled, self.changed))


def choice(choices: Mapping[str, Sequence[str]], one: Difference) -> str:
    """What was chosen of a difference, or of its whole field; "" where nobody said, or it was of other values."""
    said = choices.get(one.key)
    if said and list(said[1:]) == [one.ours, one.theirs]:
        return said[0]
    whole = choices.get(WHOLE + one.field)
    return whole[0] if whole else ""


def is_same(name: str, ours: str, theirs: str) -> bool:
    """Whether both say the same, however it is written."""
    fold = _PLACES if name == "court" else _BLANKS
    one, other = fold.sub("", ours), fold.sub("", theirs)
    return one == other or (name == "court" and bool(one and other) and (one in other or other in one))
