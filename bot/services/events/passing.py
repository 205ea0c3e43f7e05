"""In a reform of agencies: events to come, and who is invited to them, go by the successor."""

from __future__ import annotations

from bot.domain.agencies.audiences import Audience
from bot.domain.agencies.reform import Passing
from bot.services.hall.desk import Desk
from bot.store.events import guests as guests_store
from bot.store.events import queries as events_store
from bot.store.tables import Event


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies."""
    passing.events = sum(_pass_one(desk, passing, event) for event in events_store.planned(desk.session))
    desk.session.flush()


def _pass_one(desk: Desk, passing: Passing, event: Event) -> bool:
    """Whether the old agency had anything to do with the event."""
    guests = guests_store.of_event(desk.session, event.id, agency_id=passing.old)
    for guest in guests:
        guest.agency_id = passing.heir_of_person(guest.person_id or 0)
        desk.session.add(guest)
    held = event.organiser_id == passing.old
    if passing.ends_it:
        event.organiser_id = passing.heirs.first if held else event.organiser_id
        event.audience = Audience.from_json(event.audience).passed(passing.old, passing.heirs.all).to_json()
        desk.session.add(event)
    return held or bool(guests)
