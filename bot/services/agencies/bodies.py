"""Which agency of the tree a name on a paper means: its full name, its short name, or the short name with the county's
name before it (泗水县自然资源局 for 县自然资源局). A name that it bore before a reform means it as well, unless another
bears it now."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.hall.terms import AgencyKind
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency, FormerName


def is_called(desk: Desk, agency: Agency, name: str) -> bool:
    """Whether a paper that writes this name means the agency."""
    return bool(calling(desk, [agency], name))


def calling(desk: Desk, agencies: Sequence[Agency], name: str) -> list[Agency]:
    """Those of the agencies that a paper may mean with this name, in their order: by what they are called now, else
    by what they were called before."""
    now = [one for one in agencies if _means(one, one, name)]
    return now or [one for one in agencies if one.id in _formerly(desk, agencies, name)]


def _formerly(desk: Desk, agencies: Sequence[Agency], name: str) -> set[int]:
    by_id = {one.id: one for one in agencies}
    rows = former.of_agencies(desk.session, list(by_id))
    return {row.agency_id for row in rows if _means(row, by_id[row.agency_id], name)}


def _means(called: Agency | FormerName, agency: Agency, name: str) -> bool:
    """By a full and a short name that an agency bears or bore; the county's name stands in either of its full ones."""
    said, full, short = folded(name), folded(called.name), folded(called.short_name)
    if said in (full, short):
        return True
    places = [said.removesuffix(own) for own in dict.fromkeys((short, full)) if own and said.endswith(own)]
    return any(len(one) > 1 and (called.name.startswith(one) or agency.name.startswith(one)) for one in places)


def folded(name: str) -> str:
    """A government is one with and without 人民, a subdistrict with and without its office."""
    return re.sub(r"街道办(?:事处)?$", "街道", name.replace("人民政府", "政府"))


def named(desk: Desk, name: str, near_id: int) -> Agency | None:
    """The open agency that a name means, seen from another one: of several the one that stands nearest in the tree.

    None where there is none, or two are equally near; courts are parties of nothing.
    """
    near = access.agency(desk, near_id)
    rows = [one for one in agencies_store.like(desk.session, name) if one.kind is not AgencyKind.COURT]
    found = sorted(calling(desk, rows, name), key=lambda one: -_shared(one, near))
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


def mentioned(desk: Desk, agencies: Sequence[Agency], text: str) -> list[Agency]:
    """Agencies of which a name, also a former one, stands in the text; of names inside one another only the longest."""
    by_id = {one.id: one for one in agencies}
    rows: list[Agency | FormerName] = [*agencies, *former.of_agencies(desk.session, list(by_id))]
    names = [(n, one) for one in rows for n in (one.name, one.short_name)]
    found: list[Agency] = []
    for name, one in sorted(names, key=lambda pair: -len(pair[0])):
        if len(name) > 1 and name in text:
            found.append(by_id[one.agency_id] if isinstance(one, FormerName) else one)
            text = text.replace(name, " ")
    return list({one.id: one for one in found}.values())
