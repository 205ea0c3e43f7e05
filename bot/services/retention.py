"""What is forgotten after a while: raw updates and the texts of sent messages hold names."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, update

from bot.domain.terms import SendState
from bot.services import inbox, notes
from bot.services.desk import Desk
from bot.store.tables import OutboxRow


def set_terms(desk: Desk, *, updates_days: int, texts_days: int) -> None:
    """Keep the operator's terms (in days) where the nightly tick finds them."""
    notes.put(desk.session, "retention", {"updates": updates_days, "texts": texts_days}, now=desk.now)


def prune(desk: Desk) -> None:
    """Delete finished updates and blank the texts of sent messages that are older than the terms."""
    terms = notes.get(desk.session, "retention")
    inbox.prune(desk.session, now=desk.now, keep=timedelta(days=int(terms.get("updates", 30))))
    oldest = desk.now - timedelta(days=int(terms.get("texts", 730)))
    desk.session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.state) == SendState.SENT, col(OutboxRow.sent_at) < oldest, col(OutboxRow.text) != "")
        .values(text="", content=None)
    )
