"""Who is there: signing in by the code or a button, and by the organiser. How lists end is in `ending`.

Each press is one transaction that holds the event's row for a moment: nothing is lost however many press at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.events.acts import EVENT_LIST_CORRECTED, EVENT_MARKED, EVENT_SIGNED_IN
from bot.domain.events.events import HERE, group_of
from bot.domain.events.sign_in import (
    CLOSES,
    OPENS,
    SHOWN_FOR,
    CodeView,
    Signed,
    code_of,
    end_of,
    fits,
    is_open,
    looks_like_code,
    payload_of,
    presence_at,
    window_of,
)
from bot.domain.events.topics import CODE
from bot.domain.events.topics import Code as Shown
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import EventAnswer, EventState, Lane, Presence, SignInWay
from bot.domain.hall.topics import Notice, to_person
from bot.services.agencies import guesses
from bot.services.agencies.guesses import Code
from bot.services.events import counts, reminders, rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.events import queries as events_store
from bot.store.post import queries as post_store
from bot.store.tables import Event, EventGuest, OutboxRow

A = EventAnswer


# -- the organiser's phone -----------------------------------------------------------------------------------------


def show_code(desk: Desk, event_id: int) -> None:
    """Send the organiser the code as text and image; it changes by itself for a while, without a sound.

    Raises:
        Missing, NotAllowed: as `rows.runnable`. Stale: the list is closed, or the event cancelled.
        Refused: people do not sign in by a code here.
    """
    event = rows.runnable(desk, event_id)
    if event.state is not EventState.PLANNED:
        raise Stale
    if event.sign_in is not SignInWay.CODE:
        raise Refused("People do not sign in by a code at this event.")
    stop_showing(desk, event, desk.actor.person_id)
    first = window_of(desk.now)
    shows = Shown(event.id or 0, end_of(first + SHOWN_FOR - 1))
    row = outbox.plan(desk, Notice(CODE, shows, code_subject(event)), to_person(desk.actor.person_id))
    desk.session.flush()
    assert row is not None
    for window in range(first, first + SHOWN_FOR):
        desk.session.add(_next_code(desk, row, end_of(window)))


def code_subject(event: Event) -> Subject:
    """What phones that show the code have on screen."""
    return About.EVENT_CODE(event.id)


def _next_code(desk: Desk, row: OutboxRow, at: datetime) -> OutboxRow:
    return OutboxRow(
        kind="edit",
        topic=row.topic,
        args=row.args,
        subject=row.subject,
        person_id=row.person_id,
        edits=row.id,
        due_at=at,
        planned_at=desk.now,
        lane=Lane.INTERACTIVE,
        urgent=True,
    )


def stop_showing(desk: Desk, event: Event, person_id: int | None = None) -> None:
    """No further codes on the phones (of one person): another message shows them, or nobody needs one."""
    post_store.cancel(desk.session, [str(code_subject(event))], person_id=person_id, due_after=desk.now)


def code_view(desk: Desk, event_id: int, bot_name: str) -> CodeView:
    """What the organiser's phone shows at this moment.

    Raises:
        Missing: there is no such event. NotAllowed: it is not the actor's to run.
    """
    event = desk.session.get(Event, event_id)
    if event is None:
        raise Missing
    if not rows.may_run(desk, event):
        raise NotAllowed
    window, tally = window_of(desk.now), rows.tally(desk, event_id)
    code = code_of(event.secret, window)
    return CodeView(
        event_id=event_id,
        title=event.title,
        code=code,
        until=end_of(window),
        present=tally.here,
        expected=tally.of(A.COMING),
        opens_at=event.starts_at - OPENS,
        open=is_open(event.starts_at, event.ends_at, desk.now),
        over=event.state is not EventState.PLANNED or desk.now > event.ends_at + CLOSES,
        link=f"https://t.me/{bot_name}?start={payload_of(event_id, code)}" if bot_name else "",
    )


# -- signing in ----------------------------------------------------------------------------------------------------


def by_code(desk: Desk, event_id: int, code: str, telegram_id: int) -> Signed | None:
    """Sign the actor in with the code; whoever was not invited but is there comes onto the list too.

    A wrong code is counted and gives None, so that the count is kept: it is answered, not refused. Whoever was not
    invited learns nothing else of the event by it, nor whether there is one.

    Raises:
        Stale: its list is closed, or it is cancelled.
        Refused: sign-in is not open, the event has no code, or too many wrong codes were tried.
    """
    locked = guesses.locked(desk, telegram_id, Code.SIGN_IN)
    if locked is not None:
        raise Refused.because(locked)
    event = desk.session.get(Event, event_id, with_for_update=True)
    if event is None or not (_fits(desk, event, code) or _concerned(desk, event)):
        guesses.count(desk, telegram_id, Code.SIGN_IN)
        return None
    _opened(desk, event)
    if event.sign_in is not SignInWay.CODE:
        raise Refused("People do not sign in by a code at this event.")
    if not _fits(desk, event, code):
        guesses.count(desk, telegram_id, Code.SIGN_IN)
        return None
    guest = rows.guest_of_person(desk, event.id, desk.actor.person_id)
    walked_in = guest is None
    guest = guest or _walk_in(desk, event)
    return _sign(desk, event, guest, walked_in=walked_in)


def _fits(desk: Desk, event: Event, code: str) -> bool:
    return event.sign_in is SignInWay.CODE and fits(event.secret, code, desk.now)


def _concerned(desk: Desk, event: Event) -> bool:
    """Whether the actor knows of the event anyway."""
    guest = rows.guest_of_person(desk, event.id, desk.actor.person_id)
    return (guest is not None and rows.belongs(desk, guest)) or may_keep_list(desk, event)


def awaiting_code(desk: Desk, text: str, telegram_id: int) -> list[int]:
    """Events for which a typed text may be the code: open now, and the actor is invited and not there yet.

    Whoever was not invited but types the code that is shown is there as well, as with the link of the image. Six
    digits that are no code while some event takes sign-ins count as a guess.

    Raises:
        Refused: too many wrong codes were tried.
    """
    code = text.strip()
    if not looks_like_code(code):
        return []
    invited = _invited_and_open(desk, code)
    if invited:
        return invited
    near = _open_now(desk)
    if not near:
        return []
    locked = guesses.locked(desk, telegram_id, Code.SIGN_IN)
    if locked is not None:
        raise Refused.because(locked)
    shown = [event.id or 0 for event in near if fits(event.secret, code, desk.now)]
    if not shown:
        guesses.count(desk, telegram_id, Code.SIGN_IN)
    return shown


def _open_now(desk: Desk) -> list[Event]:
    """Any event near this hour that shows a code and takes sign-ins."""
    near = timedelta(days=2)
    found = events_store.with_code_between(desk.session, desk.now - near, desk.now + near)
    return [e for e in found if is_open(e.starts_at, e.ends_at, desk.now)]


def _invited_and_open(desk: Desk, code: str) -> list[int]:
    found = events_store.with_code_for(desk.session, desk.actor.person_id)
    open_now = [(e, there) for e, there in found if is_open(e.starts_at, e.ends_at, desk.now)]
    fitting = [(e, there) for e, there in open_now if fits(e.secret, code, desk.now)]
    return [e.id or 0 for e, _ in fitting or [(e, t) for e, t in open_now if t not in HERE]]


def by_button(desk: Desk, guest_id: int) -> Signed:
    """Sign the actor in by the button of the own invitation.

    Raises:
        Missing: there is no such guest. NotAllowed: it is another person's.
        Stale: the list is closed, or the event is cancelled. Refused: sign-in is not open, or goes by a code.
    """
    event, guest = rows.guest(desk, guest_id)
    if guest.person_id is None or guest.person_id != desk.actor.person_id:
        raise NotAllowed
    _opened(desk, event)
    if event.sign_in is not SignInWay.BUTTON:
        raise Refused("Please sign in with the code that the organiser shows.")
    return _sign(desk, event, guest)


def _opened(desk: Desk, event: Event) -> Event:
    if event.state is not EventState.PLANNED:
        raise Stale
    if desk.now < event.starts_at - OPENS:
        raise Refused("Sign-in opens at {when}.", when=event.starts_at - OPENS)
    if not is_open(event.starts_at, event.ends_at, desk.now):
        raise Refused("Sign-in is over. If you were there, please ask the organiser to add you.")
    return event


def _walk_in(desk: Desk, event: Event) -> EventGuest:
    first = next(iter(desk.actor.appointments), None)
    if first is None or not first.agency_id:
        raise NotAllowed
    guest = EventGuest(
        event_id=event.id or 0,
        person_id=desk.actor.person_id,
        agency_id=first.agency_id,
        name=desk.actor.name,
        post=first.post,
        group=group_of(first.role),
        answer=A.COMING,
        invited=False,
    )
    desk.session.add(guest)
    desk.session.flush()
    return guest


def _sign(desk: Desk, event: Event, guest: EventGuest, *, walked_in: bool = False) -> Signed:
    """Put the guest on the list; the first time counts, whatever is pressed later."""
    if guest.presence in HERE and guest.signed_at is not None:
        return Signed(event.id or 0, event.title, guest.presence, guest.signed_at, again=True)
    guest.presence, guest.signed_at = presence_at(event.starts_at, desk.now), desk.now
    guest.signed_by = desk.actor.person_id or None
    if guest.answer is A.RELEASED:
        guest.answer = A.COMING
    _kept(desk, event, guest, EVENT_SIGNED_IN)
    reminders.stop(desk, [guest])
    return Signed(event.id or 0, event.title, guest.presence, desk.now, walked_in=walked_in)


def _kept(desk: Desk, event: Event, guest: EventGuest, act: Act) -> None:
    desk.session.add(guest)
    desk.session.flush()
    other = guest.person_id if guest.person_id != desk.actor.person_id else None
    new = {"guest": guest.id, "name": guest.name, "presence": guest.presence.value if guest.presence else ""}
    desk.audit(act, rows.subject_of(event), agency_id=guest.agency_id, new=new, for_id=other)
    outbox.refresh(desk, rows.subject_of(event))
    outbox.refresh(desk, rows.guest_subject(guest))


def mark(desk: Desk, guest_id: int, presence: Presence | None, minutes: int | None = None) -> EventGuest:
    """The organiser writes down that somebody is there, came late, was absent, or takes that back (None).

    When somebody came is what the organiser says, never when it is written down: in time (at the start, where that is
    past), so many `minutes` after the start, or late at a time that nobody knows. Also after the list is closed: what
    counts follows.

    Raises:
        Missing: there is no such guest. NotAllowed: the actor does not keep this event's list.
        Stale: the event is cancelled. Refused: sign-in is not open yet, or that time is still to come.
    """
    event, guest = rows.guest(desk, guest_id)
    if not may_keep_list(desk, event):
        raise NotAllowed
    if event.state is EventState.CANCELLED:
        raise Stale
    if desk.now < event.starts_at - OPENS:
        raise Refused("Sign-in opens at {when}.", when=event.starts_at - OPENS)
    closed = event.state is EventState.HELD
    guest.presence = Presence.ABSENT if presence is None and closed else presence
    guest.signed_at = _came_at(desk, event, presence, minutes)
    guest.signed_by = desk.actor.person_id or None if presence in HERE else None
    _kept(desk, event, guest, EVENT_LIST_CORRECTED if closed else EVENT_MARKED)
    if closed:
        counts.recount(desk, event)
    return guest


def _came_at(desk: Desk, event: Event, presence: Presence | None, minutes: int | None) -> datetime | None:
    if presence is Presence.PRESENT:
        return min(desk.now, event.starts_at)
    if presence is not Presence.LATE or minutes is None:
        return None
    at = event.starts_at + timedelta(minutes=minutes)
    if at > min(desk.now, event.ends_at + CLOSES):
        raise Refused("That is later than now, or than sign-in was open. Please check the time.").about("minutes")
    return at


def wants_time(desk: Desk, guest_id: int) -> Event | None:
    """The event, where the organiser is to say when the guest came: somebody not on the list, some time after the
    start. Raises as `mark`."""
    event, guest = rows.guest(desk, guest_id)
    if not may_keep_list(desk, event):
        raise NotAllowed
    late = presence_at(event.starts_at, desk.now) is Presence.LATE
    return event if late and guest.presence not in HERE else None


def toggle(desk: Desk, guest_id: int) -> EventGuest:
    """One press of the organiser's list: there in time, or taken back. Raises as `mark`."""
    _, guest = rows.guest(desk, guest_id)
    return mark(desk, guest_id, None if guest.presence in HERE else Presence.PRESENT)


def may_keep_list(desk: Desk, event: Event) -> bool:
    """Whoever runs the event, and the bureau above, may sign others in."""
    organiser = access.agency(desk, event.organiser_id)
    return rows.may_run(desk, event) or desk.actor.may(Action.SIGN_IN_OTHERS, organiser.path)
