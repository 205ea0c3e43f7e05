"""What operators do, and what is entered for them, as it is written down."""

from __future__ import annotations

from bot.domain.hall.acts import Act, listed, number, text, yes_no

_ERROR = text("error", "error number {value}", personal=False)

UPDATE_DROPPED = Act("update_dropped", "dropped what could not be worked off", _ERROR)
UPDATE_RETRIED = Act("update_retried", "tried once more what had failed", _ERROR)
MESSAGE_RESENT = Act("message_resent", "sent a doubtful message once more")
MESSAGE_LEFT = Act("message_left", "left a doubtful message as it is")
HELD_RELEASED = Act("held_released", "released what was held since a restore", number("messages", "messages: {value}"))
HELD_DISCARDED = Act(
    "held_discarded", "discarded what was held since a restore", number("messages", "messages: {value}")
)
CLOCK_SETTLED = Act("clock_settled", "said what time it is", yes_no("machine", "the machine's clock is right: {value}"))
SAMPLE_COUNTY_SEEDED = Act(
    "sample_county_seeded",
    "entered a county to try things in",
    number("agencies", "agencies entered: {value}"),
    number("people", "people entered: {value}"),
)

ACTS = listed(
    UPDATE_DROPPED, UPDATE_RETRIED, MESSAGE_RESENT, MESSAGE_LEFT, HELD_RELEASED, HELD_DISCARDED, CLOCK_SETTLED,
    SAMPLE_COUNTY_SEEDED,
)  # fmt: skip
