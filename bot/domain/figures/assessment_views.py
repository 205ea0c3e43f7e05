"""What is shown of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.duties.duties import Distance
from bot.domain.figures.assessment import Indicator, Sheet, State
from bot.domain.figures.periods import Period
from bot.domain.hall.paging import Page


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """`points` count; `worked` is what the formula gives, where somebody said otherwise."""

    indicator: Indicator
    points: Decimal | None
    worked: Decimal | None = None
    reason: str = ""
    evidence: str = ""
    objection: str = ""
    answer: str = ""
    state: State = State.OPEN
    answer_until: date | None = None
    """While an objection waits: the last day to answer it."""
    answer_in: Distance | None = None

    @property
    def stands(self) -> str:
        """What people said of it so far: whoever goes on from there goes on from this."""
        points = str(self.points) if self.reason else ""
        return "|".join((points, self.reason, self.evidence, self.objection, self.answer, self.state.value))


@dataclass(frozen=True, slots=True)
class ScoreCard:
    unit: str
    """As buttons name it: an agency for itself, or an area as a whole."""
    agency: int
    name: str
    sheet: Sheet
    year: int
    period: Period
    lines: tuple[ScoreLine, ...]
    total: Decimal | None
    whole: bool = False
    """An area with all that is below it."""
    may_score: bool = False
    frozen: bool = False
    object_until: date | None = None
    """The reader may object until this day."""

    @property
    def most(self) -> Decimal:
        """What the lines give at most that gave points: what rests on nothing, or is not entered yet, takes none."""
        gave = (one.indicator for one in self.lines if one.points is not None)
        return sum((one.points for one in gave if not one.deducts), Decimal())


@dataclass(frozen=True, slots=True)
class UnitLine:
    key: str
    name: str
    total: Decimal | None
    objections: int = 0
    """Of them wait for an answer."""
    answer_in: Distance | None = None
    """How far off the nearest last day to answer one is."""
    whole: bool = False
    """An area with all that is below it."""
    table: bool = True
    """Whether its book has an indicator table."""


@dataclass(frozen=True, slots=True)
class ScoreList:
    year: int
    lines: Page[UnitLine]
    exports: bool = False


@dataclass(frozen=True, slots=True)
class RowLine:
    """A case on which a score rests; `counted` is a word of `bot.domain.figures.acts.COUNTED`."""

    case: int
    number: str
    counted: str
    leader: str = ""
