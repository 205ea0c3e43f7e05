"""What is asked of cases and their parties."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, or_, select

from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case, Party


def by_number(session: Session, number: str) -> Case | None:
    """The case with this normalised number."""
    return session.exec(select(Case).where(Case.number == number)).first()


def open_cases(session: Session) -> list[Case]:
    """All open cases, in the order in which they were entered."""
    return list(session.exec(select(Case).where(col(Case.closed_on).is_(None)).order_by(col(Case.id))).all())


def open_of_agency(session: Session, agency_id: int) -> list[Case]:
    """Open cases that the agency handles or is a party of, each once, in the order in which they were entered."""
    statement = (
        select(Case)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where((Case.handling_agency_id == agency_id) | (Party.agency_id == agency_id))
        .where(col(Case.closed_on).is_(None))
        .order_by(col(Case.id))
    )
    return list({case.id: case for case in session.exec(statement).all()}.values())


def numbers_ending_with(
    session: Session, ending: str, branches: Collection[str], *, mine: Collection[int], limit: int
) -> list[str]:
    """Numbers that end so, of cases of agencies in these branches (paths) and of these cases:
    the newest first."""
    statement = (
        select(Case.number)
        .where(col(Case.number).endswith(ending, autoescape=True))
        .where(
            or_(
                col(Case.id).in_(_of(_under(branches))),
                col(Case.id).in_(mine),
            )
        )
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .limit(limit)
    )
    return list(session.exec(statement).all())


def found(
    session: Session,
    text: str,
    number: str,
    *,
    branches: Collection[str],
    named_branches: Collection[str],
    mine: Collection[int],
    entered: Collection[int],
    offset: int,
    limit: int,
) -> list[Case]:
    """Cases in sight that `text` finds, by an agency's name or a plaintiff's, or by `number`: the newest first.

    In sight are cases of agencies in `branches` (paths), and of the ids `mine` and `entered`. A plaintiff's name finds
    only cases of agencies in `named_branches`, and `mine`.
    """
    seen = or_(col(Case.id).in_(_of(_under(branches))), col(Case.id).in_(mine), col(Case.id).in_(entered))
    by_plaintiff = col(Case.plaintiff).contains(text, autoescape=True) & (
        col(Case.id).in_(_of(_under(named_branches))) | col(Case.id).in_(mine)
    )
    by_agency = col(Case.id).in_(_of(_called(text)))
    statement = (
        select(Case)
        .where(seen, or_(col(Case.number).contains(number, autoescape=True), by_plaintiff, by_agency))
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return list(session.exec(statement).all())


def _under(branches: Collection[str]) -> Any:
    """Ids of the agencies in these branches, as a sub-select."""
    return select(Agency.id).where(or_(False, *(col(Agency.path).startswith(branch) for branch in branches)))


def _called(text: str) -> Any:
    return select(Agency.id).where(
        or_(col(Agency.name).contains(text, autoescape=True), col(Agency.short_name).contains(text, autoescape=True))
    )


def _of(agencies: Any) -> Any:
    """Ids of the cases that have one of these agencies as a party, or as the unit that handles them."""
    return (
        select(Case.id)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where(or_(col(Party.agency_id).in_(agencies), col(Case.handling_agency_id).in_(agencies)))
    )


# -- parties -----------------------------------------------------------------------------------------------------


def parties_of(session: Session, case_id: int | None) -> list[Party]:
    """The parties of a case, in the order in which they were entered."""
    statement = select(Party).where(Party.case_id == case_id).order_by(col(Party.id))
    return list(session.exec(statement).all())


def party_of(session: Session, case_id: int | None, agency_id: int | None) -> Party | None:
    """The agency's place in the case, if it is a party."""
    statement = select(Party).where(Party.case_id == case_id, Party.agency_id == agency_id)
    return session.exec(statement).first()


def all_parties(session: Session) -> list[tuple[Party, Case]]:
    """Every party of every case, by the case's number and in the order in which they were entered."""
    statement = select(Party, Case).join(Case, col(Case.id) == Party.case_id)
    return list(session.exec(statement.order_by(col(Case.number), col(Party.id))).all())
