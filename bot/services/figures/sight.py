"""Who may see which figures: unit by unit, an area as a whole, or the total only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
    by path."""

    nodes: tuple[Node, ...]
    branches: tuple[str, ...]
    wholes: tuple[Node, ...] = ()
    only: tuple[int, ...] = ()

    @cached_property
    def by_id(self) -> dict[int, Node]:
        return {node.id: node for node in self.nodes}

    @property
    def scope(self) -> Scope:
        """All that may be summed."""
        if self.only:
            return Scope(only=self.only)
        return Scope(None if self.branches == ("/",) else self.branches)

    @property
    def apart(self) -> Scope:
        """What may be told apart: people, single cases."""
        if self.only:
            return Scope(only=tuple(one for one in self.only if self.whole_of(self.by_id[one]) is None))
        return Scope(self.scope.branches, tuple(one.path for one in self.wholes))

    @property
    def has_wholes(self) -> bool:
        """Whether part of it is seen as wholes only: single cases and people of it are not told."""
        if self.only:
            return any(self.whole_of(self.by_id[one]) is not None for one in self.only)
        return any(one.path.startswith(self.branches) for one in self.wholes)

    def whole_of(self, node: Node) -> Node | None:
        """The area as a part of which it is seen."""
        return next((whole for whole in self.wholes if node.path.startswith(whole.path)), None)

    def is_within_a_whole(self, node: Node) -> bool:
        """Whether it is part of an area that is seen as a whole only: a unit of a county, for the city."""
        whole = self.whole_of(node)
        return whole is not None and whole.id != node.id

    def area_of(self, node: Node) -> Node:
        """The area it belongs to: a lower government, a township, or the government whose departments these are."""
        whole = self.whole_of(node)
        if whole is not None:
            return whole
        above = [self.by_id[one] for one in map(int, node.path.strip("/").split("/")) if one in self.by_id]
        return next((one for one in reversed(above) if one.kind in _AREAS), above[0])


def of(desk: Desk, area: int | None = None, agencies: tuple[int, ...] = ()) -> Sight:
    """What the actor sees of an area, or of some agencies; without them all there is for the actor.

    Raises:
        Missing: there is no such agency. NotAllowed: it is not the actor's to see, or only as part of a whole.
    """
    branches = ("/",) if desk.is_system else desk.actor.branches(Action.SEE_SUMMARY)
    if not branches:
        raise NotAllowed
    nodes = tuple(reports.tree(desk.session))
    known = {node.id: node for node in nodes}
    for one in (*agencies, *((area,) if area is not None else ())):
        if one not in known:
            raise Missing
        if not known[one].path.startswith(branches):
            raise NotAllowed
    asked = (known[area].path,) if area is not None else branches
    wholes = () if desk.is_system else tuple(_wholes(nodes, known, branches))
    sight = Sight(nodes, asked, wholes, agencies)
    if any(sight.is_within_a_whole(known[one]) for one in (*agencies, *((area,) if area is not None else ()))):
        raise NotAllowed
    return sight


def home_of(desk: Desk, area: int) -> tuple[int, ...]:
    """The agencies of an area that belong to none of the areas below it.

    Raises:
        Missing: there is no such area. NotAllowed: it, or its units, are not the actor's to see.
    """
    sight = of(desk, area)
    if sight.whole_of(sight.by_id[area]) is not None:
        raise NotAllowed
    below = (node for node in sight.nodes if node.path.startswith(sight.branches))
    return tuple(node.id for node in below if sight.area_of(node).id == area) or (area,)


def wholes_of(desk: Desk) -> tuple[Node, ...]:
    """The areas that the actor sees as wholes; none for whoever sees no figures."""
    return of(desk).wholes if desk.actor.may_somewhere(Action.SEE_SUMMARY) else ()


def _wholes(nodes: tuple[Node, ...], known: dict[int, Node], branches: tuple[str, ...]) -> list[Node]:
    """The governments below the actor's own: a city sees its counties as wholes. Whoever holds an office in a county as
    well sees that one's units."""
    homes = {home.id for path in branches if (home := _home(known, path)) is not None}
    found: list[Node] = []
    for node in nodes:
        below = node.kind is AgencyKind.GOVERNMENT and node.id not in homes and node.path.startswith(branches)
        if below and not any(node.path.startswith(one.path) for one in found):
            found.append(node)
    return found


def _home(known: dict[int, Node], path: str) -> Node | None:
    """The government that a branch belongs to: its own root, or the nearest above."""
    above = [known[one] for one in map(int, filter(None, path.split("/"))) if one in known]
    return next((one for one in reversed(above) if one.kind is AgencyKind.GOVERNMENT), None)


def around(desk: Desk, sight: Sight) -> Node | None:
    """The government whose total is shown to whoever sees own units only; None for whoever sees all of it."""
    if desk.is_system or sight.only:
        return None
    homes = {home.id: home for path in sight.branches if (home := _home(sight.by_id, path)) is not None}
    if len(homes) != 1:
        return None
    [home] = homes.values()
    return None if home.path.startswith(sight.branches) else home
