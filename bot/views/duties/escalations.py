"""What goes up the ladder: all that is late in one case at one moment is one message, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Message
from bot.texts import Translator
from bot.views.duties import duties as views
from bot.views.duties import items, reminders


def escalate(duties: Sequence[DutyView], condition: str, role: str, tr: Translator) -> Message:
    """To those above: what is late or unread, who is in charge, and how to act on each."""
    named = [views.named(duty, duties, tr) for duty in duties]
    said = [
        items.alone(reminders.escalate(duty, condition, role, tr), duty, tr, whose=role != "principal")
        for duty in named
    ]
    return said[0] if len(said) == 1 else items.together(said)
