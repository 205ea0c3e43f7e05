"""The guests of an event: who is invited, what they answered, who was there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from bot.domain.events.events import HERE
from bot.domain.hall.terms import EventAnswer
from bot.store.agencies.tables import Agency
from bot.store.events.tables import EventGuest


def of_event(
    session: Session,
    event_id: int | None,
    answers: Collection[EventAnswer] = (),
    *,
    agency_id: int | None = None,
) -> list[EventGuest]:
    """The guests with one of these answers (all but the released, if none is given), in the order of making.

    Only of one agency, if it is given.
    """
    statement = select(EventGuest).where(EventGuest.event_id == event_id)
    statement = statement.where(
        col(EventGuest.answer).in_(answers) if answers else EventGuest.answer != EventAnswer.RELEASED
    )
    if agency_id is not None:
        statement = statement.where(EventGuest.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(EventGuest.id))).all())


def of_person(session: Session, event_id: int | None, person_id: int) -> EventGuest | None:
    """The person as a guest of the event, released or not."""
    statement = select(EventGuest).where(EventGuest.event_id == event_id, EventGuest.person_id == person_id)
    return session.exec(statement).first()


def waiting(session: Session, event_id: int | None) -> list[EventGuest]:
    """The waiting list: who answered first stands first."""
    statement = select(EventGuest).where(EventGuest.event_id == event_id, EventGuest.answer == EventAnswer.WAITING)
    return list(session.exec(statement.order_by(col(EventGuest.answered_at), col(EventGuest.id))).all())


def sent_by(session: Session, guest_id: int | None) -> EventGuest | None:
    """The newest guest who comes in this one's place."""
    statement = select(EventGuest).where(
        EventGuest.stands_for_id == guest_id, EventGuest.answer != EventAnswer.RELEASED
    )
    return session.exec(statement.order_by(col(EventGuest.id).desc()).limit(1)).first()


def names(session: Session, ids: Collection[int]) -> dict[int | None, str]:
    """The names of these guests, by id."""
    return dict(session.exec(select(EventGuest.id, EventGuest.name).where(col(EventGuest.id).in_(ids))).all())


def names_of_sent(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    """The names of those who come in the places of these guests, by the id of whom they stand for."""
    statement = select(EventGuest.stands_for_id, EventGuest.name).where(
        col(EventGuest.stands_for_id).in_(ids), EventGuest.answer != EventAnswer.RELEASED
    )
    return dict(session.exec(statement).all())


def names_of_present(session: Session, event_id: int | None) -> list[str]:
    """The names of those who were there, in the order of making."""
    statement = select(EventGuest.name).where(EventGuest.event_id == event_id, col(EventGuest.presence).in_(HERE))
    return list(session.exec(statement.order_by(col(EventGuest.id))).all())


def feedback_on(session: Session, event_id: int | None) -> list[dict[str, Any]]:
    """What each guest said of the event afterwards (mostly empty), in the order of making."""
    statement = select(EventGuest.feedback).where(EventGuest.event_id == event_id).order_by(col(EventGuest.id))
    return [dict(one or {}) for one in session.exec(statement).all()]


def agencies(session: Session, event_id: int | None) -> list[Agency]:
    """Agencies with guests who are not released, in the order of the tree."""
    ids = select(EventGuest.agency_id).where(EventGuest.event_id == event_id, EventGuest.answer != EventAnswer.RELEASED)
    statement = select(Agency).where(col(Agency.id).in_(ids)).order_by(col(Agency.path), col(Agency.id))
    return list(session.exec(statement).all())


# -- figures -------------------------------------------------------------------------------------------------------


def figures(session: Session, event_id: int | None, agency_id: int | None = None) -> Sequence[Any]:
    """agency_id, answer, held, presence, and how many guests have them alike, counted in one query.

    Only of one agency, if it is given.
    """
    alike = (col(EventGuest.agency_id), col(EventGuest.answer), col(EventGuest.held), col(EventGuest.presence))
    statement = columns(*alike, func.count()).where(col(EventGuest.event_id) == event_id).group_by(*alike)
    if agency_id is not None:
        statement = statement.where(col(EventGuest.agency_id) == agency_id)
    return session.execute(statement).all()


def count_seats_taken(session: Session, event_id: int | None, agency_id: int | None = None) -> int:
    """How many seats are taken or kept, in all or by guests of one agency."""
    statement = (
        select(func.count())
        .select_from(EventGuest)
        .where(EventGuest.event_id == event_id)
        .where((col(EventGuest.answer) == EventAnswer.COMING) | col(EventGuest.held).is_(True))
    )
    if agency_id is not None:
        statement = statement.where(EventGuest.agency_id == agency_id)
    return int(session.exec(statement).one())
