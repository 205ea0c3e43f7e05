"""/figures: ways back, lines that open, what a city is told, examples in the reader's language."""

from __future__ import annotations

from sqlmodel import select

from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import AgencyKind
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case
from tests.builders import County
from tests.handlers.figures.world import BEGINS, card, heard, number, principal_owed, said
from tests.rig import Rig

START = BEGINS


def many(desk: Desk, here: County) -> None:
    """Twelve more units, each with a case to which nobody came."""
    above = desk.session.get_one(Agency, here.government)
    for n in range(12):
        unit = Agency(
            name=f"汝州市第{n + 1}局", short_name=f"第{n + 1}局", kind=AgencyKind.DEPARTMENT, parent_id=above.id
        )
        desk.session.add(unit)
        desk.session.flush()
        unit.path = f"{above.path}{unit.id}/"
        desk.session.flush()
        heard(desk, here, unit.id or 0, 100 + n, "2026-09-01")


async def test_the_way_back_leads_to_the_page_that_one_came_from(rig: Rig, here: County) -> None:
    await rig.work(lambda desk: many(desk, here))
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "按单位", shown)
    assert "第1页" in shown.text
    await rig.press(here.coordinator, "下一页", shown)
    assert "第2页" in shown.text
    label = next(one for one in shown.labels if one.endswith("县公安局"))
    await rig.press(here.coordinator, label, shown)
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert "第2页" in shown.text


async def test_what_has_no_court_or_cause_is_a_line_that_opens_like_any_other(rig: Rig, here: County) -> None:
    def blank(desk: Desk) -> None:
        found = desk.session.exec(select(Case).where(Case.number == number(3))).one()
        found.cause = ""
        desk.session.add(found)

    await rig.work(blank)
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "更多分类", shown)
    await rig.press(here.coordinator, "按案由", shown)
    assert "2. 未填写：开庭1件，出庭0件，▼ 0.00%" in said(shown)
    await rig.press(here.coordinator, "2. 未填写", shown)
    assert said(shown)[1].startswith("开庭1件，负责人出庭0件")
    await rig.press(here.coordinator, "明细", shown)
    assert [line for line in said(shown) if "行初" in line] == [f"1. {number(3)}"]


async def test_the_city_is_told_which_cases_of_its_county_it_sees_and_counts_no_others(rig: Rig, here: County) -> None:
    await rig.work(lambda desk: principal_owed(desk, number(2)))
    user = here.city_coordinator
    shown = await card(rig, user)
    await rig.press(user, "按单位", shown)
    assert said(shown)[2].startswith("1. 泗水县："), "by the whole name: every county has its 县政府"
    await rig.press(user, "1. 泗水县", shown)
    assert said(shown)[0].endswith("泗水县")
    await rig.press(user, "明细", shown)
    assert [line for line in said(shown) if "行初" in line] == [f"1. {number(2)}"]
    assert "只列应由主要负责人出庭的案件" in shown.text
    assert not any(label.startswith("负责人未出庭") for label in shown.labels), "no button that opens to nothing"


async def test_examples_are_in_the_readers_language(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.labour_principal, "/figures long ago")
    assert "neither a period nor a unit" in shown.text
    assert "last 3 months" in shown.text
    [shown] = await rig.say(here.labour_principal, "/figures last 3 months")
    assert "the third quarter of 2026" in plain(Html(shown.text))
