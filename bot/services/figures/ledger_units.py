"""Which units and leaders of the roster the names in a ledger mean."""

from __future__ import annotations

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
            self._called[name] = bodies.calling(self.desk, self.mine, name)
        return self._called[name]

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
