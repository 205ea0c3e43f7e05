"""What is done about circulars, as it is written down."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.circulars.circulars import STATE_NAMES
from bot.domain.hall.acts import Act, listed, moment, named, number, term
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import CircularState

STEPS = {
    "deputy": "to the deputy liaison officers",
    "principal": "to the principal leaders",
    "coordinator": "to the coordinators",
    "report": "to the coordinators, on the day of the term",
}
"""Who is told, one step after another, of those who are silent."""
_STATE = term("state", STATE_NAMES, "until now {value}")
_PEOPLE = number("people", "people: {value}")
_BY = named("by", About.CIRCULAR, "by: {value}")

CIRCULAR_BEGUN = Act("circular_begun", "began a circular")
CIRCULAR_PART_EDITED = Act("circular_part_edited", "changed a part of the circular")
CIRCULAR_SUBMITTED = Act("circular_submitted", "put the circular before a second coordinator")
CIRCULAR_APPROVED = Act("circular_approved", "approved the circular")
CIRCULAR_RETURNED = Act("circular_returned", "sent the circular back")
CIRCULAR_SCHEDULED = Act(
    "circular_scheduled",
    "set when the circular goes out",
    moment("at"),
    named("approved_by", About.PERSON, "approved by {value}"),
)
CIRCULAR_TAKEN_BACK = Act("circular_taken_back", "took the circular back to write on", _STATE)
CIRCULAR_CANCELLED = Act("circular_cancelled", "called the circular off", _STATE)
CIRCULAR_BEGUN_SENDING = Act("circular_begun_sending", "the circular began to go out", _PEOPLE)
CIRCULAR_KEPT_FROM_GROUPS = Act("circular_kept_from_groups", "the circular was kept out of groups")
CIRCULAR_PAUSED = Act("circular_paused", "stopped the circular for now")
CIRCULAR_RESUMED = Act("circular_resumed", "let the circular go on")
CIRCULAR_TRIED_AGAIN = Act("circular_tried_again", "sent the circular once more to whom it had not reached", _PEOPLE)
CIRCULAR_FINISHED = Act("circular_finished", "the circular has gone out to all")
CIRCULAR_JOINED = Act("circular_joined", "came to the circular after it had begun", _PEOPLE)
CIRCULAR_EXTENDED = Act("circular_extended", "sent the circular to further people", _PEOPLE)
CIRCULAR_READ = Act("circular_read", "took note of the circular")
CIRCULAR_ANSWERED = Act("circular_answered", "answered the circular", number("files", "files: {value}"))
CIRCULAR_NUDGED = Act("circular_nudged", "reminded those who are silent", _PEOPLE)
CIRCULAR_ESCALATED = Act("circular_escalated", "those above were told who is silent", term("step", STEPS))
CIRCULAR_WITHDRAWN = Act("circular_withdrawn", "recalled the circular", _BY)
CIRCULAR_REPLACED = Act("circular_replaced", "the circular was replaced by a correction", _BY)
CIRCULAR_FOLLOWS = Act("circular_follows", "wrote a circular in place of another", named("replaces", About.CIRCULAR))
REPLACED = {CircularState.REPLACED: CIRCULAR_REPLACED, CircularState.WITHDRAWN: CIRCULAR_WITHDRAWN}
"""What happens to the older circular when the newer one goes out."""

ACTS = listed(
    CIRCULAR_BEGUN, CIRCULAR_PART_EDITED, CIRCULAR_SUBMITTED, CIRCULAR_APPROVED, CIRCULAR_RETURNED, CIRCULAR_SCHEDULED,
    CIRCULAR_TAKEN_BACK, CIRCULAR_CANCELLED, CIRCULAR_BEGUN_SENDING, CIRCULAR_KEPT_FROM_GROUPS, CIRCULAR_PAUSED,
    CIRCULAR_RESUMED, CIRCULAR_TRIED_AGAIN, CIRCULAR_FINISHED, CIRCULAR_JOINED, CIRCULAR_EXTENDED, CIRCULAR_READ,
    CIRCULAR_ANSWERED, CIRCULAR_NUDGED, CIRCULAR_ESCALATED, CIRCULAR_WITHDRAWN, CIRCULAR_REPLACED, CIRCULAR_FOLLOWS,
)  # fmt: skip
_OVERTAKES_NOTHING = (
    CIRCULAR_BEGUN, CIRCULAR_KEPT_FROM_GROUPS, CIRCULAR_JOINED, CIRCULAR_READ, CIRCULAR_ANSWERED, CIRCULAR_NUDGED,
    CIRCULAR_ESCALATED,
)  # fmt: skip
"""What overtakes no button of those who send it."""
CHANGES: Mapping[str, str] = {act.name: act.words for act in ACTS.values() if act not in _OVERTAKES_NOTHING}
"""What an old button says was done to a circular."""
