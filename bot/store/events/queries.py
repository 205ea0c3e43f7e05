"""Events: those of a hearing, a year, a person. Their guests are in `guests`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from bot.domain.events.events import HERE
from bot.domain.hall.terms import EventAnswer, EventKind, EventState, Presence, SignInWay
from bot.store.events.tables import Event, EventGuest


def planned(session: Session) -> list[Event]:
    """Events that are neither over nor cancelled, in order of time."""
    statement = select(Event).where(Event.state == EventState.PLANNED)
    return list(session.exec(statement.order_by(col(Event.starts_at), col(Event.id))).all())


# -- of a hearing --------------------------------------------------------------------------------------------------


def of_hearing(
    session: Session, hearing_id: int | None, state: EventState, *, reason: str | None = None
) -> list[Event]:
    """The events of a hearing in this state, locked, in the order of making; with `reason`, cancelled for it."""
    statement = select(Event).where(Event.hearing_id == hearing_id, Event.state == state)
    if reason is not None:
        statement = statement.where(Event.reason == reason)
    return list(session.exec(statement.order_by(col(Event.id)).with_for_update()).all())


def give_hearing(session: Session, from_id: int | None, to_id: int | None) -> None:
    """The events of one hearing, in any state, are another's."""
    for event in session.exec(select(Event).where(Event.hearing_id == from_id)).all():
        event.hearing_id = to_id
        session.add(event)


def is_arranged(session: Session, hearing_id: int | None, kind: EventKind, organiser_id: int) -> bool:
    """Whether this agency has an event of this kind at the hearing that is not cancelled."""
    statement = select(Event.id).where(
        Event.hearing_id == hearing_id,
        Event.kind == kind,
        Event.organiser_id == organiser_id,
        Event.state != EventState.CANCELLED,
    )
    return session.exec(statement).first() is not None


# -- of a year -----------------------------------------------------------------------------------------------------


def arranged(session: Session, hearing_id: int | None, kind: EventKind, organiser_id: int) -> list[Event]:
    """Events of this kind that an agency holds at a hearing and has not cancelled, in the order of making."""
    statement = select(Event).where(
        Event.hearing_id == hearing_id, Event.kind == kind, Event.organiser_id == organiser_id
    )
    return list(session.exec(statement.where(Event.state != EventState.CANCELLED).order_by(col(Event.id))).all())


def _held_between(begins: datetime, ends: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Event.state) == EventState.HELD, col(Event.starts_at) >= begins, col(Event.starts_at) < ends


def held_by(session: Session, agency_id: int, kind: EventKind, begins: datetime, ends: datetime) -> list[Event]:
    """Events of a kind that the agency held from `begins` to before `ends`, and to which somebody came, in order."""
    there = select(EventGuest.event_id).where(col(EventGuest.presence).in_(HERE))
    statement = (
        select(Event)
        .where(Event.organiser_id == agency_id, Event.kind == kind, *_held_between(begins, ends))
        .where(col(Event.id).in_(there))
        .order_by(col(Event.starts_at), col(Event.id))
    )
    return list(session.exec(statement).all())


def count_unsigned(session: Session, agency_id: int, kind: EventKind, begins: datetime, ends: datetime) -> int:
    """How many events of a kind the agency held from `begins` to before `ends` with nobody signed in."""
    there = select(EventGuest.event_id).where(col(EventGuest.presence).in_(HERE))
    statement = (
        select(func.count())
        .select_from(Event)
        .where(Event.organiser_id == agency_id, Event.kind == kind, *_held_between(begins, ends))
        .where(col(Event.id).not_in(there))
    )
    return int(session.exec(statement).one())


def count_attended(session: Session, agency_id: int, kind: EventKind, begins: datetime, ends: datetime) -> int:
    """How many events of a kind, held by others from `begins` to before `ends`, somebody of the agency attended."""
    statement = (
        select(func.count(func.distinct(Event.id)))
        .join(EventGuest, col(EventGuest.event_id) == Event.id)
        .where(Event.organiser_id != agency_id, EventGuest.agency_id == agency_id, Event.kind == kind)
        .where(*_held_between(begins, ends), col(EventGuest.presence).in_(HERE))
    )
    return int(session.exec(statement).one())


def organisers(session: Session, begins: datetime, ends: datetime) -> set[int]:
    """Ids of the agencies that held an event of any kind from `begins` to before `ends`."""
    return set(session.exec(select(Event.organiser_id).where(*_held_between(begins, ends))).all())


# -- of a person ---------------------------------------------------------------------------------------------------


def with_code_between(session: Session, after: datetime, before: datetime) -> list[Event]:
    """Planned events with sign-in by code that begin between these instants, in order of time."""
    statement = (
        select(Event)
        .where(Event.state == EventState.PLANNED, Event.sign_in == SignInWay.CODE)
        .where(col(Event.starts_at) > after, col(Event.starts_at) < before)
        .order_by(col(Event.starts_at))
    )
    return list(session.exec(statement).all())


def with_code_for(session: Session, person_id: int) -> list[tuple[Event, Presence | None]]:
    """Planned events with sign-in by code of which this person is a guest, and whether present, in order of time."""
    statement = (
        select(Event, EventGuest.presence)
        .join(EventGuest, col(EventGuest.event_id) == Event.id)
        .where(EventGuest.person_id == person_id)
        .where(Event.state == EventState.PLANNED, Event.sign_in == SignInWay.CODE)
        .order_by(col(Event.starts_at))
    )
    found = session.exec(statement).all()
    return [(event, Presence(presence) if presence else None) for event, presence in found]


def _concern(
    person_id: int, organised_by: Collection[int | None], guests_of: Collection[int | None]
) -> ColumnElement[bool]:
    invited = select(EventGuest.event_id).where(
        EventGuest.person_id == person_id, EventGuest.answer != EventAnswer.RELEASED
    )
    spoken = select(EventGuest.event_id).where(col(EventGuest.agency_id).in_(guests_of))
    return or_(col(Event.organiser_id).in_(organised_by), col(Event.id).in_(invited), col(Event.id).in_(spoken))


def count_of_concern(
    session: Session, person_id: int, *, organised_by: Collection[int | None], guests_of: Collection[int | None]
) -> int:
    """How many events there are to which the person is invited, that these agencies organise, or to which those send
    guests."""
    where = _concern(person_id, organised_by, guests_of)
    return int(session.exec(select(func.count()).select_from(Event).where(where)).one())


def of_concern(
    session: Session,
    person_id: int,
    *,
    organised_by: Collection[int | None],
    guests_of: Collection[int | None],
    first: int,
    most: int,
) -> list[Event]:
    """The same events: those to come first, then the latest, `most` of them from `first` on."""
    statement = (
        select(Event)
        .where(_concern(person_id, organised_by, guests_of))
        .order_by(col(Event.state) != EventState.PLANNED, col(Event.starts_at).desc(), col(Event.id).desc())
        .offset(first)
        .limit(most)
    )
    return list(session.exec(statement).all())
