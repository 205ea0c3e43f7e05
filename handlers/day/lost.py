"""What nobody took: the answer says what was seen, what is missing, and what it may mean, as buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.message import Message
from bot.domain.reading import replies, unused
from bot.domain.reading.number_series import find_numbers
from bot.services.cases import short_numbers
from bot.services.day import finding, said
from bot.telegram.forms import Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import lost as views
from handlers.day import home

MOST = 3
"""Cases that are offered."""
MEANINGS = ("find", "hearing", "paper", "duties")
"""Commands that a text which nobody took may have meant."""


def register(router: Router, forms: Forms) -> None:
    router.last = lambda turn: lost(turn, router, forms)
    router.press("lt", lambda turn: meant(turn, router), sees=nothing)


def lost(turn: Turn, router: Router, forms: Forms) -> bool:
    """What names a command is one. A form that stands is shown again, and that what was sent is no part of it."""
    if home.named(turn, router):
        return True
    if (unread := views.unread(turn.incoming.kind, turn.tr)) is not None and not turn.incoming.text:
        if not forms.resume(turn, head=unread):
            turn.say(Message(unread))
        return True
    spelled, _ = short_numbers.spelled_out(turn.desk, turn.incoming.text)
    found = unused.seen(spelled, turn.desk.now, turn.desk.house.zone)
    if forms.resume(turn, head=views.beside_a_form(found, turn.tr)):
        return True
    if not found and replies.is_courtesy(turn.incoming.text):
        turn.say(views.nothing_awaited(turn.tr))
        return True
    number = turn.incoming.message_id or 0
    said.keep(turn.desk, number, turn.incoming.text)
    cases = finding.named(turn.desk, find_numbers(spelled).full[:MOST])
    turn.say(views.lost(found, cases[:MOST], _may(turn, router), number, turn.tr))
    return True


def _may(turn: Turn, router: Router) -> views.May:
    def offered(name: str) -> bool:
        return name in router.commands and router.commands[name].shown(turn.actor)

    search = "Look up a case" if turn.actor.may_somewhere(Action.SEE_CASE) or offered("hearing") else "Search"
    if not finding.may(turn.desk):
        search = ""
    return views.May(offered("paper"), offered("hearing"), offered("duties"), search)


def meant(turn: Turn, router: Router) -> None:
    """One of the meanings was chosen: its command gets the text, as if it had been typed behind it."""
    name = turn.arg()
    if name not in MEANINGS or name not in router.commands:
        raise Missing
    if name != "find" and not router.commands[name].shown(turn.actor):
        raise NotAllowed
    text = said.of(turn.desk, turn.number(1))
    if not text and name != "duties":
        raise Refused("This text is not kept any more. Please send it once more.")
    turn.beside()
    words = {"find": finding.cut(text), "duties": ""}.get(name, text)
    turn.incoming = replace(turn.incoming, text=text, command=name, args=words)
    router.commands[name].handler(turn)
