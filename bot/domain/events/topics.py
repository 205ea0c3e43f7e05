"""What the bot says on its own of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfGuest:
    """To a guest, of the event as it was at `sequence` (None: as it is).

    `was` (aware) is the time before it moved; `when` is which reminder it is: day, eve, or earlier. `back`: the guest
    need not come in another's place any more; else `name`, whom the guest sent, does not come, for this `reason`.
    `declined`: the time that moved was one at which the guest could not come.
    """

    guest: int
    sequence: int | None = None
    was: datetime | None = None
    when: str | None = None
    back: str | None = None
    name: str | None = None
    reason: str | None = None
    declined: bool | None = None


@dataclass(frozen=True, slots=True)
class OfEvent:
    event: int


@dataclass(frozen=True, slots=True)
class Followed:
    event: int
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class OfAgency:
    """To the liaisons of an agency; with `sequence` a reminder of who has not answered. `by` made the event."""

    event: int
    agency: int
    sequence: int | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """The code that changes, shown until this instant (aware)."""

    event: int
    until: datetime


@dataclass(frozen=True, slots=True)
class EventFile:
    event: int
    file: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`what` is a key of `bot.domain.events.acts.SHEETS`."""

    event: int
    what: str


@dataclass(frozen=True, slots=True)
class Observers:
    hearing: int
    agency: int


INVITE = Topic("event.invite", "Invitation", OfGuest, Lane.BULK, live=True)
MOVED = Topic("event.moved", "Event moved", OfGuest, Lane.BULK, urgent=True, live=True)
CHANGED = Topic("event.changed", "Event changed", OfGuest, Lane.BULK, urgent=True, live=True)
OFF = Topic("event.off", "Event off", OfGuest, Lane.BULK, urgent=True, live=True)
PROMOTED = Topic("event.promoted", "Moved up from the waiting list", OfGuest, Lane.BULK, urgent=True, live=True)
PASSED_ON = Topic("event.passed_on", "The seat went to somebody else", OfGuest, Lane.BULK, urgent=True, live=True)
DELEGATED = Topic("event.delegated", "Somebody else goes", OfGuest, Lane.BULK, urgent=True, live=True)
RETURNED = Topic("event.returned", "Event returned", OfGuest, Lane.BULK, urgent=True, live=True)
REPLY = Topic("event.reply", "Please answer", OfGuest, live=True)
COME = Topic("event.come", "Please come", OfGuest, live=True)
FEEDBACK = Topic("event.feedback", "Feedback on the event", OfGuest, Lane.BULK, live=True)
MINE = Topic("event.mine", "An event", OfGuest, live=True)
"""What a guest has on screen after a press; brought up to date like an invitation."""
CARD = Topic("event.card", "An event, to its organiser", OfEvent, live=True)
AGENCY = Topic("event.agency", "Agency's registration", OfAgency, Lane.BULK, live=True)
AGENCY_REPLY = Topic("event.agency_reply", "Agency's answer", OfAgency, live=True)
FOLLOWED = Topic("event.followed", "Moved with its hearing", Followed, urgent=True, live=True)
RECORD = Topic("event.record", "Event record", OfEvent, live=True)
CODE = Topic("event.code", "Code for signing in", Code, Lane.INTERACTIVE, urgent=True)
FILE = Topic("event.file", "A file", EventFile, Lane.INTERACTIVE, urgent=True)
SHEET = Topic("event.sheet", "A list", Sheet, Lane.INTERACTIVE, urgent=True)
OBSERVERS = Topic("event.observers", "Observers", Observers, live=True)

TOPICS = listed(
    INVITE, MOVED, CHANGED, OFF, PROMOTED, PASSED_ON, DELEGATED, RETURNED, REPLY, COME, FEEDBACK, MINE, CARD, AGENCY,
    AGENCY_REPLY, FOLLOWED, RECORD, CODE, FILE, SHEET, OBSERVERS,
)  # fmt: skip
