"""The pinned card of what is to be done, and what its buttons open: beside it, so that it keeps its place."""

from __future__ import annotations

# The import makes changes noticed from now on.
from bot.domain.message import Message
from bot.services import duty_units, hearing_lists, todo, todo_cards, todo_changes
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views import duty_lists
from bot.views import hearings as hearing_views
from bot.views import todo as views

__all__ = ["register", "todo_changes"]


def register(router: Router) -> None:
    """The topic and the buttons of the card."""
    router.topic(todo_cards.TOPIC, card)
    router.press("td.d", duties)
    router.press("td.h", hearings)


def card(scene: Scene) -> Message | None:
    """What waits for the reader now; somebody whose office is over is shown nothing any more."""
    if todo.keeps_card(scene.reader):
        return views.card(todo.of(scene.desk), scene.tr)
    return views.ended(scene.tr) if scene.shown else None


def duties(turn: Turn) -> None:
    turn.beside()
    turn.show(duty_lists.first(duty_units.first(turn.desk), turn.tr))


def hearings(turn: Turn) -> None:
    turn.beside()
    page = hearing_lists.listed(turn.desk)
    turn.show(hearing_views.listed(page, len(hearing_lists.waiting(turn.desk)), turn.tr))
