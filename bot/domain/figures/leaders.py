"""Figures of one leader, and what is said of how he or she appeared (AH18, SM10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.hall.forms import Choice, Field, Form
from bot.domain.hall.paging import Page
from bot.domain.reading.answers import lines_of

SOURCES: dict[str, str] = {
    "court": "what the court told",
    "third_party": "a third party's survey",
    "video_check": "a check of the video",
    "call_back": "asking the parties again",
}
"""Where an evaluation comes from: AH 三（二） names these four."""
ASPECTS: dict[str, str] = {
    "appeared": "The appearance",
    "spoke": "Speaking",
    "resolved": "Resolving",
    "governed": "Governance",
}
"""What is graded: 出庭出声出解出治 (AH9)."""
GRADES: dict[str, str] = {"a": "excellent", "b": "good", "c": "fair", "d": "poor"}
"""From the best to the worst."""


def _graded(aspect: str) -> Field:
    choices = tuple(Choice(grade, words, translated=True) for grade, words in GRADES.items())
    return Field(aspect, _ASKS[aspect], ASPECTS[aspect], read=None, choices=choices, optional=True)


_ASKS = {
    "appeared": "How was the appearance itself?",
    "spoke": "How did the leader speak?",
    "resolved": "How did the leader work on resolving the dispute?",
    "governed": "What did the leader do so that it does not happen again?",
}
EVALUATE = Form(
    "figures.evaluate",
    "Evaluation of an appearance",
    (
        Field(
            "source",
            "Where does the evaluation come from?",
            "Source",
            read=None,
            choices=tuple(Choice(source, words, translated=True) for source, words in SOURCES.items()),
        ),
        *(_graded(aspect) for aspect in ASPECTS),
        Field(
            "note", "Any words beside it? Skip if there are none.", "Remark", read=lines_of(400), free=True,
            optional=True,
        ),
    ),
    confirm="Write the evaluation down",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeaderFigures:
    """What the rows of one leader come to: cases, each instance one."""

    attended: int = 0
    spoke: int = 0
    on_settlement: int = 0
    left: int = 0
    """Left before the end."""
    online: int = 0


@dataclass(frozen=True, slots=True)
class LeaderLine:
    person_id: int
    name: str
    post: str
    agency: str
    figures: LeaderFigures


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One evaluation; `by` is who wrote it down."""

    id: int
    hearing_id: int
    on: date
    number: str
    source: str
    grades: Mapping[str, str]
    note: str
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaderCard:
    """The figures of one leader in a year, and what was said of his or her appearances."""

    line: LeaderLine
    year: int
    evaluations: tuple[EvaluationLine, ...] = ()
    evaluates: bool = False
    """Whether the reader may write down an evaluation."""
    newest: int = 9999
    """The year of today: no later one is offered."""

    @property
    def tally(self) -> dict[str, dict[str, int]]:
        """How often each grade was given, by aspect."""
        return {
            aspect: {
                grade: sum(one.grades.get(aspect) == grade for one in self.evaluations)
                for grade in GRADES
                if any(one.grades.get(aspect) == grade for one in self.evaluations)
            }
            for aspect in ASPECTS
            if any(aspect in one.grades for one in self.evaluations)
        }


@dataclass(frozen=True, slots=True)
class LeaderPage:
    page: Page[LeaderLine]
    year: int
    newest: int = 9999
    """The year of today: no later one is offered."""
    wholes: bool = False
    """Whether areas are in it of which only the cases count in which the principal leader is owed."""


@dataclass(frozen=True, slots=True)
class Appeared:
    """A hearing to which the leader came."""

    hearing_id: int
    agency_id: int
    number: str
    agency: str
    on: date
    evaluated: int = 0
    """How many evaluations of it there are."""


@dataclass(frozen=True, slots=True)
class AppearedPage:
    person_id: int
    name: str
    year: int
    page: Page[Appeared]
