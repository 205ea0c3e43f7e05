"""How the bot is doing, as values: what waits, what went wrong, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.hall.terms import Lane

CRASHED = "crashed"
"""The error of an update in the middle of which the program stopped: nobody was left to name another."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in one lane. `oldest` is in seconds, `done_at` is when it will be worked off at the present rate."""

    lane: Lane
    due: int
    later: int
    oldest: float = 0.0
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """An update that could not be handled: its number for the log, what kind of error, who sent it, when."""

    update_id: int
    error_id: str
    error: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A message of which nobody knows whether it arrived."""

    row_id: int
    who: str
    topic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Limiter:
    """What the rate limiter found and did: messages a second, flood replies, seconds waited by lane."""

    rate: float
    learnt: float
    floods: int
    waited: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Sealed:
    """The newest seal of the audit trail: its number, until when entries are sealed, its root."""

    number: int
    upto: datetime
    root: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `/status` and the metrics page show. Ages are in seconds."""

    backlog: tuple[Backlog, ...]
    sent_today: int
    failed: int
    failed_since_yesterday: int
    uncertain: tuple[Doubtful, ...]
    held: int
    unreachable: int
    unreachable_names: tuple[str, ...]
    waiting: int
    lag: float
    parked: tuple[Parked, ...]
    last_tick: datetime | None
    since_tick: float
    limiter: Limiter | None
    uncertain_count: int = 0
    """All of them; `uncertain` holds the oldest few."""
    parked_count: int = 0
    """All of them; `parked` holds the newest few."""
    sealed: Sealed | None = None
    """The newest seal of the audit trail, for administrators."""
    ticks: Mapping[str, datetime] = field(default_factory=dict)
    """When each tick last ran, by its name."""
    backed_up: datetime | None = None
    """When the newest backup was written; None before the first."""
    pictures: int = 0
    """Pictures that wait to be read."""
    prints: int = 0
    """Papers that wait to be printed."""
    unprinted: int = 0
    """Of those, what was tried and could not be printed yet."""
    covered: int = 0
    """Days, from today, for which the working days are announced."""

    @property
    def needs_a_person(self) -> bool:
        """Whether something will not come right by itself."""
        return bool(self.parked or self.uncertain or self.held or self.failed_since_yesterday)


@dataclass(frozen=True, slots=True)
class Signs:
    """Whether the work is done: what waits longest, and when something was last written down (aware instants).

    `due` is by lane, without rows that wait for another try after a fault.
    """

    update: datetime | None
    due: Mapping[Lane, datetime]
    written: datetime | None
    paper: datetime | None = None
    """Since when a paper waits to be printed."""
    unprinted: int = 0
    """How many papers were tried and could not be printed yet."""
    books: tuple[str, ...] = ()
    """What is said of each rule book that agencies go by and that is not at hand."""


@dataclass(frozen=True, slots=True)
class Held:
    """A planned message that waits for a person's decision since a restore."""

    at: datetime
    who: str
    topic: str
    subject: str
    """The name of what it is about, where it has one."""
    about: str
    """What it is about, as stored."""
    late: bool
    """Its time is past: if released it goes out at once."""
