"""Events and their guests as rows: finding them, counting them, and what of them is live on screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.events.events import Tally
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import EventAnswer, Presence
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.events import guests as guests_store
from bot.store.events import queries as events_store
from bot.store.tables import Agency, Event, EventGuest

A = EventAnswer
GOING = (A.COMING, A.WAITING)


def subject_of(event: Event) -> Subject:
    """What the organiser's cards show."""
    return About.EVENT(event.id)


def agency_subject(event_id: int, agency_id: int) -> Subject:
    """What an agency's liaisons see of it."""
    return About.EVENT_AGENCY(event_id, agency_id)


def guest_subject(guest: EventGuest) -> Subject:
    """What one guest sees of it."""
    return About.GUEST(guest.id)


def material_subject(event: Event) -> Subject:
    return About.EVENT_MATERIAL(event.id)


def photo_subject(event: Event) -> Subject:
    return About.EVENT_PHOTO(event.id)


def observers_subject(hearing_id: int | None) -> Subject:
    """Whether the own staff is invited to a hearing."""
    return About.OBSERVERS(hearing_id)


def locked(desk: Desk, event_id: int) -> Event:
    """The event, locked: seats are given and lists are kept one after the other.

    Raises:
        Missing: there is none with this id.
    """
    found = desk.session.get(Event, event_id, with_for_update=True)
    if found is None:
        raise Missing
    return found


def may_run(desk: Desk, event: Event) -> bool:
    return desk.is_system or desk.actor.may(Action.RUN_EVENT, access.agency(desk, event.organiser_id).path)


def runnable(desk: Desk, event_id: int, version: int | None = None) -> Event:
    """The event for a change, locked.

    Raises:
        Missing: there is none. NotAllowed: it is not the actor's to run.
        Stale: somebody changed it since the button was shown.
    """
    event = locked(desk, event_id)
    if not may_run(desk, event):
        raise NotAllowed
    if version is not None and event.version != version:
        raise Stale
    return event


def guests_of(
    desk: Desk, event_id: int | None, *answers: EventAnswer, agency_id: int | None = None
) -> list[EventGuest]:
    """The guests of an event, those with one of `answers` (all but the released when none is given)."""
    return guests_store.of_event(desk.session, event_id, answers, agency_id=agency_id)


def guest(desk: Desk, guest_id: int) -> tuple[Event, EventGuest]:
    """The guest with the event, both locked, the event first.

    Raises:
        Missing: there is none.
    """
    found = desk.session.get(EventGuest, guest_id)
    if found is None:
        raise Missing
    event = locked(desk, found.event_id)
    desk.session.refresh(found, with_for_update=True)
    return event, found


def guest_of_person(desk: Desk, event_id: int | None, person_id: int) -> EventGuest | None:
    return guests_store.of_person(desk.session, event_id, person_id)


def tally(desk: Desk, event_id: int | None, agency_id: int | None = None) -> Tally:
    """How many answered what and who is there, in all or of one agency."""
    return tallies(desk, event_id, agency_id).get(agency_id or 0, Tally())


def tallies(desk: Desk, event_id: int | None, agency_id: int | None = None) -> dict[int, Tally]:
    """The tally of each agency by id, with that of all under 0, in one query."""
    answers: dict[int, dict[EventAnswer, int]] = {}
    presence: dict[int, dict[Presence, int]] = {}
    held: dict[int, int] = {}
    for place, answer, kept, there, count in guests_store.figures(desk.session, event_id, agency_id):
        for key in (0, place):
            of_answers = answers.setdefault(key, {})
            of_answers[answer] = of_answers.get(answer, 0) + count
            held[key] = held.get(key, 0) + (count if kept else 0)
            if there is not None:
                of_presence = presence.setdefault(key, {})
                of_presence[there] = of_presence.get(there, 0) + count
    return {key: Tally(of, presence.get(key, {}), held[key]) for key, of in answers.items()}


def still_appointed(desk: Desk, people: Iterable[int], today: date) -> set[tuple[int, int]]:
    """(person, agency) of every appointment that holds today, of these people."""
    return people_store.places_of(desk.session, people, today)


def reachable(desk: Desk, guests: Iterable[EventGuest]) -> list[EventGuest]:
    """Those of the guests who have come to the bot and not left it."""
    known = [one for one in guests if one.person_id]
    found = people_store.who_came(desk.session, (one.person_id or 0 for one in known), and_stayed=True)
    return [one for one in known if one.person_id in found]


def belongs(desk: Desk, one: EventGuest) -> bool:
    """Whether the guest still holds the appointment by which he or she was invited (others are taken at their word)."""
    if one.person_id is None:
        return True
    return (one.person_id, one.agency_id) in still_appointed(desk, [one.person_id], desk.today)


def agencies_of(desk: Desk, event_id: int | None) -> list[Agency]:
    """Agencies with guests, in the order of the tree."""
    return guests_store.agencies(desk.session, event_id)


def show(desk: Desk, event: Event, *guests: EventGuest) -> None:
    """Bring what people have on screen up to date: the organiser's card, the liaisons', and these guests'."""
    outbox.refresh(desk, subject_of(event))
    if event.hearing_id is not None:
        outbox.refresh(desk, observers_subject(event.hearing_id))
    for agency_id in sorted({one.agency_id for one in guests}):
        outbox.refresh(desk, agency_subject(event.id or 0, agency_id))
    for one in guests:
        outbox.refresh(desk, guest_subject(one))


def show_all(desk: Desk, event: Event) -> None:
    """The event itself changed: every message about it shows how it is now, without a sound."""
    show(desk, event, *guests_of(desk, event.id, *EventAnswer))


def planned_events(desk: Desk) -> list[Event]:
    """Events that are neither over nor cancelled, in order of time."""
    return events_store.planned(desk.session)


def posts_of(desk: Desk, people: Sequence[int]) -> dict[tuple[int, int], str]:
    """What these people are, by (person, agency): the post of the first appointment there, past ones too."""
    found: dict[tuple[int, int], str] = {}
    for one in people_store.appointments_of(desk.session, people):
        found.setdefault((one.person_id, one.agency_id or 0), one.post)
    return found
