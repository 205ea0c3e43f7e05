"""What the bot says on its own of cases and papers."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class CaseCard:
    """`by` is the person who made it known; `news` is new, more or assigned."""

    case: int
    by: int | None = None
    news: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """The case of an agency that has no handling unit; `by` is the person who asks."""

    case: int
    agency: int = 0
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """`by` is the name of who tagged the case; `duty` what its reader owes for that reason, or 0."""

    case: int
    agency: int = 0
    by: str = ""
    duty: int = 0


@dataclass(frozen=True, slots=True)
class OfPaper:
    """`by` is the person who entered it."""

    paper: int
    by: int | None = None


@dataclass(frozen=True, slots=True)
class OfFile:
    file: int


@dataclass(frozen=True, slots=True)
class OfClaim:
    """`case` is the claim; `number` the one it had when this was asked or said."""

    case: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class FurtherParty:
    """`agency` is a party of `case` from now on; `who` is the name of whoever confirmed it."""

    case: int
    agency: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class OfParties:
    """What became of the parties of a case, as `Turned.plain` gives it; `who` is the name of whoever did it."""

    case: int
    number: str
    turned: list[list[str]] = field(default_factory=list)
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfCases:
    """Papers of several cases that were recorded in one go; `by` is the person who entered them."""

    cases: list[int] = field(default_factory=list)
    by: int | None = None


CARD = Topic("case.card", "Case", CaseCard, Lane.INTERACTIVE, live=True)
ASSIGN = Topic("case.assign", "Who handles the case?", Assign, Lane.INTERACTIVE, urgent=True, live=True)
RISK = Topic("case.risk", "A case that draws attention", Risk, Lane.INTERACTIVE, urgent=True)
EFFECTIVE = Topic("paper.effective", "When does it take effect?", OfPaper, live=True)
LOST = Topic("paper.lost", "A decision against the agency", OfPaper, Lane.INTERACTIVE, urgent=True, live=True)
FILE = Topic("paper.file", "A file", OfFile, Lane.INTERACTIVE, urgent=True)
CLAIM = Topic("case.claim", "Is it a further party?", OfClaim, Lane.INTERACTIVE, urgent=True, live=True)
NUMBER = Topic("case.number", "The case number is wrong", OfClaim, Lane.INTERACTIVE, urgent=True, live=True)
CONFIRMED = Topic("case.confirmed", "Confirmed as a party", FurtherParty, Lane.INTERACTIVE, urgent=True)
FURTHER = Topic("case.further", "A further party", FurtherParty, Lane.INTERACTIVE)
PARTIES = Topic("case.parties", "The parties of a case", OfParties, Lane.INTERACTIVE)
SERIES = Topic("case.series", "Papers in several cases", OfCases, Lane.INTERACTIVE)

TOPICS = listed(CARD, SERIES, ASSIGN, RISK, EFFECTIVE, LOST, FILE, CLAIM, NUMBER, CONFIRMED, FURTHER, PARTIES)
