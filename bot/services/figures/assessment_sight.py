"""Whose scores are whose to see, and to enter: coordinators and assessors the units below, a unit its own."""

from __future__ import annotations

from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import queries as agencies_store
from bot.store.figures import scores as store
from bot.store.tables import Agency

SCORERS = (Role.ASSESSOR, Role.COORDINATOR)
OWN = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
NO_UNITS = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})


def reach(desk: Desk) -> tuple[str, ...]:
    return tuple(path for one in desk.actor.appointments if one.role in SCORERS for path in one.reach)


def scores(desk: Desk, agency: Agency) -> bool:
    """Whether the actor enters scores of an agency: whoever watches over it, never its own people."""
    within = reach(desk)
    return bool(within) and agency.path.startswith(within) and agency.id not in desk.actor.agencies(*SCORERS)


def units(desk: Desk, year: int) -> list[Agency]:
    """The units whose scores are the actor's to see, in the order of the tree; those that a reform ended where
    something of the year is written down of them. Raises NotAllowed: there are none."""
    scored, mine = store.scored(desk.session, str(year)), own(desk)
    rows = [
        one
        for one in agencies_store.agencies_below(desk.session, None)
        if one.kind not in NO_UNITS and (one.closed_on is None or one.id in scored)
    ]
    found = [one for one in rows if scores(desk, one) or one.id in mine]
    if not found:
        raise NotAllowed
    return found


def own(desk: Desk) -> set[int]:
    """The units whose score is the actor's own: where the actor is, and what went into that by a reform."""
    mine = desk.actor.agencies(*OWN)
    return {*mine, *(old for one in mine for old in former.predecessors(desk.session, one))}


def unit(desk: Desk, agency_id: int) -> Agency:
    """Raises Missing where its scores are not the actor's to see."""
    agency = access.agency(desk, agency_id)
    if not scores(desk, agency) and agency_id not in own(desk):
        raise Missing
    return agency
