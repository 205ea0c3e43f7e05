"""In a reform of agencies: what the old one scores is the successor's, where that has nothing of its own in the line.

Where both have something, the old one's stays under the old name: nobody's word is written over by another's. What was
said of leaders stays with the hearings that it is of; these are found under whoever has the case (`store.leaders`).
"""

from __future__ import annotations

from bot.domain.agencies.reform import Passing
from bot.services.hall.desk import Desk
from bot.store.figures import scores as store


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies."""
    if not passing.ends_it:
        return
    heir = passing.heirs.first
    known = {(row.sheet, row.period, row.indicator) for row in store.of_agency(desk.session, heir)}
    for row in store.of_agency(desk.session, passing.old):
        if (row.sheet, row.period, row.indicator) not in known:
            row.agency_id = heir
            row.revise()
            desk.session.add(row)
    desk.session.flush()
