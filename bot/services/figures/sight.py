"""Who may see which figures: unit by unit, an area as a whole, or the total only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AgencyKind
from bot.services.hall.desk import Desk
from bot.store.figures import reports
from bot.store.figures.reports import Node, Scope

_AREAS = (AgencyKind.GOVERNMENT, AgencyKind.TOWNSHIP, AgencyKind.SUBDISTRICT)


@dataclass(frozen=True)
class Sight:
    """What the actor sees. `branches`: the paths below which; `wholes`: governments whose units are not told apart,
    by path; `only`: agencies that are asked for alone.

    Of the tree it knows no more than that: how many units there are makes no difference to it.
    """

    branches: tuple[str, ...]
    wholes: tuple[Node, ...] = ()
    only: tuple[Node, ...] = ()
    heads: tuple[Node, ...] = ()
    """The governments there are."""

    @property
    def scope(self) -> Scope:
        """All that may be summed."""
        if self.only:
            return Scope(only=tuple(one.id for one in self.only))
        return Scope(None if self.branches == ("/",) else self.branches)

    @property
    def apart(self) -> Scope:
        """What may be told apart: people, single cases."""
        if self.only:
            return Scope(only=tuple(one.id for one in self.only if self.whole_of(one) is None))
        return Scope(self.scope.branches, tuple(one.path for one in self.wholes))

    @property
    def has_wholes(self) -> bool:
        """Whether part of it is seen as wholes only: single cases and people of it are not told."""
        if self.only:
            return any(self.whole_of(one) is not None for one in self.only)
        return any(one.path.startswith(self.branches) for one in self.wholes)

    def whole_of(self, node: Node) -> Node | None:
        """The area as a part of which it is seen."""
        return self.whole_at(node.path)

    def whole_at(self, path: str) -> Node | None:
        """The area as a part of which what stands at this path is seen."""
        return next((whole for whole in self.wholes if path.startswith(whole.path)), None)

    def is_within_a_whole(self, node: Node) -> bool:
        """Whether it is part of an area that is seen as a whole only: a unit of a county, for the city."""
        whole = self.whole_of(node)
        return whole is not None and whole.id != node.id


def of(desk: Desk, area: int | None = None, agencies: tuple[int, ...] = ()) -> Sight:
    """What the actor sees of an area, or of some agencies; without them all there is for the actor.

    Raises:
        Missing: there is no such agency. NotAllowed: it is not the actor's to see, or only as part of a whole.
    """
    branches = ("/",) if desk.is_system else desk.actor.branches(Action.SEE_SUMMARY)
    if not branches:
        raise NotAllowed
    asked = (*agencies, *((area,) if area is not None else ()))
    nodes = reports.heads(desk.session, (AgencyKind.GOVERNMENT,), asked)
    known = {node.id: node for node in nodes}
    for one in asked:
        if one not in known:
            raise Missing
        if not known[one].path.startswith(branches):
            raise NotAllowed
    heads = tuple(node for node in nodes if node.kind is AgencyKind.GOVERNMENT)
    wholes = () if desk.is_system else tuple(_wholes(heads, branches))
    within = (known[area].path,) if area is not None else branches
    sight = Sight(within, wholes, tuple(known[one] for one in agencies), heads)
    if any(sight.is_within_a_whole(known[one]) for one in asked):
        raise NotAllowed
    return sight


def areas(desk: Desk, sight: Sight) -> tuple[Node, ...]:
    """The areas that agencies in sight belong to, the narrowest first: a lower government, a township, the government
    whose departments these are. What belongs to none stands below whatever is topmost; a whole comes before all."""
    found = reports.heads(desk.session, _AREAS)
    deep = sorted(found, key=lambda one: -one.path.count("/"))
    return (*sight.wholes, *deep, *reports.roots(desk.session))


def home_of(desk: Desk, area: int) -> tuple[int, ...]:
    """The agencies of an area that belong to none of the areas below it.

    Raises:
        Missing: there is no such area. NotAllowed: it, or its units, are not the actor's to see.
    """
    sight = of(desk, area)
    [path] = sight.branches
    if sight.whole_at(path) is not None:
        raise NotAllowed
    found = areas(desk, sight)
    below = reports.below(desk.session, path)
    return tuple(node.id for node in below if _first(found, node).id == area) or (area,)


def _first(found: tuple[Node, ...], node: Node) -> Node:
    return next(one for one in found if node.path.startswith(one.path))


def wholes_of(desk: Desk) -> tuple[Node, ...]:
    """The areas that the actor sees as wholes; none for whoever sees no figures."""
    return of(desk).wholes if desk.actor.may_somewhere(Action.SEE_SUMMARY) else ()


def _wholes(heads: tuple[Node, ...], branches: tuple[str, ...]) -> list[Node]:
    """The governments below the actor's own: a city sees its counties as wholes. Whoever holds an office in a county as
    well sees that one's units."""
    homes = {home.id for path in branches if (home := _home(heads, path)) is not None}
    found: list[Node] = []
    for node in heads:
        below = node.id not in homes and node.path.startswith(branches)
        if below and not any(node.path.startswith(one.path) for one in found):
            found.append(node)
    return found


def _home(heads: tuple[Node, ...], path: str) -> Node | None:
    """The government that a branch belongs to: its own root, or the nearest above."""
    return max((one for one in heads if path.startswith(one.path)), key=lambda one: len(one.path), default=None)


def around(desk: Desk, sight: Sight) -> Node | None:
    """The government whose total is shown to whoever sees own units only; None for whoever sees all of it."""
    if desk.is_system or sight.only:
        return None
    homes = {home.id: home for path in sight.branches if (home := _home(sight.heads, path)) is not None}
    if len(homes) != 1:
        return None
    [home] = homes.values()
    return None if home.path.startswith(sight.branches) else home
