"""What the bot tells its administrators on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class Outage:
    """From when to when (aware) nothing was sent."""

    from_: datetime
    to: datetime


@dataclass(frozen=True, slots=True)
class ClockFound:
    """What became of a clock that jumped or is wrong (`cause`, as `bot.clock.Cause` has it); instants are aware.

    `own` is what the bot went by, `machine` what the machine said, `true` what is gone by now. `doubt` is a doubt's
    name, by which a person's word about it is known.
    """

    cause: str
    own: datetime
    machine: datetime
    true: datetime
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Morning:
    """What the note of the morning says besides how the bot is doing: the year whose working days are missing, where
    that is to be said today."""

    year: int = 0


OUTAGE = Topic("operations.outage", "Note on an outage", Outage, urgent=True)
MORNING = Topic("operations.morning", "Operations this morning", Morning)
CLOCK = Topic("operations.clock", "Note on the clock", ClockFound, Lane.INTERACTIVE, urgent=True)


@dataclass(frozen=True, slots=True)
class Root:
    """A seal of the audit trail: its number, when it was made (aware), how many entries, its root (hex)."""

    number: int
    made_at: datetime
    count: int
    root: str


ROOT = Topic("operations.root", "Root of the audit trail", Root)

TOPICS = listed(OUTAGE, MORNING, CLOCK, ROOT)
