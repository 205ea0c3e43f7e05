"""What is asked of court papers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.hall.terms import PaperKind
from bot.store.cases.tables import Case, Paper
from bot.store.reading import by_key, once


@once(Paper)
def of_case(session: Session, case_id: int | None) -> list[Paper]:
    """The papers of a case, withdrawn ones too, in the order in which they were entered."""
    statement = select(Paper).where(Paper.case_id == case_id).order_by(col(Paper.id))
    return list(session.exec(statement).all())


def standing(
    session: Session,
    case_id: int | None,
    *,
    agency_id: int | None = None,
    kinds: Collection[PaperKind] | None = None,
) -> list[Paper]:
    """The papers of a case that were not withdrawn, in the order in which they were entered; only those served on one
    agency, or of some kinds, if these are given."""
    return [
        one
        for one in of_case(session, case_id)
        if not one.withdrawn
        and (agency_id is None or one.agency_id == agency_id)
        and (kinds is None or one.kind in kinds)
    ]


def of_cases(session: Session, case_ids: Collection[int]) -> dict[int, list[Paper]]:
    """What `of_case` answers of each of these."""
    statement = select(Paper).where(col(Paper.case_id).in_(case_ids)).order_by(col(Paper.id))
    return by_key(case_ids, session.exec(statement).all(), lambda one: one.case_id)


def without_effect(session: Session, kinds: Collection[PaperKind]) -> list[Paper]:
    """Papers of these kinds that stand, in open cases, of which nobody has said since when they are in effect: in the
    order in which they were entered."""
    statement = (
        select(Paper)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(col(Paper.kind).in_(kinds), col(Paper.withdrawn).is_(False), col(Paper.effective_on).is_(None))
        .where(col(Case.closed_on).is_(None), col(Case.merged_into).is_(None))
        .order_by(col(Paper.id))
    )
    return list(session.exec(statement).all())


def of_kinds(
    session: Session, agency_ids: Collection[int], kinds: Collection[PaperKind], since: datetime
) -> list[tuple[Paper, Case]]:
    """The papers of some kinds that were served on one of these agencies, entered since and not withdrawn, with their
    cases, in the order in which they were entered."""
    statement = (
        select(Paper, Case)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(col(Paper.agency_id).in_(agency_ids), col(Paper.kind).in_(kinds))
        .where(col(Paper.withdrawn).is_(False), col(Paper.entered_at) > since)
        .order_by(col(Paper.id))
    )
    return list(session.exec(statement).all())


def was_entered_by(session: Session, case_id: int | None, person_id: int) -> bool:
    """Whether this person entered a paper of the case."""
    statement = select(Paper.id).where(Paper.case_id == case_id, Paper.entered_by == person_id)
    return session.exec(statement).first() is not None


def cases_entered_by(session: Session, person_id: int) -> list[int]:
    """Ids of the cases of which this person entered a paper, each once, in no order."""
    return list(session.exec(select(Paper.case_id).where(Paper.entered_by == person_id).distinct()).all())


def last_case_entered_by(session: Session, person_id: int) -> Case | None:
    """The case of which this person entered a paper last."""
    statement = (
        select(Case)
        .join(Paper, col(Paper.case_id) == Case.id)
        .where(Paper.entered_by == person_id)
        .order_by(col(Paper.entered_at).desc(), col(Paper.id).desc())
    )
    return session.exec(statement).first()
