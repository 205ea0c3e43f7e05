"""What the bot says on its own of hearings, and to the leaders who appear."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.hall.batches import Batch
from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Nothing, Topic, listed


@dataclass(frozen=True, slots=True)
class OfHearing:
    """`agency` is whose side of it the reader is on; 0 for nobody's. `sequence` is that of the hearing then.

    `was` (aware) is its time before it moved; `who` is the name of who says so.
    """

    hearing: int
    agency: int = 0
    sequence: int = 0
    was: datetime | None = None
    who: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of the package, true of the hearing as it was at `sequence`; for a `leader`, only of that one."""

    hearing: int
    appearance: int
    sequence: int
    agency: int = 0
    leader: int | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """A coordinator (`by`, a name) presses for it that somebody says who appears at the hearing as it was then."""

    hearing: int
    appearance: int
    sequence: int
    agency: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class OfHearings:
    """Hearings that were entered, moved or ended in one go (`what`); `by` is the person who did it."""

    hearings: list[int] = field(default_factory=list)
    what: str = "entered"
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines of a hearing list that an agency has to check; `by` is the name of who entered them."""

    agency: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class OfAppearance:
    appearance: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class OfVerdict:
    """How strongly a leader was required when it was planned: said only while that is so."""

    appearance: int
    strength: str


@dataclass(frozen=True, slots=True)
class Relieved:
    """The leader (a name) who is asked in the reader's place; `confirmed`: the reader had said yes."""

    appearance: int
    leader: str = ""
    confirmed: bool = False


CARD = Topic("hearing.card", "Hearing", OfHearing, Lane.INTERACTIVE, urgent=True, live=True)
SERIES = Topic("hearing.series", "Several hearings", OfHearings, Lane.INTERACTIVE, urgent=True)
MOVED = Topic("hearing.moved", "Hearing moved", OfHearing, Lane.INTERACTIVE, urgent=True, live=True)
OFF = Topic("hearing.off", "Hearing off", OfHearing, Lane.INTERACTIVE, urgent=True, live=True)
HINT = Topic("hearing.hint", "Hint about a hearing", OfHearing, Lane.INTERACTIVE, urgent=True, live=True)
REJECTED = Topic("hearing.rejected", "Hearing rejected", OfHearing, Lane.INTERACTIVE, urgent=True, live=True)
LISTED = Topic("hearing.listed", "Hearings of a list", Listed, Lane.INTERACTIVE, live=True)
DRAFTED = Topic("hearing.drafted", "Hearing to be checked", Nothing, Lane.INTERACTIVE, live=True)
WEEK = Topic("hearing.week", "A week before the hearing", Reminder, live=True)
UNREADY = Topic("hearing.unready", "Not ready for the hearing", Reminder, live=True)
PRINCIPAL = Topic("hearing.principal", "For the principal to know", Reminder, live=True)
ALARM = Topic("hearing.alarm", "Hearing at risk", Reminder, live=True)
EVE = Topic("hearing.eve", "Eve of the hearing", Reminder, live=True)
DAY = Topic("hearing.day", "Day of the hearing", Reminder, urgent=True, live=True)
RESULT = Topic("hearing.result", "Result of the hearing", Reminder, live=True)
MISSING = Topic("hearing.missing", "Hearing not entered", Reminder, live=True)
PRESSED = Topic("hearing.pressed", "Pressed to settle who appears", Pressing, urgent=True, live=True)
PRESSING = Topic("hearing.pressing", "Whom to press for a leader", Batch, Lane.INTERACTIVE, rendered=False)
ICS = Topic("hearing.ics", "For the calendar", OfHearing, Lane.INTERACTIVE)
QUESTION = Topic("hearing.ask", "An open question about a hearing", OfAppearance, live=True)
"""What the rule books leave open, to the coordinators."""
UNEXCUSED = Topic(
    "result.unexcused", "An absence without a valid reason", OfHearing, Lane.INTERACTIVE, urgent=True, live=True
)
RESULT_OPEN = Topic("result.open", "A result leaves something open", OfHearing, Lane.INTERACTIVE, live=True)
ASK = Topic("appearance.ask", "The leader is asked to appear", OfAppearance, Lane.INTERACTIVE, live=True)
REMIND = Topic("appearance.remind", "The leader is asked to answer", OfAppearance, live=True)
NAMED = Topic("appearance.named", "Leader named", OfAppearance, live=True)
RELIEVED = Topic("appearance.relieved", "No longer to appear", Relieved, Lane.INTERACTIVE, urgent=True)
PERMISSION = Topic(
    "appearance.permission", "Leave not to appear", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True
)
STAYS = Topic(
    "appearance.stays",
    "The first leader stays, as the one proposed cannot come",
    OfAppearance,
    Lane.INTERACTIVE,
    urgent=True,
    live=True,
)
STANDS = Topic(
    "appearance.stands",
    "A change of leader waits for the court",
    OfAppearance,
    Lane.INTERACTIVE,
    urgent=True,
    live=True,
)
REFUSED = Topic(
    "appearance.refused", "The leader cannot appear", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True
)
DECLINED = Topic(
    "appearance.declined", "A named leader cannot appear", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True
)
NOT_EXCUSED = Topic(
    "appearance.not_excused", "The court rejects the excuse", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True
)
LEFT = Topic("appearance.left", "The leader has left the post", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True)
SIGNED = Topic("absence.signed", "Has the principal signed?", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True)
OPEN = Topic("appearance.open", "No leader named yet", OfAppearance, Lane.INTERACTIVE, urgent=True, live=True)
VERDICT = Topic("hearing.verdict", "Who must appear has changed", OfVerdict, Lane.INTERACTIVE, urgent=True, live=True)
DEPUTY = Topic(
    "appearance.deputy",
    "The rule asks for the principal leader",
    OfAppearance,
    Lane.INTERACTIVE,
    urgent=True,
    live=True,
)

TOPICS = listed(
    CARD, MOVED, OFF, HINT, REJECTED, LISTED, DRAFTED, WEEK, UNREADY, PRINCIPAL, ALARM, EVE, DAY, RESULT, MISSING,
    PRESSED, PRESSING, ICS, QUESTION, UNEXCUSED,
    RESULT_OPEN, ASK, REMIND, NAMED, RELIEVED, PERMISSION, STAYS, STANDS, REFUSED,
    DECLINED, NOT_EXCUSED, SERIES, OPEN, LEFT, SIGNED, VERDICT, DEPUTY,
)  # fmt: skip
