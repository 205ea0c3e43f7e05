"""Our own bulletins as they were issued: the list, the ranking, sent to the units, issued again."""

from __future__ import annotations

from typing import Any

from bot.domain.bulletins.own_forms import AGAIN
from bot.services.bulletins import issued, issuing, offices
from bot.services.documents import cards
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.bulletins import own as views
from bot.views.documents import cards as document_views

Given = dict[str, Any]


def card(turn: Turn, number: int, page: int = 0) -> None:
    turn.show(views.card(issued.of(turn.desk, number, page), turn.tr))


ISSUED = Subject("issued", card, lambda turn, number: issued.of(turn.desk, number))


def register(router: Router, forms: Forms) -> None:
    """The list, and what is done with one of them."""
    router.command("issued", lambda turn: listed(turn, 0), "our bulletins as they were issued", shown=_belongs, rank=58)
    router.press("bo", lambda turn: listed(turn, turn.number()), sees=nothing)
    router.press("bo.at", at, of=ISSUED)
    router.press("bo.send", send, of=ISSUED)
    router.press("bo.again", lambda turn: _again(turn, forms), of=ISSUED)
    forms.add(Bound(AGAIN, again, of=ISSUED))


def _belongs(actor: Any) -> bool:
    return any(one.role in offices.READERS for one in actor.appointments)


def listed(turn: Turn, page: int) -> None:
    turn.show(views.listed(issued.listed(turn.desk, page), turn.tr))


def at(turn: Turn) -> None:
    """From the figures it opens below them; the list of bulletins is its way back."""
    if turn.number(2):
        turn.beside()
    card(turn, turn.number(), turn.number(1))


def send(turn: Turn) -> None:
    """To all units; the card shows the board from then on."""
    issued.send(turn.desk, turn.number())
    card(turn, turn.number())


def _again(turn: Turn, forms: Forms) -> None:
    """Whether it may be is asked before anybody types a reason."""
    issuing.may(turn.desk, turn.number())
    turn.beside()
    forms.start(turn, AGAIN.name, {}, {"issued": turn.number()})


def again(turn: Turn, values: Given, context: Given) -> None:
    """The draft of the new one."""
    document = issuing.again(turn.desk, int(context["issued"]), values["reason"])
    turn.show(document_views.card(cards.of(turn.desk, document.id or 0), turn.tr))
