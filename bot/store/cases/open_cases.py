"""Cases that are not closed."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.store.cases.tables import Case, Party


def everywhere(session: Session) -> list[Case]:
    """All open cases, in the order in which they were entered."""
    return list(session.exec(select(Case).where(col(Case.closed_on).is_(None)).order_by(col(Case.id))).all())


def of_agency(session: Session, agency_id: int) -> list[Case]:
    """Open cases that the agency handles or is a party of, each once, in the order in which they were entered."""
    statement = (
        select(Case)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where((Case.handling_agency_id == agency_id) | (Party.agency_id == agency_id))
        .where(col(Case.closed_on).is_(None))
        .order_by(col(Case.id))
    )
    return list({case.id: case for case in session.exec(statement).all()}.values())
