"""Candidates for breaches, and the rows that they rest on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from bot.domain.documents.breaches import CandidateState
from bot.domain.hall.terms import DutyState
from bot.store.tables import Appearance, BreachCandidate, Document, Duty, Hearing, HearingResult


def overdue(session: Session, agency_ids: Collection[int], since: date, before: date) -> list[Duty]:
    """Open duties of these agencies whose last day in law lies from `since` to before `before` (local days)."""
    statement = select(Duty).where(
        col(Duty.agency_id).in_(agency_ids), Duty.state == DutyState.OPEN, Duty.due >= since, Duty.due < before
    )
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def reported(
    session: Session, agency_ids: Collection[int], since: datetime
) -> list[tuple[Hearing, Appearance, HearingResult]]:
    """What these agencies reported of hearings that began since then, with how they were to appear there."""
    statement = (
        select(Hearing, Appearance, HearingResult)
        .join(HearingResult, col(HearingResult.hearing_id) == Hearing.id)
        .join(
            Appearance,
            (col(Appearance.hearing_id) == Hearing.id) & (col(Appearance.agency_id) == HearingResult.agency_id),
        )
        .where(col(HearingResult.agency_id).in_(agency_ids), Hearing.starts_at >= since)
    )
    return list(session.exec(statement.order_by(col(Hearing.id), col(HearingResult.agency_id))).all())


def known(session: Session, agency_ids: Collection[int]) -> list[BreachCandidate]:
    """All candidates of these agencies, whatever became of them."""
    statement = select(BreachCandidate).where(col(BreachCandidate.agency_id).in_(agency_ids))
    return list(session.exec(statement.order_by(col(BreachCandidate.id))).all())


def listed(
    session: Session, agency_ids: Collection[int], states: Collection[CandidateState], *, skip: int, most: int
) -> list[BreachCandidate]:
    """Those in these states, the newest day first."""
    statement = select(BreachCandidate).where(
        col(BreachCandidate.agency_id).in_(agency_ids), col(BreachCandidate.state).in_(states)
    )
    statement = statement.order_by(col(BreachCandidate.on).desc(), col(BreachCandidate.id).desc())
    return list(session.exec(statement.offset(skip).limit(most)).all())


def counted(
    session: Session, agency_ids: Collection[int], states: Collection[CandidateState], *, since: datetime | None = None
) -> int:
    statement = select(func.count()).select_from(BreachCandidate)
    statement = statement.where(BreachCandidate.created_at >= since) if since is not None else statement
    statement = statement.where(col(BreachCandidate.agency_id).in_(agency_ids), col(BreachCandidate.state).in_(states))
    return session.exec(statement).one()


def locked(session: Session, candidate_id: int) -> BreachCandidate | None:
    """The row as it is now, so that nobody else changes it before the commit."""
    statement = select(BreachCandidate).where(BreachCandidate.id == candidate_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def papers_of(session: Session, candidate_id: int | None) -> list[Document]:
    """What was begun about a candidate: the documents whose key says so; a further one after a void one has its own."""
    key = col(Document.key)
    mine = key.endswith(f"/candidate:{candidate_id}") | key.contains(f"/candidate:{candidate_id}#")
    statement = select(Document).where(mine)
    return list(session.exec(statement.order_by(col(Document.id))).all())


def letters_to(session: Session, kind: str, agency_id: int) -> list[Document]:
    """Letters of a kind to an agency, the newest first."""
    statement = select(Document).where(Document.kind == kind, Document.addressee_id == agency_id)
    return list(session.exec(statement.order_by(col(Document.id).desc())).all())
