"""The pinned card of what is to be done, and what its buttons open: beside it, so that it keeps its place."""

from __future__ import annotations

from bot.domain.day.topics import TODO
from bot.domain.hall.message import Message
from bot.domain.hall.topics import Nothing
from bot.services.day import todo
from bot.services.documents import lists as lists_service
from bot.services.duties import units
from bot.services.hearings import lists
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.day import todo as views
from bot.views.documents import lists as document_lists
from bot.views.duties import lists as duty_lists
from bot.views.hearings import hearings as hearing_views


def register(router: Router) -> None:
    """The topic and the buttons of the card."""
    router.topic(TODO, card)
    router.press("td.d", duties, sees=nothing)
    router.press("td.h", hearings, sees=nothing)
    router.press("td.p", documents, sees=nothing)


def card(scene: Scene[Nothing]) -> Message | None:
    """What waits for the reader now; somebody whose office is over is shown nothing any more."""
    if todo.keeps_card(scene.reader):
        return views.card(todo.of(scene.desk), scene.tr)
    return views.ended(scene.tr) if scene.shown else None


def duties(turn: Turn) -> None:
    turn.beside()
    turn.show(duty_lists.first(units.first(turn.desk), turn.tr))


def documents(turn: Turn) -> None:
    turn.beside()
    turn.show(document_lists.listed(lists_service.listed(turn.desk, lists_service.WAITING), turn.tr))


def hearings(turn: Turn) -> None:
    turn.beside()
    page = lists.listed(turn.desk)
    turn.show(hearing_views.listed(page, len(lists.waiting(turn.desk)), turn.tr))
