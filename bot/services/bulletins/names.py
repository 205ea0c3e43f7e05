"""Which unit a court means by the name that it writes: now, before a reform, as a county's whole, as said before."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.hall.terms import AgencyKind
from bot.services.agencies import bodies
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import court as store
from bot.store.tables import Agency

_NONE = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})
_WRITTEN = ("{name}", "{name}人民政府", "{name}政府", "县{name}", "市{name}", "区{name}", "{name}街道办事处")
"""How a name may be written in full, in the order in which it is tried."""


def branch_of(desk: Desk, office_id: int) -> str:
    """The path of what an office leads."""
    led = agencies_store.paths_led_by(desk.session, office_id)
    return min(led, key=len) if led else access.agency(desk, office_id).path


def units(desk: Desk, office_id: int) -> list[Agency]:
    """The units that a bulletin to an office counts, in tree order: those that it leads, the governments below it as
    wholes. What belongs to a lower government, or is part of a unit, is none by itself."""
    path = branch_of(desk, office_id)
    inside = [one for one in agencies_store.open_agencies(desk.session) if one.path.startswith(path)]
    wholes = [one.path for one in inside if one.kind is AgencyKind.GOVERNMENT and one.path != path]
    return [one for one in inside if one.kind not in _NONE and not _is_within(one.path, wholes)]


def _is_within(path: str, wholes: Iterable[str]) -> bool:
    return any(path.startswith(whole) and path != whole for whole in wholes)


def unit_of(path: str, by_path: dict[str, int]) -> int | None:
    """The unit that counts an agency at this path: itself, or the nearest above it."""
    parts = path.strip("/").split("/")
    tried = ("/" + "/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1))
    return next((by_path[one] for one in tried if one in by_path), None)


def paths(rows: Iterable[Agency]) -> dict[str, int]:
    return {one.path: one.id or 0 for one in rows}


def meant(desk: Desk, office_id: int, name: str) -> int | None:
    """The unit that a name means; None where none, or several, could be meant: then somebody is asked."""
    by_path = paths(units(desk, office_id))
    for form in _WRITTEN:
        found = bodies.named(desk, form.format(name=name), office_id)
        unit = unit_of(found.path, by_path) if found is not None else None
        if unit is not None:
            return unit
    said = store.meant_before(desk.session, office_id, name)
    return said if said in by_path.values() else None
