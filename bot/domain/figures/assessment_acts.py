"""What is done about scores, as it is written down."""

from collections.abc import Mapping

from bot.domain.hall.acts import Act, listed, text

_LINE = text("indicator", "“{value}”", personal=False)
SCORED = Act("score_entered", "entered a score", _LINE, text("points", "{value} points", personal=False))
OBJECTED = Act("score_objected", "objected to a score", _LINE)
ANSWERED = Act("score_answered", "answered the objection to a score", _LINE)
FROZEN = Act("scores_frozen", "froze the data of the assessment", text("year", personal=False))
ACTS: Mapping[str, Act] = listed(SCORED, OBJECTED, ANSWERED, FROZEN)
