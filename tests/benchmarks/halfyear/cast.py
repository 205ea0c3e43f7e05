"""Ten agencies that are sued, each with a liaison officer, a principal and two deputies; and the bureau."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.hall.terms import Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency
from tests import builders
from tests.builders import County
from tests.rig import Rig

COORDINATORS = (1101, 1102)
NEVER = 4503
"""A deputy who never answers anything."""


@dataclass(frozen=True)
class Unit:
    """One agency, its people by Telegram id."""

    id: int
    name: str
    liaison: int
    principal: int
    leaders: tuple[int, ...]


@dataclass
class Cast:
    """Who plays; `roles` names the role of each account, `people` and `accounts` lead to the database and back."""

    county: County
    units: list[Unit]
    roles: dict[int, str]
    people: dict[int, int] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)

    @property
    def acting(self) -> set[int]:
        return set(self.roles)


_NEW = ("县住建局", "县市场监管局", "县交通运输局", "县农业农村局", "县卫健局")
_KNOWN = (
    ("resources", 1201, 1203, (1204, 1205)),
    ("police", 1301, 1303, (1304, 1305)),
    ("labour", 1501, 1502, ()),
    ("street", 1601, 1602, ()),
    ("town", 1701, 1702, ()),
)
"""Those of the usual county; who has no deputies gets two."""


async def gather(rig: Rig) -> Cast:
    """Put everybody into the rig's database."""
    county = await builders.county(rig)
    units: list[Unit] = await rig.work(lambda desk: _units(desk, county))
    roles = dict.fromkeys(COORDINATORS, "coordinator")
    for unit in units:
        roles |= {unit.liaison: "liaison", unit.principal: "principal"} | dict.fromkeys(unit.leaders, "leader")
    return Cast(county, units, roles, county.ids, {person: account for account, person in county.ids.items()})


def _units(desk: Desk, county: County) -> list[Unit]:
    known = [
        _complete(desk, county, getattr(county, key), n, liaison, principal, leaders)
        for n, (key, liaison, principal, leaders) in enumerate(_KNOWN)
    ]
    above = desk.session.get_one(Agency, county.government)
    new = []
    for n, name in enumerate(_NEW, len(_KNOWN)):
        agency = builders.add_agency(desk, f"泗水县{name[1:]}", name, parent=above)
        first = 4000 + n * 100
        _person(desk, county, agency, first + 1, f"{'甲乙丙丁戊己庚辛壬癸'[n]}联络", Role.LIAISON, "法规科科长")
        _person(desk, county, agency, first + 2, f"{'甲乙丙丁戊己庚辛壬癸'[n]}局长", Role.PRINCIPAL, "局长")
        new.append(_complete(desk, county, agency.id or 0, n, first + 1, first + 2, ()))
    return known + new


def _complete(
    desk: Desk, county: County, agency_id: int, n: int, liaison: int, principal: int, leaders: tuple[int, ...]
) -> Unit:
    agency = desk.session.get_one(Agency, agency_id)
    if not leaders:
        leaders = (4000 + n * 100 + 3, 4000 + n * 100 + 4)
        for account, name in zip(leaders, ("东方", "南宫"), strict=True):
            _person(desk, county, agency, account, f"{name}{'甲乙丙丁戊己庚辛壬癸'[n]}", Role.LEADER, "副局长")
    return Unit(agency_id, agency.short_name, liaison, principal, leaders)


def _person(desk: Desk, county: County, agency: Agency, account: int, name: str, role: Role, post: str) -> None:
    person = builders.add_person(desk, name, account, phone=f"1390000{account}")
    builders.appoint(desk, person, role, agency, post)
    county.ids[account] = person.id or 0
