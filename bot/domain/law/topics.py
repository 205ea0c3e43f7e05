"""What the bot says on its own of the tables that the law is computed from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfYear:
    year: int


MISSING = Topic("calendar.missing", "Working days are missing", OfYear)

TOPICS = listed(MISSING)
