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

TOPICS = listed(OUTAGE, MORNING)
