"""What is asked of the figures, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.figures.periods import Period
from bot.domain.figures.rates import NOTHING, Totals
from bot.domain.law.explanations import Step


class Split(StrEnum):
    """By what the lines of a report are parted."""

    NONE = "none"
    UNIT = "unit"
    AREA = "area"
    INSTANCE = "instance"
    COURT = "court"
    CAUSE = "cause"
    LEADER = "leader"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must be like; empty asks for nothing."""

    instance: str = ""
    court: str = ""
    cause: str = ""
    mode: str = ""
    leader_id: int | None = None
    leader_name: str = ""
    lost: bool | None = None
    blank: str = ""
    """The field of which nothing was entered: instance, court or cause."""

    def beyond_instance(self) -> bool:
        """Whether the totals by agency, quarter and instance cannot answer it."""
        named = (self.court, self.cause, self.mode, self.leader_id, self.leader_name, self.blank)
        return any(named) or self.lost is not None


@dataclass(frozen=True, slots=True)
class Question:
    """Figures of a period. `area`: the agency below which all are meant; None for everything the asker may see.
    `agencies` are those alone, without what is below them."""

    period: Period
    area: int | None = None
    agencies: tuple[int, ...] = ()
    split: Split = Split.UNIT
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report. `whole`: an area whose units are not told apart for the asker; `home`: what of an area
    belongs to none of the areas below it, as the departments of a county."""

    key: str
    label: str
    totals: Totals
    before: Totals = NOTHING
    agency_id: int | None = None
    whole: bool = False
    home: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The figures of the whole area, for those who see their own unit only."""

    label: str
    totals: Totals
    before: Totals = NOTHING


@dataclass(frozen=True, slots=True)
class Report:
    """What is answered: the lines in a fixed order, what they come to, the same of `compared`, and what is to come."""

    question: Question
    lines: tuple[Line, ...]
    total: Totals
    before: Totals
    compared: Period
    scheduled: int = 0
    """Cases of the period whose first hearing is still to come."""
    unreported: int = 0
    """Cases whose hour has gone by, and of which nobody has said whether they were heard."""
    around: Around | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it is listed."""

    id: int
    case_id: int
    number: str
    agency_id: int
    agency: str
    instance: str
    court: str
    cause: str
    capacity: str
    counted: str
    not_heard: str
    reason: str
    leader: str
    leader_id: int | None
    rank: str
    principal: bool
    spoke: bool | None
    on_settlement: bool | None
    mode: str
    not_first: bool
    lost: bool
    quarter: str
    heard_at: datetime | None
    """Local."""
    scheduled_at: datetime | None
    """Local."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows. Pages count from 0."""

    rows: tuple[RowView, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Because:
    """One step of the reasons; the place and the words of the rule that it rests on, where there is one."""

    sentence: Step
    place: tuple[str, str] | None = None
    """In Chinese and in English."""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyView:
    """Why a row counts as it does; `hearings` are the numbers of those it rests on."""

    row: RowView
    steps: tuple[Because, ...]
    hearings: tuple[int, ...] = ()
    book: tuple[str, str] = ("", "")
