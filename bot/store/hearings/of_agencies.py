"""What an agency, and a person in it, has to do with hearings: open appearances, results of a year."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select, update

from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing, HearingResult


def open_appearances(session: Session, agency_id: int) -> list[Appearance]:
    """The agency's appearances that are not closed, in order of making."""
    statement = select(Appearance).where(Appearance.agency_id == agency_id, Appearance.state != AppearanceState.CLOSED)
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


def appears(session: Session, case_id: int, agency_id: int, hearing_id: int | None) -> bool:
    """Whether the agency has an appearance in a case at this hearing, or (None) one that waits for a date."""
    statement = select(Appearance.id).where(
        Appearance.case_id == case_id, Appearance.agency_id == agency_id, Appearance.hearing_id == hearing_id
    )
    return session.exec(statement).first() is not None


def count_named(session: Session, leader_id: int, agency_id: int) -> int:
    """For how many appearances of the agency that are not closed this person is the named leader."""
    return session.exec(
        select(func.count())
        .where(Appearance.leader_id == leader_id, Appearance.agency_id == agency_id)
        .where(Appearance.state != AppearanceState.CLOSED)
    ).one()


def give_named(session: Session, from_id: int | None, to_id: int | None) -> None:
    """Wherever one person is the named leader, another is; rows that are loaded already do not show it."""
    session.execute(update(Appearance).where(col(Appearance.leader_id) == from_id).values(leader_id=to_id))


def results_since(session: Session, begins: datetime) -> list[HearingResult]:
    """What agencies reported of hearings that were held from then on, in no order."""
    statement = (
        select(HearingResult)
        .join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
        .where(Hearing.starts_at >= begins, Hearing.status == HearingStatus.HELD)
    )
    return list(session.exec(statement).all())
