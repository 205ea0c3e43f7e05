"""Whose scores are whose to see, and to enter: coordinators and assessors the units below, a unit its own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.figures import sight
from bot.services.figures.scoring import Scored
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import queries as agencies_store
from bot.store.figures import scores as store
from bot.store.figures.reports import Node
from bot.store.tables import Agency

SCORERS = (Role.ASSESSOR, Role.COORDINATOR)
OWN = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
_NO_UNITS = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})


def reach(desk: Desk) -> tuple[str, ...]:
    return tuple(path for one in desk.actor.appointments if one.role in SCORERS for path in one.reach)


def scores(desk: Desk, agency: Agency) -> bool:
    """Whether the actor enters scores of an agency: whoever watches over it, never its own people."""
    within = reach(desk)
    return bool(within) and agency.path.startswith(within) and agency.id not in desk.actor.agencies(*SCORERS)


def units(desk: Desk, year: int) -> list[Scored]:
    """Whose scores are the actor's to see, in the order of the tree: of areas that are seen as wholes none but the
    whole; those that a reform ended where something of the year is written down of them. Raises NotAllowed: there are
    none."""
    wholes = sight.wholes_of(desk)
    found = [one for agency in all_units(desk, year) for one in seen(desk, agency, wholes)]
    if not found:
        raise NotAllowed
    return found


def seen(desk: Desk, agency: Agency, wholes: Sequence[Node]) -> list[Scored]:
    """The scores of an agency that are the actor's to see: its own people see both of a government below another."""
    mine = agency.id in own(desk)
    whole = _whole_above(agency, wholes)
    watches = scores(desk, agency)
    found = [Scored(agency)] if mine or (watches and whole is None) else []
    as_whole = (watches and whole == agency.id) or (mine and is_below_another(desk, agency))
    return [*found, Scored(agency, whole=True)] if as_whole else found


def _whole_above(agency: Agency, wholes: Sequence[Node]) -> int | None:
    """The area of those that are seen as wholes to which an agency belongs."""
    return next((one.id for one in wholes if agency.path.startswith(one.path)), None)


def is_hidden(desk: Desk, agency: Agency) -> bool:
    return _whole_above(agency, sight.wholes_of(desk)) is not None


def is_below_another(desk: Desk, agency: Agency) -> bool:
    """Whether it is a government that another one above scores as a whole."""
    if agency.kind is not AgencyKind.GOVERNMENT or agency.parent_id is None:
        return False
    return access.agency(desk, agency.parent_id).kind is AgencyKind.GOVERNMENT


def unit(desk: Desk, key: str) -> Scored:
    """What a button names. Raises Missing where its scores are not the actor's to see."""
    number = key.removeprefix("w")
    if not number.isascii() or not number.isdigit():
        raise Missing
    there = seen(desk, access.agency(desk, int(number[:17])), sight.wholes_of(desk))
    found = next((one for one in there if one.key == key), None)
    if found is None:
        raise Missing
    return found


def own(desk: Desk) -> set[int]:
    """The units whose score is the actor's own: where the actor is, and what went into that by a reform."""
    mine = desk.actor.agencies(*OWN)
    return {*mine, *(old for one in mine for old in former.predecessors(desk.session, one))}


def all_units(desk: Desk, year: int = 0) -> Sequence[Agency]:
    """Everybody who is scored; with a year also those that a reform ended, where they have scores of it."""
    scored = store.scored(desk.session, year) if year else set()
    found = agencies_store.agencies_below(desk.session, None)
    return [a for a in found if a.kind not in _NO_UNITS and (a.closed_on is None or a.id in scored)]
