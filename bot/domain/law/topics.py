"""What the bot says on its own of the tables that the law is computed from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfYear:
    year: int


MISSING = Topic("calendar.missing", "Working days are missing", OfYear)
"""As it was said to coordinators; now the administrators' note of the morning has it."""

TOPICS = listed(MISSING)
