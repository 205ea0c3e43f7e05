"""What the bot says on its own of duties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.hall.batches import Batch
from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfDuty:
    duty: int


@dataclass(frozen=True, slots=True)
class ByName:
    """`by` is the name of who decided it, `who` that person, who has the answer already."""

    duty: int
    by: str = ""
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Urged:
    """`why` is empty, handed or reopened, with the reason given; `by` and `who` as in `ByName`."""

    duty: int
    by: str = ""
    why: str = ""
    reason: str = ""
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Remind:
    """`at` (aware) is the instant of the package: duties of a case that fall to the same one are told together."""

    duty: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Escalate:
    """A step of the ladder: its condition, the role that is told, its instant (None in rows of the first version)."""

    duty: int
    if_: str
    to: str
    red: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """What an agency owes past its date, on this local day."""

    agency: int
    on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """Dates that moved, as `bot.services.duties.changes` writes them; `by` and `who` are who moved them."""

    changes: list[list[Any]] = field(default_factory=list)
    case: int | None = None
    reason: str = ""
    by: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Groundless:
    """What a duty rested on was corrected by `by` (a name), with the reason given."""

    duty: int
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """What an agency says has changed about its people on record; `by` is a name."""

    duty: int
    by: str = ""
    said: str = ""


CARD = Topic("duty.card", "Duty", OfDuty, live=True)
REMIND = Topic("duty.remind", "Deadline reminder", Remind, live=True)
ESCALATE = Topic("duty.escalate", "Overdue: to the superior", Escalate, live=True)
OVERDUE = Topic("duty.overdue", "Past its date", Overdue, live=True)
JUDGE = Topic("duty.judge", "Please judge", OfDuty, Lane.INTERACTIVE, live=True)
"""One filing, as coordinators were told of each; now they come together (`bot.domain.day.topics.FILINGS`)."""
JUDGING = Topic("duty.judging", "Filings one by one", OfDuty, Lane.INTERACTIVE, live=True)
ACCEPTING = Topic("duty.accepting", "Filings to accept together", Batch, Lane.INTERACTIVE, rendered=False)
PRESSING = Topic("duty.pressing", "Whom to press", Batch, Lane.INTERACTIVE, rendered=False)
RETURNED = Topic("duty.returned", "Duty returned", ByName, Lane.INTERACTIVE, urgent=True, live=True)
URGED = Topic("duty.urged", "Urged", Urged, urgent=True, live=True)
CLOSED = Topic("duty.closed", "Duty closed", ByName, Lane.INTERACTIVE)
MOVED = Topic("duty.moved", "Deadline moved", Moved, Lane.INTERACTIVE, urgent=True)
GROUNDLESS = Topic("duty.groundless", "The ground of a duty fell away", Groundless, Lane.INTERACTIVE, urgent=True)
MISSING = Topic("duty.missing", "Who has not reported", Batch, Lane.INTERACTIVE, rendered=False)
ROSTER_CHANGES = Topic("duty.roster", "Changes to the roster", RosterChanges, Lane.INTERACTIVE, live=True)

TOPICS = listed(
    CARD, REMIND, ESCALATE, OVERDUE, JUDGE, JUDGING, ACCEPTING, PRESSING, RETURNED, URGED, CLOSED, MOVED, GROUNDLESS,
    MISSING, ROSTER_CHANGES,
)  # fmt: skip
