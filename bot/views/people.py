"""People, as others see them."""

from __future__ import annotations

from bot.domain.message import Message, message
from bot.domain.people import PersonCard
from bot.texts import Translator


def unreachable(person: PersonCard, tr: Translator) -> Message:
    return message(
        tr(
            "{name} ({phone}) cannot be reached through this bot any more. Reminders to this person have stopped; "
            "please get in touch another way.",
            name=person.name,
            phone=person.phone or "—",
        )
    )
