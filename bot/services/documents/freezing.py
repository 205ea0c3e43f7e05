"""What a document was when it was submitted, or issued: its values are kept, and it waits to be printed."""

from __future__ import annotations

from bot.services.documents import filling
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Edition, PrintJob


def freeze(desk: Desk, document: Document, reason: str = "") -> Edition:
    """Another edition beside those before it. The paper itself is printed after the commit, beside what people do; a
    crash until then loses nothing, for the job is a row."""
    filled = filling.filled(desk, document)
    document.edition += 1
    edition = Edition(
        document_id=document.id or 0,
        n=document.edition,
        values={name: {"raw": one.raw, "origin": one.origin} for name, one in filled.values.items()},
        shown={**filled.context, "doc": {**filled.context["doc"], "edition": str(document.edition)}},
        frozen_at=desk.now,
        by=desk.actor.person_id or None,
        reason=reason[:500],
    )
    desk.session.add(edition)
    desk.session.add(PrintJob(document_id=document.id or 0, edition=document.edition, made_at=desk.now))
    desk.session.flush()
    desk.printed = True
    return edition
