"""Hearings as they may be spoken of outside the case: those that are open to the public."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.domain.hall.terms import HearingStatus
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case, Party
from bot.store.hearings.tables import Hearing


def any_closed(session: Session, case_id: int | None) -> bool:
    """Whether a hearing of the case is closed to the public."""
    statement = select(Hearing.id).where(Hearing.case_id == case_id, col(Hearing.closed).is_(True)).limit(1)
    return session.exec(statement).first() is not None


def in_branch(session: Session, path: str, begins: datetime, ends: datetime) -> list[tuple[Hearing, Case, Agency]]:
    """Open hearings that are to be held from `begins` to before `ends`, one row for each party of the branch.

    What a claim beside a case holds at the same hour as the case is one hearing: only that of the case is given. In
    order of time, the parties of a hearing in the order of the tree.
    """
    statement = (
        select(Hearing, Case, Agency)
        .join(Case, col(Case.id) == Hearing.case_id)
        .join(Party, col(Party.case_id) == Case.id)
        .join(Agency, col(Agency.id) == Party.agency_id)
        .where(Hearing.starts_at >= begins, Hearing.starts_at < ends, Hearing.status == HearingStatus.SCHEDULED)
        .where(col(Hearing.closed).is_(False), col(Agency.path).startswith(path))
        .order_by(col(Hearing.starts_at), col(Hearing.id), col(Agency.path))
    )
    rows = list(session.exec(statement).all())
    there = {_hour(hearing, case) for hearing, case, _ in rows if not case.claimed_by}
    return [row for row in rows if not row[1].claimed_by or _hour(row[0], row[1]) not in there]


def _hour(hearing: Hearing, case: Case) -> tuple[str, datetime]:
    return case.number, hearing.starts_at


def coming_in_branches(session: Session, paths: Collection[str], now: datetime) -> list[tuple[Hearing, Case]]:
    """Open hearings to come of cases with a party in one of the branches, in order of time; of claims as above."""
    inside = or_(*(col(Agency.path).startswith(path) for path in paths))
    statement = (
        select(Hearing, Case)
        .join(Case, col(Case.id) == Hearing.case_id)
        .where(Hearing.status == HearingStatus.SCHEDULED, Hearing.starts_at > now, col(Hearing.closed).is_(False))
        .where(col(Case.id).in_(select(Party.case_id).join(Agency).where(inside)))
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    )
    rows = list(session.exec(statement).all())
    there = {_hour(hearing, case) for hearing, case in rows if not case.claimed_by}
    return [(hearing, case) for hearing, case in rows if not case.claimed_by or _hour(hearing, case) not in there]


def case_number_of(session: Session, hearing_id: int) -> str:
    """The number of the case of a hearing; empty if there is no such hearing."""
    statement = select(Case.number).join(Hearing, col(Hearing.case_id) == Case.id).where(Hearing.id == hearing_id)
    return session.exec(statement).first() or ""
