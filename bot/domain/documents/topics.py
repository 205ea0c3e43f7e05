"""What the bot says on its own of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfDocument:
    document: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody has the next step (an index) of this edition; `by` is the name of who did the one before."""

    document: int
    step: int
    edition: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    document: int
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepDay:
    """The last day of a step, and the instant of the package or ladder at which it is spoken of."""

    document: int
    step: int
    edition: int
    last: date
    at: datetime | None = None
    red: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """`act` is a value of `bot.domain.documents.documents.Act`; `by` a name."""

    document: int
    act: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class FollowDay:
    """What a paper promised by `until`; `key` names it within its document."""

    document: int
    key: str
    until: date


@dataclass(frozen=True, slots=True)
class OfNamed:
    """A bulletin that is to name an agency."""

    document: int
    agency: int


NEXT = Topic("doc.next", "A document waits for you", Turn, live=True)
RETURNED = Topic("doc.returned", "Document sent back", Returned, Lane.INTERACTIVE, urgent=True, live=True)
REMIND = Topic("doc.remind", "A step of a document is due", StepDay, live=True)
SILENT = Topic("doc.silent", "A step of a document is late", StepDay, urgent=True, live=True)
CARD = Topic(
    "doc.card", "Document", OfDocument, Lane.INTERACTIVE, live=True,
    replaces=(NEXT.name, RETURNED.name, REMIND.name, SILENT.name),
)  # fmt: skip
TOLD = Topic("doc.told", "A document moved on", Told, Lane.INTERACTIVE)
FOLLOW = Topic("doc.follow", "What a paper promised is due", FollowDay, live=True)
NOTICE = Topic("doc.notice", "Reminder to appear in court", OfDocument, live=True)
"""To the leader named in it, who says that it was read."""

NAMED = Topic("doc.named", "A bulletin is to name the agency", OfNamed, urgent=True)
"""To the agency's own people, before anybody else reads of it."""

HEARD = Topic("doc.heard", "The unit may answer before it is named", OfDocument, live=True)
"""To the agency that has the letter which comes first: until when it may answer that, and once more on the last day."""

TOPICS = listed(CARD, NEXT, RETURNED, REMIND, SILENT, TOLD, FOLLOW, NOTICE, NAMED, HEARD)
