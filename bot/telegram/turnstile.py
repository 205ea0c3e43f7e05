"""How fast one person may go on: whoever sends more than anybody reads or types does not slow the others.

In memory, for it is about the last minute; of several processes each lets through as much.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

PAUSE = 10.0
"""Seconds without anything from a person after which what comes is handled again."""
KEPT = 10_000
"""People remembered; beyond that those who are quiet are forgotten."""


@dataclass(slots=True)
class Pace:
    """One person's: how much more may come at once, when the last came, and how much of it was left out since then."""

    left: float
    seen: float
    left_out: int = 0


class Turnstile:
    """Lets `a_minute` updates of a person through in a minute, all at once if need be; with nought, any number.

    Whoever sends more is stopped until he pauses: to let through one of a hundred would be to choose blindly. So what
    is left out is the last of what he sent before the pause, and can be told as that. `monotonic` is the clock, in
    seconds, to be replaced in tests.
    """

    def __init__(self, a_minute: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.a_minute, self._monotonic = a_minute, monotonic
        self._paces: dict[int, Pace] = {}

    def admits(self, sender: int) -> bool:
        """Whether this person's update, which has just come, is handled."""
        if not self.a_minute:
            return True
        now = self._monotonic()
        pace = self._paces.get(sender)
        if pace is None:
            self._forget_quiet(now)
            pace = self._paces[sender] = Pace(float(self.a_minute), now)
        since, pace.seen = now - pace.seen, now
        pace.left = min(float(self.a_minute), pace.left + since * self.a_minute / 60)
        if pace.left_out and since >= PAUSE:
            pace.left_out, pace.left = 0, max(pace.left, 1.0, self.a_minute * PAUSE / 60)
        if pace.left_out or pace.left < 1:
            pace.left_out += 1
            return False
        pace.left -= 1
        return True

    def left_out(self, sender: int) -> int:
        """How many of this person's last updates were left out."""
        pace = self._paces.get(sender)
        return pace.left_out if pace else 0

    def pause_left(self, sender: int) -> float:
        """Seconds until this person has paused for long enough, if nothing more comes."""
        pace = self._paces.get(sender)
        return max(0.0, pace.seen + PAUSE - self._monotonic()) if pace else 0.0

    def _forget_quiet(self, now: float) -> None:
        if len(self._paces) >= KEPT:
            self._paces = {one: pace for one, pace in self._paces.items() if now - pace.seen < 60}
