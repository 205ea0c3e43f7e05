"""In a reform of agencies: what the old one got of courts, and what is counted or decided of it, is the successor's."""

from __future__ import annotations

from bot.domain.agencies.reform import Passing
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies. An issued letter stays as it is; the court's own words stay in every line."""
    for row in store.of_agency(desk.session, passing.old):
        row.agency_id = passing.rest
        desk.session.add(row)
    desk.session.flush()
