"""What a message to a guest is made from, and whether it is still so when it is due."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import topics
from bot.domain.events.events import EventView, GuestView
from bot.domain.hall.terms import EventAnswer, EventState
from bot.domain.hall.topics import Topic
from bot.services.events import rows
from bot.services.events.cards import guest_view, view
from bot.services.hall.desk import Desk
from bot.store.tables import Event, EventGuest

A = EventAnswer


@dataclass(frozen=True, slots=True)
class Told:
    """What a message to a guest is made from, looked up when it is sent or shown anew."""

    event: EventView
    guest: GuestView
    current: bool
    """Planned for the event as it is now."""
    retired: bool
    """A newer message of its own tells this guest how things are."""
    could_not: bool = False
    """It is said to somebody who could not come before the time moved."""


def told(desk: Desk, about: topics.OfGuest) -> Told | None:
    """For the actor, who reads it; None when it is not the actor's, or the appointment behind it has ended."""
    guest = desk.session.get(EventGuest, about.guest)
    event = desk.session.get(Event, guest.event_id) if guest else None
    if guest is None or event is None or guest.person_id != desk.actor.person_id or not rows.belongs(desk, guest):
        return None
    now = about.sequence if about.sequence is not None else event.sequence
    return Told(
        view(desk, event),
        guest_view(desk, guest),
        current=now == event.sequence,
        retired=now < guest.told_sequence,
        could_not=bool(about.declined),
    )


def is_still_true(desk: Desk, topic: Topic[topics.OfGuest], told: Told) -> bool:
    """Whether a message that was planned for a guest still says what is so."""
    event, guest = told.event, told.guest
    to_come = event.state is EventState.PLANNED and told.current and event.starts_at > desk.now
    match topic:
        case topics.INVITE | topics.REPLY:
            return to_come and guest.answer is A.UNANSWERED
        case topics.COME | topics.PROMOTED:
            return to_come and guest.answer is A.COMING and guest.signed_at is None
        case topics.PASSED_ON:
            return to_come and guest.answer is A.UNANSWERED and not guest.held
        case topics.MOVED if told.could_not:
            return to_come and guest.answer is not A.RELEASED
        case topics.MOVED | topics.CHANGED | topics.DELEGATED:
            return to_come and guest.answer not in (A.DECLINED, A.RELEASED)
        case topics.RETURNED:
            return to_come
        case topics.OFF:
            return event.state is EventState.CANCELLED and told.current
        case topics.FEEDBACK:
            return event.state is EventState.HELD and not guest.rated
    return True
