"""Who can be reached: told by what Telegram refuses, by what arrives, and by people who come back.

A refusal in Telegram's own words is believed of one person, and of a few. Many within a minute say more about the way
to Telegram than about people: nobody is marked then, what they were to get is held and tried again, administrators are
told, and whoever is refused again after that is marked.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.domain.agencies.acts import GROUP_GONE, PERSON_UNREACHABLE
from bot.domain.agencies.topics import MANY_UNREACHABLE, UNREACHABLE, OfPerson, Several
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, LIAISONS, Role, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.post.reach import HELD, MANY, MINUTE, is_confirmed
from bot.services.hall import access
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import delivery, outbox, sending
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.post import queries as post_store
from bot.store.tables import Appointment, OutboxRow, Person


def refused(session: Session, house: House, claimed: OutboxRow, *, now: datetime, wall: float, error: str) -> None:
    """Telegram says that the person blocked the bot or is gone: everything to him stops, the next in line is told once.

    A group that threw the bot out is noted as gone. `wall`: epoch seconds.
    """
    # Locked: of two messages that are refused at once, one tells the next in line.
    person = session.get(Person, claimed.person_id, with_for_update=True) if claimed.person_id else None
    if person is None or claimed.chat_id not in (None, person.chat_id):
        sending.failed(session, claimed, error=error)
        if person is None and claimed.chat_id is not None and claimed.chat_id < 0:
            group_gone(Desk(session, house, now, SYSTEM), claimed.chat_id)
        return
    desk = Desk(session, house, now, SYSTEM)
    if person.unreachable_since is not None or is_confirmed(person.refused_at, now) or not _are_many(desk, person):
        sending.failed(session, claimed, error=error)
        known = person.unreachable_since is not None
        person.refused_at = now
        session.add(person)
        if not known:
            _mark_unreachable(desk, person)
        return
    person.refused_at = person.refused_at or now
    session.add(person)
    sending.later(session, claimed, wall=wall, seconds=HELD.total_seconds(), error=error)
    _take_back(desk, wall)
    _alarm(desk)


def _newly_refused(desk: Desk) -> list[Person]:
    return people_store.newly_refused(desk.session, desk.now - MINUTE)


def _are_many(desk: Desk, person: Person) -> bool:
    return len({one.id for one in _newly_refused(desk)} | {person.id}) >= MANY


def _take_back(desk: Desk, wall: float) -> None:
    """Who was marked in the same minute, before it was known that there are many, is marked no more."""
    marked = [one for one in _newly_refused(desk) if one.unreachable_since is not None]
    for person in marked:
        person.unreachable_since = None
        desk.session.add(person)
    ids = [person.id or 0 for person in marked]
    for row in post_store.failed_lately(desk.session, ids, claimed_after=wall - MINUTE.total_seconds()):
        for part in sending.carried(desk.session, row):
            part.state = SendState.CARRIED
            desk.session.add(part)
        row.state, row.lease, row.owner, row.not_before = SendState.PLANNED, 0, "", wall + HELD.total_seconds()
        desk.session.add(row)


def _alarm(desk: Desk) -> None:
    """Told once an hour, with how many it concerns so far."""
    hour = desk.now.strftime("%Y%m%d%H")
    number = len(_newly_refused(desk))
    for person in delivery.administrators(desk):
        outbox.plan(
            desk,
            Notice(MANY_UNREACHABLE, Several(number)),
            to_person(person.id),
            dedupe=f"refused:{hour}>{person.id}",
        )


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
    for other in [*people, *delivery.administrators(desk)]:
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
        return delivery.coordinators(desk, agency_id)
    return []


def reached(session: Session, person_id: int) -> None:
    """Something arrived: whatever was thought before, the person is there."""
    person = session.get(Person, person_id)
    if person is not None:
        person.unreachable_since = person.refused_at = None
        session.add(person)


def back(session: Session, telegram_id: int) -> None:
    """The person wrote again or unblocked the bot."""
    person = access.person_by_telegram(session, telegram_id)
    if person is not None:
        reached(session, person.id or 0)


def left(desk: Desk, telegram_id: int) -> None:
    """The person blocked the bot: noticed at once, the next in line is told."""
    person = access.person_by_telegram(desk.session, telegram_id)
    if person is not None and person.unreachable_since is None:
        _mark_unreachable(desk, person)
