"""People: their cards, languages, appointments."""

from __future__ import annotations

from bot.domain.errors import Missing
from bot.domain.people import PersonCard
from bot.services.desk import Desk
from bot.store.tables import Person


def card(desk: Desk, person_id: int) -> PersonCard:
    """The card of a person.

    Raises:
        Missing: there is no such person.
    """
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    return PersonCard(
        person.id or 0, person.name, person.phone, person.telegram_id is not None, person.unreachable_since is not None
    )


def set_language(desk: Desk, language: str) -> None:
    """The language in which this person is written to."""
    person = desk.session.get(Person, desk.actor.person_id)
    if person is not None:
        person.language = language
        desk.session.add(person)
