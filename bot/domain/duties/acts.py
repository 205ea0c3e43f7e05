"""What is done about duties, as it is written down."""

from __future__ import annotations

from bot.domain.hall.acts import Act, day, hidden, listed, named, number, term, text, yes_no
from bot.domain.hall.names import DUTIES
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState

_STATE = term("state", DUTIES)
_DATES = (day("safe", "to be finished by {value}"), day("due", "last day by law {value}", unlike="safe"))
_PROOF = (
    day("on"),
    text("number"),
    text("note"),
    number("files", "files: {value}"),
    yes_no("unchanged", "unchanged: {value}"),
)

DUTY_STARTED = Act("duty_started", "a duty began", *_DATES, *hidden("rule"))
DUTY_RECOMPUTED = Act("duty_recomputed", "the date was worked out anew", *_DATES)
DUTY_CANCELLED = Act("duty_cancelled", "the duty fell away", *hidden("state"))
DUTY_ACKNOWLEDGED = Act("duty_acknowledged", "took note")
DUTY_SUBMITTED = Act("duty_submitted", "handed it in", *_PROOF)
DUTY_DONE = Act("duty_done", "reported it done", *_PROOF, named("together_with", About.DUTY, "together with: {value}"))
DUTY_ACCEPTED = Act("duty_accepted", "accepted it")
DUTY_SENT_BACK = Act("duty_sent_back", "sent it back")
DUTY_EXCUSED = Act("duty_excused", "excused it")
DUTY_NOT_APPLICABLE = Act("duty_not_applicable", "declared it not applicable")
DUTY_TRANSFERRED = Act("duty_transferred", "gave it to another agency", text("agency", personal=False))
DUTY_TAKEN_OVER = Act("duty_taken_over", "received it from another agency")
DUTY_MOVED_TO_UNIT = Act("duty_moved_to_unit", "moved it to the handling unit", text("agency", personal=False))
DUTY_PASSED = Act(
    "duty_passed", "the duty passed to the agency's successor", text("agency", "from {value}", personal=False)
)
DUTY_DATE_SET = Act("duty_date_set", "set another date", day("date"))
DUTY_REOPENED = Act("duty_reopened", "opened it again", _STATE)
DUTY_URGED = Act("duty_urged", "pressed for it")
ADVICE_DEALT_WITH = Act("advice_dealt_with", "reported the advice as dealt with", day("on"), text("note"))
RIGHT_WATCHED = Act("right_watched", "wants to be reminded of it")
RIGHT_LEFT = Act("right_left", "need not be reminded of it any more")
DISMISSED = {DutyState.EXCUSED: DUTY_EXCUSED, DutyState.NOT_APPLICABLE: DUTY_NOT_APPLICABLE}
"""The ways in which a coordinator lets a duty go."""

ACTS = listed(
    DUTY_STARTED, DUTY_RECOMPUTED, DUTY_CANCELLED, DUTY_ACKNOWLEDGED, DUTY_SUBMITTED, DUTY_DONE, DUTY_ACCEPTED,
    DUTY_SENT_BACK, DUTY_EXCUSED, DUTY_NOT_APPLICABLE, DUTY_TRANSFERRED, DUTY_TAKEN_OVER, DUTY_MOVED_TO_UNIT,
    DUTY_PASSED, DUTY_DATE_SET, DUTY_REOPENED, DUTY_URGED, RIGHT_WATCHED, RIGHT_LEFT, ADVICE_DEALT_WITH,
)  # fmt: skip
