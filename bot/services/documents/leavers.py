"""Somebody leaves: what waits for an office that nobody holds any more waits for those who write it down, and they hear
of it."""

from __future__ import annotations

from bot.domain.documents.documents import DocumentState
from bot.services.documents import memory, permissions, telling
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document

ALONE = "alone"
"""Fact of a document: the edition and step at which nobody held the office for whom it waits."""


def appointment_ended(desk: Desk, person_id: int, agency_id: int) -> None:
    """Wired to the end of an appointment: looked at at once, and again each morning."""
    daily(desk)


def daily(desk: Desk) -> None:
    """Appointments that ended with nobody telling; safe to repeat."""
    with memory.listing(desk):
        rows = documents_store.in_state(desk.session, DocumentState.UNDER_WAY)
        memory.fetch(desk, rows)
        alone = [one for one in rows if one.facts.get(ALONE) != _at(one) and _waits_for_nobody(desk, one)]
    for document in alone:
        document.facts = {**document.facts, ALONE: _at(document)}
        desk.session.add(document)
        telling.next_step(desk, document, desk.house.law.kinds[document.kind])


def _at(document: Document) -> str:
    return f"{document.edition}:{document.step}"


def _waits_for_nobody(desk: Desk, document: Document) -> bool:
    kind = desk.house.law.kinds.get(document.kind)
    if kind is None or document.step >= len(kind.steps):
        return False
    step = kind.steps[document.step]
    at_body = permissions.body_of(desk, document, step) is not None
    return at_body and not permissions.holders(desk, document, step)
