"""Which units and leaders of the roster the names in a ledger mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.figures import ledger_cells
from bot.domain.figures.ledger_rows import Entry
from bot.domain.hall.access import Action
from bot.domain.hall.problems import Problem, problem
from bot.domain.hearings.hearings import Leader
from bot.services.agencies import bodies
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency

_PLACES = "省市县区旗"
_PLACE = re.compile(rf"[一-鿿]{{0,6}}[{_PLACES}]")


def _names(one: Agency) -> tuple[str, str]:
    return bodies.folded(one.name), bodies.folded(one.short_name)


def _is_behind_place(whole: str, tail: str) -> bool:
    return whole.endswith(tail) and (whole == tail or _PLACE.fullmatch(whole.removesuffix(tail)) is not None)


@dataclass
class Units:
    """The units over which the actor keeps the ledger, looked up once for each name."""

    desk: Desk
    mine: list[Agency] = field(init=False)
    _called: dict[str, list[Agency]] = field(default_factory=dict)
    _leaders: dict[int, list[Leader]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mine = access.within(self.desk, Action.JUDGE_DUTY)

    def of(self, entry: Entry) -> tuple[list[Agency], list[str], Problem | None]:
        """The units of a row, the names in it that mean none, and why it has none."""
        if not entry.agencies:
            return self._unnamed(entry)
        found, unknown = list[Agency](), list[str]()
        for name in entry.agencies:
            called = self.called(name)
            if len(called) > 1:
                names = "、".join(one.name for one in called[:3])
                return [], [], problem("“{name}” may be {names}. Please write the full name.", name=name, names=names)
            found += called
            unknown += [name] if not called else []
        if not found:
            return [], [], problem("“{name}” is no unit of the roster that is yours.", name=unknown[0])
        return list({one.id: one for one in found}.values()), unknown, None

    def called(self, name: str) -> list[Agency]:
        if name not in self._called:
            self._called[name] = bodies.calling(self.desk, self.mine, name) or self._without_place(name)
        return self._called[name]

    def _without_place(self, name: str) -> list[Agency]:
        """Those that bear this name behind a place's: 泉林镇政府 and 自然资源局, in the county's own ledger."""
        said = bodies.folded(name)
        tails = [one for one in (said, said[1:] if said[:1] in _PLACES else "") if len(one) > 2]
        return [one for one in self.mine if any(_is_behind_place(n, t) for n in _names(one) for t in tails)]

    def _unnamed(self, entry: Entry) -> tuple[list[Agency], list[str], Problem | None]:
        """Without a name it is the unit of the case that is known, or the only one there is."""
        case = cases_store.by_number(self.desk.session, entry.number)
        ids = {one.agency_id for one in cases_store.parties_of(self.desk.session, case.id)} if case else set()
        found = [one for one in self.mine if one.id in ids] or (self.mine if len(self.mine) == 1 else [])
        return found, [], None if found else problem("It does not say which unit is sued.")

    def leader(self, agency_id: int, entry: Entry) -> tuple[int | None, str]:
        """The leader's id, where the roster knows one of this name in the unit, and the rank in court."""
        if agency_id not in self._leaders:
            self._leaders[agency_id] = appearances.leaders_of(self.desk, agency_id)
        known = next((one for one in self._leaders[agency_id] if one.name == entry.leader), None)
        rank = ledger_cells.rank_of(entry.post)
        if known is not None and not rank:
            rank = "principal" if known.principal else ledger_cells.rank_of(known.post) or "deputy"
        return (known.person_id if known else None), rank
