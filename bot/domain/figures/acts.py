"""What is written down when a figure changes that may have been published."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.hall.acts import Act, listed, term, text

COUNTED = {
    "attended": "a leader appeared",
    "excused": "absent with a valid reason",
    "unexcused": "absent without a valid reason",
    "exempt": "exempt from the figures",
    "open": "not settled yet",
    "not_heard": "not heard",
    "outside": "in no figure",
}
"""How a row is counted, in a few words."""
FIGURE_CORRECTED = Act(
    "figure_corrected",
    "changed how a case of an earlier quarter is counted",
    text("quarter", personal=False),
    term("counted", COUNTED),
    has="changed how this case is counted",
)
ACTS: Mapping[str, Act] = listed(FIGURE_CORRECTED)
