"""How an event ends: the list is closed, the absent are known, obligations are counted, feedback and a record asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.events.acts import EVENT_CLOSED, EVENT_RATED, EVENT_RECORDED, EVENT_REOPENED
from bot.domain.events.events import HERE
from bot.domain.events.sign_in import CLOSES
from bot.domain.events.topics import FEEDBACK, RECORD, OfEvent, OfGuest
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import EventAnswer, EventState, Presence
from bot.domain.hall.topics import Notice, to_person
from bot.services.events import counts, following, reminders, rows
from bot.services.events.sign_in import code_subject, stop_showing
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Event, EventGuest

A = EventAnswer


def close(desk: Desk, event_id: int, version: int) -> Event:
    """The event is over: whoever was to come and did not sign in is absent; the yearly obligations count it.

    Raises:
        Missing, NotAllowed, Stale: as `rows.runnable`; Stale when it is closed or cancelled already.
        Refused: it has not begun.
    """
    event = rows.runnable(desk, event_id, version)
    if event.state is not EventState.PLANNED:
        raise Stale
    if event.starts_at > desk.now:
        raise Refused("The event has not begun yet.")
    finish(desk, event)
    return event


def finish(desk: Desk, event: Event) -> None:
    """Close the list (the caller has checked who may)."""
    guests = rows.guests_of(desk, event.id)
    for one in guests:
        if one.presence is None and one.answer is A.COMING:
            one.presence = Presence.ABSENT
            desk.session.add(one)
    event.state, event.closed_at = EventState.HELD, desk.now
    event.revise()
    desk.session.add(event)
    desk.session.flush()
    tally = rows.tally(desk, event.id)
    new = {"here": tally.here, "late": tally.late, "absent": tally.absent}
    desk.audit(EVENT_CLOSED, rows.subject_of(event), agency_id=event.organiser_id, new=new)
    reminders.stop_event(desk, event, guests)
    stop_showing(desk, event)
    outbox.refresh(desk, code_subject(event))
    _ask_for_feedback(desk, [one for one in guests if one.presence in HERE])
    _ask_for_record(desk, event)
    counts.recount(desk, event)
    following.observers_listed(desk, event)
    rows.show_all(desk, event)


def _ask_for_feedback(desk: Desk, there: Sequence[EventGuest]) -> None:
    copies = [
        outbox.Addressed(
            one.person_id or 0,
            OfGuest(one.id or 0),
            dedupe=f"{FEEDBACK}:{one.id}",
            about=rows.guest_subject(one),
        )
        for one in rows.reachable(desk, there)
        if not one.feedback
    ]
    outbox.plan_many(desk, FEEDBACK, copies)


def _ask_for_record(desk: Desk, event: Event) -> None:
    """The list of the absent, and the wish for a summary and photos, to whoever set the event up."""
    if event.created_by is not None and not event.summary:
        outbox.plan(
            desk,
            Notice(RECORD, OfEvent(event=event.id or 0), rows.subject_of(event)),
            to_person(event.created_by),
            dedupe=f"{RECORD}:{event.id}",
        )


def reopen(desk: Desk, event_id: int, version: int) -> Event:
    """The list was closed too early: open again, absences taken back, what it had counted for counted anew.

    Raises: as `rows.runnable`; Stale when it is not closed.
    """
    event = rows.runnable(desk, event_id, version)
    if event.state is not EventState.HELD:
        raise Stale
    event.state, event.closed_at = EventState.PLANNED, None
    event.revise()
    desk.session.add(event)
    for one in rows.guests_of(desk, event.id):
        if one.presence is Presence.ABSENT:
            one.presence = None
            desk.session.add(one)
    desk.session.flush()
    desk.audit(EVENT_REOPENED, rows.subject_of(event), agency_id=event.organiser_id)
    counts.recount(desk, event)
    rows.show_all(desk, event)
    return event


def close_finished(desk: Desk) -> int:
    """Close the lists of events whose sign-in is over: nothing waits for a person to press. Returns how many."""
    due = [e for e in rows.planned_events(desk) if e.ends_at + CLOSES < desk.now]
    for event in due:
        finish(desk, event)
    return len(due)


# -- afterwards ----------------------------------------------------------------------------------------------------


def ratable(desk: Desk, guest_id: int) -> tuple[Event, EventGuest]:
    """The event and the actor's own place in it, if he or she may say what it was worth.

    Raises:
        Missing, NotAllowed: it is not the actor's. Refused: he or she was not there.
    """
    event, guest = rows.guest(desk, guest_id)
    if guest.person_id is None or guest.person_id != desk.actor.person_id:
        raise NotAllowed
    if guest.presence not in HERE:
        raise Refused("Only those who were there are asked.")
    return event, guest


def rate(desk: Desk, guest_id: int, rating: int, remark: str) -> EventGuest:
    """What a participant thought of it; given again, it replaces the first.

    Raises: as `ratable`; Refused also when the rating is none.
    """
    event, guest = ratable(desk, guest_id)
    if rating not in (1, 2, 3, 4):
        raise Refused("Only those who were there are asked.")
    guest.feedback = {"rating": rating, "remark": (remark or "")[:500]}
    desk.session.add(guest)
    desk.audit(EVENT_RATED, rows.subject_of(event), agency_id=guest.agency_id, new={"rating": rating})
    desk.session.flush()
    outbox.refresh(desk, rows.subject_of(event))
    outbox.refresh(desk, rows.guest_subject(guest))
    return guest


def recordable(desk: Desk, event_id: int) -> Event:
    """An event that took place, for whoever may keep its record.

    Raises: as `rows.runnable`; Refused when it is not over.
    """
    event = rows.runnable(desk, event_id)
    if event.state is not EventState.HELD:
        raise Refused("The record is kept when the event is over.")
    return event


def record(desk: Desk, event_id: int, summary: str, photos: Sequence[dict[str, Any]]) -> Event:
    """The summary and photos of an event that took place.

    Raises: as `recordable`.
    """
    event = recordable(desk, event_id)
    old = {"summary": event.summary[:200]}
    event.summary = summary[:2000]
    event.revise()
    desk.session.add(event)
    files.keep(desk, rows.photo_subject(event), photos)
    new = {"summary": event.summary[:200], "photos": len(photos)}
    desk.audit(EVENT_RECORDED, rows.subject_of(event), agency_id=event.organiser_id, old=old, new=new)
    desk.session.flush()
    outbox.refresh(desk, rows.subject_of(event))
    return event
