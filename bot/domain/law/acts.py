"""What is done to what the law is computed from, as it is written down."""

from __future__ import annotations

from bot.domain.hall.acts import Act, listed, number

CALENDAR_IMPORTED = Act(
    "calendar_imported",
    "took over the working days of a year",
    number("work", "days worked in place of others: {value}"),
    number("off", "days off: {value}"),
)

ACTS = listed(CALENDAR_IMPORTED)
