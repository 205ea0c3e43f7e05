"""In a reform of agencies: what is still to be confirmed or answered is looked after under the successor."""

from __future__ import annotations

from bot.domain.agencies.audiences import Audience
from bot.domain.agencies.reform import Passing
from bot.services.hall.desk import Desk
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies."""
    waiting = set()
    for receipt in receipts_store.open_of_agency(desk.session, passing.old):
        heir = passing.heir_of_person(receipt.person_id)
        if heir != passing.old:
            receipt.agency_id = heir
            desk.session.add(receipt)
            waiting.add(receipt.circular_id)
    passing.circulars = len(waiting)
    if not passing.ends_it:
        return
    for row in circulars_store.unfinished(desk.session):
        if row.agency_id == passing.old:
            row.agency_id = passing.heirs.first
        if row.audience:
            row.audience = Audience.from_json(row.audience).passed(passing.old, passing.heirs.all).to_json()
        desk.session.add(row)
    desk.session.flush()
