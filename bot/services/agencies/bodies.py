"""Which agency of the tree a name on a paper means: its full name, its short name, or the short name with the county's
name before it (泗水县自然资源局 for 县自然资源局)."""

from __future__ import annotations

from bot.domain.hall.terms import AgencyKind
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency


def is_called(agency: Agency, name: str) -> bool:
    """Whether a paper that writes this name means the agency."""
    if name in (agency.name, agency.short_name):
        return True
    place = name.removesuffix(agency.short_name)
    return place != name and len(place) > 1 and agency.name.startswith(place)


def named(desk: Desk, name: str, near_id: int) -> Agency | None:
    """The open agency that a name means, seen from another one: of several the one that stands nearest in the tree.

    None where there is none, or two are equally near; courts are parties of nothing.
    """
    near = access.agency(desk, near_id)
    rows = [one for one in agencies_store.like(desk.session, name) if one.kind is not AgencyKind.COURT]
    found = sorted((one for one in rows if is_called(one, name)), key=lambda one: -_shared(one, near))
    if len(found) > 1 and _shared(found[0], near) == _shared(found[1], near):
        return None
    return found[0] if found else None


def _shared(one: Agency, other: Agency) -> int:
    """How many agencies stand above both, themselves included."""
    pairs = zip(one.path.strip("/").split("/"), other.path.strip("/").split("/"), strict=False)
    depth = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        depth += 1
    return depth


def beside(desk: Desk, agency_id: int) -> list[Agency]:
    """The agencies that can be sued beside this one: those of its county, and the governments above it."""
    own = access.agency(desk, agency_id)
    above: list[Agency] = []
    county = own
    at: Agency | None = own
    while at is not None:
        if at.kind is AgencyKind.GOVERNMENT:
            county = at if not above else county
            above.append(at)
        at = desk.session.get(Agency, at.parent_id) if at.parent_id else None
    rows = agencies_store.open_agencies(desk.session, courts=False)
    below = [one for one in rows if one.path.startswith(county.path)]
    return list({one.id: one for one in (*below, *above)}.values())
