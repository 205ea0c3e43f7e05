"""What nobody took: the answer says what was seen, what is missing and how to write it."""

from __future__ import annotations

from bot.domain.hall.access import Action
from bot.domain.reading import replies, unused
from bot.domain.reading.number_series import find_numbers
from bot.services.cases import short_numbers
from bot.services.day import finding
from bot.telegram.forms import Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import lost as views

MOST = 3
"""Cases that are offered."""


def register(router: Router, forms: Forms) -> None:
    router.last = lambda turn: lost(turn, forms)


def lost(turn: Turn, forms: Forms) -> bool:
    """A form that stands is shown again, and that what was sent is no part of it."""
    spelled, _ = short_numbers.spelled_out(turn.desk, turn.incoming.text)
    found = unused.seen(spelled, turn.desk.now, turn.desk.house.zone)
    if forms.resume(turn, head=views.beside_a_form(found, turn.tr)):
        return True
    if not found and replies.is_courtesy(turn.incoming.text):
        turn.say(views.nothing_awaited(turn.tr))
        return True
    may = views.May(turn.actor.may_somewhere(Action.ENTER_PAPER), turn.actor.may_somewhere(Action.ENTER_HEARING))
    cases = finding.named(turn.desk, find_numbers(spelled).full[:MOST])
    turn.say(views.lost(found, cases[:MOST], may, turn.tr))
    return True
