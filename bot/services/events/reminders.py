"""When guests are spoken to: invitations, reminders to answer, reminders to come; and what takes them back.

Every row names its guest and carries the event's sequence: a row of an older time says nothing when it is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.events.events import come_instants, reply_instants
from bot.domain.events.topics import (
    AGENCY,
    AGENCY_REPLY,
    CHANGED,
    COME,
    DELEGATED,
    INVITE,
    MOVED,
    OFF,
    PASSED_ON,
    PROMOTED,
    REPLY,
    RETURNED,
    OfAgency,
    OfGuest,
)
from bot.domain.hall.terms import EventAnswer, EventState, SendState
from bot.domain.hall.topics import AnyTopic, Notice, Topic, to_audience
from bot.services.events import rows
from bot.services.hall.desk import Desk
from bot.services.post import manners, outbox
from bot.store.post import queries as post_store
from bot.store.tables import Event, EventGuest

#: What is said of the event as it was; taken back together when it moves or falls away.
PLANNED = (
    INVITE, MOVED, CHANGED, PROMOTED, PASSED_ON, DELEGATED, REPLY, COME, RETURNED,
    OFF,
)  # fmt: skip
_SOON = 1
"""Within so many working days a change is told at once, by night too."""


def invite(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> None:
    """One invitation a person, and to each agency's liaison one message to answer for them all."""
    outbox.plan_many(desk, INVITE, [copy_to(event, one) for one in rows.reachable(desk, guests)])
    for agency_id in dict.fromkeys(one.agency_id for one in guests):
        outbox.plan(
            desk,
            Notice(
                AGENCY,
                OfAgency(event=event.id or 0, agency=agency_id, by=desk.actor.person_id),
                rows.agency_subject(event.id or 0, agency_id),
            ),
            to_audience(f"liaisons@{agency_id}"),
            dedupe=f"event.agency:{event.id}:{agency_id}",
        )


def copy_to(
    event: Event, one: EventGuest, at: datetime | None = None, *, dedupe: str | None = None, **more: Any
) -> outbox.Addressed:
    """One of many messages about the event as it is, to a guest; `more` is what the topic's payload holds besides."""
    shows = OfGuest(one.id or 0, event.sequence, **more)
    return outbox.Addressed(one.person_id or 0, shows, rows.guest_subject(one), at, dedupe)


def tell(desk: Desk, event: Event, guests: Iterable[EventGuest], topic: Topic[OfGuest], **more: Any) -> None:
    """One new message to each of those who must now act differently; their older messages are retired.

    It sounds in any case, but by night only when the event is near.
    """
    told = [one for one in rows.reachable(desk, guests) if one.person_id != desk.actor.person_id]
    on = event.starts_at.astimezone(desk.house.zone).date()
    near = desk.house.law.calendar.working_days_between(desk.today, on) <= _SOON
    at = desk.now if near else manners.polite_hour(desk.house, desk.now)
    for one in told:
        one.told_sequence = event.sequence
        desk.session.add(one)
    desk.session.flush()
    copies = [copy_to(event, one, at.astimezone(UTC), **more) for one in told]
    outbox.plan_many(desk, topic, copies)


def plan(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> None:
    """Plan what these guests will be reminded of, as the event stands now; nothing for those who need nothing."""
    if event.state is not EventState.PLANNED or event.starts_at <= desk.now:
        return
    calendar, zone = desk.house.law.calendar, desk.house.zone
    ask = [at.astimezone(UTC) for at in reply_instants(calendar, zone, event.reply_by, desk.now)]
    come = come_instants(calendar, zone, event.starts_at, desk.now)
    there = rows.reachable(desk, guests)
    asked = [one for one in there if one.answer is EventAnswer.UNANSWERED]
    coming = [one for one in there if one.answer is EventAnswer.COMING]
    outbox.plan_many(desk, REPLY, (copy_to(event, one, at) for one in asked for at in ask))
    for name, at in come:
        # On the day it comes two hours before, however early that is.
        outbox.plan_many(
            desk,
            COME,
            [copy_to(event, one, at.astimezone(UTC), when=name) for one in coming],
            urgent=name == "day",
        )


def plan_agencies(desk: Desk, event: Event) -> None:
    """On the last day for answers the liaisons hear who of theirs has given none."""
    instants = reply_instants(desk.house.law.calendar, desk.house.zone, event.reply_by, desk.now)
    for agency in rows.agencies_of(desk, event.id) if instants else ():
        outbox.plan(
            desk,
            Notice(
                AGENCY_REPLY,
                OfAgency(event=event.id or 0, agency=agency.id or 0, sequence=event.sequence, by=event.created_by),
                rows.agency_subject(event.id or 0, agency.id or 0),
            ),
            to_audience(f"liaisons@{agency.id}"),
            at=instants[-1].astimezone(UTC),
            dedupe=f"event.agency_reply:{event.id}:{agency.id}:{instants[-1]:%Y%m%d}:{event.version}",
        )


def replan(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> None:
    """Replace what is planned for these guests."""
    stop(desk, guests, (REPLY, COME))
    plan(desk, event, guests)


def stop(desk: Desk, guests: Iterable[EventGuest], topics: Sequence[AnyTopic] = PLANNED) -> None:
    """Take back what is planned for these guests and not sent yet."""
    subjects = [str(rows.guest_subject(one)) for one in guests]
    desk.session.flush()
    post_store.cancel(desk.session, subjects, topics=[one.name for one in topics], kind="send")


def stop_event(desk: Desk, event: Event, guests: Sequence[EventGuest]) -> None:
    """Take back everything about the event: it moved, or will not be."""
    stop(desk, guests)
    for agency in rows.agencies_of(desk, event.id):
        outbox.cancel(desk, rows.agency_subject(event.id or 0, agency.id or 0), topics=(AGENCY_REPLY,))


def never_told(desk: Desk, guests: Sequence[EventGuest]) -> list[EventGuest]:
    """Those of the guests to whom no message about the event has gone out, or is on its way."""
    subjects = [str(rows.guest_subject(one)) for one in guests]
    states = (SendState.SENT, SendState.CLAIMED, SendState.UNCERTAIN, SendState.CARRIED)
    told = post_store.subjects_in(desk.session, subjects, states)
    return [one for one in guests if str(rows.guest_subject(one)) not in told]
