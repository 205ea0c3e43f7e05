"""What is got ready before a hearing, thing by thing: whoever keeps the hearing ticks it, or its sealed paper does."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hearings.acts import PAPERS_READY
from bot.domain.hearings.preparing import ITEMS, prepared_of, with_prepared
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards
from bot.services.law.appearing import subject_of
from bot.store.tables import Appearance


def tick(desk: Desk, appearance_id: int, items: Collection[str]) -> Appearance:
    """These things are ready. Saying so twice changes nothing.

    Raises:
        Missing: there is none. NotAllowed: the actor does not speak for the agency. Refused: no such thing is listed.
    """
    row = appearances.get(desk, appearance_id)
    if not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    if not set(items) <= set(ITEMS):
        raise Refused("Please answer with one of the buttons shown.")
    return seen(desk, row, frozenset(items))


def seen(desk: Desk, row: Appearance, items: frozenset[str]) -> Appearance:
    """As `tick`, for a paper that was sealed: its own room asked who may."""
    before = prepared_of(row.facts)
    if not items <= before:
        row.facts = with_prepared(row.facts, before | items)
        desk.session.add(row)
        new = {"ready": bool(row.facts.get("ready")), "prepared": row.facts["prepared"]}
        desk.audit(PAPERS_READY, subject_of(row), case_id=row.case_id, agency_id=row.agency_id, new=new)
        appearances.show(desk, row)
    return row


def lost(row: Appearance, item: str) -> None:
    """One of them has to be made again."""
    row.facts = {**with_prepared(row.facts, prepared_of(row.facts) - {item}), "ready": False}
