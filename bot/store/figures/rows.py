"""Count rows and their totals as they are written and checked; what is asked of them is in `reports`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, cast
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, case, col, func, select

from bot.domain.figures.rates import NAMES, NOTHING, Totals
from bot.store.cases.tables import Case, Paper, Party
from bot.store.figures.tables import ALL, CountRow, CountTotal
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing, HearingResult
from bot.store.reading import by_key

Key = tuple[int, str, str]
"""Agency, quarter, instance."""
_DENOMINATOR = ("attended", "excused", "unexcused", "open")
_AT_ONCE = 100
"""Totals of one statement: SQLite takes so many values at the most."""
_FACTS = (Case, Party, Paper, Hearing, HearingResult, Appearance)


def of_each(session: Session, case_ids: Collection[int]) -> dict[int, list[CountRow]]:
    """The rows of each of these cases, in the order of their agencies."""
    statement = select(CountRow).where(col(CountRow.case_id).in_(case_ids)).order_by(col(CountRow.agency_id))
    return by_key(case_ids, session.exec(statement).all(), lambda one: one.case_id)


def hold(session: Session, case_ids: Collection[int]) -> None:
    """Whoever else changes these cases waits until this transaction has ended, and what others changed before is seen.

    SQLite has one writer, and nothing to wait for.
    """
    if session.get_bind().dialect.name != "postgresql" or not case_ids:
        return
    statement = select(Case.id).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))
    session.exec(statement.with_for_update()).all()
    for row in list(session.identity_map.values()):
        if isinstance(row, _FACTS):
            session.expire(row)


def add(session: Session, deltas: Mapping[Key, Totals]) -> None:
    """Let totals rise, or fall, by this much: those of the instance, and those of all instances."""
    whole = dict(deltas)
    for (agency_id, quarter, _), delta in deltas.items():
        key = agency_id, quarter, ALL
        whole[key] = whole.get(key, NOTHING) + delta
    put(session, whole)


def put(session: Session, deltas: Mapping[Key, Totals]) -> None:
    """Let exactly these totals rise, or fall; always in the same order, so that two never wait for one another."""
    session.flush()
    insert = insert_postgresql if session.get_bind().dialect.name == "postgresql" else insert_sqlite
    table: Any = CountTotal.__table__  # type: ignore[attr-defined]
    values = [
        {"agency_id": agency_id, "quarter": quarter, "instance": instance, **delta._asdict()}
        for (agency_id, quarter, instance), delta in sorted(deltas.items())
        if delta
    ]
    for start in range(0, len(values), _AT_ONCE):
        statement = insert(table).values(values[start : start + _AT_ONCE])
        risen = {name: table.c[name] + statement.excluded[name] for name in NAMES}
        session.connection().execute(
            statement.on_conflict_do_update(index_elements=["agency_id", "quarter", "instance"], set_=risen)
        )


def totals_of(row: CountRow) -> Totals:
    """What a row adds to the totals of its agency, quarter and instance."""
    if not row.heard or row.counted in ("outside", "not_heard"):
        return Totals()
    if row.counted == "exempt":
        return Totals(exempt=1)
    attended = row.counted == "attended"
    return Totals(
        heard=1,
        attended=int(attended),
        excused=int(row.counted == "excused"),
        unexcused=int(row.counted == "unexcused"),
        open=int(row.counted == "open"),
        principal=int(row.principal),
        spoke=int(attended and bool(row.spoke)),
        online=int(attended and row.mode == "online"),
        lost=int(row.lost),
    )


def key_of(row: CountRow) -> Key:
    return row.agency_id, row.quarter, row.instance


def sums() -> Sequence[Any]:
    """The columns of `Totals`, in their order, as sums over rows that were heard and are counted."""
    return tuple(func.coalesce(func.sum(cast(one, Integer)), 0).label(name) for name, one in _columns().items())


def _columns() -> Mapping[str, Any]:
    attended: Any = col(CountRow.counted) == "attended"
    conditions: dict[str, Any] = {
        "heard": col(CountRow.counted).in_(_DENOMINATOR),
        **{name: CountRow.counted == name for name in ("attended", "excused", "unexcused", "exempt", "open")},
        "principal": col(CountRow.principal).is_(True),
        "spoke": attended & col(CountRow.spoke).is_(True),
        "online": attended & (col(CountRow.mode) == "online"),
        "lost": col(CountRow.counted).in_(_DENOMINATOR) & col(CountRow.lost).is_(True),
    }
    return {name: case((conditions[name], 1), else_=0) for name in NAMES}


# -- checking -----------------------------------------------------------------------------------------------------


def summed(session: Session) -> dict[Key, Totals]:
    """What the totals have to be, by the rows."""
    group: list[Any] = [CountRow.agency_id, CountRow.quarter, CountRow.instance]
    statement = select(*group, *sums()).where(CountRow.quarter != "").group_by(*group)
    found: dict[Key, Totals] = {}
    for agency_id, quarter, instance, *sums_ in session.exec(statement).all():
        for key in ((agency_id, quarter, instance), (agency_id, quarter, ALL)):
            found[key] = found.get(key, NOTHING) + Totals(*sums_)
    return {key: totals for key, totals in found.items() if totals}


def kept_totals(session: Session) -> dict[Key, Totals]:
    """The totals as they are kept; those that are nothing any more are left out."""
    columns = [getattr(CountTotal, name) for name in ("agency_id", "quarter", "instance", *NAMES)]
    found = {(row[0], row[1], row[2]): Totals(*row[3:]) for row in session.exec(select(*columns)).all()}
    return {key: totals for key, totals in found.items() if totals}


def cases_after(session: Session, case_id: int, limit: int) -> list[int]:
    """Ids of the next cases of all, for work that goes through them in pieces."""
    statement = select(Case.id).where(col(Case.id) > case_id).order_by(col(Case.id)).limit(limit)
    return [one for one in session.exec(statement).all() if one is not None]


def cases_of(session: Session, agency_ids: Collection[int]) -> list[int]:
    """Ids of the cases in which these agencies are parties, or have a row."""
    parties = session.exec(select(Party.case_id).where(col(Party.agency_id).in_(agency_ids)).distinct()).all()
    rows = session.exec(select(CountRow.case_id).where(col(CountRow.agency_id).in_(agency_ids)).distinct()).all()
    return sorted({*parties, *rows})


def cases_without_rows(session: Session) -> list[int]:
    """Ids of cases of which a party has no row: what was there before rows were kept."""
    has_row = (col(CountRow.case_id) == Party.case_id) & (col(CountRow.agency_id) == Party.agency_id)
    statement = select(Party.case_id).outerjoin(CountRow, has_row).where(col(CountRow.id).is_(None)).distinct()
    return list(session.exec(statement).all())


def books_of_agencies(session: Session) -> list[tuple[int, str, str]]:
    """The books, and what they said, by which rows of each agency were counted."""
    return list(session.exec(select(CountRow.agency_id, CountRow.book, CountRow.edition).distinct()).all())
