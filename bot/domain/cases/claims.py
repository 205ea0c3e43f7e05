"""A claim: what an agency entered under a number that is another agency's case. Pure values.

It counts at once, for a genuine co-defendant must not lose a clock; who is a party is for a coordinator to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cases.cases import HearingLine, PaperView, PartyView


class ClaimState(StrEnum):
    WAITING = "waiting"
    DOUBTED = "doubted"
    """A coordinator said that the number is wrong; the agency has not given the right one yet."""
    CONFIRMED = "confirmed"
    MOVED = "moved"
    """Its agency has given another number."""
    ALONE = "alone"
    """Nobody else has this number any more, or nothing is recorded in the claim."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What whoever decides is shown: never a plaintiff. `number` is the one that the question was about."""

    id: int
    version: int
    number: str
    agency: str
    state: ClaimState
    owners: tuple[PartyView, ...] = ()
    papers: tuple[PaperView, ...] = ()
    hearings: tuple[HearingLine, ...] = ()
    by: str = ""
    """Who entered it first, with the agency he or she works for."""
    settled_by: str = ""
    case_id: int = 0
    """The case that stands, where the reader may see it."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be said of it."""
        return self.state in (ClaimState.WAITING, ClaimState.DOUBTED)
