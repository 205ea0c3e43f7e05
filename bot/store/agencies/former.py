"""Names that agencies bore before a reform. Whose name it was may be gone; to whom it leads is never."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import literal
from sqlmodel import Session, col, func, or_, select, update

from bot.store.agencies.tables import Agency, FormerName
from bot.store.reading import once


def of_agency(session: Session, agency_id: int | None) -> list[FormerName]:
    """The names that lead to an agency, the newest first; with those of which it took over a part only."""
    statement = select(FormerName).where(FormerName.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(FormerName.since).desc(), col(FormerName.id).desc())).all())


def of_agencies(session: Session, agency_ids: Collection[int | None]) -> list[FormerName]:
    """The names by which texts mean one of these agencies, the newest first."""
    statement = select(FormerName).where(col(FormerName.agency_id).in_(agency_ids), col(FormerName.leads).is_(True))
    return list(session.exec(statement.order_by(col(FormerName.since).desc(), col(FormerName.id).desc())).all())


def every(session: Session) -> list[FormerName]:
    """All names that lead to an agency, the oldest first."""
    statement = select(FormerName).where(col(FormerName.leads).is_(True))
    return list(session.exec(statement.order_by(col(FormerName.id))).all())


def successors(session: Session, ended_id: int | None) -> list[Agency]:
    """The agencies that took over what an ended one had, the one that took over most first."""
    statement = (
        select(Agency)
        .join(FormerName, col(FormerName.agency_id) == Agency.id)
        .where(FormerName.ended_id == ended_id)
        .order_by(col(FormerName.leads).desc(), col(FormerName.id))
    )
    return list({agency.id: agency for agency in session.exec(statement).all()}.values())


@once(FormerName)
def predecessors(session: Session, agency_id: int | None) -> list[int]:
    """Ids of the ended agencies of which this one took over all or a part."""
    statement = select(FormerName.ended_id).where(
        FormerName.agency_id == agency_id, col(FormerName.ended_id).is_not(None)
    )
    return [one for one in session.exec(statement).all() if one is not None]


def called(name: str) -> Any:
    """Ids of the agencies that were called so, or whose former short name this ends with, as a sub-select."""
    so = or_(col(FormerName.name) == name, literal(name).endswith(col(FormerName.short_name), autoescape=False))
    return select(FormerName.agency_id).where(so, col(FormerName.leads).is_(True))


def holding(text: str) -> Any:
    """Ids of the agencies of which a former name holds `text`, as a sub-select."""
    so = or_(
        col(FormerName.name).contains(text, autoescape=True), col(FormerName.short_name).contains(text, autoescape=True)
    )
    return select(FormerName.agency_id).where(so, col(FormerName.leads).is_(True))


def gone_into(agencies: Any) -> Any:
    """Ids of the ended agencies of which one of these (a sub-select of ids) took over all or most, as a sub-select."""
    here = col(FormerName.agency_id).in_(agencies)
    return select(FormerName.ended_id).where(
        here, col(FormerName.leads).is_(True), col(FormerName.ended_id).is_not(None)
    )


def lead_on(session: Session, old_id: int, new_id: int) -> None:
    """The names that led to an agency which ends lead to another; rows that are loaded already do not show it."""
    statement = update(FormerName).where(col(FormerName.agency_id) == old_id)
    values = {"agency_id": new_id, "ended_id": func.coalesce(FormerName.ended_id, old_id)}
    session.execute(statement.values(**values).execution_options(synchronize_session=False))


def by_which(session: Session, text: str, agency_ids: Collection[int | None]) -> dict[int, str]:
    """Of each of these agencies the newest former short name that holds `text`, itself or in full."""
    rows = of_agencies(session, agency_ids)
    return {row.agency_id: row.short_name for row in reversed(rows) if text in row.name or text in row.short_name}
