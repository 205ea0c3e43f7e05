"""What the sender asks and reports: whom a row reaches, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.domain.agencies.acts import GROUP_GONE, PERSON_UNREACHABLE
from bot.domain.agencies.topics import UNREACHABLE, OfPerson
from bot.domain.hall.access import Actor
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, LIAISONS, Lane, Role, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall import access
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import leasing, manners, outbox, sending
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.post import queries as post_store
from bot.store.post import told as told_store
from bot.store.tables import Agency, Appointment, OutboxRow, Person
from bot.store.trouble import is_passing

log = structlog.get_logger(__name__)
GROUPS: dict[str, tuple[Role, ...]] = {
    "liaisons": tuple(LIAISONS),
    "leaders": tuple(LEADERS),
    "principal": (Role.PRINCIPAL,),
    "doers": (Role.LIAISON, Role.DEPUTY_LIAISON, Role.COORDINATOR),
    "coordinators": (Role.COORDINATOR,),
    "administrators": (Role.ADMINISTRATOR,),
}
"""Names of audiences that stand for several roles."""


@dataclass(frozen=True)
class Reader:
    """Who will read a row: the chat it goes to and the person with today's appointments."""

    chat_id: int | None
    actor: Actor


def readers_of(session: Session, house: House, rows: Sequence[OutboxRow], now: datetime) -> dict[int, Reader]:
    """The readers of several rows, by row id, in few queries however many there are."""
    wanted = {row.person_id for row in rows if row.person_id}
    people = people_store.by_ids(session, wanted)
    actors = access.actors_of(session, people, now.astimezone(house.zone).date())
    by_id = {person.id: person for person in people}
    return {row.id or 0: _reader(house, row, by_id.get(row.person_id), actors) for row in rows}


def _reader(house: House, row: OutboxRow, person: Person | None, actors: dict[int, Actor]) -> Reader:
    if person is None:
        return Reader(row.chat_id, Actor(0, "", house.locale, row.chat_id or 0))
    actor = actors[person.id or 0]
    gone = person.unreachable_since is not None and row.lane is not Lane.INTERACTIVE
    dismissed = row.lane is not Lane.INTERACTIVE and not actor.appointments
    return Reader(None if gone or dismissed else person.chat_id, actor)


def people_of(desk: Desk, audience: str) -> list[Person]:
    """The people an audience names today: `role:liaison@12`, `liaisons@12`, `coordinators@12`, `administrators`."""
    name, _, agency_text = audience.removeprefix("role:").partition("@")
    if name == "namers":
        return namers(desk, int(agency_text or 0))
    roles = GROUPS.get(name) or (Role(name),)
    if name == "administrators":
        return _administrators(desk)
    agency_id = int(agency_text or 0)
    if name in ("coordinators", Role.COORDINATOR):
        return coordinators(desk, agency_id)
    found = access.holders(desk, agency_id, *roles)
    if name == Role.LIAISON and not found:
        found = access.holders(desk, agency_id, Role.DEPUTY_LIAISON)
    if name == "doers" and not found:
        # Nobody keeps the agency's papers: its principal is told, and without one the coordinators.
        found = access.holders(desk, agency_id, Role.PRINCIPAL) or coordinators(desk, agency_id)
    return found


def namers(desk: Desk, agency_id: int) -> list[Person]:
    """Who keeps an agency's hearings: its liaisons; for a government also its justice bureau and general office.

    Where a county government is sued, the two arrange its leader's appearance (Sishui 2020, four (four)).
    """
    found = access.holders(desk, agency_id, *LIAISONS)
    for office in access.arranging(desk, agency_id):
        found += access.holders(desk, office.id or 0, *GROUPS["doers"])
    unique = list({person.id: person for person in found}.values())
    return unique or access.holders(desk, agency_id, Role.PRINCIPAL) or coordinators(desk, agency_id)


def coordinators(desk: Desk, agency_id: int) -> list[Person]:
    """The coordinators answerable for an agency: of the nearest lead organ above that has any."""
    lead = access.lead_of(desk, agency_id)
    if lead is not None:
        found = access.holders(desk, lead.id or 0, Role.COORDINATOR)
        if found:
            return found
    above: Agency | None = access.agency(desk, agency_id)
    while above is not None:
        found = access.holders(desk, above.id or 0, Role.COORDINATOR)
        if found:
            return found
        above = desk.session.get(Agency, above.parent_id) if above.parent_id else None
    return []


def _administrators(desk: Desk) -> list[Person]:
    return people_store.in_office(desk.session, desk.today, roles=[Role.ADMINISTRATOR])


def expand(desk: Desk, row: OutboxRow) -> int:
    """Turn a row for an audience into one row a person; the audience row itself is done."""
    special = desk.house.wiring.expanders.get(row.audience.partition("@")[0])
    if special is not None:
        return special(desk, row)
    people = people_of(desk, row.audience)
    told = _told_already(desk, row)
    for person in people:
        if person.id in told:
            continue
        dedupe = f"{row.dedupe or f'row:{row.id}'}>{person.id}"
        copy = OutboxRow(
            topic=row.topic,
            args=row.args,
            person_id=person.id,
            due_at=row.due_at,
            subject=row.subject,
            lane=row.lane,
            dedupe=dedupe[:160],
            urgent=row.urgent,
            live=row.live,
            planned_at=desk.now,
        )
        outbox.add(desk, copy)
    row.state, row.sent_at, row.live = SendState.SENT, desk.now, False
    row.error = "" if people else "nobody is appointed"
    desk.session.add(row)
    return len(people)


def _told_already(desk: Desk, row: OutboxRow) -> set[int | None]:
    """Who is told the very same at the same instant in another office: liaison and principal, say, in one person.

    `to` in the arguments names the office that is told, not what is said.
    """
    if not row.subject:
        return set()
    others = told_store.told_at(desk.session, row.subject, row.topic, row.due_at)
    said = {**row.args, "to": None}
    return {person_id for person_id, args in others if {**args, "to": None} == said}


def _expand(desk: Desk, row: OutboxRow) -> None:
    """One audience that cannot be resolved must not hold up everything that is due."""
    try:
        with desk.session.begin_nested():
            expand(desk, row)
    except Exception as error:
        if is_passing(error) or isinstance(error, IntegrityError):
            raise  # two processes planned the same at the same moment: the next try finds it planned
        log.exception("An audience could not be resolved", action="expand_failed", row=row.id, audience=row.audience)
        row.state, row.error = SendState.FAILED, f"its audience could not be resolved: {type(error).__name__}"
        desk.session.add(row)


def _is_for_audience(row: OutboxRow) -> bool:
    return bool(row.audience) and row.person_id is None


def claim_due(
    session: Session,
    house: House,
    *,
    now: datetime,
    wall: float,
    owner: str,
    limit: int,
    lanes: tuple[Lane, ...] = tuple(Lane),
    at_once: int | None = None,
) -> list[OutboxRow]:
    """Claim what is due and may be said at this hour; one message a person where several fall together.

    Rows for an audience are expanded on the way, and their people's rows claimed as well. Of the rows given back the
    first `at_once` (all, if None) may be sent at once, the others after `bot.services.post.leasing.begin`.
    """
    desk = Desk(session, house, now, SYSTEM)
    while True:
        rows = leasing.claim(session, now=now, wall=wall, owner=owner, limit=limit, lanes=lanes)
        for row in rows:
            if _is_for_audience(row):
                _expand(desk, row)
        session.flush()
        named = manners.of_the_hour(desk, [row for row in rows if not _is_for_audience(row)])
        if named or not rows:
            claimed = manners.merged(desk, named, owner=owner, lease=wall + outbox.LEASE)
            if at_once is not None and len(claimed) > at_once:
                leasing.waits(session, claimed[at_once:])
            return claimed


def unreachable(session: Session, house: House, claimed: OutboxRow, *, now: datetime, error: str) -> None:
    """The person blocked the bot or is gone: everything to them stops, the next in line is told once.

    A group that threw the bot out is noted as gone.
    """
    sending.failed(session, claimed, error=error)
    # Locked: of two messages that are refused at once, one tells the next in line.
    person = session.get(Person, claimed.person_id, with_for_update=True) if claimed.person_id else None
    if person is None and claimed.chat_id is not None and claimed.chat_id < 0:
        group_gone(Desk(session, house, now, SYSTEM), claimed.chat_id)
    if person is not None and person.unreachable_since is None and claimed.chat_id in (None, person.chat_id):
        _mark_unreachable(Desk(session, house, now, SYSTEM), person)


def group_gone(desk: Desk, chat_id: int) -> None:
    """The bot was taken out of a group: nothing goes there any more."""
    group = agencies_store.group_in_chat(desk.session, chat_id)
    if group is not None and group.gone_at is None:
        group.gone_at = desk.now
        desk.session.add(group)
        desk.audit(GROUP_GONE, About.GROUP(group.id), agency_id=group.agency_id)


def _mark_unreachable(desk: Desk, person: Person) -> None:
    person.unreachable_since = desk.now
    desk.session.add(person)
    desk.audit(PERSON_UNREACHABLE, About.PERSON(person.id))
    _tell_next_in_line(desk, person)


def _tell_next_in_line(desk: Desk, person: Person) -> None:
    stamp = int(desk.now.timestamp())
    told: set[int] = {person.id or 0}
    appointed = people_store.appointments_of(desk.session, [person.id or 0])
    people = [p for a in appointed if a.agency_id for p in _next_in_line(desk, a)]
    for other in [*people, *_administrators(desk)]:
        if other.id in told:
            continue
        told.add(other.id or 0)
        outbox.plan(
            desk,
            Notice(UNREACHABLE, OfPerson(person.id or 0)),
            to_person(other.id),
            dedupe=f"unreachable:{person.id}:{stamp}>{other.id}",
        )


def _next_in_line(desk: Desk, appointment: Appointment) -> list[Person]:
    agency_id = appointment.agency_id or 0
    if appointment.role is Role.LIAISON:
        deputies = access.holders(desk, agency_id, Role.DEPUTY_LIAISON)
        if deputies:
            return deputies
    if appointment.role in LIAISONS or appointment.role in LEADERS:
        return coordinators(desk, agency_id)
    return []


def back(session: Session, telegram_id: int) -> None:
    """The person wrote again or unblocked the bot."""
    person = access.person_by_telegram(session, telegram_id)
    if person is not None:
        person.unreachable_since = None
        session.add(person)


def left(desk: Desk, telegram_id: int) -> None:
    """The person blocked the bot: noticed at once, the next in line is told."""
    person = access.person_by_telegram(desk.session, telegram_id)
    if person is not None and person.unreachable_since is None:
        _mark_unreachable(desk, person)


def migrated(session: Session, old_chat: int, new_chat: int) -> None:
    """A group became a supergroup: it has a new id (core.telegram.org/bots/api#responseparameters)."""
    if agencies_store.group_in_chat(session, new_chat) is not None:
        agencies_store.forget_group(session, old_chat)  # somebody was quicker and linked it under its new id
    else:
        # That we left the old group may be heard of before the new one is.
        agencies_store.move_group(session, old_chat, new_chat)
    post_store.move_chat(session, old_chat, new_chat)
