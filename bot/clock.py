"""The one clock. Everything below the loop takes the instant as an argument.

Two kinds of time are kept apart: *now* (what the calendar on the wall says; simulated in the playground) decides
what is due; *steady* (seconds that only run forward) decides leases, back-off and rate limits.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteppedClock:
    """A clock that stands until it is moved, and never backwards: for the playground and the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant.astimezone(UTC))


def wall() -> float:
    """Seconds since the epoch by the machine's clock, for leases that other processes must be able to judge."""
    return time.time()
