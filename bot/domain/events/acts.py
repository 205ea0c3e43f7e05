"""What is done about events and by their guests, as it is written down."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.events.events import ANSWER_NAMES, KIND_NAMES, PRESENCE_NAMES, SIGN_IN_NAMES
from bot.domain.events.forms import RATINGS
from bot.domain.hall.acts import Act, hidden, listed, moment, number, term, text

_TOLD = (
    text("title"),
    moment("starts_at"),
    text("place"),
    number("quota", "seats: {value}"),
    number("agency_quota", "seats an agency: {value}"),
    moment("reply_by", "answers by {value}"),
    text("note"),
    term("sign_in", SIGN_IN_NAMES, "signing in: {value}"),
)
"""What an event is, as its organiser enters and changes it."""
_GUEST = (text("name"), *hidden("guest"))
_ANSWER = term("answer", ANSWER_NAMES)
_PRESENCE = term("presence", PRESENCE_NAMES)
SHEETS = {"sheet": "the sign-in sheet", "tally": "the tally by agency"}
"""What can be asked for as a file."""

EVENT_CREATED = Act(
    "event_created", "planned an event", term("kind", KIND_NAMES), *_TOLD, number("invited", "people invited: {value}")
)
EVENT_CHANGED = Act("event_changed", "changed the event", *_TOLD)
EVENT_MOVED = Act("event_moved", "moved the event", *_TOLD)
EVENT_RESTORED = Act("event_restored", "put the event on again", *_TOLD)
EVENT_CANCELLED = Act("event_cancelled", "cancelled the event")
EVENT_INVITED_MORE = Act(
    "event_invited_more", "invited those who fit by now", number("count", "people: {value}"), text("people")
)
EVENT_NUDGED = Act("event_nudged", "reminded those who have not answered", number("people", "people: {value}"))
EVENT_MATERIAL_ADDED = Act("event_material_added", "added material", text("files"))
EVENT_EXPORTED = Act("event_exported", "fetched a list", term("what", SHEETS))
EVENT_ANSWERED = Act("event_answered", "answered an invitation", *_GUEST, _ANSWER)
EVENT_SEAT_GIVEN = Act("event_seat_given", "a seat became free", *_GUEST, _ANSWER)
EVENT_SEAT_PASSED_ON = Act("event_seat_passed_on", "did not confirm in time; the seat went to another", *_GUEST)
EVENT_GUEST_RELEASED = Act("event_guest_released", "is no longer invited", *_GUEST)
EVENT_SIGNED_IN = Act("event_signed_in", "signed in", *_GUEST, _PRESENCE)
EVENT_MARKED = Act("event_marked", "wrote down who is there", *_GUEST, _PRESENCE)
EVENT_LIST_CORRECTED = Act("event_list_corrected", "corrected the closed list", *_GUEST, _PRESENCE)
EVENT_CLOSED = Act(
    "event_closed",
    "closed the list",
    number("here", "there: {value}"),
    number("late", "of them late: {value}"),
    number("absent", "absent: {value}"),
)
EVENT_REOPENED = Act("event_reopened", "opened the list again")
EVENT_RATED = Act("event_rated", "rated the event", term("rating", dict(enumerate(RATINGS, 1))))
EVENT_RECORDED = Act("event_recorded", "wrote the record", text("summary"), number("photos", "photos: {value}"))

ACTS = listed(
    EVENT_CREATED, EVENT_CHANGED, EVENT_MOVED, EVENT_RESTORED, EVENT_CANCELLED, EVENT_INVITED_MORE, EVENT_NUDGED,
    EVENT_MATERIAL_ADDED, EVENT_EXPORTED, EVENT_ANSWERED, EVENT_SEAT_GIVEN, EVENT_SEAT_PASSED_ON, EVENT_GUEST_RELEASED,
    EVENT_SIGNED_IN, EVENT_MARKED, EVENT_LIST_CORRECTED, EVENT_CLOSED, EVENT_REOPENED, EVENT_RATED, EVENT_RECORDED,
)  # fmt: skip
CHANGES: Mapping[str, str] = {
    act.name: act.words
    for act in (
        EVENT_CHANGED, EVENT_MOVED, EVENT_RESTORED, EVENT_CANCELLED, EVENT_INVITED_MORE, EVENT_MATERIAL_ADDED,
        EVENT_CLOSED, EVENT_REOPENED, EVENT_RECORDED,
    )
}  # fmt: skip
"""What an old button says was done to an event. What single guests did overtakes no button, and is nobody else's."""
