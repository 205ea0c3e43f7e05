"""The card of a case in chat, and what buttons about a case answer when they are out of date."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.topics import CARD, CaseCard
from bot.domain.hall.message import Html
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.cases import cards, cases, paper_filing
from bot.services.duties import cards as duty_cards
from bot.telegram.outdated import Subject
from bot.telegram.turn import Turn
from bot.views.cases import card as views
from bot.views.cases import copies


def show_card(turn: Turn, case_id: int, asked: Html | None = None) -> None:
    """The card, with what is `asked` for now; it changes by itself from now on. Of a claim that was confirmed it is
    that of the case it went into."""
    shown = cards.view(turn.desk, case_id)
    turn.show(views.card(shown, turn.tr, asked=asked), Notice(CARD, CaseCard(shown.id), About.CASE(shown.id)))


def asks(turn: Turn, lacking: Sequence[int]) -> Html | None:
    """What stands on the card of a case whose papers were recorded without their copies."""
    if not lacking:
        return None
    first = duty_cards.of(turn.desk, lacking[0])
    return copies.ask(paper_filing.papers_of(turn.desk, lacking), first, turn.tr)


CASE = Subject("case", show_card, lambda turn, number: cases.visible(turn.desk, number))
