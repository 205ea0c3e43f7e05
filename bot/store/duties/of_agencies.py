"""What agencies owe: all that is pending, the obligations of a year, what a hearing asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, func, select

from bot.domain.hall.terms import DutyState
from bot.store.duties.tables import Duty


def in_states(session: Session, agency_id: int, states: Collection[DutyState]) -> list[Duty]:
    """The agency's duties in one of these states, in the order in which they came into being."""
    statement = select(Duty).where(Duty.agency_id == agency_id, col(Duty.state).in_(states))
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def count_open(session: Session, agency_id: int) -> int:
    """How many duties of the agency are open."""
    return session.exec(select(func.count()).where(Duty.agency_id == agency_id, Duty.state == DutyState.OPEN)).one()


def of_year(
    session: Session, agency_ids: Collection[int], trigger: str, year: int, states: Collection[DutyState]
) -> list[Duty]:
    """What was started by a trigger in a calendar year and is in one of these states, agency by agency, in the order in
    which it came into being."""
    statement = (
        select(Duty)
        .where(col(Duty.agency_id).in_(agency_ids), Duty.trigger == trigger)
        .where(Duty.trigger_on >= date(year, 1, 1), Duty.trigger_on <= date(year, 12, 31))
        .where(col(Duty.state).in_(states))
        .order_by(col(Duty.agency_id), col(Duty.id))
    )
    return list(session.exec(statement).all())


def of_hearing(session: Session, hearing_id: int, agency_id: int) -> list[Duty]:
    """What a hearing started for an agency, in any state, in the order in which it came into being."""
    statement = select(Duty).where(Duty.hearing_id == hearing_id, Duty.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(Duty.id))).all())
