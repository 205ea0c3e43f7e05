"""Figures of many units: a turn asks the database the same number of times, and shows the same number of lines."""

from __future__ import annotations

from bot.services.hall.desk import Desk
from bot.store.tables import Agency
from tests.builders import County, add_agency
from tests.handlers.figures.world import BEGINS, heard, world
from tests.rig import Rig
from tests.statements import statements

START = BEGINS


def _more(desk: Desk, here: County, units: int) -> None:
    """Departments of which nobody came to one hearing; each of the later ones to which the deputy came as well."""
    government = desk.session.get_one(Agency, here.government)
    for n in range(units):
        unit = add_agency(desk, f"新设{n}局", f"新设{n}局", parent=government).id or 0
        heard(desk, here, unit, 1000 + 2 * n, "2026-08-12")
        if n >= 12:
            heard(desk, here, unit, 1001 + 2 * n, "2026-08-13", rank="deputy_in_charge")


async def _asked(rig: Rig, user: int, data: str = "") -> list[str]:
    """The statements of a turn: the command, or a button on the last card."""
    with statements() as sent:
        await (rig.press_data(user, data, rig.last(user)) if data else rig.say(user, "/figures"))
    return sent


TURNS = ("", "fig.sp:2026Q3:all:u::0", "fig.sp:2026Q3:all:r::0", "fig.rows:2026Q3:all::::0", "fig:2026Q3:all::")


async def test_a_turn_asks_as_often_of_forty_units_as_of_three(rig: Rig) -> None:
    here = await world(rig)
    before = [len(await _asked(rig, here.coordinator, data)) for data in TURNS]
    await rig.work(lambda desk: _more(desk, here, 40))
    assert [len(await _asked(rig, here.coordinator, data)) for data in TURNS] == before


async def test_pages_of_units_begin_with_the_lowest_rate_and_leave_none_out(rig: Rig) -> None:
    """Those at 0.00 %: labour's without a result, the twelve of one hearing; then the 28 at 50.00 %, then ours."""
    here = await world(rig)
    await rig.work(lambda desk: _more(desk, here, 40))
    await rig.say(here.coordinator, "/figures")
    await rig.press(here.coordinator, "按单位")
    seen = []
    for page in range(6):
        shown = rig.last(here.coordinator)
        seen += [line.split("<b>")[1].split("</b>")[0] for line in shown.text.split("\n") if "开庭" in line]
        if page < 5:
            await rig.press(here.coordinator, "下一页", shown)
    assert set(seen[:13]) == {"县人社局", *(f"新设{n}局" for n in range(12))}
    assert set(seen[13:41]) == {f"新设{n}局" for n in range(12, 40)}
    assert seen[41:] == ["县自然资源局", "县公安局"]
