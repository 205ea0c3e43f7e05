"""What is forgotten after a while: raw updates and the texts of sent messages hold names."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import JSON
from sqlmodel import col, update

from bot.domain.terms import SendState
from bot.services import inbox, notes
from bot.services.desk import Desk
from bot.store.tables import OutboxRow


def set_terms(desk: Desk, *, updates_days: int, texts_days: int) -> None:
    """Keep the operator's terms (in days) where the nightly tick finds them."""
    notes.put(desk.session, "retention", {"updates": updates_days, "texts": texts_days}, now=desk.now)


def prune(desk: Desk) -> None:
    """Delete finished updates and blank the texts of messages, sent or given up, that are older than the terms."""
    terms = notes.get(desk.session, "retention")
    inbox.prune(desk.session, now=desk.now, keep=timedelta(days=int(terms.get("updates", 30))))
    oldest = desk.now - timedelta(days=int(terms.get("texts", 730)))
    sent = (col(OutboxRow.state) == SendState.SENT, col(OutboxRow.sent_at) < oldest, col(OutboxRow.text) != "")
    given_up = (
        col(OutboxRow.state).in_([SendState.FAILED, SendState.CANCELLED]),
        col(OutboxRow.planned_at) < oldest,
        col(OutboxRow.content) != JSON.NULL,
    )
    for conditions in (sent, given_up):
        desk.session.execute(update(OutboxRow).where(*conditions).values(text="", content=None))
