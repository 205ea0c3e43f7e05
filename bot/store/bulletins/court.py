"""What is asked of the court's bulletins, what differs, candidates for letters, and our own rows beside them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, func, select

from bot.store.tables import (
    Agency,
    Case,
    CountRow,
    CourtBulletin,
    CourtCase,
    CourtFigure,
    Difference,
    LetterCandidate,
)


def locked(session: Session, bulletin_id: int) -> CourtBulletin | None:
    """The row as it is now, so that nobody else changes it before the commit."""
    statement = select(CourtBulletin).where(CourtBulletin.id == bulletin_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def lock_office(session: Session, agency_id: int) -> None:
    """Nobody else enters anything for this office before the commit."""
    session.exec(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True)).first()


def of_offices(session: Session, agency_ids: Collection[int], *, skip: int, most: int) -> list[CourtBulletin]:
    """Those that these offices got, the newest quarter first."""
    statement = select(CourtBulletin).where(col(CourtBulletin.agency_id).in_(agency_ids))
    statement = statement.where(CourtBulletin.state != "void")
    order = (col(CourtBulletin.quarter).desc(), col(CourtBulletin.id).desc())
    return list(session.exec(statement.order_by(*order).offset(skip).limit(most)).all())


def of_courts(session: Session, courts: Collection[str]) -> list[CourtBulletin]:
    """What these courts sent, the newest quarter first."""
    statement = select(CourtBulletin).where(col(CourtBulletin.court).in_(courts), CourtBulletin.state != "void")
    return list(session.exec(statement.order_by(col(CourtBulletin.quarter).desc(), col(CourtBulletin.id).desc())).all())


def count_of_offices(session: Session, agency_ids: Collection[int]) -> int:
    statement = select(func.count()).select_from(CourtBulletin).where(CourtBulletin.state != "void")
    return session.exec(statement.where(col(CourtBulletin.agency_id).in_(agency_ids))).one()


def of_quarter(session: Session, agency_id: int, quarter: str, states: Collection[str]) -> list[CourtBulletin]:
    """What one office got of one quarter, in the order of entry."""
    statement = select(CourtBulletin).where(CourtBulletin.agency_id == agency_id, CourtBulletin.quarter == quarter)
    statement = statement.where(col(CourtBulletin.state).in_(states))
    return list(session.exec(statement.order_by(col(CourtBulletin.id))).all())


def recorded_about(session: Session, agency_id: int) -> list[CourtBulletin]:
    """All that one office recorded."""
    statement = select(CourtBulletin).where(CourtBulletin.agency_id == agency_id, CourtBulletin.state == "recorded")
    return list(session.exec(statement.order_by(col(CourtBulletin.id))).all())


def figures_of(session: Session, bulletin_id: int | None) -> list[CourtFigure]:
    """In the court's order."""
    statement = select(CourtFigure).where(CourtFigure.bulletin_id == bulletin_id)
    return list(session.exec(statement.order_by(col(CourtFigure.id))).all())


def cases_of(session: Session, bulletin_id: int | None) -> list[CourtCase]:
    statement = select(CourtCase).where(CourtCase.bulletin_id == bulletin_id)
    return list(session.exec(statement.order_by(col(CourtCase.id))).all())


def meant_before(session: Session, office_id: int, name: str) -> int | None:
    """The unit that somebody said the court means by a name, the last time that this office was asked."""
    statement = (
        select(CourtFigure.agency_id)
        .join(CourtBulletin, col(CourtBulletin.id) == CourtFigure.bulletin_id)
        .where(CourtBulletin.agency_id == office_id, CourtFigure.name == name, col(CourtFigure.agency_id).is_not(None))
        .order_by(col(CourtFigure.id).desc())
    )
    return session.exec(statement).first()


# -- differences and candidates ----------------------------------------------------------------------------------------


def differences_of(session: Session, bulletin_id: int | None) -> list[Difference]:
    """Open ones first, each in the order in which they were found."""
    statement = select(Difference).where(Difference.bulletin_id == bulletin_id)
    return list(
        session.exec(statement.order_by(col(Difference.settled_at).is_not(None), col(Difference.id))).all()
    )  # fmt: skip


def locked_difference(session: Session, difference_id: int) -> Difference | None:
    statement = select(Difference).where(Difference.id == difference_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def candidates_of(session: Session, bulletin_id: int | None) -> list[LetterCandidate]:
    statement = select(LetterCandidate).where(LetterCandidate.bulletin_id == bulletin_id)
    return list(session.exec(statement.order_by(col(LetterCandidate.agency_id), col(LetterCandidate.id))).all())


def locked_candidate(session: Session, candidate_id: int) -> LetterCandidate | None:
    statement = select(LetterCandidate).where(LetterCandidate.id == candidate_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def candidates_with(session: Session, document_id: int | None) -> list[LetterCandidate]:
    """Those to whom a letter belongs."""
    statement = select(LetterCandidate).where(LetterCandidate.document_id == document_id)
    return list(session.exec(statement.order_by(col(LetterCandidate.id))).all())


# -- ours --------------------------------------------------------------------------------------------------------------

_COUNTED = ("attended", "excused", "unexcused", "open")


def rows_of_quarter(session: Session, quarter: str, path: str) -> list[tuple[CountRow, Agency]]:
    """Our rows of a quarter that count, for the agencies of a branch, with each row's agency."""
    statement = (
        select(CountRow, Agency)
        .join(Agency, col(Agency.id) == CountRow.agency_id)
        .where(CountRow.quarter == quarter, col(Agency.path).startswith(path, autoescape=True))
        .where(col(CountRow.counted).in_(_COUNTED))
    )
    return list(session.exec(statement.order_by(col(CountRow.id))).all())


def numbers_of(session: Session, case_ids: Collection[int]) -> dict[int, str]:
    """Case numbers by id."""
    statement = select(Case.id, Case.number).where(col(Case.id).in_(case_ids))
    return {int(number or 0): name for number, name in session.exec(statement).all()}


def cases_called(session: Session, numbers: Collection[str]) -> dict[str, int]:
    """Ids of cases by number; claims under others' numbers are left out."""
    statement: Any = select(Case.number, Case.id).where(col(Case.number).in_(numbers), Case.claimed_by == 0)
    return {str(name): int(number) for name, number in session.exec(statement).all()}


def of_agency(
    session: Session, agency_id: int
) -> list[CourtBulletin | CourtFigure | CourtCase | Difference | LetterCandidate]:
    """Everything of the court's bulletins that names an agency, as the office or as a unit."""
    found: list[CourtBulletin | CourtFigure | CourtCase | Difference | LetterCandidate] = []
    tables: tuple[Any, ...] = (CourtBulletin, CourtFigure, CourtCase, Difference, LetterCandidate)
    for table in tables:
        found += session.exec(select(table).where(table.agency_id == agency_id).order_by(table.id)).all()
    return found
