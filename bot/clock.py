"""The one clock. Everything below the loop takes the instant as an argument.

Two kinds of time are kept apart: *now* (what the calendar on the wall says; simulated in the playground) decides
what is due; *steady* (seconds that only run forward) decides leases, back-off and rate limits.

The machine's clock may be wrong: at a start, or by a jump while the bot runs. `Reckoning` is what the bot goes by.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

LEAP = 3600.0
"""Seconds by which a clock is wrong, or has jumped: less makes nobody miss a day."""
AGREES = 600.0
"""Seconds within which two clocks tell the same time."""
OLD = 120.0
"""Seconds after which an answer says too little of the present: a long poll takes 50."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class Cause(StrEnum):
    """What was wrong with the machine's clock."""

    LEAPT = "leapt"
    """It jumped, and the new time is confirmed: the machine had been asleep, or its clock was put right."""
    WRONG = "wrong"
    """It tells another time than the Bot API: the bot goes by the Bot API's."""
    DOUBT = "doubt"
    """It jumped, or contradicts the database, and nobody has confirmed its time yet."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not known: whether it is `machine` or `own` (epoch seconds, as they were at `since`, steady seconds)."""

    since: float
    own: float
    machine: float
    from_start: bool = False
    """The machine's clock is gone by all the same: there was never another."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that people are told of: what was reckoned with, what the machine said, what is true (epoch seconds).

    While it is in doubt, `true` is what was reckoned with.
    """

    cause: Cause
    own: float
    machine: float
    true: float


def _machine() -> float:
    return time.time()


class Reckoning:
    """The time that the bot goes by: the machine's, unless that jumped or is contradicted.

    A jump of more than `LEAP` is not followed: time goes on from where it was, and is in doubt until a genuine answer
    of the Bot API tells the date, or a person does. Where the two differ by more than that, the Bot API's date is gone
    by until the machine agrees again. Both clocks are looked at each time that somebody asks, so that nothing can
    happen between a jump and its being noticed.
    """

    def __init__(self, machine: Callable[[], float] = _machine, steady: Callable[[], float] = time.monotonic) -> None:
        self._machine, self.steady = machine, steady
        self._anchor = (machine(), steady())
        self._follows = True
        self._lock = threading.RLock()
        self.doubt: Doubt | None = None
        self.finding: Finding | None = None
        """What was found last and is settled; whoever tells people of it takes it away."""
        self.changes = 0
        """How often another time began to be gone by: whoever keeps times of the machine's must reckon anew."""
        self.apart: float | None = None
        """Seconds by which the machine was ahead of the newest date of the Bot API; None before the first."""

    @property
    def trusted(self) -> bool:
        """Whether what falls due by this time may be done."""
        self.seconds()
        return self.doubt is None

    @property
    def heard(self) -> bool:
        """Whether the Bot API has told the date since the start."""
        return self.apart is not None

    @property
    def off(self) -> float:
        """Seconds by which the machine's clock is ahead of the time that is gone by."""
        own = self.seconds()
        return 0.0 if self._follows else self._machine() - own

    def seconds(self) -> float:
        """Seconds since the epoch. May be asked in any thread."""
        with self._lock:
            (at, then), machine, steady = self._anchor, self._machine(), self.steady()
            own = at + steady - then
            if self.doubt is not None and self.doubt.from_start:
                own = machine
            elif abs(machine - own) <= (LEAP if self._follows else AGREES):
                own = machine
                self._agree()
            elif self._follows:
                self._follows, self.doubt = False, Doubt(steady, own, machine)
            self._anchor = (own, steady)
            return own

    def _agree(self) -> None:
        """The machine tells what is reckoned with, or tells it again."""
        if not self._follows:
            self._follows, self.doubt = True, None
            self.changes += 1

    def tell(self, date: float, asked: float) -> None:
        """A genuine answer of the Bot API bears this date (epoch seconds); it was asked for at `asked` (steady).

        An answer to what was asked before a jump, or long ago, may have lain there ever since, and says nothing.
        """
        with self._lock:
            own, machine, doubt = self.seconds(), self._machine(), self.doubt
            if self.steady() - asked > OLD or (self.doubt is not None and asked < self.doubt.since):
                return
            self.apart = machine - date
            if abs(date - machine) <= AGREES:
                self._settle(Cause.LEAPT, machine, follows=True)
            elif doubt is not None or abs(date - own) > LEAP:
                self._settle(Cause.WRONG, date, follows=False)

    def settle(self, *, machine: bool) -> None:
        """Somebody has said whether the machine's clock is right; if not, time goes on as it was reckoned."""
        with self._lock:
            if self.doubt is not None:
                own = self.doubt.own + self.steady() - self.doubt.since
                self._settle(Cause.LEAPT, self._machine() if machine else own, follows=machine, told=False)

    def question(self, own: float) -> None:
        """At a start without a date: the database speaks against the machine's clock, and for `own` (epoch seconds)."""
        self.doubt = Doubt(self.steady(), own, self._machine(), from_start=True)

    def _settle(self, cause: Cause, true: float, *, follows: bool, told: bool = True) -> None:
        own, doubt, before = self.seconds(), self.doubt, self._follows
        self._anchor, self._follows, self.doubt = (true, self.steady()), follows, None
        if told and (doubt is not None or before != follows):
            said = (doubt.own, doubt.machine) if doubt else (own, self._machine())
            self.finding = Finding(cause, *said, true)
        self.changes += doubt is not None or before != follows or abs(true - own) > LEAP


MACHINE = Reckoning()
"""What this process goes by: there is one machine, and one clock in it."""


class SystemClock:
    """The machine's clock, as far as it can be believed."""

    def __init__(self, reckoning: Reckoning = MACHINE) -> None:
        self.reckoning = reckoning

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.reckoning.seconds(), UTC)


class SteppedClock:
    """A clock that stands until it is moved, and never backwards: for the playground and the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant.astimezone(UTC))


def wall() -> float:
    """Seconds since the epoch, for leases that other processes must be able to judge."""
    return MACHINE.seconds()
