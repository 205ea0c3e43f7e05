"""What is asked of hearings and their results."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, func, select

from bot.domain.hall.terms import HearingStatus
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case, Party
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing, HearingResult
from bot.store.reading import by_key, once

_ITS_RESULT = and_(col(HearingResult.hearing_id) == Hearing.id, col(HearingResult.agency_id) == Appearance.agency_id)


@once(Hearing)
def of_case(session: Session, case_id: int | None) -> list[Hearing]:
    """The hearings of a case, whatever became of them, in order of time."""
    statement = select(Hearing).where(Hearing.case_id == case_id).order_by(col(Hearing.starts_at), col(Hearing.id))
    return list(session.exec(statement).all())


def of_cases(session: Session, case_ids: Collection[int], statuses: Collection[HearingStatus]) -> list[Hearing]:
    """The hearings of these cases that are in one of these states, in order of time."""
    statement = (
        select(Hearing)
        .where(col(Hearing.case_id).in_(case_ids), col(Hearing.status).in_(statuses))
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    )
    return list(session.exec(statement).all())


def of_each(session: Session, case_ids: Collection[int]) -> dict[int, list[Hearing]]:
    """What `of_case` answers of each of these."""
    statement = select(Hearing).where(col(Hearing.case_id).in_(case_ids))
    found = session.exec(statement.order_by(col(Hearing.starts_at), col(Hearing.id))).all()
    return by_key(case_ids, found, lambda one: one.case_id)


def cases_of(session: Session, hearing_ids: Collection[int]) -> dict[int, int]:
    """By hearing the id of its case."""
    if not hearing_ids:
        return {}
    statement = select(Hearing.id, Hearing.case_id).where(col(Hearing.id).in_(hearing_ids))
    return {one: case_id for one, case_id in session.exec(statement).all() if one is not None}


def at(session: Session, case_id: int | None, starts_at: datetime, status: HearingStatus) -> Hearing | None:
    """A hearing in this state that the case has at that very instant."""
    statement = select(Hearing).where(
        Hearing.case_id == case_id, Hearing.status == status, Hearing.starts_at == starts_at
    )
    return session.exec(statement).first()


def coming(session: Session, now: datetime) -> list[Hearing]:
    """Every hearing that is still to be held, in the order in which they were entered."""
    statement = select(Hearing).where(Hearing.status == HearingStatus.SCHEDULED, Hearing.starts_at > now)
    return list(session.exec(statement.order_by(col(Hearing.id))).all())


def held_at(
    session: Session, case_id: int | None, starts_at: datetime, statuses: Collection[HearingStatus]
) -> list[Hearing]:
    """The hearings in one of these states that the case has at that very instant, in the order of entry."""
    statement = select(Hearing).where(Hearing.case_id == case_id, Hearing.starts_at == starts_at)
    return list(session.exec(statement.where(col(Hearing.status).in_(statuses)).order_by(col(Hearing.id))).all())


def held_before(session: Session, hearing: Hearing, case_id: int) -> list[Hearing]:
    """The other hearings of the case that were held before this one, in order of time."""
    return [
        one
        for one in of_case(session, case_id)
        if one.status is HearingStatus.HELD and one.starts_at < hearing.starts_at and one.id != hearing.id
    ]


@once(Hearing, Case, Party)
def of_party_between(
    session: Session, agency_id: int, begins: datetime, ends: datetime, statuses: Collection[HearingStatus],
    *, offset: int = 0, limit: int | None = None,
) -> list[tuple[Hearing, Case]]:  # fmt: skip
    """Hearings in one of these states, from `begins` to before `ends`, of cases in which the agency is a party: in
    order of time, each with its case; all of them, or some."""
    statement = (
        select(Hearing, Case)
        .join(Case, col(Case.id) == Hearing.case_id)
        .join(Party, col(Party.case_id) == Hearing.case_id)
        .where(Party.agency_id == agency_id, col(Hearing.status).in_(statuses))
        .where(col(Hearing.starts_at) >= begins, col(Hearing.starts_at) < ends)
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    )
    return list(session.exec(statement.offset(offset).limit(limit)).all())


def unconfirmed(
    session: Session, *, agency_id: int | None = None, entered_by: int | None = None
) -> list[tuple[Hearing, Case, Agency]]:
    """Lines of hearing lists that wait for a word, in order of time: a row for each party of their case; of one party
    only, or of what one person entered, if that is given."""
    statement = (
        select(Hearing, Case, Agency)
        .join(Case, col(Case.id) == Hearing.case_id)
        .join(Party, col(Party.case_id) == Case.id)
        .join(Agency, col(Agency.id) == Party.agency_id)
        .where(Hearing.status == HearingStatus.PENDING)
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    )
    if agency_id is not None:
        statement = statement.where(Party.agency_id == agency_id)
    if entered_by is not None:
        statement = statement.where(Hearing.entered_by == entered_by)
    return list(session.exec(statement).all())


# -- results -----------------------------------------------------------------------------------------------------


def result_of(session: Session, hearing_id: int | None, agency_id: int) -> HearingResult | None:
    """What the agency reported of the hearing."""
    statement = select(HearingResult).where(HearingResult.hearing_id == hearing_id)
    return session.exec(statement.where(HearingResult.agency_id == agency_id)).first()


def results_of(
    session: Session, hearing_ids: Collection[int | None], agency_ids: Collection[int | None]
) -> list[HearingResult]:
    """What these agencies reported of these hearings, in the order of the reports."""
    statement = (
        select(HearingResult)
        .where(col(HearingResult.hearing_id).in_(hearing_ids), col(HearingResult.agency_id).in_(agency_ids))
        .order_by(col(HearingResult.id))
    )
    return list(session.exec(statement).all())


@once(HearingResult, Hearing)
def results_of_case(session: Session, case_id: int | None) -> list[HearingResult]:
    """What was reported of the hearings of a case, in the order of the reports."""
    statement = select(HearingResult).join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
    return list(session.exec(statement.where(Hearing.case_id == case_id).order_by(col(HearingResult.id))).all())


def results_of_each(session: Session, case_ids: Collection[int]) -> dict[int, list[HearingResult]]:
    """What `results_of_case` answers of each of these."""
    statement = select(HearingResult, Hearing.case_id).join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
    found = session.exec(statement.where(col(Hearing.case_id).in_(case_ids)).order_by(col(HearingResult.id))).all()
    pairs = by_key(case_ids, found, lambda one: one[1])
    return {one: [result for result, _ in rows] for one, rows in pairs.items()}


def all_results(session: Session, hearing_id: int | None) -> list[HearingResult]:
    """What all agencies reported of a hearing, in the order of the reports."""
    statement = select(HearingResult).where(HearingResult.hearing_id == hearing_id).order_by(col(HearingResult.id))
    return list(session.exec(statement).all())


@once(HearingResult, Hearing)
def count_results(
    session: Session, agency_id: int | None, begins: datetime, ends: datetime, *, came_as: str | None = None
) -> int:
    """How many results the agency reported of hearings from `begins` to before `ends`; `came_as` counts only those to
    which a leader of this rank came."""
    statement = (
        select(func.count())
        .select_from(HearingResult)
        .join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
        .where(HearingResult.agency_id == agency_id, Hearing.starts_at >= begins, Hearing.starts_at < ends)
    )
    if came_as is not None:
        statement = statement.where(*_came_as(came_as))
    return int(session.exec(statement).one())


def counts_by_agency(
    session: Session, begins: datetime, ends: datetime, *, came_as: str | None = None
) -> dict[int, int]:
    """What `count_results` counts, by agency; those without any are left out."""
    statement = (
        select(HearingResult.agency_id, func.count())
        .join(Hearing, col(Hearing.id) == HearingResult.hearing_id)
        .where(Hearing.starts_at >= begins, Hearing.starts_at < ends)
        .group_by(col(HearingResult.agency_id))
    )
    if came_as is not None:
        statement = statement.where(*_came_as(came_as))
    return dict(session.exec(statement).all())


def _came_as(rank: str) -> tuple[Any, ...]:
    return (col(HearingResult.attended).is_(True), HearingResult.rank == rank)


def begun_without_result(
    session: Session, since: datetime, until: datetime, statuses: Collection[HearingStatus]
) -> list[tuple[Hearing, Appearance]]:
    """Hearings in one of these states that began after `since` and by `until`, with each appearance whose agency has
    reported nothing of it: the oldest first."""
    statement = (
        select(Hearing, Appearance)
        .join(Appearance, col(Appearance.hearing_id) == Hearing.id)
        .join(HearingResult, _ITS_RESULT, isouter=True)
        .where(col(Hearing.status).in_(statuses), col(Hearing.starts_at) > since, col(Hearing.starts_at) <= until)
        .where(col(HearingResult.id).is_(None))
        .order_by(col(Hearing.starts_at), col(Appearance.id))
    )
    return list(session.exec(statement).all())


def unreported(
    session: Session, agency_ids: Collection[int], until: datetime, statuses: Collection[HearingStatus], *, limit: int
) -> list[tuple[Hearing, Appearance]]:
    """Hearings in one of these states that began by `until`, with the appearance of one of these agencies, of which
    that agency has reported nothing: the oldest first."""
    statement = (
        select(Hearing, Appearance)
        .join(Appearance, col(Appearance.hearing_id) == Hearing.id)
        .join(HearingResult, _ITS_RESULT, isouter=True)
        .where(col(Hearing.status).in_(statuses), col(Hearing.starts_at) <= until)
        .where(col(Appearance.agency_id).in_(agency_ids), col(HearingResult.id).is_(None))
        .order_by(col(Hearing.starts_at))
        .limit(limit)
    )
    return list(session.exec(statement).all())
