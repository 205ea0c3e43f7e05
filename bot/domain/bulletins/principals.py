"""The one line a month that the principal of a unit gets (WQ15)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.figures.rates import Totals
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfMonth:
    """An agency and a month (2026-11)."""

    agency: int
    month: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    agency: str
    year: int
    month: int
    totals: Totals
    so_far: Totals
    """Of the year to the end of that month."""
    rate: Decimal | None
    """Of the same, as the unit's book reckons it."""
    overdue: int = 0


MONTH = Topic("figures.month", "The unit's month", OfMonth)
TOPICS = listed(MONTH)
