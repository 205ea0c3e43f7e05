"""Submitting a circular, and the second coordinator's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars import circulars as pure
from bot.domain.circulars.acts import (
    CIRCULAR_APPROVED,
    CIRCULAR_CANCELLED,
    CIRCULAR_RETURNED,
    CIRCULAR_SCHEDULED,
    CIRCULAR_SUBMITTED,
    CIRCULAR_TAKEN_BACK,
)
from bot.domain.circulars.circulars import Part
from bot.domain.circulars.topics import APPROVE, RETURNED, START, OfCircular, OfVersion
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused, Stale
from bot.domain.hall.terms import CircularState, Role, SendState
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.services.circulars.circulars import (
    check_for_groups,
    circular,
    draft,
    found_now,
    parts_of,
    sending_subject,
    subject_of,
    touch,
)
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.agencies import queries as agencies_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Circular, Person

MORNING = time(9, 0)


def needs_approval(desk: Desk, row: Circular, *further: Audience) -> str:
    """Why a second coordinator must approve, as a message id; empty if none must. `further`: who is to be added."""
    if row.withdrawal:
        return ""
    if row.names_absence or _absence_in_text(desk, row):
        return "it names an agency for an absence"
    if row.urgent:
        return "it is urgent"
    return "the setting of this branch asks for it" if _branch_asks(desk, row, further) else ""


def _absence_in_text(desk: Desk, row: Circular) -> bool:
    words = " ".join([row.title, *(part.text for part in parts_of(row)), *(part.name for part in parts_of(row))])
    reach = access.within(desk, Action.SEND_CIRCULAR)
    return bool(pure.names_absent_agency(words, [name for a in reach for name in (a.name, a.short_name)]))


def _branch_asks(desk: Desk, row: Circular, further: Sequence[Audience]) -> bool:
    audience = Audience.from_json(row.audience or {})
    named = (i for one in (audience, *audience.also, *further) for i in (*one.branches, *one.agencies))
    places = {row.agency_id, *named}
    above = [a for a in (desk.session.get(Agency, i) for i in places) if a is not None]
    ids = {int(step) for a in above for step in a.path.strip("/").split("/") if step}
    return agencies_store.any_wants_approval(desk.session, ids)


def approvers(desk: Desk, row: Circular) -> list[Person]:
    """Coordinators other than the author who may approve: of the same organ, else of the one above."""
    same = access.holders(desk, row.agency_id, Role.COORDINATOR)
    others = [person for person in same if person.id != row.author_id]
    if others:
        return others
    home = access.agency(desk, row.agency_id)
    above = delivery.coordinators(desk, home.parent_id) if home.parent_id else []
    return [person for person in above if person.id != row.author_id]


def next_morning(desk: Desk) -> datetime:
    """Nine o'clock of the next working day (local time)."""
    day = desk.house.law.calendar.next_working(desk.today + timedelta(days=1))
    return desk.at(day, MORNING)


def submit(desk: Desk, circular_id: int, version: int, at: datetime | None, *, at_any_hour: bool = False) -> Circular:
    """Send it at `at` (None: now), or lay it before a second coordinator where one must approve.

    `at_any_hour`: at night and on days off as well, which makes it urgent.

    Raises:
        Refused: something is missing, nobody would get it, or nobody could approve it.
    """
    row = check_complete(desk, circular_id, version, at)
    row.urgent = row.urgent or at_any_hour
    row.title = row.title or ("" if row.withdrawal else pure.proposed_title(parts_of(row)))
    row.send_at, row.collecting, row.returned = at, False, ""
    reason = needs_approval(desk, row)
    if not reason:
        return _go(desk, row)
    people = approvers(desk, row)
    if not people:
        raise Refused(
            "A second coordinator must approve this, and there is none. Please ask the administrator to appoint one."
        )
    row.state = CircularState.AWAITING
    touch(desk, row)
    desk.audit(CIRCULAR_SUBMITTED, subject_of(row.id), agency_id=row.agency_id, reason=reason)
    for person in people:
        outbox.plan(
            desk,
            Notice(
                APPROVE, OfVersion(circular=row.id or 0, version=row.version), subject_of(row.id), urgent=row.urgent
            ),
            to_person(person.id),
            dedupe=f"approve:{row.id}:{row.version}>{person.id}",
        )
    return row


def check_complete(desk: Desk, circular_id: int, version: int, at: datetime | None = None) -> Circular:
    """The draft, if it could be submitted for `at` (None: now).

    Raises:
        Refused: something is missing, nobody would get it, or its term would have passed by then.
    """
    row = draft(desk, circular_id, version)
    if not row.parts and not row.withdrawal:
        raise Refused("There is nothing to send yet. Please send the text or the files first.")
    if row.audience is None:
        raise Refused("Please choose the recipients first.")
    if row.answer_by is not None and row.answer_by <= (at or desk.now):
        raise Refused(
            "The term for the reply, {date}, lies before the sending. Please change it with “Title, reply” first.",
            date=row.answer_by,
        )
    if row.groups:
        check_for_groups(desk, row)
    if not found_now(desk, row).people:
        raise Refused("Nobody would get this. Please choose other recipients.")
    return row


def _go(desk: Desk, row: Circular) -> Circular:
    """From here on it goes by itself: one row in the outbox starts it when it is due."""
    row.state = CircularState.SCHEDULED
    touch(desk, row)
    desk.audit(
        CIRCULAR_SCHEDULED,
        subject_of(row.id),
        agency_id=row.agency_id,
        new={"at": (row.send_at or desk.now).isoformat(), "approved_by": row.approved_by},
    )
    outbox.plan(
        desk,
        Notice(START, OfCircular(circular=row.id or 0), sending_subject(row.id), urgent=row.urgent),
        to_audience(f"circular@{row.id}"),
        at=row.send_at if row.send_at and row.send_at > desk.now else None,
    )
    return row


def start_now(desk: Desk, row: Circular) -> Circular:
    """Send without a form: a withdrawal."""
    row.collecting = False
    return _go(desk, row)


def approve(desk: Desk, circular_id: int, version: int) -> Circular:
    """The second coordinator's yes.

    Raises:
        Refused: the author cannot approve the own circular.
        Stale: it was changed, taken back or approved meanwhile.
    """
    row = before_approver(desk, circular_id, version)
    row.approved_by, row.approved_at = desk.actor.person_id, desk.now
    _take_what_was_seen(desk, row)
    desk.audit(CIRCULAR_APPROVED, subject_of(row.id), agency_id=row.agency_id)
    return _go(desk, row)


def _take_what_was_seen(desk: Desk, row: Circular) -> None:
    """From now on the copies that the approver saw are copied: the author's own messages could still be edited."""
    shown = post_store.about(
        desk.session,
        str(subject_of(row.id)),
        topics=[APPROVE.name],
        states=[SendState.SENT],
        kind="send",
        person_id=desk.actor.person_id,
    )
    seen = shown[-1] if shown else None
    if seen is None or APPROVE.read(seen.args).version != row.version or len(seen.copied) != len(row.parts):
        return
    row.parts = [
        part
        if Part.from_json(part).is_stored
        else {**part, "chat": seen.chat_id, "messages": ids, "origin": [part["chat"], *part["messages"]]}
        for part, ids in zip(row.parts, seen.copied, strict=True)
    ]
    desk.session.add(row)


def give_back(desk: Desk, circular_id: int, version: int, reason: str) -> Circular:
    """The second coordinator's no, with a reason: the author has a draft again and is told."""
    row = before_approver(desk, circular_id, version)
    row.state, row.returned = CircularState.DRAFT, reason
    touch(desk, row)
    desk.audit(CIRCULAR_RETURNED, subject_of(row.id), agency_id=row.agency_id, reason=reason)
    outbox.plan(desk, Notice(RETURNED, OfVersion(circular=row.id or 0, version=row.version)), to_person(row.author_id))
    return row


def before_approver(desk: Desk, circular_id: int, version: int) -> Circular:
    """The circular that the actor is asked to decide on.

    Raises:
        Refused: it is the own one. NotAllowed: it is not for the actor. Stale: changed or decided meanwhile.
    """
    row = desk.session.get(Circular, circular_id, with_for_update=True)
    if row is None:
        raise Missing
    if desk.actor.person_id not in {person.id for person in approvers(desk, row)}:
        if row.author_id == desk.actor.person_id:
            raise Refused("Somebody else must approve what you wrote.")
        access.require(desk, Action.APPROVE_CIRCULAR, row.agency_id)
    if row.version != version or row.state is not CircularState.AWAITING:
        raise Stale
    return row


def take_back(desk: Desk, circular_id: int, version: int) -> Circular:
    """From approval or schedule back to a draft; what was planned is not sent."""
    row = circular(desk, circular_id, version)
    if row.state not in (CircularState.AWAITING, CircularState.SCHEDULED):
        raise Stale
    if row.origin:
        raise Refused("This is an official paper. Please recall it and issue a corrected one.")
    outbox.cancel(desk, sending_subject(row.id))
    outbox.cancel(desk, subject_of(row.id), topics=(APPROVE,))
    old = row.state
    row.state, row.approved_by, row.approved_at, row.send_at = CircularState.DRAFT, None, None, None
    desk.audit(CIRCULAR_TAKEN_BACK, subject_of(row.id), agency_id=row.agency_id, old={"state": old.value})
    return touch(desk, row)


def call_off(desk: Desk, circular_id: int, version: int) -> Circular:
    """Give up a circular that has not begun to go out."""
    row = circular(desk, circular_id, version)
    if row.state not in pure.OPEN_STATES:
        raise Stale
    outbox.cancel(desk, sending_subject(row.id))
    outbox.cancel(desk, subject_of(row.id), topics=(APPROVE,))
    old = row.state
    row.state, row.collecting = CircularState.CANCELLED, False
    desk.audit(CIRCULAR_CANCELLED, subject_of(row.id), agency_id=row.agency_id, old={"state": old.value})
    return touch(desk, row)
