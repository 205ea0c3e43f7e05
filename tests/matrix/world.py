"""Two counties under one city, full of everything: what each agency has bears words that no other agency's has.

`Secret` says of a word who may read it, by rules that are written down here anew. `deeds` fills them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import select

from bot.domain.hall.terms import AgencyKind, Role
from bot.services.agencies import leaving
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment
from tests import builders
from tests.builders import County
from tests.rig import Rig

START = "2026-12-01 10:00"
"""A Tuesday."""
NOW = "2026-12-08 10:00"
"""When the world is full."""
ENDED, STRANGER, SECOND_ADMIN, FIRST_ADMIN = 3901, 3999, 3001, 3002
CITY = (1104, 1105)
"""The city's coordinator and assessor."""
SEES = {Role.COORDINATOR, Role.ASSESSOR, Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL, Role.OBSERVER}
READS = SEES - {Role.ASSESSOR, Role.OBSERVER}
"""Roles that read what names plaintiffs."""


@dataclass(frozen=True)
class Side:
    """One agency with its liaison, its principal and its leaders, by Telegram id."""

    name: str
    liaison: int
    principal: int
    leader: int
    leader_name: str
    other: int
    other_name: str


RESOURCES = Side("县自然资源局", 1201, 1203, 1204, "张明", 1205, "赵敏")
POLICE = Side("县公安局", 1301, 1303, 1304, "徐刚", 1305, "曹丽")
FAR = Side("曲阜公安局", 3201, 3203, 3204, "尉迟恭", 3205, "司马光")
SIDES = (RESOURCES, POLICE, FAR)


@dataclass(frozen=True)
class Secret:
    """A word, and the accounts that may read it."""

    word: str
    readers: frozenset[int]


@dataclass
class World:
    """The counties, everybody's account, and what is secret."""

    county: County
    everybody: tuple[int, ...] = ()
    secrets: list[Secret] = field(default_factory=list)
    reach: dict[int, list[tuple[Role, str]]] = field(default_factory=dict)
    """By account: role and branch (path) of each office that holds."""
    paths: dict[str, str] = field(default_factory=dict)
    """By short name of the agency."""

    def holders(self, roles: Iterable[Role], *agencies: str) -> set[int]:
        """Who holds one of these roles over one of these agencies."""
        return {
            account
            for account, offices in self.reach.items()
            for role, branch in offices
            if role in roles and any(self.paths[name].startswith(branch) for name in agencies)
        }

    def sees(self, *agencies: str) -> set[int]:
        return self.holders(SEES, *agencies)

    def reads(self, *agencies: str) -> set[int]:
        return self.holders(READS, *agencies)

    def keep(self, word: str, readers: Iterable[int]) -> None:
        self.secrets.append(Secret(word, frozenset(readers)))


# -- who is there ------------------------------------------------------------------------------------------------


def second_county(desk: Desk, world: World) -> None:
    """曲阜: a government with its bureau and its police, and an administrator for each of the two trees."""
    county = world.county
    city = desk.session.get_one(Agency, county.city)
    first = desk.session.get_one(Agency, county.government)
    above = builders.add_agency(desk, "曲阜市人民政府", "曲阜政府", AgencyKind.GOVERNMENT, city, rulebook="sishui-2020")
    bureau = builders.add_agency(desk, "曲阜市司法局", "曲阜司法局", AgencyKind.JUSTICE_BUREAU, above)
    police = builders.add_agency(desk, "曲阜市公安局", "曲阜公安局", parent=above)
    above.lead_id = bureau.id
    cast: tuple[tuple[int, str, Role, Agency, str], ...] = (
        (SECOND_ADMIN, "管乙", Role.ADMINISTRATOR, above, ""),
        (FIRST_ADMIN, "管甲", Role.ADMINISTRATOR, first, ""),
        (3101, "令狐冲", Role.COORDINATOR, bureau, "科长"),
        (3102, "令狐德", Role.COORDINATOR, bureau, "科员"),
        (3201, "诸葛亮", Role.LIAISON, police, "大队长"),
        (3203, "夏侯渊", Role.PRINCIPAL, police, "局长"),
        (3204, FAR.leader_name, Role.LEADER, police, "副局长"),
        (3205, FAR.other_name, Role.LEADER, police, "副局长"),
        (ENDED, "离任", Role.LIAISON, desk.session.get_one(Agency, county.resources), "科员"),
    )
    for account, name, role, agency, post in cast:
        person = builders.add_person(desk, name, account, phone=f"1380000{account}")
        builders.appoint(desk, person, role, agency, post)
        county.ids[account] = person.id or 0
    world.everybody = (*county.ids, STRANGER)
    _offices(desk, world)


def _offices(desk: Desk, world: World) -> None:
    agencies = {one.id or 0: one for one in desk.session.exec(select(Agency)).all()}
    world.paths = {one.short_name: one.path for one in agencies.values()}
    led = {agencies[one.lead_id].id: one.path for one in agencies.values() if one.lead_id}
    for _, account, role, place in _held(desk, world):
        home = agencies[place].path if place else "/"
        branch = led.get(place, home) if role in (Role.COORDINATOR, Role.ASSESSOR) else home
        if account != ENDED:
            world.reach.setdefault(account, []).append((role, branch))


def _held(desk: Desk, world: World) -> Iterable[tuple[int, int, Role, int | None]]:
    accounts = {person: account for account, person in world.county.ids.items()}
    for row in desk.session.exec(select(Appointment)).all():
        if row.person_id in accounts:
            yield row.id or 0, accounts[row.person_id], row.role, row.agency_id


async def ended(rig: Rig, world: World) -> None:
    """Somebody who saw it all, began a form, and is no longer liaison."""
    await rig.say(ENDED, "/menu")
    await rig.say(ENDED, "（2026）鲁0831行初11号 应诉通知书 今天收到")
    person = await builders.person(rig, ENDED)
    [post] = await builders.appointments(rig, person.id or 0)
    await rig.to("2026-12-02 09:00")
    await rig.work(lambda desk: leaving.end(desk, post.id or 0, post.version, date(2026, 12, 1)))
