"""What is forgotten after a while: raw updates and the texts of sent messages hold names."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import JSON
from sqlmodel import col, select, update

from bot.domain.hall.terms import SendState
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import inbox
from bot.store.tables import OutboxRow

A_NIGHT = 20_000
"""Rows looked through in one night."""
_WALKED = "retention_walked"


def set_terms(desk: Desk, *, updates_days: int, texts_days: int) -> None:
    """Keep the operator's terms (in days) where the nightly tick finds them."""
    notes.put(desk.session, "retention", {"updates": updates_days, "texts": texts_days}, now=desk.now)


def prune(desk: Desk) -> None:
    """Delete finished updates and blank the texts of messages, sent or given up, that are older than the terms."""
    terms = notes.get(desk.session, "retention")
    inbox.prune(desk.session, now=desk.now, keep=timedelta(days=int(terms.get("updates", 30))))
    oldest = desk.now - timedelta(days=int(terms.get("texts", 730)))
    sent = (col(OutboxRow.state) == SendState.SENT, col(OutboxRow.sent_at) < oldest, col(OutboxRow.text) != "")
    desk.session.execute(update(OutboxRow).where(*sent).values(text="", content=None))
    _forget_given_up(desk, oldest)


def _forget_given_up(desk: Desk, oldest: datetime) -> None:
    """The contents of what was never sent. Rows are walked once, in the order of their making: a look at all of them
    would hold up every writer."""
    mark = int(notes.get(desk.session, _WALKED).get("id", 0))
    ahead = select(OutboxRow.id, OutboxRow.planned_at).where(col(OutboxRow.id) > mark).order_by(col(OutboxRow.id))
    first = desk.session.exec(ahead.limit(1)).first()
    if first is None or first[1] >= oldest:
        return
    rows = desk.session.exec(ahead.limit(A_NIGHT)).all()
    last = [number for number, planned_at in takewhile(lambda row: row[1] < oldest, rows)][-1]
    desk.session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) > mark, col(OutboxRow.id) <= last)
        .where(col(OutboxRow.state).in_([SendState.FAILED, SendState.CANCELLED]))
        .where(col(OutboxRow.content) != JSON.NULL)
        .values(text="", content=None)
    )
    notes.put(desk.session, _WALKED, {"id": last}, now=desk.now)
