"""What the sender asks and reports: whom a row reaches, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.domain.hall.access import Actor
from bot.domain.hall.terms import DOERS, LEADERS, LIAISONS, Lane, Role, SendState
from bot.domain.post.reach import is_gone
from bot.services.hall import access
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import leasing, manners, outbox
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.post import queries as post_store
from bot.store.post import told as told_store
from bot.store.tables import Agency, OutboxRow, Person
from bot.store.trouble import is_passing

log = structlog.get_logger(__name__)
GROUPS: dict[str, tuple[Role, ...]] = {
    "liaisons": tuple(LIAISONS),
    "leaders": tuple(LEADERS),
    "principal": (Role.PRINCIPAL,),
    "doers": DOERS,
    "coordinators": (Role.COORDINATOR,),
    "administrators": (Role.ADMINISTRATOR,),
}
"""Names of audiences that stand for several roles."""


@dataclass(frozen=True)
class Reader:
    """Who will read a row: the chat it goes to and the person with today's appointments."""

    chat_id: int | None
    actor: Actor
    in_doubt: bool = False
    """Whether the person was refused before: then it is news when something arrives."""
    thread: int = 0
    """The topic of a group that has topics in which it stands."""


def readers_of(session: Session, house: House, rows: Sequence[OutboxRow], now: datetime) -> dict[int, Reader]:
    """The readers of several rows, by row id, in few queries however many there are."""
    wanted = {row.person_id for row in rows if row.person_id}
    people = people_store.by_ids(session, wanted)
    actors = access.actors_of(session, people, now.astimezone(house.zone).date())
    by_id = {person.id: person for person in people}
    threads = agencies_store.threads(session, {row.chat_id or 0 for row in rows if not row.person_id})
    return {row.id or 0: _reader(house, row, by_id.get(row.person_id), actors, threads, now) for row in rows}


def _reader(
    house: House,
    row: OutboxRow,
    person: Person | None,
    actors: dict[int, Actor],
    threads: Mapping[int, int],
    now: datetime,
) -> Reader:
    if person is None:
        chat = row.chat_id or 0
        return Reader(row.chat_id, Actor(0, "", house.locale, chat), thread=threads.get(chat, 0))
    actor = actors[person.id or 0]
    gone = is_gone(person.unreachable_since, person.refused_at, now) and row.lane is not Lane.INTERACTIVE
    dismissed = row.lane is not Lane.INTERACTIVE and not actor.appointments
    in_doubt = person.unreachable_since is not None or person.refused_at is not None
    return Reader(None if gone or dismissed else person.chat_id, actor, in_doubt)


def people_of(desk: Desk, audience: str) -> list[Person]:
    """The people an audience names today: `role:liaison@12`, `liaisons@12`, `coordinators@12`, `administrators`."""
    name, _, agency_text = audience.removeprefix("role:").partition("@")
    if name == "namers":
        return namers(desk, int(agency_text or 0))
    roles = GROUPS.get(name) or (Role(name),)
    if name == "administrators":
        return administrators(desk)
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


def administrators(desk: Desk) -> list[Person]:
    """Everybody who administers the bot, or a part of the tree, today."""
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
    first `at_once` (all, if None) are begun and may be sent, the others after `bot.services.post.leasing.begin`. While
    one of them is in doubt none is begun.
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
            leasing.waits(session, claimed[_at_once(claimed, at_once) :])
            return claimed


def _at_once(claimed: Sequence[OutboxRow], at_once: int | None) -> int:
    """How many of the claimed rows are begun with the claim; none, where some are in doubt: those go one by one."""
    if any(row.doubts for row in claimed):
        return 0
    return len(claimed) if at_once is None else at_once


def migrated(session: Session, old_chat: int, new_chat: int) -> None:
    """A group became a supergroup: it has a new id (core.telegram.org/bots/api#responseparameters)."""
    if agencies_store.group_in_chat(session, new_chat) is not None:
        agencies_store.forget_group(session, old_chat)  # somebody was quicker and linked it under its new id
    else:
        # That we left the old group may be heard of before the new one is.
        agencies_store.move_group(session, old_chat, new_chat)
    post_store.move_chat(session, old_chat, new_chat)
