"""What is asked of appointments: who holds which office on a day (local)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from bot.domain.hall.terms import Role
from bot.store.agencies.tables import Appointment, Person


def held_in(
    session: Session, agency_id: int, day: date, roles: Collection[Role] | None = None, *, limit: int | None = None
) -> list[tuple[Person, Appointment]]:
    """Who holds an office in the agency on that day, with the appointment, in the order in which they were appointed;
    only in some roles, if these are given."""
    statement = (
        select(Person, Appointment)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Appointment.agency_id == agency_id, *_on(day))
    )
    if roles is not None:
        statement = statement.where(col(Appointment.role).in_(tuple(roles)))
    return list(session.exec(statement.order_by(col(Appointment.id)).limit(limit)).all())


def first_agency_of(session: Session, person_id: int | None, day: date) -> int | None:
    """The agency of the first of the appointments that this person holds on that day."""
    statement = select(Appointment.agency_id).where(Appointment.person_id == person_id, *_on(day))
    return session.exec(statement.order_by(col(Appointment.id))).first()


def holders_with_a_chat(session: Session, role: Role, day: date) -> list[Person]:
    """Who holds this role anywhere on that day and is registered with the bot: each person once, by id."""
    statement = (
        select(Person)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Appointment.role == role, *_on(day))
        .where(col(Person.telegram_id).is_not(None))
        .order_by(col(Person.id))
    )
    return list({person.id: person for person in session.exec(statement).all()}.values())


def reachable_in(session: Session, agency_ids: Collection[int], roles: Collection[Role], day: date) -> set[int]:
    """Ids of the people who can be reached and hold one of these roles in one of these agencies on that day."""
    statement = (
        select(Appointment.person_id)
        .join(Person, col(Person.id) == Appointment.person_id)
        .where(col(Appointment.agency_id).in_(agency_ids))
        .where(col(Appointment.role).in_(roles), *_on(day))
        .where(col(Person.unreachable_since).is_(None))
    )
    return set(session.exec(statement).all())


def holders(session: Session, roles: Collection[Role], day: date) -> dict[int | None, bool]:
    """Ids of everybody who holds one of these roles on that day, and whether they can be reached."""
    statement = (
        select(Person.id, Person.unreachable_since)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(col(Appointment.role).in_(roles), *_on(day))
    )
    return {person_id: unreachable is None for person_id, unreachable in session.exec(statement).all()}


def _on(day: date) -> tuple[Any, ...]:
    return (
        col(Appointment.from_date) <= day,
        or_(col(Appointment.to_date).is_(None), col(Appointment.to_date) >= day),
    )
