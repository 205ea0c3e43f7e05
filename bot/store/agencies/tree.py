"""What is asked of the tree of agencies."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from bot.domain.hall.terms import AgencyKind
from bot.store.agencies.tables import Agency


def open_but_courts(session: Session) -> list[Agency]:
    """Every agency that is not closed and no court, from the top of the tree down."""
    statement = select(Agency).where(col(Agency.closed_on).is_(None), Agency.kind != AgencyKind.COURT)
    return list(session.exec(statement.order_by(col(Agency.path), col(Agency.id))).all())


def governments_below(session: Session, government: Agency) -> list[str]:
    """Paths of the governments under this one, in no order."""
    statement = (
        select(Agency.path)
        .where(Agency.kind == AgencyKind.GOVERNMENT, Agency.id != government.id)
        .where(col(Agency.path).startswith(government.path))
    )
    return list(session.exec(statement).all())


def first_of_kind(session: Session, parent_id: int | None, kind: AgencyKind) -> Agency | None:
    """The first open agency of this kind that stands right under the parent."""
    statement = select(Agency).where(
        Agency.parent_id == parent_id, Agency.kind == kind, col(Agency.closed_on).is_(None)
    )
    return session.exec(statement.order_by(col(Agency.id))).first()


def paths_of(session: Session, agency_ids: Collection[int]) -> list[str]:
    """The paths of these agencies, in no order."""
    return list(session.exec(select(Agency.path).where(col(Agency.id).in_(agency_ids))).all())


def leads(session: Session, agency_ids: Collection[int] | None = None) -> set[int]:
    """Ids of the lead organs of these agencies, or (None) of all."""
    statement = select(Agency.lead_id).where(col(Agency.lead_id).is_not(None)).distinct()
    if agency_ids is not None:
        statement = statement.where(col(Agency.id).in_(agency_ids))
    return {lead for lead in session.exec(statement).all() if lead}


def found(session: Session, text: str, branches: Collection[str], *, limit: int) -> list[Agency]:
    """Open agencies in these branches (paths) whose name or short name holds `text`, from the top of the tree down."""
    named = or_(
        col(Agency.name).contains(text, autoescape=True), col(Agency.short_name).contains(text, autoescape=True)
    )
    statement = (
        select(Agency)
        .where(or_(False, *(col(Agency.path).startswith(branch) for branch in branches)), named)
        .where(col(Agency.closed_on).is_(None))
        .order_by(col(Agency.path))
        .limit(limit)
    )
    return list(session.exec(statement).all())
