"""Questions about documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select, update

from bot.domain.documents.documents import OVER, DocumentState
from bot.store import reading
from bot.store.agencies.tables import Agency
from bot.store.documents.finished import of_scope
from bot.store.documents.tables import Document, DocumentStep, Edition, NumberSeries
from bot.store.reading import foresee, once


def by_key(session: Session, key: str) -> Document | None:
    return session.exec(select(Document).where(Document.key == key)).first()


def locked(session: Session, document_id: int | None) -> Document | None:
    """The row as it is now, so that nobody else changes it before the commit."""
    statement = select(Document).where(Document.id == document_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def by_ids(session: Session, ids: Collection[int]) -> list[Document]:
    return list(session.exec(select(Document).where(col(Document.id).in_(ids))).all()) if ids else []


@once(Document)
def of_case(session: Session, case_id: int | None) -> list[Document]:
    """All of a case, the void ones too, as they were begun."""
    return list(session.exec(select(Document).where(Document.case_id == case_id).order_by(col(Document.id))).all())


def of_hearing(session: Session, hearing_id: int | None, kind: str = "") -> list[Document]:
    statement = select(Document).where(Document.hearing_id == hearing_id)
    statement = statement.where(Document.kind == kind) if kind else statement
    return list(session.exec(statement.order_by(col(Document.id))).all())


def of_paper(session: Session, paper_id: int | None) -> list[Document]:
    """Those about a court paper."""
    return list(session.exec(select(Document).where(Document.paper_id == paper_id).order_by(col(Document.id))).all())


@once(Document)
def of_duty(session: Session, duty_id: int | None) -> list[Document]:
    """Those that were begun for a duty."""
    return list(session.exec(select(Document).where(Document.duty_id == duty_id).order_by(col(Document.id))).all())


def learn_all(session: Session, cases: Collection[int], duties: Collection[int]) -> None:
    """Ask `of_case` and `of_duty` of all of these at once."""
    near = or_(col(Document.case_id).in_(cases), col(Document.duty_id).in_(duties))
    found = list(session.exec(select(Document).where(near).order_by(col(Document.id))).all())
    foresee(session, of_case, reading.by_key(cases, found, lambda one: one.case_id))
    foresee(session, of_duty, reading.by_key(duties, found, lambda one: one.duty_id))


def showing(session: Session, duty_id: int, case_id: int | None, agency_id: int) -> list[Document]:
    """Those that may have shown a duty to be done: begun for it, of its case, or of its agency where it has no case."""
    near = col(Document.case_id) == case_id if case_id is not None else col(Document.agency_id) == agency_id
    statement = select(Document).where(or_(col(Document.duty_id) == duty_id, near)).where(Document.edition > 0)
    return list(session.exec(statement.order_by(col(Document.id))).all())


def answers_to(session: Session, document_id: int | None) -> list[Document]:
    statement = select(Document).where(Document.replies_to == document_id)
    return list(session.exec(statement.order_by(col(Document.id))).all())


def of_event(session: Session, event_id: int) -> list[Document]:
    """The documents of an event, in the order in which they were begun."""
    return list(session.exec(select(Document).where(Document.event_id == event_id).order_by(col(Document.id))).all())


def of_period(session: Session, kind: str, period: str, agency_ids: Collection[int] | None = None) -> list[Document]:
    """Those of a kind for a period, of all agencies or of these."""
    statement = select(Document).where(Document.kind == kind, Document.period == period)
    if agency_ids is not None:
        statement = statement.where(col(Document.agency_id).in_(agency_ids))
    return list(session.exec(statement.order_by(col(Document.id))).all())


def in_state(session: Session, state: DocumentState) -> list[Document]:
    """All of them, as they were begun."""
    return list(session.exec(select(Document).where(Document.state == state).order_by(col(Document.id))).all())


def of_agency(session: Session, agency_id: int, *, open_only: bool = False) -> list[Document]:
    statement = select(Document).where(
        or_(col(Document.agency_id) == agency_id, col(Document.addressee_id) == agency_id)
    )
    if open_only:
        statement = statement.where(col(Document.state).not_in(OVER))
    return list(session.exec(statement.order_by(col(Document.id))).all())


def within(
    session: Session,
    scope: Mapping[str, frozenset[int]],
    own: Collection[int],
    states: Collection[DocumentState],
) -> list[Document]:
    """Those of each kind of the agencies that the scope says of it, and what is for the own agencies, newest touched
    first; what people wrote in them is read when it is asked for."""
    statement = select(Document).where(col(Document.state).in_(states))
    statement = statement.where(or_(of_scope(scope), col(Document.addressee_id).in_(own)))
    statement = statement.options(defer(Document.values))  # type: ignore[arg-type]
    statement = statement.order_by(col(Document.touched_at).desc(), col(Document.id).desc())
    return list(session.exec(statement).all())


# -- editions and steps ------------------------------------------------------------------------------------------------


def edition(session: Session, document_id: int | None, n: int) -> Edition | None:
    return session.exec(select(Edition).where(Edition.document_id == document_id, Edition.n == n)).first()


def editions(session: Session, document_id: int | None) -> list[Edition]:
    statement = select(Edition).where(Edition.document_id == document_id).order_by(col(Edition.n))
    return list(session.exec(statement).all())


def steps(session: Session, document_id: int | None) -> list[DocumentStep]:
    """As they were done."""
    statement = select(DocumentStep).where(DocumentStep.document_id == document_id)
    return list(session.exec(statement.order_by(col(DocumentStep.id))).all())


# -- numbers -----------------------------------------------------------------------------------------------------------


def next_number(session: Session, agency_id: int, kind: str, year: int) -> int:
    """The number after the last one, taken: another transaction waits until this one is committed or gone."""
    _begin_series(session, agency_id, kind, year)
    series = NumberSeries
    mine = (col(series.agency_id) == agency_id, col(series.kind) == kind, col(series.year) == year)
    statement: Any = (
        update(NumberSeries).where(*mine).values(last=NumberSeries.last + 1).returning(col(NumberSeries.last))
    )
    return int(session.execute(statement, execution_options={"synchronize_session": False}).scalar_one())


def lock_numbers(session: Session, agency_id: int, kind: str) -> None:
    """Whoever gives a number of the agency and kind, typed or not, waits here for whoever is giving one."""
    _begin_series(session, agency_id, kind, _ALL_YEARS)
    mine = (NumberSeries.agency_id == agency_id, NumberSeries.kind == kind, NumberSeries.year == _ALL_YEARS)
    session.exec(select(NumberSeries.id).where(*mine).with_for_update()).one()


_ALL_YEARS = 0
"""The year of the row that is locked while a number is given."""


def last_number(session: Session, agency_id: int, kind: str, year: int) -> int:
    """The last number that was given; 0 where none was."""
    mine = (NumberSeries.agency_id == agency_id, NumberSeries.kind == kind, NumberSeries.year == year)
    return session.exec(select(NumberSeries.last).where(*mine)).first() or 0


def _begin_series(session: Session, agency_id: int, kind: str, year: int) -> None:
    """One row, whoever is first; on PostgreSQL two may be at it at the same moment."""
    values = {"agency_id": agency_id, "kind": kind, "year": year, "last": 0}
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as upsert
    else:
        from sqlalchemy.dialects.sqlite import insert as upsert  # type: ignore[assignment]
    session.execute(upsert(NumberSeries).values(**values).on_conflict_do_nothing())


def has_number(session: Session, agency_id: int, kind: str, number: str) -> Document | None:
    """The document of the agency and kind that bears a number."""
    mine = (Document.agency_id == agency_id, Document.kind == kind, Document.number == number)
    return session.exec(select(Document).where(*mine)).first()


def first_frozen(
    session: Session, kind: str, path: str, begins: datetime, ends: datetime
) -> list[tuple[Document, Edition]]:
    """Those of a kind, below a place in the tree, whose first edition was frozen in this time and that stand, with
    their newest edition."""
    first = aliased(Edition)
    found = session.exec(
        select(Document, Edition)
        .join(Edition, (col(Edition.document_id) == col(Document.id)) & (col(Edition.n) == col(Document.edition)))
        .join(first, (col(first.document_id) == col(Document.id)) & (col(first.n) == 1))
        .join(Agency, col(Agency.id) == col(Document.agency_id))
        .where(
            Document.kind == kind,
            col(Document.state) != DocumentState.VOID,
            col(first.frozen_at) >= begins,
            col(first.frozen_at) < ends,
            col(Agency.path).startswith(path, autoescape=True),
        )
        .order_by(col(Document.id))
    )
    return [(document, edition) for document, edition in found]
