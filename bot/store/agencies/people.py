"""People and the offices they hold. Days are local dates; an appointment holds on its first and on its last day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, false, func, or_, select, update

from bot.domain.hall.terms import Role
from bot.store.agencies.conditions import holds, not_over
from bot.store.agencies.tables import Agency, Appointment, Person
from bot.store.reading import once

IN_ONE = 500
"""So many ids are asked for in one statement."""


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while portion := list(islice(rest, IN_ONE)):
        yield portion


# -- people --------------------------------------------------------------------------------------------------------


def by_telegram(session: Session, telegram_id: int) -> Person | None:
    """The person behind a Telegram account."""
    return session.exec(select(Person).where(Person.telegram_id == telegram_id)).first()


def by_ids(session: Session, ids: Collection[int]) -> list[Person]:
    """The people with these ids, in the order of their ids."""
    if not ids:
        return []
    return list(session.exec(select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.id))).all())


def by_phone(session: Session, phone: str) -> list[Person]:
    """Everybody with this telephone number, in the order of their ids: offices may share theirs."""
    return list(session.exec(select(Person).where(Person.phone == phone).order_by(col(Person.id))).all())


def namesakes(session: Session, name: str, agency_ids: Collection[int]) -> list[Person]:
    """People of this name who hold, held or will hold an office in one of the agencies; each once."""
    people = session.exec(
        select(Person)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Person.name == name, col(Appointment.agency_id).in_(agency_ids))
    ).all()
    return list({person.id: person for person in people}.values())


def who_came(session: Session, ids: Iterable[int], *, and_stayed: bool = False) -> set[int]:
    """Of these people the ids of those who have come to the bot; with `and_stayed`, those who can be reached."""
    found: set[int] = set()
    for portion in _portions(ids):
        statement = select(Person.id).where(col(Person.id).in_(portion), col(Person.chat_id).is_not(None))
        if and_stayed:
            statement = statement.where(col(Person.unreachable_since).is_(None))
        found |= {person_id for person_id in session.exec(statement).all() if person_id is not None}
    return found


def names_of_unreachable(session: Session, branches: Collection[str] | None = None) -> list[str]:
    """Names of all (or of those of these branches) who blocked the bot or are gone, in the order of their ids."""
    statement = select(Person.name).where(col(Person.unreachable_since).is_not(None)).order_by(col(Person.id))
    if branches is not None:
        statement = statement.where(col(Person.id).in_(ids_in(branches)))
    return list(session.exec(statement).all())


def ids_in(branches: Collection[str]) -> Any:
    """A query for the ids of people who hold or held an office in one of these branches (paths)."""
    below = or_(false(), *(col(Agency.path).startswith(branch) for branch in branches))
    return select(Appointment.person_id).join(Agency, col(Agency.id) == Appointment.agency_id).where(below)


def ids_of_agencies(session: Session, agency_ids: Collection[int]) -> set[int]:
    """People who hold or held an office in exactly these agencies."""
    statement = select(Appointment.person_id).where(col(Appointment.agency_id).in_(agency_ids))
    return set(session.exec(statement.distinct()).all())


def accounts_in(branches: Collection[str]) -> Any:
    """A query for the Telegram ids of the same people."""
    return select(Person.telegram_id).where(col(Person.id).in_(ids_in(branches)), col(Person.telegram_id).is_not(None))


def newly_refused(session: Session, since: datetime) -> list[Person]:
    """People to whom Telegram refused a message since then, and who could be reached before, in the order of ids."""
    known = col(Person.unreachable_since) < since
    statement = select(Person).where(col(Person.refused_at) >= since, ~func.coalesce(known, False))
    return list(session.exec(statement.order_by(col(Person.id))).all())


# -- who holds an office -------------------------------------------------------------------------------------------


@once(Person, Appointment, Agency)
def in_office(
    session: Session,
    day: date,
    *,
    roles: Collection[Role] | None = None,
    agency_id: int | None = None,
    registered: bool = False,
) -> list[Person]:
    """People who hold an office on `day`, each once, in the order of their ids.

    Only one of `roles` (any, if None), and only in exactly this agency (anywhere, if None). With `registered`, only
    people who have come to the bot.
    """
    given = {"day": day, "roles": None if roles is None else list(roles), "agency": agency_id}
    statement = _in_office(any_role=roles is None, anywhere=agency_id is None, registered=registered)
    people = session.exec(statement, params={name: value for name, value in given.items() if value is not None}).all()
    return list({person.id: person for person in people}.values())


@lru_cache
def _in_office(*, any_role: bool, anywhere: bool, registered: bool) -> Any:
    """Made once: it is asked for every duty of every card."""
    held = holds(bindparam("day"))
    statement = select(Person).join(Appointment, col(Appointment.person_id) == Person.id).where(held)
    if not any_role:
        statement = statement.where(col(Appointment.role).in_(bindparam("roles", expanding=True)))
    if not anywhere:
        statement = statement.where(Appointment.agency_id == bindparam("agency"))
    if registered:
        statement = statement.where(col(Person.telegram_id).is_not(None))
    return statement.order_by(col(Person.id))


def count_in_office(session: Session, agency_id: int, day: date) -> int:
    """How many people hold an office in exactly this agency on `day`."""
    return session.exec(
        select(func.count(func.distinct(Appointment.person_id))).where(Appointment.agency_id == agency_id, holds(day))
    ).one()


def holders_by_agency(
    session: Session, roles: Collection[Role], day: date, *, person_id: int | None = None
) -> Sequence[Any]:
    """Who holds one of `roles` on `day`, anywhere, in the order of the appointments; only `person_id`, if given.

    Columns, not whole rows, as it may be everybody: agency's id, role, and the person's id, name, chat and since when
    unreachable.
    """
    person = (Person.id, Person.name, Person.chat_id, Person.unreachable_since)
    statement = (
        columns(col(Appointment.agency_id), col(Appointment.role), *(col(one) for one in person))
        .join(Person, col(Person.id) == Appointment.person_id)
        .where(col(Appointment.role).in_(roles), holds(day))
        .order_by(col(Appointment.id))
    )
    if person_id is not None:
        statement = statement.where(col(Appointment.person_id) == person_id)
    return session.execute(statement).all()


def reachable_in(session: Session, agency_ids: Collection[int], roles: Collection[Role], day: date) -> set[int]:
    """Ids of the people who can be reached and hold one of these roles in one of these agencies on `day`."""
    statement = (
        select(Appointment.person_id)
        .join(Person, col(Person.id) == Appointment.person_id)
        .where(col(Appointment.agency_id).in_(agency_ids))
        .where(col(Appointment.role).in_(roles), holds(day))
        .where(col(Person.unreachable_since).is_(None))
    )
    return set(session.exec(statement).all())


def agencies_with(session: Session, role: Role, day: date) -> set[int | None]:
    """Ids of the agencies in which somebody holds this role on `day`."""
    return set(session.exec(select(Appointment.agency_id).where(Appointment.role == role, holds(day))).all())


def has_administrator(session: Session, person_id: int | None = None) -> bool:
    """Whether anybody (or this person) was ever appointed administrator."""
    statement = select(Appointment.id).where(Appointment.role == Role.ADMINISTRATOR)
    if person_id is not None:
        statement = statement.where(Appointment.person_id == person_id)
    return session.exec(statement).first() is not None


def count_other_administrators(session: Session, appointment_id: int | None, day: date) -> int:
    """How many appointments of administrators, besides this one, last longer than `day`."""
    return session.exec(
        select(func.count())
        .select_from(Appointment)
        .where(Appointment.role == Role.ADMINISTRATOR, Appointment.id != appointment_id)
        .where(or_(col(Appointment.to_date).is_(None), col(Appointment.to_date) > day))
    ).one()


def ever_held(session: Session, person_id: int, roles: Collection[Role]) -> bool:
    """Whether this person holds, or has held, one of these roles anywhere."""
    statement = select(Appointment.id).where(Appointment.person_id == person_id, col(Appointment.role).in_(roles))
    return session.exec(statement.limit(1)).first() is not None


# -- appointments --------------------------------------------------------------------------------------------------

# Asked in every turn: columns, not whole rows.
_OFFICES = (
    columns(
        *(getattr(Appointment, name) for name in ("person_id", "role", "agency_id", "post", "from_date", "to_date")),
        *(getattr(Agency, name) for name in ("short_name", "path", "parent_id", "kind")),
    )
    .join(Agency, col(Agency.id) == Appointment.agency_id, isouter=True)
    .where(holds(bindparam("day")))
    .order_by(col(Appointment.id))
)


def offices_of(session: Session, people: Collection[int | None], day: date) -> Sequence[Any]:
    """What these people hold on `day`, in the order of the appointments.

    Columns of the appointment (person_id, role, agency_id, post, from_date, to_date) and of its agency (short_name,
    path, parent_id, kind), the latter empty for the whole tree.
    """
    return session.execute(_OFFICES.where(col(Appointment.person_id).in_(people)), {"day": day}).all()


def appointments_of(session: Session, people: Iterable[int]) -> list[Appointment]:
    """All appointments of these people, past, present and to come; of each person in the order of making."""
    found: list[Appointment] = []
    for portion in _portions(people):
        statement = select(Appointment).where(col(Appointment.person_id).in_(portion))
        found += session.exec(statement.order_by(col(Appointment.id))).all()
    return found


def first_agency_of(session: Session, person_id: int | None, day: date) -> int | None:
    """The agency of the first of the appointments that this person holds on `day`."""
    statement = select(Appointment.agency_id).where(Appointment.person_id == person_id, holds(day))
    return session.exec(statement.order_by(col(Appointment.id))).first()


def places_of(session: Session, people: Iterable[int], day: date) -> set[tuple[int, int]]:
    """(person, agency) of every appointment of these people that holds on `day`; 0 stands for the whole tree."""
    found: set[tuple[int, int]] = set()
    for portion in _portions(people):
        statement = select(Appointment.person_id, Appointment.agency_id)
        rows = session.exec(statement.where(col(Appointment.person_id).in_(portion), holds(day))).all()
        found |= {(person, agency or 0) for person, agency in rows}
    return found


def held_by(session: Session, person_id: int, day: date) -> list[tuple[Appointment, Agency | None]]:
    """A person's appointments that are not over on `day`, with their agencies, in the order of making."""
    rows = session.exec(
        select(Appointment, Agency)
        .join(Agency, col(Agency.id) == Appointment.agency_id, isouter=True)
        .where(Appointment.person_id == person_id, not_over(day))
        .order_by(col(Appointment.id))
    ).all()
    return [(appointment, agency) for appointment, agency in rows]


def appointed_in(
    session: Session,
    agency_id: int,
    roles: Collection[Role] | None = None,
    *,
    day: date | None = None,
    person_id: int | None = None,
    most: int | None = None,
) -> list[tuple[Appointment, Person]]:
    """Appointments to one of `roles` (any, if None) in exactly this agency, with the people, in the order of making.

    Only those that hold on `day` (past and future ones too, if None), and only of `person_id` (anybody, if None);
    the first `most` (all, if None).
    """
    statement = (
        select(Appointment, Person)
        .join(Person, col(Person.id) == Appointment.person_id)
        .where(Appointment.agency_id == agency_id)
        .order_by(col(Appointment.id))
        .limit(most)
    )
    if roles is not None:
        statement = statement.where(col(Appointment.role).in_(roles))
    if day is not None:
        statement = statement.where(holds(day))
    if person_id is not None:
        statement = statement.where(Appointment.person_id == person_id)
    return [(appointment, person) for appointment, person in session.exec(statement).all()]


def staff(
    session: Session, agency_ids: Collection[int | None], day: date, *, unregistered: bool = False
) -> list[tuple[Appointment, Person, Agency]]:
    """The appointments in these agencies that are not over on `day`, with people and agencies, in the order of making.

    With `unregistered`, only of people who have not come to the bot.
    """
    statement = (
        select(Appointment, Person, Agency)
        .join(Person, col(Person.id) == Appointment.person_id)
        .join(Agency, col(Agency.id) == Appointment.agency_id)
        .where(col(Appointment.agency_id).in_(agency_ids), not_over(day))
        .order_by(col(Appointment.id))
    )
    if unregistered:
        statement = statement.where(col(Person.telegram_id).is_(None))
    return [(appointment, person, agency) for appointment, person, agency in session.exec(statement).all()]


def matching(
    session: Session,
    name: str,
    digits: str,
    day: date,
    *,
    agency_ids: Collection[int],
    led_by: Collection[int | None],
    most: int,
) -> list[tuple[Appointment, Person, Agency]]:
    """At most `most` appointments, not over on `day`, of people with `name` in the name or `digits` in the telephone.

    In `agency_ids`, and as coordinators of `led_by`. Without `digits` the telephone is not looked at. In the order of
    the people's ids.
    """
    matches = [col(Person.name).contains(name, autoescape=True)]
    if digits:
        matches.append(col(Person.phone).contains(digits, autoescape=True))
    coordinates = and_(col(Appointment.role) == Role.COORDINATOR, col(Appointment.agency_id).in_(led_by))
    rows = session.exec(
        select(Appointment, Person, Agency)
        .join(Person, col(Person.id) == Appointment.person_id)
        .join(Agency, col(Agency.id) == Appointment.agency_id)
        .where(or_(*matches), not_over(day), or_(col(Appointment.agency_id).in_(agency_ids), coordinates))
        .order_by(col(Person.id), col(Appointment.id))
        .limit(most)
    ).all()
    return [(appointment, person, agency) for appointment, person, agency in rows]


def give_appointments(session: Session, from_id: int | None, to_id: int | None) -> None:
    """Every appointment of one person becomes another's; rows that are loaded already do not show it."""
    statement = update(Appointment).where(col(Appointment.person_id) == from_id)
    session.execute(statement.values(person_id=to_id))
