"""The files of a case: of its papers, proofs, absences and the office's own papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, cast, literal
from sqlmodel import Session, col, or_, select

from bot.store.cases.tables import Paper, StoredFile
from bot.store.documents.tables import Document, Edition
from bot.store.duties.tables import Duty
from bot.store.hearings.appearance_tables import Appearance


def files_of(session: Session, case_id: int) -> list[StoredFile]:
    """In the order in which they came."""
    editions = select(Edition.id).join(Document, col(Document.id) == Edition.document_id)
    of = {
        "paper:": select(Paper.id).where(Paper.case_id == case_id),
        "duty:": select(Duty.id).where(Duty.case_id == case_id),
        "appearance:": select(Appearance.id).where(Appearance.case_id == case_id),
        "document:": select(Document.id).where(Document.case_id == case_id),
        "edition:": editions.where(Document.case_id == case_id),
    }
    statement = select(StoredFile).where(or_(*(col(StoredFile.subject).in_(_named(*one)) for one in of.items())))
    return list(session.exec(statement.order_by(col(StoredFile.id))).all())


def _named(before: str, ids: Any) -> Any:
    """Subjects (`paper:12`) of the rows."""
    found = ids.subquery()
    return select(literal(before) + cast(found.c.id, String))
