"""What the bot says on its own of circulars."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfCircular:
    circular: int


@dataclass(frozen=True, slots=True)
class CircularCard:
    """`older`: another card has taken its place."""

    circular: int
    older: bool = False


@dataclass(frozen=True, slots=True)
class OfVersion:
    """The circular as it was put before somebody."""

    circular: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient's copy."""

    circular: int
    receipt: int


@dataclass(frozen=True, slots=True)
class GroupCopy:
    circular: int
    group: int


@dataclass(frozen=True, slots=True)
class Board:
    circular: int
    page: int = 0
    """Of boards that were sent while they had pages: all of it is on one page now."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step up the line; of one agency, or of all (0)."""

    circular: int
    step: str
    agency: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """The answers, in the archive of this number."""

    circular: int
    number: int = 0


CARD = Topic("circular.card", "Circular being written", CircularCard, live=True)
APPROVE = Topic("circular.approve", "Circular to approve", OfVersion, live=True)
RETURNED = Topic("circular.returned", "Circular returned", OfVersion)
ORPHAN = Topic("circular.orphan", "Circular waits for its sender", OfCircular)
COPY = Topic("circular.copy", "Circular", Copy, Lane.BULK)
GROUP = Topic("circular.group", "Circular in a group", GroupCopy, Lane.BULK)
REMIND = Topic("circular.remind", "Receipt reminder", OfCircular)
LATE = Topic("circular.late", "Receipt overdue", Step)
BOARD = Topic("circular.board", "State of a circular", Board, live=True)
LEDGER = Topic("circular.ledger", "Ledger of receipts", OfCircular, Lane.INTERACTIVE, urgent=True)
ARCHIVE = Topic("circular.archive", "Answers with an index", Archive, Lane.INTERACTIVE, urgent=True)
START = Topic("circular.start", "A circular goes out", OfCircular, Lane.BULK, rendered=False)
STEP = Topic("circular.step", "Those silent on a circular", Step, rendered=False)
SHOW = Topic("circular.show", "State of a circular", OfCircular, Lane.BULK, urgent=True, rendered=False)
"""The boards are brought up to date, a while after somebody took note."""

TOPICS = listed(
    CARD, APPROVE, RETURNED, ORPHAN, COPY, GROUP, REMIND, LATE, BOARD, LEDGER, ARCHIVE, START, STEP, SHOW
)  # fmt: skip
