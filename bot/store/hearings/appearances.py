"""What is asked of appearances: who comes for which agency."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select, update

from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing
from bot.store.reading import by_key, foresee, once


@once(Appearance)
def of_hearing(session: Session, hearing_id: int | None) -> list[Appearance]:
    """The appearances of a hearing, in the order in which they came."""
    statement = select(Appearance).where(Appearance.hearing_id == hearing_id).order_by(col(Appearance.id))
    return list(session.exec(statement).all())


@once(Appearance)
def of_agency(session: Session, hearing_id: int | None, agency_id: int) -> Appearance | None:
    """The agency's appearance at a hearing, if it has one."""
    statement = select(Appearance).where(Appearance.hearing_id == hearing_id, Appearance.agency_id == agency_id)
    return session.exec(statement).first()


@once(Appearance)
def of_case(session: Session, case_id: int | None, hearing_id: int | None) -> list[Appearance]:
    """The appearances of a case at one of its hearings, or (None) those that wait for a date, in order of making."""
    statement = select(Appearance).where(Appearance.case_id == case_id, Appearance.hearing_id == hearing_id)
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


@once(Appearance)
def all_of_case(session: Session, case_id: int | None) -> list[Appearance]:
    """All appearances of a case, with and without a date, in order of making."""
    statement = select(Appearance).where(Appearance.case_id == case_id).order_by(col(Appearance.id))
    return list(session.exec(statement).all())


def of_each(session: Session, case_ids: Collection[int]) -> dict[int, list[Appearance]]:
    """What `all_of_case` answers of each of these."""
    statement = select(Appearance).where(col(Appearance.case_id).in_(case_ids)).order_by(col(Appearance.id))
    return by_key(case_ids, session.exec(statement).all(), lambda one: one.case_id)


@once(Appearance)
def of_agency_in_case(session: Session, case_id: int | None, agency_id: int | None) -> list[Appearance]:
    """All appearances of an agency in a case, with and without a date, in order of making."""
    return [one for one in all_of_case(session, case_id) if one.agency_id == agency_id]


def coming(session: Session, case_id: int, agency_id: int, now: datetime) -> Appearance | None:
    """The agency's appearance at the next hearing of the case that is to come."""
    statement = (
        select(Appearance)
        .join(Hearing, col(Hearing.id) == Appearance.hearing_id)
        .where(Appearance.case_id == case_id, Appearance.agency_id == agency_id)
        .where(Hearing.status == HearingStatus.SCHEDULED, col(Hearing.starts_at) > now)
        .order_by(col(Hearing.starts_at))
    )
    return session.exec(statement).first()


def undated(session: Session, case_id: int, agency_id: int) -> Appearance | None:
    """The agency's newest appearance in the case that waits for a date and is not closed."""
    statement = (
        select(Appearance)
        .where(Appearance.case_id == case_id, Appearance.agency_id == agency_id)
        .where(col(Appearance.hearing_id).is_(None), Appearance.state != AppearanceState.CLOSED)
        .order_by(col(Appearance.id).desc())
    )
    return session.exec(statement).first()


def open_of_agency(session: Session, agency_id: int) -> list[Appearance]:
    """The agency's appearances that are not closed, in order of making."""
    statement = select(Appearance).where(Appearance.agency_id == agency_id, Appearance.state != AppearanceState.CLOSED)
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


def of_agencies_since(session: Session, agency_ids: Collection[int], since: datetime) -> list[Appearance]:
    """The agencies' appearances that are not closed, and those at hearings from then on: in order of making."""
    statement = (
        select(Appearance)
        .join(Hearing, col(Hearing.id) == Appearance.hearing_id, isouter=True)
        .where(col(Appearance.agency_id).in_(agency_ids))
        .where((col(Appearance.state) != AppearanceState.CLOSED) | (col(Hearing.starts_at) >= since))
    )
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


def open_ones(session: Session) -> list[Appearance]:
    """Every appearance that is not closed, in order of making."""
    statement = select(Appearance).where(Appearance.state != AppearanceState.CLOSED)
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


def of_held(session: Session, agency_ids: Collection[int], since: datetime) -> list[tuple[Hearing, Appearance]]:
    """Hearings that were held since, with the appearances of these agencies whose result is reported: in order of
    time."""
    statement = (
        select(Hearing, Appearance)
        .join(Appearance, col(Appearance.hearing_id) == Hearing.id)
        .where(Hearing.status == HearingStatus.HELD, col(Appearance.agency_id).in_(agency_ids))
        .where(Appearance.state == AppearanceState.CLOSED, col(Hearing.starts_at) > since)
        .order_by(col(Hearing.starts_at), col(Appearance.id))
    )
    return list(session.exec(statement).all())


def appears(session: Session, case_id: int, agency_id: int, hearing_id: int | None) -> bool:
    """Whether the agency has an appearance in a case at this hearing, or (None) one that waits for a date."""
    statement = select(Appearance.id).where(
        Appearance.case_id == case_id, Appearance.agency_id == agency_id, Appearance.hearing_id == hearing_id
    )
    return session.exec(statement).first() is not None


# -- the named leaders -----------------------------------------------------------------------------------------------


def somebody_is_named(session: Session, case_id: int) -> bool:
    """Whether an appearance of the case that is not closed has a leader's name."""
    statement = select(Appearance.id).where(
        Appearance.case_id == case_id,
        col(Appearance.leader_name) != "",
        col(Appearance.state) != AppearanceState.CLOSED,
    )
    return session.exec(statement).first() is not None


def learn_of_agencies(session: Session, cases: Collection[tuple[int, int]]) -> None:
    """Ask `of_agency_in_case` of all of these cases and agencies at once."""
    statement = select(Appearance).where(col(Appearance.case_id).in_({case_id for case_id, _ in cases}))
    found = list(session.exec(statement.order_by(col(Appearance.id))).all())
    mine = {one: [row for row in found if (row.case_id, row.agency_id) == one] for one in cases}
    foresee(session, of_agency_in_case, mine)


@once(Appearance)
def agencies_represented(session: Session, case_id: int | None, leader_id: int, agencies: Collection[int]) -> list[int]:
    """Those of these agencies for which this person is or was named in the case, in no order."""
    statement = select(Appearance.agency_id).where(Appearance.case_id == case_id, Appearance.leader_id == leader_id)
    return list(session.exec(statement.where(col(Appearance.agency_id).in_(agencies))).all())


def agencies_in(session: Session, case_ids: Collection[int]) -> set[int]:
    """Agencies that have an appearance in one of these cases."""
    statement = select(Appearance.agency_id).where(col(Appearance.case_id).in_(case_ids))
    return set(session.exec(statement.distinct()).all())


@once(Appearance)
def cases_of_leader(session: Session, leader_id: int, agencies: Collection[int]) -> list[int]:
    """Ids of the cases in which this person is or was named for one of these agencies, in no order."""
    statement = select(Appearance.case_id).where(Appearance.leader_id == leader_id)
    return list(session.exec(statement.where(col(Appearance.agency_id).in_(agencies))).all())


def count_named(session: Session, leader_id: int, agency_id: int) -> int:
    """For how many appearances of the agency that are not closed this person is the named leader."""
    return session.exec(
        select(func.count())
        .where(Appearance.leader_id == leader_id, Appearance.agency_id == agency_id)
        .where(Appearance.state != AppearanceState.CLOSED)
    ).one()


def named_to_come(
    session: Session, now: datetime, states: Collection[AppearanceState], *, leader_id: int | None = None
) -> list[tuple[Hearing | None, Appearance]]:
    """Appearances in one of these states with a leader of the roster (this one, if given), at hearings still to be held
    or waiting for a date, in order of making."""
    statement = (
        select(Hearing, Appearance)
        .select_from(Appearance)
        .join(Hearing, col(Hearing.id) == Appearance.hearing_id, isouter=True)
        .where(col(Appearance.state).in_(states), col(Appearance.leader_id).is_not(None))
        .where(or_(col(Hearing.id).is_(None), and_(Hearing.status == HearingStatus.SCHEDULED, Hearing.starts_at > now)))
    )
    if leader_id is not None:
        statement = statement.where(Appearance.leader_id == leader_id)
    return list(session.exec(statement.order_by(col(Appearance.id))).all())


def give_named(session: Session, from_id: int | None, to_id: int | None) -> None:
    """Wherever one person is the named leader, another is; rows that are loaded already do not show it."""
    session.execute(update(Appearance).where(col(Appearance.leader_id) == from_id).values(leader_id=to_id))
