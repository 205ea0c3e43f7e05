"""What units and scorers hear of an assessment: the data are frozen, somebody objected, an objection was answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfScores:
    """A unit, as its button names it, and a year."""

    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class OfLine:
    """A line of a unit's year, by the id of its indicator."""

    unit: str
    year: int
    line: str


FROZEN = Topic("assessment.frozen", "Data of an assessment are frozen", OfScores)
OBJECTED = Topic("assessment.objected", "Objection to a score", OfLine)
WAITS = Topic("assessment.waits", "Objection to a score to be answered", OfLine)
ANSWERED = Topic("assessment.answered", "Answer to an objection", OfLine)
TOPICS = listed(FROZEN, OBJECTED, WAITS, ANSWERED)
