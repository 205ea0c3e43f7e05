"""What is asked of cases and their parties."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.hall.terms import PartyCapacity
from bot.store.agencies import former
from bot.store.agencies.tables import Agency
from bot.store.cases.tables import Case, Party
from bot.store.reading import by_key, once

_HAS_OUTSIDE = cast(col(Case.facts), String).contains('"outside"')
"""A party is no agency of this tree."""
_STANDS = col(Case.merged_into).is_(None)
"""Not a claim that went into another case, which holds nothing any more."""


def by_number(session: Session, number: str) -> Case | None:
    """The case that stands under this normalised number; nobody's claim."""
    return session.exec(select(Case).where(Case.number == number, Case.claimed_by == 0, _STANDS)).first()


@once(Case)
def of_number(session: Session, number: str) -> list[Case]:
    """The case that stands under this number, then the claims beside it, in the order in which they were made."""
    statement = select(Case).where(Case.number == number, _STANDS)
    return sorted(session.exec(statement).all(), key=lambda case: (case.claimed_by != 0, case.id or 0))


def of_numbers(session: Session, numbers: Collection[str]) -> dict[str, list[Case]]:
    """What `of_number` answers of each of these."""
    found: dict[str, list[Case]] = {one: [] for one in numbers}
    for case in session.exec(select(Case).where(col(Case.number).in_(numbers), _STANDS)).all():
        found[case.number].append(case)
    return {one: sorted(cases, key=lambda case: (case.claimed_by != 0, case.id or 0)) for one, cases in found.items()}


@once(Case)
def following(session: Session, number: str) -> list[Case]:
    """The cases that say that the one of this number was decided before, in the order in which they were entered."""
    statement = select(Case).where(Case.original_number == number, _STANDS).order_by(col(Case.id))
    return list(session.exec(statement).all())


def claims(session: Session) -> list[Case]:
    """All claims that nobody confirmed, in the order in which they were made."""
    return list(session.exec(select(Case).where(Case.claimed_by != 0, _STANDS).order_by(col(Case.id))).all())


def merged_into(session: Session, case_id: int | None) -> list[int]:
    """Ids of the claims that went into a case."""
    statement = select(Case.id).where(Case.merged_into == case_id).order_by(col(Case.id))
    return [one for one in session.exec(statement).all() if one is not None]


def write(session: Session, *cases: Case) -> bool:
    """Write a case that is new, or has another number, or several; False, and all is as it was, where another was
    quicker."""
    try:
        with session.begin_nested():
            session.add_all(cases)
            session.flush()
    except IntegrityError:
        return False
    return True


def open_cases(session: Session) -> list[Case]:
    """All open cases, in the order in which they were entered."""
    return list(session.exec(select(Case).where(col(Case.closed_on).is_(None), _STANDS).order_by(col(Case.id))).all())


def open_of_agency(session: Session, agency_id: int) -> list[Case]:
    """Open cases that the agency handles or is a party of, each once, in the order in which they were entered."""
    statement = (
        select(Case)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where((Case.handling_agency_id == agency_id) | (Party.agency_id == agency_id))
        .where(col(Case.closed_on).is_(None), _STANDS)
        .order_by(col(Case.id))
    )
    return list({case.id: case for case in session.exec(statement).all()}.values())


def count_closed_of_agency(session: Session, agency_id: int) -> int:
    """How many cases are over that the agency handled or was a party of."""
    statement = (
        select(func.count(func.distinct(Case.id)))
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where((Case.handling_agency_id == agency_id) | (Party.agency_id == agency_id))
        .where(col(Case.closed_on).is_not(None), _STANDS)
    )
    return session.exec(statement).one()


def has_claim(session: Session, number: str, agency_id: int) -> bool:
    """Whether the agency has a claim of its own under this number."""
    statement = select(Case.id).where(Case.number == number, Case.claimed_by == agency_id, _STANDS)
    return session.exec(statement).first() is not None


def open_with_several(session: Session, agency_ids: Collection[int]) -> list[Case]:
    """Open cases of which one of these agencies is a party and not simply the one that is sued, in the order in which
    they were entered: there are several parties, or its capacity is another."""
    mine = select(Party.case_id).where(col(Party.agency_id).in_(agency_ids))
    several = select(Party.case_id).group_by(col(Party.case_id)).having(func.count() > 1)
    special = select(Party.case_id).where(Party.capacity != PartyCapacity.DEFENDANT)
    statement = (
        select(Case)
        .where(col(Case.closed_on).is_(None), _STANDS, col(Case.id).in_(mine))
        .where(or_(col(Case.id).in_(several), col(Case.id).in_(special), _HAS_OUTSIDE))
        .order_by(col(Case.id))
    )
    return list(session.exec(statement).all())


def numbers_ending_with(
    session: Session, ending: str, branches: Collection[str], *, mine: Collection[int], limit: int
) -> list[str]:
    """Numbers that end so, of cases of agencies in these branches (paths) and of these cases: the newest first, that of
    a case and the claims beside it once."""
    statement = (
        select(Case.number)
        .where(col(Case.number).endswith(ending, autoescape=True), _STANDS)
        .where(
            or_(
                col(Case.id).in_(_of(_under(branches))),
                col(Case.id).in_(mine),
            )
        )
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .limit(limit)
    )
    return list(dict.fromkeys(session.exec(statement).all()))


def open_under(session: Session, branches: Collection[str], *, mine: Collection[int], limit: int) -> list[Case]:
    """Open cases of agencies in these branches (paths), and these cases: the newest first."""
    statement = (
        select(Case)
        .where(col(Case.closed_on).is_(None), _STANDS)
        .where(or_(col(Case.id).in_(_of(_under(branches))), col(Case.id).in_(mine)))
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
        .where(_STANDS, seen, or_(col(Case.number).contains(number, autoescape=True), by_plaintiff, by_agency))
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return list(session.exec(statement).all())


def _under(branches: Collection[str]) -> Any:
    """Ids of the agencies in these branches, as a sub-select."""
    return select(Agency.id).where(or_(False, *(col(Agency.path).startswith(branch) for branch in branches)))


def _called(text: str) -> Any:
    """Ids of the agencies of which a name, also a former one, holds `text`, and of those that went into them."""
    named = or_(
        col(Agency.name).contains(text, autoescape=True), col(Agency.short_name).contains(text, autoescape=True)
    )
    return select(Agency.id).where(
        or_(
            named,
            col(Agency.id).in_(former.holding(text)),
            col(Agency.id).in_(former.gone_into(select(Agency.id).where(named))),
        )
    )


def _of(agencies: Any) -> Any:
    """Ids of the cases that have one of these agencies as a party, or as the unit that handles them."""
    return (
        select(Case.id)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where(or_(col(Party.agency_id).in_(agencies), col(Case.handling_agency_id).in_(agencies)))
    )


# -- parties -----------------------------------------------------------------------------------------------------


@once(Party)
def parties_of(session: Session, case_id: int | None) -> list[Party]:
    """The parties of a case, in the order in which they were entered."""
    statement = select(Party).where(Party.case_id == case_id).order_by(col(Party.id))
    return list(session.exec(statement).all())


def parties_of_each(session: Session, case_ids: Collection[int]) -> dict[int, list[Party]]:
    """What `parties_of` answers of each of these."""
    statement = select(Party).where(col(Party.case_id).in_(case_ids)).order_by(col(Party.id))
    return by_key(case_ids, session.exec(statement).all(), lambda one: one.case_id)


def each(session: Session, case_ids: Collection[int]) -> list[Case]:
    """These cases."""
    return list(session.exec(select(Case).where(col(Case.id).in_(case_ids))).all())


def party_of(session: Session, case_id: int | None, agency_id: int | None) -> Party | None:
    """The agency's place in the case, if it is a party."""
    statement = select(Party).where(Party.case_id == case_id, Party.agency_id == agency_id)
    return session.exec(statement).first()


def count_of_year(session: Session, path: str, year: int) -> int:
    """How many cases whose number is of this year have a party in a branch; claims beside them are not counted."""
    return int(session.exec(_of_year(select(func.count()).select_from(Case), path, year)).one())


def of_year(session: Session, path: str, year: int, instance: str) -> list[Case]:
    """The same, themselves, of one instance."""
    return list(session.exec(_of_year(select(Case), path, year).where(Case.instance == instance)).all())


def _of_year(statement: SelectOfScalar[Any], path: str, year: int) -> SelectOfScalar[Any]:
    inside = select(Party.case_id).join(Agency, col(Agency.id) == Party.agency_id)
    return statement.where(_STANDS, Case.claimed_by == 0, col(Case.number).startswith(f"（{year}）")).where(
        col(Case.id).in_(inside.where(col(Agency.path).startswith(path)))
    )


def all_parties(session: Session) -> list[tuple[Party, Case]]:
    """Every party of every case, by the case's number and in the order in which they were entered."""
    statement = select(Party, Case).join(Case, col(Case.id) == Party.case_id)
    return list(session.exec(statement.order_by(col(Case.number), col(Party.id))).all())
