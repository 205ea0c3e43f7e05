"""Entries of the library of typical cases, and the reports of models that could become some."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from bot.domain.documents.documents import DocumentState
from bot.store.tables import Agency, Document, Edition, TypicalCase

MODEL = "model_form"
GONE = "withdrawn"


def of_office(session: Session, agency_id: int) -> list[TypicalCase]:
    """What an office keeps, the newest first."""
    found = select(TypicalCase).where(TypicalCase.agency_id == agency_id, TypicalCase.state != GONE)
    return list(session.exec(found.order_by(col(TypicalCase.year).desc(), col(TypicalCase.id).desc())).all())


def locked(session: Session, entry_id: int) -> TypicalCase | None:
    """The row as it is now, so that nobody else changes it before the commit."""
    statement = select(TypicalCase).where(TypicalCase.id == entry_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def of_year(session: Session, year: int, path: str) -> list[tuple[TypicalCase, str]]:
    """Entries of a year about the units below a place in the tree, with the short name of each unit."""
    found = session.exec(
        select(TypicalCase, Agency.short_name)
        .join(Agency, col(Agency.id) == col(TypicalCase.unit_id))
        .where(TypicalCase.year == year, TypicalCase.state != GONE)
        .where(col(Agency.path).startswith(path, autoescape=True))
        .order_by(col(TypicalCase.id))
    )
    return [(entry, name) for entry, name in found]


def models(session: Session, paths: Collection[str]) -> list[tuple[Document, Edition]]:
    """Reports of models that units below handed in and of which the library has nothing, the oldest first."""
    taken = select(TypicalCase.document_id).where(col(TypicalCase.document_id).is_not(None))
    found = session.exec(
        select(Document, Edition, Agency.path)
        .join(Edition, (col(Edition.document_id) == col(Document.id)) & (col(Edition.n) == col(Document.edition)))
        .join(Agency, col(Agency.id) == col(Document.agency_id))
        .where(Document.kind == MODEL, col(Document.state) != DocumentState.VOID, col(Document.id).not_in(taken))
        .order_by(col(Document.id))
    )
    return [(document, edition) for document, edition, path in found if path.startswith(tuple(paths))]


def of_agency(session: Session, agency_id: int) -> list[TypicalCase]:
    """Everything that names an agency, as the office or as the unit."""
    ours = (col(TypicalCase.agency_id) == agency_id) | (col(TypicalCase.unit_id) == agency_id)
    return list(session.exec(select(TypicalCase).where(ours).order_by(col(TypicalCase.id))).all())
