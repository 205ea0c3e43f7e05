"""The card of a case in chat, and what buttons about a case answer when they are out of date."""

from __future__ import annotations

from bot.domain.cases.topics import CARD, CaseCard
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.cases import cards, cases
from bot.telegram.outdated import Subject
from bot.telegram.turn import Turn
from bot.views.cases import card as views


def show_card(turn: Turn, case_id: int) -> None:
    """The card; it changes by itself from now on. Of a claim that was confirmed it is that of the case it went into."""
    shown = cards.view(turn.desk, case_id)
    turn.show(views.card(shown, turn.tr), Notice(CARD, CaseCard(shown.id), About.CASE(shown.id)))


CASE = Subject("case", show_card, lambda turn, number: cases.visible(turn.desk, number))
