"""Who comes: answers, seats, the waiting list, people sent in another's place. One event's answers go one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.events.acts import EVENT_ANSWERED, EVENT_GUEST_RELEASED, EVENT_SEAT_GIVEN, EVENT_SEAT_PASSED_ON
from bot.domain.events.events import HERE
from bot.domain.events.topics import AGENCY_REPLY, DELEGATED, PASSED_ON, PROMOTED, RETURNED, OfAgency
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import EventAnswer, EventState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.events import reminders, rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.events import guests as guests_store
from bot.store.tables import Event, EventGuest, Person

A = EventAnswer


def may_answer(desk: Desk, guest: EventGuest) -> bool:
    """The guest, and whoever speaks for the agency (its liaisons, the bureau above)."""
    if desk.is_system or (guest.person_id is not None and guest.person_id == desk.actor.person_id):
        return True
    return desk.actor.may(Action.ANSWER_FOR_LEADER, access.agency(desk, guest.agency_id).path)


def answerable(desk: Desk, guest_id: int, sequence: int | None = None) -> tuple[Event, EventGuest]:
    """The guest whose answer the actor may give now.

    Raises:
        Missing: there is none, or he or she is no longer invited.
        NotAllowed: it is not the actor's to answer.
        Stale: the event changed since the button was shown, or is cancelled.
        Refused: it has begun.
    """
    event, guest = rows.guest(desk, guest_id)
    if not may_answer(desk, guest):
        raise NotAllowed
    if guest.answer is A.RELEASED:
        raise Missing
    if event.state is not EventState.PLANNED or (sequence is not None and event.sequence != sequence):
        raise Stale
    if event.starts_at <= desk.now:
        raise Refused("The event has begun; answers are closed.")
    if guest.presence in HERE:
        raise Refused("{name} is signed in; there is nothing left to answer.", name=guest.name)
    return event, guest


def come(desk: Desk, guest_id: int, sequence: int | None = None) -> EventGuest:
    """The guest comes, or goes on the waiting list where there is no seat. Pressing twice changes nothing.

    Raises: as `answerable`.
    """
    event, guest = answerable(desk, guest_id, sequence)
    if guest.answer not in rows.GOING:
        _take_back_sent(desk, event, guest)
        _seat(desk, event, guest)
        _answered(desk, event, guest)
    return guest


def decline(desk: Desk, guest_id: int, reason: str, sequence: int | None = None) -> EventGuest:
    """The guest does not come; a seat that gets free goes to the first who waits.

    Raises: as `answerable`; Refused without a reason.
    """
    event, guest = answerable(desk, guest_id, sequence)
    words = " ".join(reason.split())[:200]
    if len(words) < 1:
        raise Refused("Please give a reason.")
    _take_back_sent(desk, event, guest)
    guest.answer, guest.held, guest.reason = A.DECLINED, False, words
    _answered(desk, event, guest)
    _nobody_sent(desk, event, guest)
    promote(desk, event)
    return guest


def _seat(desk: Desk, event: Event, guest: EventGuest) -> None:
    """A seat where there is one (or one was kept for this guest), else a place on the waiting list."""
    room = guest.held or has_room(desk, event, guest.agency_id) or _passed_on(desk, event, guest.agency_id)
    guest.answer, guest.held, guest.reason = (A.COMING if room else A.WAITING), False, ""
    desk.session.add(guest)


def has_room(desk: Desk, event: Event, agency_id: int) -> bool:
    """Whether there is a seat in all, and one for this agency."""
    desk.session.flush()
    whole = guests_store.count_seats_taken(desk.session, event.id)
    own = guests_store.count_seats_taken(desk.session, event.id, agency_id)
    return (event.quota is None or whole < event.quota) and (event.agency_quota is None or own < event.agency_quota)


def _answered(desk: Desk, event: Event, guest: EventGuest, *, announce: bool = True) -> None:
    """Write an answer down, with its reminders, and show it to everybody who looks at it."""
    guest.answered_at, guest.answered_by = desk.now, desk.actor.person_id or None
    desk.session.add(guest)
    desk.session.flush()
    other = guest.person_id if guest.person_id != desk.actor.person_id else None
    desk.audit(
        EVENT_ANSWERED,
        rows.subject_of(event),
        agency_id=guest.agency_id,
        new={"guest": guest.id, "name": guest.name, "answer": guest.answer.value},
        reason=guest.reason,
        for_id=other,
    )
    reminders.replan(desk, event, [guest])
    if announce:
        rows.show(desk, event, guest)


# -- the waiting list ----------------------------------------------------------------------------------------------


def promote(desk: Desk, event: Event) -> list[EventGuest]:
    """Give free seats to those who wait, first come first served; each who gets one is told once."""
    if event.state is not EventState.PLANNED or event.starts_at <= desk.now:
        return []
    given: list[EventGuest] = []
    for one in waiting_of(desk, event):
        if has_room(desk, event, one.agency_id):
            one.answer = A.COMING
            desk.session.add(one)
            desk.session.flush()
            given.append(one)
            new = {"guest": one.id, "name": one.name, "answer": one.answer.value}
            desk.audit(EVENT_SEAT_GIVEN, rows.subject_of(event), agency_id=one.agency_id, new=new)
    if given:
        reminders.tell(desk, event, given, PROMOTED)
        reminders.replan(desk, event, given)
        rows.show(desk, event, *given)
    return given


def waiting_of(desk: Desk, event: Event) -> list[EventGuest]:
    """The waiting list in its order."""
    return guests_store.waiting(desk.session, event.id)


# -- somebody else -------------------------------------------------------------------------------------------------


def colleagues(desk: Desk, guest: EventGuest) -> list[Person]:
    """People of the guest's agency who may come instead: not those who are coming anyway."""
    taken = {one.person_id for one in rows.guests_of(desk, guest.event_id, A.COMING, A.WAITING)}
    found = people_store.in_office(desk.session, desk.today, agency_id=guest.agency_id)
    return [p for p in found if p.id not in taken and p.id != guest.person_id]


def send_somebody(
    desk: Desk, guest_id: int, sequence: int | None = None, *, person_id: int | None = None, name: str = ""
) -> EventGuest:
    """Somebody comes in the guest's place: a colleague, who is told and may decline, or a name and post as typed.

    Returns the one who is sent. Raises: as `answerable`; Refused when that person cannot be sent.
    """
    event, guest = answerable(desk, guest_id, sequence)
    if guest.person_id is not None and guest.person_id == person_id:
        raise Refused("That is the invited person. Please choose somebody else.")
    _take_back_sent(desk, event, guest)
    guest.answer, guest.held, guest.reason = A.SENDS, False, ""
    desk.session.add(guest)
    sent = _sent_one(desk, event, guest, person_id, name)
    sent.stands_for_id = guest.id
    _seat(desk, event, sent)
    _answered(desk, event, guest)
    _answered(desk, event, sent)
    reminders.tell(desk, event, [sent], DELEGATED)
    promote(desk, event)
    return sent


def _sent_one(desk: Desk, event: Event, guest: EventGuest, person_id: int | None, name: str) -> EventGuest:
    if person_id is None:
        words = name.split()
        if not words:
            raise Refused("Please say who comes.")
        return _added(desk, event, guest, None, words[0][:60], " ".join(words[1:])[:60])
    person = next((p for p in colleagues(desk, guest) if p.id == person_id), None)
    if person is None:
        raise Refused("This person is coming already, or does not work in your agency.")
    known = rows.guest_of_person(desk, event.id, person_id)
    if known is not None:
        return known
    held = people_store.appointments_of(desk.session, [person_id])
    post = next((one.post for one in held if one.agency_id == guest.agency_id), "")
    return _added(desk, event, guest, person_id, person.name, post)


def _added(desk: Desk, event: Event, guest: EventGuest, person_id: int | None, name: str, post: str) -> EventGuest:
    added = EventGuest(
        event_id=event.id or 0,
        person_id=person_id,
        agency_id=guest.agency_id,
        name=name,
        post=post,
        group=guest.group,
        invited=False,
    )
    desk.session.add(added)
    desk.session.flush()
    return added


def sent_by(desk: Desk, guest: EventGuest) -> EventGuest | None:
    """Who comes in this guest's place now."""
    return guests_store.sent_by(desk.session, guest.id)


def _take_back_sent(desk: Desk, event: Event, guest: EventGuest) -> None:
    """The guest decides otherwise: whoever was sent need not come, unless invited anyway."""
    sent = sent_by(desk, guest) if guest.answer is A.SENDS else None
    if sent is None:
        return
    sent.stands_for_id = None
    was_coming = sent.answer in rows.GOING
    sent.answer = A.UNANSWERED if sent.invited else A.RELEASED
    desk.session.add(sent)
    reminders.stop(desk, [sent])
    reminders.plan(desk, event, [sent])
    if was_coming:
        reminders.tell(desk, event, [sent], RETURNED, back="sent")
    rows.show(desk, event, sent)


def _nobody_sent(desk: Desk, event: Event, sent: EventGuest) -> None:
    """Whoever was sent does not come: the question goes back to the one who sent him or her."""
    guest = desk.session.get(EventGuest, sent.stands_for_id) if sent.stands_for_id else None
    sent.stands_for_id = None
    desk.session.add(sent)
    if guest is None or guest.answer is not A.SENDS:
        return
    guest.answer, guest.answered_at = A.UNANSWERED, None
    desk.session.add(guest)
    desk.session.flush()
    reminders.tell(desk, event, [guest], RETURNED, name=sent.name, reason=sent.reason)
    reminders.replan(desk, event, [guest])
    rows.show(desk, event, guest)
    if guest.person_id is None or not rows.reachable(desk, [guest]):
        outbox.plan(
            desk,
            Notice(
                AGENCY_REPLY,
                OfAgency(event=event.id or 0, agency=guest.agency_id, sequence=event.sequence, by=0),
                rows.agency_subject(event.id or 0, guest.agency_id),
            ),
            to_audience(f"liaisons@{guest.agency_id}"),
        )


# -- several at once -----------------------------------------------------------------------------------------------


def team(desk: Desk, event_id: int, agency_id: int) -> tuple[Event, list[EventGuest]]:
    """The guests of an agency for whom the actor may answer; who has signed in is there already.

    Raises:
        Missing: there is no such event, or nobody of the agency is invited.
        NotAllowed: the actor does not speak for the agency.
        Stale: it is cancelled or over. Refused: it has begun.
    """
    event = rows.locked(desk, event_id)
    access.require(desk, Action.ANSWER_FOR_LEADER, agency_id)
    if event.state is not EventState.PLANNED:
        raise Stale
    if event.starts_at <= desk.now:
        raise Refused("The event has begun; answers are closed.")
    guests = [one for one in rows.guests_of(desk, event_id, agency_id=agency_id) if one.presence not in HERE]
    if not guests:
        raise Missing
    return event, guests


def answer_for(
    desk: Desk, event_id: int, agency_id: int, *, coming: Iterable[int], declined: Iterable[int], reason: str = ""
) -> Event:
    """A liaison answers for several people of the agency at once; those not named are left as they are.

    Raises: as `team`; Refused when somebody is named twice, or people decline without a reason.
    """
    event, guests = team(desk, event_id, agency_id)
    yes, no = set(coming), set(declined)
    if yes & no:
        raise Refused("Somebody is named as coming and as not coming. Please correct that.")
    for one in guests:
        if one.id in no and one.answer is not A.DECLINED:
            decline(desk, one.id or 0, reason)
    for one in guests:
        if one.id in yes:
            come(desk, one.id or 0)
    return event


# -- letting go ----------------------------------------------------------------------------------------------------


def release(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> int:
    """Let go, without a word, of those who lost the appointment by which they were invited; returns how many."""
    people = [one.person_id for one in guests if one.person_id]
    held = rows.still_appointed(desk, people, desk.today)
    gone = [one for one in guests if one.person_id and (one.person_id, one.agency_id) not in held]
    for one in gone:
        one.answer, one.held = A.RELEASED, False
        desk.session.add(one)
        new = {"guest": one.id, "name": one.name}
        desk.audit(EVENT_GUEST_RELEASED, rows.subject_of(event), agency_id=one.agency_id, new=new)
    if gone:
        reminders.stop(desk, gone)
        rows.show(desk, event, *gone)
        promote(desk, event)
    return len(gone)


def give_up_kept_seats(desk: Desk, event: Event) -> int:
    """Seats kept for people who were asked again go to those who wait once the answer was due; returns how many."""
    count = 0
    for one in waiting_of(desk, event):
        if has_room(desk, event, one.agency_id) or _passed_on(desk, event, one.agency_id):
            count += len(promote(desk, event))
    return count


def _passed_on(desk: Desk, event: Event, agency_id: int) -> bool:
    """Whether a seat for this agency got free because one is kept no longer: of those who have not confirmed in time,
    whoever had said yes last makes way, and is told."""
    if event.reply_by > desk.now:
        return False
    kept = [one for one in rows.guests_of(desk, event.id, A.UNANSWERED) if one.held]
    for one in sorted(kept, key=lambda each: (each.answered_at or event.created_at, each.id or 0), reverse=True):
        one.held = False
        desk.session.add(one)
        if has_room(desk, event, agency_id):
            reminders.stop(desk, [one])
            reminders.tell(desk, event, [one], PASSED_ON)
            new = {"guest": one.id, "name": one.name}
            desk.audit(EVENT_SEAT_PASSED_ON, rows.subject_of(event), agency_id=one.agency_id, new=new)
            rows.show(desk, event, one)
            return True
        one.held = True
        desk.session.add(one)
    return False
