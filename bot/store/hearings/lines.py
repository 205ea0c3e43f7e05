"""What is asked for lists of hearings: one line a hearing and agency."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.appearances import FIRST, OUT_OF_CASE
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing

Line = tuple[Hearing, Appearance, str, str]
"""A hearing, the appearance of an agency at it, that agency's short name, and the case's number."""

_BY_TIME = (col(Hearing.starts_at), col(Hearing.id), col(Appearance.id))


@dataclass(frozen=True)
class Sight:
    """Which lines are in sight: of agencies in one of the branches (paths), and those this leader is named for (or was,
    while a change waits for the court), of the agencies in which he or she holds an office."""

    branches: Collection[str]
    leader_id: int | None = None
    offices: Collection[int] = ()


def between(session: Session, sight: Sight | None, begins: datetime, ends: datetime | None) -> list[Line]:
    """Lines in sight (None: all) of hearings in any state from `begins` to before `ends`, in order of time."""
    statement = _seen(sight).where(col(Hearing.starts_at) >= begins)
    if ends is not None:
        statement = statement.where(col(Hearing.starts_at) < ends)
    return list(session.exec(statement.order_by(*_BY_TIME)).all())


def count_scheduled(session: Session, sight: Sight | None, begins: datetime) -> int:
    """How many lines in sight (None: all) of hearings to be held from `begins` on there are."""
    statement = _scheduled(sight, begins).subquery()
    return int(session.exec(select(func.count()).select_from(statement)).one())


def scheduled(session: Session, sight: Sight | None, begins: datetime, *, offset: int, limit: int) -> list[Line]:
    """Some of the lines that `count_scheduled` counts, in order of time."""
    ordered = _scheduled(sight, begins).order_by(*_BY_TIME)
    return list(session.exec(ordered.offset(offset).limit(limit)).all())


def put_off(session: Session, sight: Sight | None, since: datetime, *, limit: int) -> list[Line]:
    """Lines in sight (None: all) of hearings after `since` that were not held, and after which the case has no other
    hearing than such: the newest first."""
    later = aliased(Hearing)
    newer = select(later.id).where(later.case_id == Hearing.case_id, later.status != HearingStatus.NOT_HELD).where(
        later.starts_at > Hearing.starts_at
    )  # fmt: skip
    statement = (
        _seen(sight)
        .where(Hearing.status == HearingStatus.NOT_HELD, col(Hearing.starts_at) > since)
        .where(~newer.exists())
        .order_by(col(Hearing.starts_at).desc(), col(Appearance.id))
        .limit(limit)
    )
    return list(session.exec(statement).all())


def without_answer(
    session: Session, sight: Sight, now: datetime, settled: Collection[AppearanceState], *, beside: Collection[str]
) -> list[Line]:
    """Lines in sight of hearings to come for which a leader is asked and the state of the appearance is not one of
    `settled`, but for agencies in one of the branches `beside`: the nearest first."""
    statement = (
        _seen(sight)
        .where(Hearing.status == HearingStatus.SCHEDULED, col(Hearing.starts_at) > now)
        .where(Appearance.strength != "none", col(Appearance.state).not_in(settled))
        .order_by(*_BY_TIME)
    )
    if beside:
        statement = statement.where(~or_(*(col(Agency.path).startswith(branch) for branch in beside)))
    return list(session.exec(statement).all())


def _scheduled(sight: Sight | None, begins: datetime) -> Select[Hearing, Appearance, str, str]:
    return _seen(sight).where(col(Hearing.starts_at) >= begins).where(Hearing.status == HearingStatus.SCHEDULED)


def _seen(sight: Sight | None) -> Select[Hearing, Appearance, str, str]:
    statement = (
        select(Hearing, Appearance, Agency.short_name, Case.number)
        .join(Appearance, col(Appearance.hearing_id) == Hearing.id)
        .join(Agency, col(Agency.id) == Appearance.agency_id)
        .join(Case, col(Case.id) == Hearing.case_id)
        # Who is no party of the case any more appears nowhere.
        .where(col(Appearance.facts)[OUT_OF_CASE].as_boolean().is_not(True))
    )
    if sight is None:
        return statement
    seen: list[Any] = [col(Agency.path).startswith(branch) for branch in sight.branches]
    if sight.leader_id is not None:
        first = col(Appearance.facts)[(FIRST, "id")].as_integer() == sight.leader_id
        named = or_(col(Appearance.leader_id) == sight.leader_id, first)
        seen.append(and_(named, col(Appearance.agency_id).in_(sight.offices)))
    return statement.where(or_(*seen)) if seen else statement.where(col(Appearance.id).is_(None))
