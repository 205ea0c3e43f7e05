"""What is open for whoever begins, and whom to ask: for /start and /help of every role."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.day.home import Contact, Home
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.services.day import todo
from bot.services.duties import units
from bot.services.hall.desk import Desk
from bot.services.hearings import lists, spoken
from bot.services.post import delivery
from bot.store.agencies import people as people_store
from bot.store.tables import Agency, Person

MOST = 2
"""People who are named to ask."""


def of(desk: Desk) -> Home:
    """What is open for the actor now, as far as he or she may see it."""
    found = replace(_coming(desk), asked=len(spoken.open_to(desk, None, desk.actor.chat_id)))
    if todo.keeps_card(desk.actor):
        return replace(found, todo=todo.of(desk))
    if not desk.actor.may_somewhere(Action.SEE_CASE):
        return found
    owed = units.listed(desk)
    return replace(found, duties=owed.duties, overdue=owed.overdue)


def _coming(desk: Desk) -> Home:
    try:
        page = lists.listed(desk, size=1)
    except NotAllowed:
        return Home()
    if not page.items:
        return Home()
    nearest = page.items[0].starts_at
    day = nearest.astimezone(desk.house.zone).date()
    left = desk.house.law.calendar.working_days_between(desk.today, day)
    return Home(hearings=page.total, nearest=nearest, left=left)


def contacts(desk: Desk) -> tuple[Contact, ...]:
    """Whom the actor asks: the coordinators answerable for the own agency, of coordinators the administrators."""
    if not desk.actor.is_coordinator:
        found = [one for place in desk.actor.agencies() if place for one in delivery.coordinators(desk, place)]
        named = _named(desk, found, administers=False)
        if named:
            return named
    return _named(desk, delivery.administrators(desk), administers=True)


def _named(desk: Desk, found: list[Person], *, administers: bool) -> tuple[Contact, ...]:
    others = {person.id: person for person in found if person.id != desk.actor.person_id}
    return tuple(
        Contact(person.name, person.phone, _office(desk, person), administers)
        for person in list(others.values())[:MOST]
    )


def _office(desk: Desk, person: Person) -> str:
    place = people_store.first_agency_of(desk.session, person.id, desk.today)
    agency = desk.session.get(Agency, place) if place else None
    return agency.short_name if agency is not None else ""


def had_keys(desk: Desk) -> bool:
    """Whether the actor ever held an office that has keys below the text field: they are taken away when it is over."""
    return people_store.ever_held(desk.session, desk.actor.person_id, todo.KEEPERS)
