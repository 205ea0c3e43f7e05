"""The card of a hearing in chat, and what buttons about a hearing answer when they are out of date."""

from __future__ import annotations

from bot.domain.hall.message import Html
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.domain.hearings.acts import CHANGES
from bot.domain.hearings.topics import CARD, OfHearing
from bot.services.hearings import cards
from bot.telegram.outdated import Subject
from bot.telegram.turn import Turn
from bot.views.hearings import hearings as views


def show_card(turn: Turn, hearing_id: int, *, focus: int = 0, head: Html | None = None) -> None:
    """The card in the pressed message (else anew); it follows every later change."""
    view = cards.view(turn.desk, hearing_id)
    shown = views.card(view, turn.tr, focus=focus, above=(head,))
    turn.show(shown, Notice(CARD, OfHearing(view.id, focus), About.HEARING(view.id)))


def show_more(turn: Turn) -> None:
    """What the card has no room for: hearing, agency, page."""
    turn.show(views.more(cards.view(turn.desk, turn.number(0)), turn.number(1), turn.number(2), turn.tr))


HEARING = Subject("hearing", show_card, lambda turn, number: cards.visible(turn.desk, number), words=CHANGES)
