"""Papers on their way to their addressees: sent in the bot, or handed over; and the answers to them."""

from __future__ import annotations

from bot.domain.hall.message import plain
from bot.services.cases import cases
from bot.services.documents import delivering, replies
from bot.services.documents import units as letters_to
from bot.services.duties import cards as duty_cards
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import letters as views
from handlers.documents.documents import DOCUMENT, ask_for_unit, present


def register(router: Router) -> None:
    """How it goes, the press that sends it, and the answer of whoever got it."""
    router.press("doc.to", show, sees=DOCUMENT.look)
    router.press("doc.send", send, of=DOCUMENT)
    router.press("doc.re", reply, sees=DOCUMENT.look)
    router.press("doc.uns", units, sees=_duty)
    router.press("doc.un", of_unit, sees=_duty)
    router.press("doc.uc", of_unit_in_case, sees=_case)


def show(turn: Turn) -> None:
    turn.show(views.way(delivering.way(turn.desk, turn.number()), turn.tr))


def send(turn: Turn) -> None:
    """签发人 sends it: from here on it is with the outbox."""
    delivering.send(turn.desk, turn.number(), turn.number(1))
    turn.toast(plain(turn.tr("It is on its way.")))
    show(turn)


def reply(turn: Turn) -> None:
    """回复: the draft of the answer, below the letter, which keeps its place."""
    document = replies.begin(turn.desk, turn.number())
    turn.beside()
    present(turn, document.id or 0)


# -- whom a letter is for ----------------------------------------------------------------------------------------------


def _duty(turn: Turn) -> None:
    duty_cards.visible(turn.desk, turn.number())


def _case(turn: Turn) -> None:
    cases.visible(turn.desk, turn.number())


def units(turn: Turn) -> None:
    """The units to which the letters of a duty may go."""
    ask_for_unit(turn, turn.number(), turn.number(1))


def of_unit(turn: Turn) -> None:
    """The draft to this unit, below the list of units, which keeps its place."""
    document = letters_to.begin_for_duty(turn.desk, turn.number(), turn.number(1))
    turn.beside()
    present(turn, document.id or 0)


def of_unit_in_case(turn: Turn) -> None:
    document = letters_to.begin_in_case(turn.desk, turn.arg(1), turn.number(), turn.number(2))
    present(turn, document.id or 0)
