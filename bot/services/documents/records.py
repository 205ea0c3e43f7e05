"""备案编号: what was filed gets one when it is accepted: the next in the year of whoever keeps such filings.

It is given once; whatever is filed again later bears it. The version that was handed in stays as it was: the one with
the number stands beside it.
"""

from __future__ import annotations

from bot.domain.documents.kinds import Kind
from bot.domain.documents.sources import RECORD_NUMBER
from bot.services.documents import freezing, numbers
from bot.services.documents.stepping import CLOSED, FILED_FOR
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document


def give(desk: Desk, document: Document, kind: Kind, *, looked_at: bool = False) -> None:
    """The number under which it is kept from now on, taken in this transaction; safe to repeat.

    What is filed again gets none before whoever accepted it has `looked_at` it, or need not.
    """
    if not kind.record or document.facts.get(RECORD_NUMBER):
        return
    if not looked_at and document.facts.get(FILED_FOR) and not document.facts.get(CLOSED):
        return
    keeper, year = _keeper(desk, document), desk.today.year
    n = documents_store.next_number(desk.session, keeper, f"record/{kind.id}", year)
    number = numbers.worded(kind.record, access.agency(desk, keeper).short_name, year, n)
    document.facts = {**document.facts, RECORD_NUMBER: number}
    freezing.freeze(desk, document, f"备案编号：{number}")


def _keeper(desk: Desk, document: Document) -> int:
    """Whom it was filed with; of what has no addressee here, the bureau over its agency."""
    lead = access.lead_of(desk, document.agency_id)
    return document.addressee_id or (lead.id if lead is not None and lead.id else document.agency_id)
