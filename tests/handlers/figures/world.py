"""A county with a quarter behind it, counted by hand.

Third quarter of 2026, of the county (target 90 %: rule book ruzhou-2022):
 resources: 3 heard: 行初1 a deputy came and spoke; 行初2 the principal, silent; 行初3 nobody came: 2 of 3 = 66.67 %
 police:    2 heard: 行初11, 行初12 a deputy came and spoke: 2 of 2 = 100.00 %
 labour:    1 heard: 行初21, no result yet: 0 of 1 = 0.00 %
All: 6 heard, 4 attended: 66.67 %; principal 1 of 6 = 16.67 %, 25.00 % of those attended; spoke in 3 of 4 = 75.00 %.
90 % takes n with (4 + n) / (6 + n) >= 0.9: n >= 14. Scheduled in the rest of the quarter: 行初31 of police.
Second quarter: resources 1 heard, nobody came: 0.00 %; so the county rose by 66.67.
"""

from __future__ import annotations

from sqlmodel import col, select

from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import HearingStatus
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Case, Party
from tests.builders import County, county
from tests.desk import case, hearing, result
from tests.fakes import Shown
from tests.rig import Rig

BEGINS = "2026-09-15 10:00"
BOOK = "ruzhou-2022"
FIRST = "（2026）豫0482行初1号"


def number(n: int) -> str:
    return f"（2026）豫0482行初{n}号"


def heard(
    desk: Desk,
    here: County,
    agency: int,
    n: int,
    on: str,
    *,
    rank: str = "",
    spoke: bool = True,
    reported: bool = True,
    leader: int = 0,
) -> None:
    """A case of one agency that was heard; nobody came where no rank is given."""
    made = hearing(desk, case(desk, number(n), agency, court="汝州市人民法院", cause="行政处罚"), f"{on} 09:30",
                   HearingStatus.HELD)  # fmt: skip
    if reported:
        name = {here.leader: "张明", here.principal: "李建国", here.police_leader: "徐刚"}.get(leader, "")
        result(
            desk, made, agency, attended=bool(rank), rank=rank, spoke=spoke if rank else None, stayed=bool(rank),
            leader_id=here.ids[leader] if leader else None, leader_name=name,
        )  # fmt: skip


def quarter(desk: Desk, here: County) -> None:
    """What the heading of this module says."""
    desk.session.get_one(Agency, here.government).rulebook = BOOK
    desk.session.flush()
    deputy = "deputy_in_charge"
    heard(desk, here, here.resources, 1, "2026-07-08", rank=deputy, leader=here.leader)
    heard(desk, here, here.resources, 2, "2026-08-05", rank="principal", spoke=False, leader=here.principal)
    heard(desk, here, here.resources, 3, "2026-09-02")
    heard(desk, here, here.police, 11, "2026-07-15", rank=deputy, leader=here.police_leader)
    heard(desk, here, here.police, 12, "2026-09-10", rank=deputy, leader=here.police_leader)
    heard(desk, here, here.labour, 21, "2026-09-11", reported=False)
    heard(desk, here, here.resources, 9, "2026-05-20")
    hearing(desk, case(desk, number(31), here.police), "2026-09-25 09:30")


async def world(rig: Rig) -> County:
    here = await county(rig)
    await rig.work(lambda desk: quarter(desk, here))
    return here


def principal_owed(desk: Desk, of: str) -> None:
    """The case of this number is judged to be one in which principal leaders have to appear."""
    found = desk.session.exec(select(Party).join(Case, col(Case.id) == Party.case_id).where(Case.number == of))
    for one in found.all():
        desk.session.add(Appearance(case_id=one.case_id, agency_id=one.agency_id, strength="principal"))


def said(shown: Shown) -> list[str]:
    return plain(Html(shown.text)).split("\n")


async def card(rig: Rig, user: int, text: str = "/figures") -> Shown:
    [shown] = await rig.say(user, text)
    return shown
