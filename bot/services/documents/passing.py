"""In a reform of agencies: what the old agency has under way, and what is on the way to it, is the successor's."""

from __future__ import annotations

from bot.domain.agencies.reform import Passing
from bot.domain.documents.acts import DOCUMENT_PASSED
from bot.services.documents import changing, numbers, rekeying, telling
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document, Duty


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies, after the cases and duties. What is over stays with the old name."""
    for document in documents_store.of_agency(desk.session, passing.old, open_only=True):
        heir = _heir(desk, passing, document)
        if document.addressee_id == passing.old and heir != passing.old:
            document.addressee_id = heir
        if document.agency_id == passing.old and heir != passing.old:
            _take_over(desk, document, heir)
        desk.session.add(document)
    desk.session.flush()


def _heir(desk: Desk, passing: Passing, document: Document) -> int:
    """Where its duty went; else its case; else whoever wrote it; what is nobody's stays with the rest."""
    duty = desk.session.get(Duty, document.duty_id) if document.duty_id else None
    if duty is not None and duty.agency_id in passing.heirs.all:
        return duty.agency_id
    if document.case_id is not None:
        return passing.cases.get(document.case_id) or passing.heir_of_case(document.case_id)
    if document.created_by in passing.heirs.people:
        return passing.heir_of_person(document.created_by or 0)
    return passing.rest


def _take_over(desk: Desk, document: Document, heir: int) -> None:
    old = access.agency(desk, document.agency_id)
    rekeying.take_over(desk, document, heir)
    if document.number:
        document.number = numbers.beside(desk, document, heir, old)
    document.agency_id = heir
    changing.written(desk, document, DOCUMENT_PASSED, old={"agency": old.short_name})
    kind = desk.house.law.kinds.get(document.kind)
    if kind is not None:
        telling.next_step(desk, document, kind)
