"""What the cards of the figures show, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.domain.figures.asked import Asked
from bot.domain.figures.forecast import Needed
from bot.domain.figures.questions import Split, WhyView
from bot.domain.figures.rates import BASE, Base, Totals
from bot.domain.hall.paging import Page


@dataclass(frozen=True, slots=True)
class FigureCard:
    """The card of a scope and a period."""

    asked: Asked
    where: str
    """Whose figures they are: the name of a unit, or of the head of an area."""
    part: str
    """The line of a split that it is narrowed to, as it is kept; empty for the whole."""
    totals: Totals
    before: Totals | None = None
    """Those of the period that it is compared with; None where nothing is known of it."""
    target: float | None = None
    needed: Needed | None = None
    base: Base = BASE
    around: tuple[str, Totals] | None = None
    """To one who sees a single unit: the name and the figures of all, without any other unit's."""
    splits: tuple[Split, ...] = ()
    draws: bool = True
    """Whether pictures can be drawn here."""
    sees_rows: bool = False
    """Whether the reader may see the cases behind the figures."""
    is_over: bool = False
    """Whether the period has ended."""
    back: Asked | None = None
    """What it was opened from."""
    ranking: int = 0
    """The newest bulletin that was issued with its units, to one who sees a single unit; 0 where there is none."""
    missing: int = 0
    """Hearings whose day has gone by and of which no result is there yet."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of a split; `key` is what it is asked for by, empty where it cannot be opened."""

    key: str
    label: str
    totals: Totals
    whole: bool = False
    """An area whose units are not told apart."""
    home: bool = False
    """What of an area belongs to none of the areas below it: 本级."""


@dataclass(frozen=True, slots=True)
class FigureLines:
    """A page of a split."""

    asked: Asked
    where: str
    page: Page[FigureLine]
    target: float | None = None
    base: Base = BASE


@dataclass(frozen=True, slots=True)
class CountLine:
    """A row: one agency in one case."""

    id: int
    number: str
    agency: str
    counted: str
    on: date | None = None
    """The day (local) of its first held hearing."""
    leader: str = ""
    """Who came for the agency."""
    rank: str = ""
    """A value of `bot.domain.hearings.appearances.RANKS`."""


@dataclass(frozen=True, slots=True)
class CountLines:
    """A page of rows; `counts` says how many there are by how they are counted."""

    asked: Asked
    where: str
    part: str
    page: Page[CountLine]
    counted: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    wholes: bool = False
    """Whether areas are in it of which only the cases are seen in which the principal leader is owed."""


@dataclass(frozen=True, slots=True)
class CountedWhy:
    """Why a row is counted so."""

    line: CountLine
    why: WhyView
