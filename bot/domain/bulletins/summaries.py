"""The summary of a month's reports that is drafted on its day (AH17), and what whoever owes it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfSummary:
    """The duty to summarise."""

    duty: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A draft, with who has reported what it is made of: as it stands now. `total` is 0 where nobody reports."""

    month: date
    document: int
    due: date
    total: int = 0
    on_time: int = 0
    late: int = 0
    missing: tuple[str, ...] = ()


SUMMARY = Topic("reports.summary", "The month\u2019s summary is drafted", OfSummary)
TOPICS = listed(SUMMARY)
