"""Events: held, moved, cancelled, restored; who is invited. Everybody concerned is told, nobody else.

Answers and seats are in `answers`, signing in is in `sign_in`, the end in `ending`, what is shown in `cards`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.agencies.audiences import Audience, Recipient
from bot.domain.events import acts
from bot.domain.events.events import Planned, group_of, usual_reply_by
from bot.domain.events.topics import CHANGED, MOVED, OFF, REPLY
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.terms import EventAnswer, EventState, HearingStatus, Lane, SignInWay
from bot.services.agencies import audiences
from bot.services.events import answers, reminders, rows
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Event, EventGuest, Hearing

A = EventAnswer
_CALENDAR = ("title", "starts_at", "ends_at", "place")
"""What a calendar shows: a change of it raises the sequence."""
_CHANGEABLE = (*_CALENDAR, "court", "note", "quota", "agency_quota", "reply_by", "sign_in")


# -- making --------------------------------------------------------------------------------------------------------


def create(desk: Desk, planned: Planned, files: Sequence[dict[str, Any]] = ()) -> Event:
    """Record an event that a person confirmed, and invite everybody its audience names.

    Raises:
        NotAllowed: the actor may not run events for this agency.
        Refused: the time has gone by, the hearing may not be watched, or nobody would be invited.
    """
    access.require(desk, Action.RUN_EVENT, planned.organiser_id)
    _check_times(desk, planned.starts_at, planned.reply_by)
    if planned.hearing_id is not None:
        watchable(desk, planned.hearing_id)
    people = audiences.resolve(desk, planned.audience, action=Action.RUN_EVENT).people
    if not people:
        raise Refused("Nobody fits these recipients. Please change the groups or the agencies.")
    event = _new(desk, planned)
    stored_files.keep(desk, rows.material_subject(event), files)
    told = {"kind": event.kind.value, **_told(event), "invited": len(people)}
    desk.audit(acts.EVENT_CREATED, rows.subject_of(event), agency_id=event.organiser_id, new=told)
    _invite(desk, event, people)
    reminders.plan_agencies(desk, event)
    rows.show(desk, event)
    return event


def _check_times(desk: Desk, starts_at: datetime, reply_by: datetime | None) -> None:
    if starts_at <= desk.now:
        raise Refused("{when} has gone by. Please correct the time.", when=starts_at)
    if reply_by is not None and not desk.now < reply_by <= starts_at:
        raise Refused("The answer must be due between now and the beginning. Please correct the time.")


def watchable(desk: Desk, hearing_id: int) -> Hearing:
    """The hearing, if people may be invited to watch it.

    Raises:
        Refused: it is not open to the public (行政诉讼法 art. 54), over, or will not be held.
    """
    hearing = desk.session.get(Hearing, hearing_id)
    if hearing is None or hearing.closed:
        raise Refused("This hearing is not open to the public; nobody may be invited to it.")
    if hearing.status is not HearingStatus.SCHEDULED or hearing.starts_at <= desk.now:
        raise Refused("This hearing is over or will not be held.")
    return hearing


def _new(desk: Desk, planned: Planned) -> Event:
    hearing = desk.session.get(Hearing, planned.hearing_id) if planned.hearing_id else None
    lead = hearing.starts_at - planned.starts_at if hearing else timedelta(0)
    calendar, zone = desk.house.law.calendar, desk.house.zone
    event = Event(
        kind=planned.kind,
        title=planned.title,
        organiser_id=planned.organiser_id,
        court=planned.court[:60],
        starts_at=planned.starts_at,
        ends_at=planned.starts_at + planned.length,
        place=planned.place[:120],
        hearing_id=planned.hearing_id,
        lead_minutes=max(0, int(lead.total_seconds() // 60)),
        audience=planned.audience.to_json(),
        quota=planned.quota,
        agency_quota=planned.agency_quota,
        reply_by=planned.reply_by or usual_reply_by(calendar, zone, planned.starts_at, desk.now),
        note=planned.note,
        sign_in=planned.sign_in,
        secret=secrets.token_hex(32),
        created_at=desk.now,
        created_by=desk.actor.person_id or None,
    )
    desk.session.add(event)
    desk.session.flush()
    return event


def _invite(desk: Desk, event: Event, people: Iterable[Recipient]) -> list[EventGuest]:
    """Guests for those who are none yet, with their invitations; each person once, however many appointments."""
    known = {one.person_id: one for one in rows.guests_of(desk, event.id, *EventAnswer)}
    fresh = [one for one in people if one.person_id not in known or known[one.person_id].answer is A.RELEASED]
    posts = rows.posts_of(desk, [one.person_id for one in fresh])
    guests = []
    for one in fresh:
        guest = known.get(one.person_id) or EventGuest(
            event_id=event.id or 0, person_id=one.person_id, agency_id=one.agency_id, name=one.name
        )
        guest.agency_id, guest.name, guest.group = one.agency_id, one.name, group_of(one.role)
        guest.post = posts.get((one.person_id, one.agency_id), "")
        guest.answer, guest.invited, guest.stands_for_id = A.UNANSWERED, True, None
        guest.told_sequence = event.sequence
        guests.append(guest)
    desk.session.add_all(guests)
    desk.session.flush()
    reminders.invite(desk, event, guests)
    reminders.plan(desk, event, guests)
    return guests


def invite_more(desk: Desk, event_id: int, version: int) -> int:
    """Invite those who have come to fit the audience since; returns how many.

    Raises:
        Missing, NotAllowed, Stale: as `rows.runnable`; Stale also when it is over or cancelled.
    """
    event = _open(desk, event_id, version)
    audience = Audience.from_json(event.audience)
    guests = _invite(desk, event, audiences.resolve(desk, audience, action=Action.RUN_EVENT).people)
    if guests:
        event.revise()
        desk.session.add(event)
        new = {"people": [one.name for one in guests][:50], "count": len(guests)}
        desk.audit(acts.EVENT_INVITED_MORE, rows.subject_of(event), agency_id=event.organiser_id, new=new)
        rows.show(desk, event)
    return len(guests)


# -- changing ------------------------------------------------------------------------------------------------------


def _open(desk: Desk, event_id: int, version: int) -> Event:
    event = rows.runnable(desk, event_id, version)
    if event.state is not EventState.PLANNED:
        raise Stale
    return event


def changeable(desk: Desk, event_id: int, version: int) -> Event:
    """The event, if the actor may change it now.

    Raises:
        Missing, NotAllowed, Stale: as `rows.runnable`; Stale also when it is over or cancelled.
        Refused: it has begun.
    """
    event = _open(desk, event_id, version)
    if event.starts_at <= desk.now:
        raise Refused("The event has begun; it can no longer be changed.")
    return event


def change(desk: Desk, event_id: int, version: int, new: Mapping[str, Any]) -> Event:
    """Change some of: title, starts_at, place, court, note, quota, agency_quota, reply_by, sign_in.

    Where the time moved, whoever said yes is asked again and keeps the seat meanwhile; another place or title is
    told to those who come; everything else only changes what people have on screen.

    Raises: as `changeable`; Refused also when a time has gone by.
    """
    event = changeable(desk, event_id, version)
    if event.hearing_id is not None and ("starts_at" in new or "place" in new):
        raise Refused("This event follows its hearing: please move the hearing, and the event moves with it.")
    apply(desk, event, new)
    return event


def apply(desk: Desk, event: Event, new: Mapping[str, Any], *, reason: str = "") -> None:
    """Take over new values (the caller has checked who may); the people concerned are told or asked again."""
    before, old = event.starts_at, _told(event)
    for name, value in new.items():
        if name not in _CHANGEABLE:
            raise ValueError(name)
        _set(event, name, value)
    _check_times(desk, event.starts_at, new.get("reply_by"))
    moved = event.starts_at != before
    shown = moved or any(_told(event)[name] != old[name] for name in ("title", "place"))
    if moved and "reply_by" not in new:
        event.reply_by = usual_reply_by(desk.house.law.calendar, desk.house.zone, event.starts_at, desk.now)
    event.sequence += shown
    event.revise()
    desk.session.add(event)
    desk.session.flush()
    desk.audit(
        acts.EVENT_MOVED if moved else acts.EVENT_CHANGED,
        rows.subject_of(event),
        agency_id=event.organiser_id,
        old=old,
        new=_told(event),
        reason=reason,
    )
    _tell_change(desk, event, moved=moved, shown=shown, was=before)


def _set(event: Event, name: str, value: Any) -> None:
    if name == "ends_at":
        event.ends_at = value
    elif name == "starts_at":
        # Both move together, so that the one is never before the other.
        length = event.ends_at - event.starts_at
        event.starts_at, event.ends_at = value, value + length
    elif name == "sign_in":
        event.sign_in = SignInWay(value)
    else:
        setattr(event, name, value)


def _tell_change(desk: Desk, event: Event, *, moved: bool, shown: bool, was: datetime) -> None:
    guests = rows.guests_of(desk, event.id)
    reminders.stop_event(desk, event, guests)
    waited = _still_to_invite(desk, event, guests)
    if moved:
        ask_again(desk, event, guests, was=was)
    elif shown:
        reminders.tell(desk, event, [g for g in guests if g.answer in rows.GOING], CHANGED)
    answers.promote(desk, event)
    reminders.invite(desk, event, waited)
    reminders.plan(desk, event, guests)
    reminders.plan_agencies(desk, event)
    rows.show_all(desk, event)


def _still_to_invite(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> list[EventGuest]:
    """Guests whose invitation had not gone out when the event changed: it goes out as the event is now."""
    unsent = reminders.never_told(desk, [one for one in guests if one.answer is A.UNANSWERED])
    for one in unsent:
        one.told_sequence = event.sequence
        desk.session.add(one)
    return unsent


def ask_again(desk: Desk, event: Event, guests: Sequence[EventGuest], *, was: datetime | None = None) -> None:
    """Whoever said yes is asked anew and keeps the seat until somebody needs it after the answer was due; who waits is
    told the new time, and so, once, is whoever could not come at the old one."""
    asked = [one for one in guests if one.answer is A.COMING or one.held]
    for one in asked:
        one.answer, one.held = A.UNANSWERED, True
        desk.session.add(one)
    waiting = [one for one in guests if one.answer is A.WAITING]
    reminders.tell(desk, event, [*asked, *waiting], MOVED, was=was)
    if was is not None:
        reminders.tell(desk, event, [one for one in guests if one.answer is A.DECLINED], MOVED, was=was, declined=True)


# -- cancelling and restoring --------------------------------------------------------------------------------------


def cancel(desk: Desk, event_id: int, version: int, reason: str) -> Event:
    """It will not be held: reminders are taken back, whoever counted on it is told why.

    Raises: as `rows.runnable`; Stale when it is over or cancelled already; Refused without a reason.
    """
    event = _open(desk, event_id, version)
    if not reason.strip():
        raise Refused("Please say why.")
    call_off(desk, event, reason)
    return event


def call_off(desk: Desk, event: Event, reason: str) -> None:
    """Cancel an event (the caller has checked who may)."""
    guests = rows.guests_of(desk, event.id)
    reminders.stop_event(desk, event, guests)
    event.state, event.reason = EventState.CANCELLED, reason[:300]
    event.sequence = event.sequence + 1
    event.revise()
    desk.session.add(event)
    desk.session.flush()
    desk.audit(acts.EVENT_CANCELLED, rows.subject_of(event), agency_id=event.organiser_id, reason=reason[:500])
    concerned = [one for one in guests if one.answer in rows.GOING or one.held]
    reminders.tell(desk, event, concerned, OFF)
    rows.show_all(desk, event)


def restore(desk: Desk, event_id: int, version: int) -> Event:
    """It is held after all: whoever had said yes is asked again, whoever had not answered sees it open again.

    Raises:
        Missing, NotAllowed, Stale: as `rows.runnable`; Stale when it is not cancelled.
        Refused: its time has gone by, or its hearing may not be watched any more.
    """
    event = rows.runnable(desk, event_id, version)
    if event.state is not EventState.CANCELLED:
        raise Stale
    bring_back(desk, event)
    return event


def bring_back(desk: Desk, event: Event) -> None:
    """Hold a cancelled event after all (the caller has checked who may). Raises: Refused as `restore`."""
    if event.hearing_id is not None:
        hearing = watchable(desk, event.hearing_id)
        length = event.ends_at - event.starts_at
        event.starts_at = hearing.starts_at - timedelta(minutes=event.lead_minutes)
        event.ends_at, event.place = event.starts_at + length, hearing.place or ("" if hearing.online else event.place)
    _check_times(desk, event.starts_at, None)
    event.state, event.reason = EventState.PLANNED, ""
    event.sequence = event.sequence + 1
    event.revise()
    event.reply_by = usual_reply_by(desk.house.law.calendar, desk.house.zone, event.starts_at, desk.now)
    desk.session.add(event)
    desk.session.flush()
    desk.audit(acts.EVENT_RESTORED, rows.subject_of(event), agency_id=event.organiser_id, new=_told(event))
    guests = rows.guests_of(desk, event.id)
    waited = _still_to_invite(desk, event, guests)
    ask_again(desk, event, guests)
    reminders.invite(desk, event, waited)
    reminders.plan(desk, event, guests)
    reminders.plan_agencies(desk, event)
    rows.show_all(desk, event)


def add_material(desk: Desk, event_id: int, version: int, files: Sequence[dict[str, Any]]) -> Event:
    """More files for the participants, also while it is held. Raises as `invite_more`; Refused without a file."""
    event = _open(desk, event_id, version)
    if not files:
        raise Refused("Please choose or send at least one.")
    stored_files.keep(desk, rows.material_subject(event), files)
    event.revise()
    desk.session.add(event)
    names = [str(one.get("name", "")) for one in files]
    desk.audit(acts.EVENT_MATERIAL_ADDED, rows.subject_of(event), agency_id=event.organiser_id, new={"files": names})
    desk.session.flush()
    rows.show_all(desk, event)
    return event


def _told(event: Event) -> dict[str, Any]:
    """The event as the audit trail keeps it."""
    return {
        "title": event.title,
        "starts_at": event.starts_at.isoformat(),
        "place": event.place,
        "quota": event.quota,
        "agency_quota": event.agency_quota,
        "reply_by": event.reply_by.isoformat(),
        "note": event.note,
        "sign_in": event.sign_in.value,
    }


def nudge(desk: Desk, event_id: int) -> int:
    """Ask once more, now, whoever has not answered; at most once a day. Returns how many are asked.

    Raises:
        Missing, NotAllowed: as `rows.runnable`. Stale: it is over, cancelled, or has begun.
        Refused: they were asked today already.
    """
    event = rows.runnable(desk, event_id)
    if event.state is not EventState.PLANNED or event.starts_at <= desk.now:
        raise Stale
    asked = rows.reachable(desk, rows.guests_of(desk, event.id, A.UNANSWERED))
    key = f"event.nudge:{event.id}:{desk.today.isoformat()}"
    copies = [reminders.copy_to(event, one, dedupe=f"{key}:{one.id}") for one in asked]
    count = outbox.plan_many(desk, REPLY, copies, lane=Lane.BULK)
    if asked and not count:
        raise Refused("They were asked today already.")
    desk.audit(acts.EVENT_NUDGED, rows.subject_of(event), agency_id=event.organiser_id, new={"people": count})
    return count
