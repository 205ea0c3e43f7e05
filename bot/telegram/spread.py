"""How many of something took how long: what a histogram of Prometheus shows."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

BOUNDS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)
"""Seconds: an answer is late after one, a reminder after minutes, and a circular may take an hour."""


class Spread:
    """Counts durations by the smallest bound that they keep within."""

    def __init__(self) -> None:
        self.seconds = 0.0
        """All of them together."""
        self._counts = [0] * (len(BOUNDS) + 1)

    def add(self, seconds: float) -> None:
        """One more; what a corrected clock makes negative counts as none."""
        seconds = max(0.0, seconds)
        self.seconds += seconds
        self._counts[bisect_left(BOUNDS, seconds)] += 1

    def buckets(self) -> list[tuple[str, float]]:
        """(bound, how many kept within it), the last without a bound: the form that Prometheus's client takes."""
        bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
        return list(zip(bounds, map(float, accumulate(self._counts)), strict=True))
