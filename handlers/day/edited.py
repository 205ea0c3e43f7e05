"""A message is edited in the chat after it was dealt with: whoever did it is told what to do."""

from __future__ import annotations

from bot.domain.reading.casenumbers import find_case_numbers
from bot.services.day import finding
from bot.services.hall import drafts
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import finding as views

MOST = 3
"""Cases that are offered."""


def register(router: Router) -> None:
    """Registered last: those who let something follow the change have taken it before."""
    router.edit(edited)


def edited(turn: Turn) -> bool:
    """What was made of the message is over. Cases within sight that it names are one tap away."""
    if not (turn.incoming.text and drafts.was_heard(turn.desk, turn.incoming.message_id)):
        return False
    turn.say(views.edited(finding.named(turn.desk, find_case_numbers(turn.incoming.text)[:MOST]), turn.tr))
    return True
