"""Hearings that were put off and have no new date: a list of their own, so that the coming ones stay short."""

from __future__ import annotations

from bot.domain.hall.paging import cut
from bot.services.hearings import lists
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import hearings as views

PER_PAGE = 6


def register(router: Router) -> None:
    router.press("hs.off", undated, sees=nothing)


def undated(turn: Turn) -> None:
    """Those in the presser's scope, page by page."""
    turn.show(views.undated(cut(lists.put_off(turn.desk), turn.number(), PER_PAGE), turn.tr))
