"""A pasted summons that also says when it was received: that day is kept for the paper that is recorded after it."""

from __future__ import annotations

from typing import Any

from bot.domain.cases import paper_values
from bot.domain.reading import unused
from bot.services.hearings import cards
from bot.telegram.turn import Turn
from bot.views.hearings import hearings as views

RECEIVED = "received"
"""The day (ISO) in the context of the form of the hearing."""


def with_day(turn: Turn, context: dict[str, Any], text: str) -> dict[str, Any]:
    """What is left unused of the text is not the day of its receipt, where the summons will be recorded."""
    today = turn.desk.today
    day = str(paper_values.said(text, today).get("served_on") or "") if context.get("paper") else ""
    if not day or day > today.isoformat():
        return context
    return {**context, RECEIVED: day, unused.USED: [*context.get(unused.USED, ()), ["time", day]]}


def ask_for_paper(turn: Turn, hearing_id: int, context: dict[str, Any]) -> None:
    """The summons is a court paper as well: it starts terms of its own, from the day it was received."""
    if context.get("paper"):
        shown = cards.view(turn.desk, hearing_id)
        turn.say(views.paper_too(shown, context["paper"], str(context.get(RECEIVED) or ""), turn.tr))
