"""What the bot says on its own of the court's bulletins."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class Expected:
    """The bulletin of a quarter that did not come in: `duty` asks for it, of the office `agency`."""

    agency: int
    quarter: str
    duty: int = 0


@dataclass(frozen=True, slots=True)
class OfBulletin:
    bulletin: int


@dataclass(frozen=True, slots=True)
class Added:
    """The figures were corrected: so many candidates came to those that were there, so many fell away."""

    bulletin: int
    added: int = 0
    withdrawn: int = 0


CHASE = Topic("court.chase", "The court's bulletin is awaited", Expected, live=True)
RECORDED = Topic("court.recorded", "The court's bulletin came in", OfBulletin, Lane.INTERACTIVE)
CHANGED = Topic("court.changed", "Candidates for reminder letters changed", Added, Lane.INTERACTIVE)
CARD = Topic("court.card", "The court's bulletin", OfBulletin, Lane.INTERACTIVE, live=True, whole=True)

TOPICS = listed(CHASE, RECORDED, CHANGED, CARD)
