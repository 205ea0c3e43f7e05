"""Whose bulletins and whose library of cases somebody reads: those of the office that answers for the own unit, and
who assesses or inspects those of every office within the own reach."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency

UNITS = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
INSPECTS = (Role.ASSESSOR, Role.OBSERVER)
READERS = (Role.COORDINATOR, *INSPECTS, *UNITS)
"""Who reads what an office issues, or keeps for its units."""


def read(desk: Desk) -> list[Agency]:
    """The own offices; else, of units, the office above; and within the reach of who inspects every office that leads
    a branch. The nearest first. Raises NotAllowed for whoever belongs to nothing."""
    own = desk.actor.agencies(Role.COORDINATOR)
    if not own and not desk.actor.agencies(*READERS):
        raise NotAllowed
    if own:
        return [access.agency(desk, one) for one in sorted(own)]
    found = [_above(desk, one) for one in sorted(desk.actor.agencies(*UNITS))]
    reach = tuple(path for one in desk.actor.appointments if one.role in INSPECTS for path in one.reach)
    led = dict.fromkeys(
        one.lead_id for one in agencies_store.heads_of_branches(desk.session, desk.today) if one.lead_id
    )
    inside = [one for number in led if reach and (one := access.agency(desk, number)).path.startswith(reach)]
    if not found and not inside:
        found = [_above(desk, one) for one in sorted(desk.actor.agencies(*INSPECTS))]
    return list({one.id: one for one in (*found, *inside)}.values())


def _above(desk: Desk, agency_id: int) -> Agency:
    return access.lead_of(desk, agency_id) or access.agency(desk, agency_id)
