"""What is forgotten after a while, for it holds names: raw updates, texts of messages, values in the audit trail."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import inbox
from bot.store.hall import seals as seals_store
from bot.store.post import outbox as outbox_store

A_NIGHT = 20_000
"""Rows looked through in one night."""
_WALKED = "retention_walked"
NAMES_A_NIGHT = 5_000
"""Entries of the audit trail looked through in one night: each that holds names is written anew."""
_NAMES_WALKED = "names_walked"


def set_terms(desk: Desk, *, updates_days: int, texts_days: int, names_days: int) -> None:
    """Keep the operator's terms (in days) where the nightly tick finds them."""
    terms = {"updates": updates_days, "texts": texts_days, "names": names_days}
    notes.put(desk.session, "retention", terms, now=desk.now)


def prune(desk: Desk) -> None:
    """Delete finished updates, blank the texts of messages, sent or given up, and forget the names in entries of the
    audit trail that are older than the terms."""
    terms = notes.get(desk.session, "retention")
    inbox.prune(desk.session, now=desk.now, keep=timedelta(days=int(terms.get("updates", 30))))
    oldest = desk.now - timedelta(days=int(terms.get("texts", 730)))
    outbox_store.forget_sent(desk.session, oldest)
    _forget_given_up(desk, oldest)
    _forget_names(desk, desk.now - timedelta(days=int(terms.get("names", 3650))))


def _forget_given_up(desk: Desk, oldest: datetime) -> None:
    """The contents of what was never sent. Rows are walked once, in the order of their making: a look at all of them
    would hold up every writer."""
    mark = int(notes.get(desk.session, _WALKED).get("id", 0))
    first = outbox_store.planned_after(desk.session, mark, most=1)
    if not first or first[0][1] >= oldest:
        return
    rows = outbox_store.planned_after(desk.session, mark, most=A_NIGHT)
    last = [number for number, planned_at in takewhile(lambda row: row[1] < oldest, rows)][-1]
    outbox_store.forget_given_up(desk.session, mark, last)
    notes.put(desk.session, _WALKED, {"id": last}, now=desk.now)


def _forget_names(desk: Desk, oldest: datetime) -> None:
    """Hashes and seals stay true: what stands for a name goes on standing for it. Entries are walked once, by their
    ids: a look at all of them would hold up every writer."""
    mark = int(notes.get(desk.session, _NAMES_WALKED).get("id", 0))
    written = seals_store.written_after(desk.session, mark, most=NAMES_A_NIGHT)
    ids = [number for number, _ in takewhile(lambda row: row[1] < oldest, written)]
    if ids:
        seals_store.blank(desk.session, seals_store.with_names(desk.session, ids))
        notes.put(desk.session, _NAMES_WALKED, {"id": ids[-1]}, now=desk.now)
