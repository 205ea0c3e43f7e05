"""What is asked of cases and their parties."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.store.tables import Party

# -- parties -----------------------------------------------------------------------------------------------------


def parties_of(session: Session, case_id: int | None) -> list[Party]:
    """The parties of a case, in the order in which they were entered."""
    statement = select(Party).where(Party.case_id == case_id).order_by(col(Party.id))
    return list(session.exec(statement).all())


def party_of(session: Session, case_id: int | None, agency_id: int | None) -> Party | None:
    """The agency's place in the case, if it is a party."""
    statement = select(Party).where(Party.case_id == case_id, Party.agency_id == agency_id)
    return session.exec(statement).first()
