"""Where a circular stands with each of its recipients, with an agency, a branch, and all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.circulars.circulars import Head, Waits
from bot.domain.hall.terms import CircularState, ReplyWanted


class Standing(StrEnum):
    """Where it stands with one recipient. Each is said by a word of its own; only the first two are ✓."""

    DONE = "done"
    """Has it, and did what was asked."""
    SETTLED = "settled"
    """A colleague did it, and one of the agency is enough."""
    READ = "read"
    """Took note of it; the answer is still to come."""
    SILENT = "delivered"
    UNCERTAIN = "uncertain"
    """Sent without an answer from the server: it may have arrived."""
    WAITING = "waiting"
    """Yet to be sent: its turn or the hour has not come."""
    HELD = "held"
    """Yet to be sent: it is paused."""
    MISSED = "unreachable"
    """Sending failed, or the person left the bot."""
    UNREGISTERED = "unregistered"
    """Never came to the bot."""
    LEFT = "left"
    """Does not hold the role any more: whoever came in his place is asked."""
    NOT_SENT = "not_sent"
    """It was stopped before his turn came."""


CLOSED = (Standing.DONE, Standing.SETTLED)
QUIET = (Standing.READ, Standing.SILENT, Standing.UNCERTAIN)
"""Those who have it and are asked."""
_ORDER = (
    Standing.DONE, Standing.SETTLED, *QUIET, Standing.WAITING, Standing.HELD, Standing.MISSED, Standing.UNREGISTERED,
    Standing.NOT_SENT, Standing.LEFT,
)  # fmt: skip
"""Where one answer of an agency is enough, the agency stands where the furthest of its people does."""


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.DONE: "did what was asked",
    Standing.SETTLED: "a colleague replied",
    Standing.READ: "received, not answered",
    Standing.SILENT: "delivered",
    Standing.UNCERTAIN: "not certain",
    Standing.WAITING: "waiting",
    Standing.HELD: "paused, to be sent",
    Standing.MISSED: "not delivered",
    Standing.UNREGISTERED: "not on the bot yet",
    Standing.LEFT: "no longer in the role",
    Standing.NOT_SENT: "not sent",
}
DONE_NAMES: Mapping[ReplyWanted, str] = {
    ReplyWanted.NOTHING: "delivered",
    ReplyWanted.RECEIPT: "received",
    ReplyWanted.ANSWER: "gave an answer",
    ReplyWanted.FILE: "gave an answer",
}
"""What "done" means, by what was asked."""


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """One agency: how many of its people stand where."""

    agency_id: int
    path: str
    people: Mapping[Standing, int]

    def units(self, together: bool) -> Mapping[Standing, int]:
        """What is counted: its people, or the agency itself where one answer of it is enough."""
        return {next(one for one in _ORDER if self.people.get(one)): 1} if together else self.people


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a circular stands with its recipients, in numbers of people."""

    total: int = 0
    waiting: int = 0
    delivered: int = 0
    unreachable: int = 0
    uncertain: int = 0
    """Sent without an answer from the server: it may have arrived."""
    let_go: int = 0
    """It was stopped before their turn came."""
    read: int = 0
    answered: int = 0
    silent: int = 0
    """Who are asked and did not do it: people, or agencies where one answer of each is enough."""
    held: int = 0
    unregistered: int = 0
    left: int = 0
    """Not in the role any more: nothing is asked of them."""
    joined: int = 0
    """Came to it after it had begun."""


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch on the board: people, or agencies where one answer of each is enough."""

    agency_id: int
    name: str
    silent: int
    total: int
    """Without those who left."""
    missed: int = 0
    """Could not be reached."""
    waiting: int = 0
    """Have yet to get it."""
    held: int = 0
    unregistered: int = 0
    not_sent: int = 0

    @property
    def done(self) -> int:
        """How many did what was asked; of one that asks for nothing, have it."""
        return self.total - self.silent - self.missed - self.waiting - self.held - self.unregistered - self.not_sent


def line(agency_id: int, name: str, counts: Iterable[Mapping[Standing, int]]) -> BranchLine:
    """The line of a branch out of what its agencies count."""
    sums: Counter[Standing] = Counter()
    for one in counts:
        sums.update(one)
    total = sum(sums.values()) - sums[Standing.LEFT]
    return BranchLine(
        agency_id, name, sum(sums[one] for one in QUIET), total, sums[Standing.MISSED], sums[Standing.WAITING],
        sums[Standing.HELD], sums[Standing.UNREGISTERED], sums[Standing.NOT_SENT],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A linked group to which it goes as well."""

    title: str
    state: str
    """A value of `Standing`: delivered, waiting, held, unreachable or not_sent."""


@dataclass(frozen=True, slots=True)
class Board:
    """A circular that is going out or went out."""

    id: int
    version: int
    state: CircularState
    head: Head
    tally: Tally
    branches: tuple[BranchLine, ...]
    as_of: datetime
    begun_at: datetime | None = None
    nudged_on: date | None = None
    may_nudge: bool = False
    failed: int = 0
    """Of the unreachable, those where sending failed for another reason than the person."""
    answers: int = 0
    author: str = ""
    replaced_by: int | None = None
    waits: Waits | None = None
    groups: tuple[GroupLine, ...] = ()
    may_add: bool = False
    """Whether further recipients can be added."""
    copies_stay: bool = False
    """Whether what was copied to people is too old to be taken away again."""


@dataclass(frozen=True, slots=True)
class Silent:
    """One who has not done what was asked."""

    name: str
    agency: str
    phone: str
    state: Standing
    joined: bool = False
    """Came to it after it had begun."""


@dataclass(frozen=True, slots=True)
class CircularLine:
    """One circular in the list."""

    id: int
    title: str
    state: CircularState
    silent: int
    total: int
    at: datetime
    kind: str = "Circular"
    """Message id of what it is: a circular, its correction, its withdrawal."""
    missed: int = 0
    """Could not be reached."""
    unregistered: int = 0
    waiting: int = 0
    """Have yet to get it, held back or not."""
    reply: ReplyWanted = ReplyWanted.RECEIPT


# -- why it did not arrive -----------------------------------------------------------------------------------------

_FAULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("never came to the bot, or left it", ("no chat to send to",)),
    ("blocked the bot, or is gone from Telegram", ("Forbidden", "blocked", "deactivated", "kicked", "chat not found")),
    ("a file of it is gone", ("FileNotFoundError",)),
    ("the bot could not write it; its log says why", ("could not be", "not proved", "sent twice")),
    ("the network did not answer", ("TimedOut", "NetworkError", "RetryAfter")),
    ("a person decided so", ("by a person",)),
)


def fault(said: str) -> str:
    """Message id of why a message did not arrive, out of what the outbox keeps; `{said}` is that, for the unknown."""
    if not said:
        return ""
    known = (words for words, marks in _FAULTS if any(mark.lower() in said.lower() for mark in marks))
    return next(known, "Telegram refused it: {said}")
