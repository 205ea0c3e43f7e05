"""What is done about how leaders appeared, as it is written down."""

from __future__ import annotations

from bot.domain.figures.leaders import SOURCES
from bot.domain.hall.acts import Act, hidden, listed, term, text

EVALUATED = Act(
    "appearance_evaluated",
    "wrote down an evaluation of a leader's appearance",
    term("source", SOURCES),
    text("leader"),
    *hidden("grades"),
    text("note"),
)
EVALUATION_WITHDRAWN = Act(
    "evaluation_withdrawn", "took back an evaluation of a leader's appearance", term("source", SOURCES), text("leader")
)
ACTS = listed(EVALUATED, EVALUATION_WITHDRAWN)
