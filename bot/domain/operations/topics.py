"""What the bot tells its administrators on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.hall.topics import Nothing, Topic, listed


@dataclass(frozen=True, slots=True)
class Outage:
    """From when to when (aware) nothing was sent."""

    from_: datetime
    to: datetime


OUTAGE = Topic("operations.outage", "Note on an outage", Outage, urgent=True)
MORNING = Topic("operations.morning", "Operations this morning", Nothing)


@dataclass(frozen=True, slots=True)
class Root:
    """A seal of the audit trail: its number, when it was made (aware), how many entries, its root (hex)."""

    number: int
    made_at: datetime
    count: int
    root: str


ROOT = Topic("operations.root", "Root of the audit trail", Root)

TOPICS = listed(OUTAGE, MORNING, ROOT)
