"""Who has not handed in the report of the year, as the office hears it on January's first working day (SS14, SS15)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfYear:
    """An office and a year."""

    agency: int
    year: int


@dataclass(frozen=True, slots=True)
class MissingReports:
    year: int
    units: tuple[str, ...]
    total: int


MISSING = Topic("reports.missing", "Reports of the year that are missing", OfYear)
TOPICS = listed(MISSING)
"""Asked again when it is said: whoever reported meanwhile is not named."""
