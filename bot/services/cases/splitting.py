"""What an agency that is split has to give: its open cases, its duties outside them, its people."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING
from bot.domain.hall.access import Action
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty

CASE, DUTY = "c", "d"
"""What an item is, before its id. What is owed in a case goes with the case."""


def items(desk: Desk, agency_id: int, chinese: bool) -> list[tuple[str, str]]:
    """(item, words) of each open case and each duty that belongs to none of them.

    An administrator does not read case texts: a case is shown by its number, a duty by its title and day.
    Raises Missing or NotAllowed unless the actor may edit the agency.
    """
    access.require(desk, Action.EDIT_TREE, agency_id)
    cases = cases_store.open_of_agency(desk.session, agency_id)
    known = {case.id for case in cases}
    owed = duties_store.in_states(desk.session, agency_id, tuple(PENDING))
    rest = [duty for duty in owed if duty.case_id not in known and duty.kind != "right"]
    return [
        *((f"{CASE}{case.id}", case.number) for case in cases),
        *((f"{DUTY}{duty.id}", _title(duty, chinese)) for duty in rest),
    ]


def _title(duty: Duty, chinese: bool) -> str:
    return f"{duty.title.get('zh' if chinese else 'en', '')} {duty.obey.isoformat()}"


def people(desk: Desk, agency_id: int) -> list[tuple[int, str]]:
    """(id, name) of everybody who holds an office in the agency that is not over. Raises as `items`."""
    access.require(desk, Action.EDIT_TREE, agency_id)
    found = people_store.staff(desk.session, [agency_id], desk.today)
    return list({person.id: (person.id or 0, person.name) for _, person, _ in found}.values())
