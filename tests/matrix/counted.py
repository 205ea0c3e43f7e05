"""What counts in figures: a case of each side that a leader came to, what is said of it, what the court reported."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read
from bot.domain.hall.terms import HearingStatus, Role
from bot.services.bulletins import court, starting
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Evaluation, LetterCandidate
from tests import builders
from tests.desk import case, hearing, result
from tests.matrix.world import FAR, SIDES, Side, World
from tests.rig import Rig

OWN = frozenset({Role.LEADER, Role.CASE_HANDLER, Role.LEGAL_STAFF})
"""They see the figures of their unit, split by causes as well, but no single case."""

CITY = frozenset({1104, 1105})
"""The city's own people: of its counties they see wholes, and of single leaders what concerns the principal only."""


async def counted(rig: Rig, world: World) -> None:
    """Each with a cause of its own, and words of the court that leaders above and beside do not read."""
    for n, side in enumerate(SIDES, start=1):
        await rig.work(lambda desk, side=side, n=n: _heard(desk, world, side, n))  # type: ignore[misc]
        sees = world.sees(side.name) | {side.leader}
        # The court knows what was heard before it, and grades who came.
        court_ = world.holders({Role.COURT_CONTACT}, "县法院")
        world.keep(f"（2026）鲁0831行初{n}5号", sees | court_ | world.holders({Role.ADMINISTRATOR}, side.name))
        world.keep(f"公孙夏{n}", world.reads(side.name) | {side.leader})
        world.keep(f"缘由{n}戊", sees | world.holders(OWN | {Role.ADMINISTRATOR}, side.name))
        world.keep(f"评语{n}戊", (sees - CITY) | court_)
    for n, by, office, unit in ((1, 1101, "县司法局", "县公安局"), (3, 3101, "曲阜司法局", FAR.name)):
        actor = await builders.person(rig, by)
        await rig.work(lambda desk, n=n, at=(office, unit): _reported(desk, n, *at), actor=actor)  # type: ignore[misc]
        reads = world.holders({Role.COORDINATOR, Role.ASSESSOR}, office)
        world.keep(f"密案{n}", reads)
        for word in (f"密称{n}局", f"（2026）鲁0831行初{n}95号", f"密由{n}"):
            # What the court wrote, it may read; what came of it, it may not.
            world.keep(word, reads | world.holders({Role.COURT_CONTACT}, "县法院"))


def _heard(desk: Desk, world: World, side: Side, n: int) -> None:
    ids = world.county.ids
    agency = desk.session.exec(select(Agency).where(Agency.short_name == side.name)).one().id or 0
    number = f"（2026）鲁0831行初{n}5号"
    made = case(desk, number, agency, court="泗水县人民法院", cause=f"缘由{n}戊", plaintiff=f"公孙夏{n}")
    held = hearing(desk, made, "2026-11-18 09:30", HearingStatus.HELD)
    leader, name = ids[side.leader], side.leader_name
    result(desk, held, agency, rank="deputy_in_charge", spoke=True, stayed=True, leader_id=leader, leader_name=name)
    by = ids[3101 if side is FAR else 1101]
    desk.session.add(
        Evaluation(
            hearing_id=held.id or 0, agency_id=agency, leader_id=leader, leader_name=name, source="court",
            grades={"spoke": "a"}, note=f"评语{n}戊", by=by, at=desk.now,
        )
    )  # fmt: skip


def _reported(desk: Desk, n: int, office: str, unit: str) -> None:
    """The court's bulletins of two quarters: one recorded, with a difference and a unit that may get a letter; in the
    other stands a unit that nobody has named yet."""
    place = {one.short_name: one.id or 0 for one in desk.session.exec(select(Agency)).all()}
    received, by = date(2026, 12, 1), "泗水县人民法院"
    lines = (FigureLine(unit, 4, 2),)
    cases = (CaseLine(f"（2026）鲁0831行初{n}95号", unit, attended=False, reason=f"密由{n}"),)
    row = court.enter(desk, place[office], "2026Q3", received, by, Read(lines, cases))
    starting.record(desk, row.id or 0, row.version)
    values = {"number": f"密案{n}", "leader": "某甲", "what": []}
    desk.session.add(LetterCandidate(bulletin_id=row.id or 0, agency_id=place[unit], ground="effect", values=values))
    court.enter(desk, place[office], "2026Q2", received, by, Read((*lines, FigureLine(f"密称{n}局", 1, 1))))
