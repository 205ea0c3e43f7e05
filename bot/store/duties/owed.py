"""What agencies owe, counted and listed. A right is never owed; `soon` is the last safe day of what is owed now: duties
of later periods are there already, but are not counted before it. Of the agencies to which the reader is `blind`, what
tells of a risk case is left out (SS16)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, func, or_, select

from bot.domain.duties.duties import PENDING, THOUGHT_OF
from bot.domain.hall.terms import DutyState
from bot.domain.law.triggers import Trigger
from bot.store.cases.tables import Case
from bot.store.duties.tables import Duty
from bot.store.reading import once

_OPEN = and_(col(Duty.state) == DutyState.OPEN, col(Duty.kind) != "right")


class Load(NamedTuple):
    """What one agency owes: how many duties, how many of them overdue, and the nearest day to obey."""

    agency_id: int
    duties: int
    overdue: int
    nearest: date


def count(
    session: Session,
    agency_ids: Collection[int],
    soon: date,
    *,
    overdue_on: date | None = None,
    blind: Collection[int] = (),
) -> int:
    """How many duties of these agencies are open or handed in; only those open and overdue on a day, if it is given."""
    which = (*_pending_now(agency_ids, soon, overdue_on), _for_reader(blind))
    return int(session.exec(select(func.count()).select_from(Duty).where(*which)).one())


def count_of(session: Session, agency_id: int, today: date) -> int:
    """How many duties one agency has open or handed in, as /duties counts them on that day."""
    return count(session, [agency_id], today + THOUGHT_OF)


def listed(
    session: Session,
    agency_ids: Collection[int],
    soon: date,
    *,
    overdue_on: date | None = None,
    offset: int,
    limit: int,
    blind: Collection[int] = (),
) -> list[Duty]:
    """Some of what `count` counts: the nearest day to obey first."""
    statement = (
        select(Duty)
        .where(*_pending_now(agency_ids, soon, overdue_on), _for_reader(blind))
        .order_by(_obey(), col(Duty.due), col(Duty.id))
        .offset(offset)
        .limit(limit)
    )
    return list(session.exec(statement).all())


def loads(
    session: Session,
    agency_ids: Collection[int],
    soon: date,
    today: date,
    states: Collection[DutyState],
    *,
    blind: Collection[int] = (),
) -> list[Load]:
    """What each of these agencies owes in one of these states, but for those that owe nothing: most overdue first."""
    late = func.sum(case((_is_late(today), 1), else_=0))
    nearest = func.min(_obey())
    owing = (col(Duty.agency_id).in_(agency_ids), col(Duty.state).in_(states), col(Duty.kind) != "right")
    statement = (
        select(Duty.agency_id, func.count(), late, nearest)
        .where(*owing, _is_of_now(soon), _for_reader(blind))
        .group_by(col(Duty.agency_id))
        .order_by(late.desc(), nearest, col(Duty.agency_id))
    )
    return [Load(id_, int(n), int(bad or 0), _day(day)) for id_, n, bad, day in session.exec(statement).all()]


def most_urgent(session: Session, agency_ids: Collection[int], soon: date, today: date, *, limit: int) -> list[Duty]:
    """What is open: the overdue first, then the nearest day to obey."""
    statement = (
        select(Duty)
        .where(col(Duty.agency_id).in_(agency_ids), _OPEN, _is_of_now(soon))
        .order_by(case((_is_overdue(today), 0), else_=1), _obey(), col(Duty.due), col(Duty.id))
        .limit(limit)
    )
    return list(session.exec(statement).all())


def count_handed_in(session: Session, agency_ids: Collection[int]) -> int:
    """How many duties of these agencies wait for a decision."""
    statement = select(func.count()).where(Duty.state == DutyState.SUBMITTED, col(Duty.agency_id).in_(agency_ids))
    return int(session.exec(statement).one())


@once(Duty, Case)
def handed_in(session: Session, agency_ids: Collection[int]) -> list[tuple[Duty, str | None]]:
    """What of these agencies waits for a decision, with the number of its case, the legal last days in order."""
    statement = (
        select(Duty, Case.number)
        .join(Case, col(Case.id) == Duty.case_id, isouter=True)
        .where(Duty.state == DutyState.SUBMITTED, col(Duty.agency_id).in_(agency_ids))
        .order_by(col(Duty.due), col(Duty.id))
    )
    return list(session.exec(statement).all())


def overdue(session: Session, agency_ids: Collection[int], today: date) -> list[tuple[Duty, str | None]]:
    """What is open and overdue, with the number of its case, the legal last days in order."""
    return _with_case(session, agency_ids, _is_overdue(today))


def last_on(session: Session, agency_ids: Collection[int], day: date) -> list[tuple[Duty, str | None]]:
    """What is open and to be obeyed on that day, or has its legal last day on it, with the number of its case, the
    legal last days in order."""
    return _with_case(session, agency_ids, or_(_obey() == day, func.coalesce(Duty.set_date, Duty.due) == day))


def of_periods(
    session: Session, agency_ids: Collection[int], triggers: Collection[str], soon: date, since: date
) -> list[Duty]:
    """What comes with the calendar for these agencies: in any state but cancelled or handed on, thought of by `soon`,
    and either open or to be obeyed on `since` or later; in no order."""
    gone = (DutyState.CANCELLED, DutyState.TRANSFERRED)
    statement = (
        select(Duty)
        .where(col(Duty.agency_id).in_(agency_ids), col(Duty.trigger).in_(triggers), col(Duty.case_id).is_(None))
        .where(col(Duty.safe) <= soon, col(Duty.state).not_in(gone), Duty.kind != "right")
        .where(or_(col(Duty.state).in_(tuple(PENDING)), _obey() >= since))
    )
    return list(session.exec(statement).all())


def agencies_past_their_day(session: Session, today: date) -> list[int]:
    """Agencies with an open duty whose day to obey has gone by, each once, in no order."""
    statement = select(Duty.agency_id).where(_OPEN, _obey() < today, _is_own())
    return list(session.exec(statement.distinct()).all())


def past_its_day(session: Session, agency_id: int, today: date) -> list[Duty]:
    """What is open of an agency and whose day to obey has gone by, be the legal last day today or earlier: the legal
    last days in order."""
    statement = select(Duty).where(Duty.agency_id == agency_id, _OPEN, _obey() < today, _is_own())
    return list(session.exec(statement.order_by(col(Duty.due), col(Duty.id))).all())


def _with_case(
    session: Session, agency_ids: Collection[int], which: ColumnElement[bool]
) -> list[tuple[Duty, str | None]]:
    statement = (
        select(Duty, Case.number)
        .join(Case, col(Case.id) == Duty.case_id, isouter=True)
        .where(_OPEN, col(Duty.agency_id).in_(agency_ids), which)
        .order_by(col(Duty.due), col(Duty.id))
    )
    return list(session.exec(statement).all())


def _pending_now(agency_ids: Collection[int], soon: date, overdue_on: date | None) -> list[Any]:
    found: list[Any] = [
        col(Duty.agency_id).in_(agency_ids),
        col(Duty.state).in_(tuple(PENDING)),
        Duty.kind != "right",
        _is_of_now(soon),
    ]
    return found if overdue_on is None else [*found, _is_late(overdue_on)]


def _for_reader(blind: Collection[int]) -> ColumnElement[bool]:
    """What the reader may know of: nothing that tells of a risk case of an agency at which he only looks on."""
    return or_(col(Duty.trigger) != Trigger.RISK_TAGGED.value, col(Duty.agency_id).not_in(blind))


def _is_own() -> ColumnElement[bool]:
    """Not what a court owes of each quarter: the office that waits for it is not late itself (it is told to ask)."""
    return or_(col(Duty.owed_by) != "court", col(Duty.trigger) != Trigger.QUARTER_END.value)


def _obey() -> ColumnElement[date]:
    """As `Duty.obey`."""
    return func.coalesce(Duty.set_date, Duty.safe)


def _is_of_now(soon: date) -> ColumnElement[bool]:
    return or_(col(Duty.case_id).is_not(None), col(Duty.safe) <= soon)


def _is_late(today: date) -> ColumnElement[bool]:
    """Open, and overdue."""
    return and_(col(Duty.state) == DutyState.OPEN, _is_overdue(today))


def _is_overdue(today: date) -> ColumnElement[bool]:
    """As `Duty.deadline`: after the legal last day, or after a later day that a coordinator set."""
    gone_by = and_(col(Duty.due) < today, or_(col(Duty.set_date).is_(None), col(Duty.set_date) < today))
    return and_(gone_by, _is_own())


def _day(value: Any) -> date:
    """SQLite gives the least of two dates as text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
