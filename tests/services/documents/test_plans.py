"""A work plan: each item is a duty of whoever is to do it, and ends in done, excused or handed on (RZ17)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.documents.plans import Plan
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import DutyState
from bot.services.documents import drafting, plans, steps
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Document, Duty
from tests.builders import County, county, person
from tests.rig import Rig, open_rig

ITEMS = [
    {"what": "组织负责人出庭应诉业务培训", "unit": "县司法局", "by": "6月30日"},
    {"what": "组织庭审观摩", "unit": "泉林镇", "by": "2026-09-30"},
    {"what": "修订应诉工作制度", "unit": "法规科", "by": "年底"},
]


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-03-02 09:00") as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)

    def go_by_the_plan(desk: Desk) -> None:
        desk.session.get_one(Agency, here.government).rulebook = "ruzhou-2022"

    await rig.work(go_by_the_plan)
    return here


async def drawn_up(rig: Rig, place: County) -> int:
    """The plan of the year, submitted by its coordinator."""

    def work(desk: Desk) -> int:
        document = plans.begin(desk, 2026)
        document = drafting.set_values(
            desk, document.id or 0, document.version, {"goals": "出庭率100%", "items": ITEMS}
        )
        steps.submit(desk, document.id or 0, document.version)
        return document.id or 0

    return await rig.work(work, actor=await person(rig, place.coordinator))


async def items(rig: Rig) -> list[Duty]:
    statement = select(Duty).where(Duty.rule == "RZ17.item").order_by(col(Duty.id))
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


async def test_each_item_becomes_a_duty_of_whoever_does_it_by_its_day(rig: Rig, place: County) -> None:
    await drawn_up(rig, place)
    found = [(d.title["zh"], d.agency_id, d.due.isoformat()) for d in await items(rig)]
    assert found == [
        ("组织负责人出庭应诉业务培训", place.justice, "2026-06-30"),
        ("组织庭审观摩", place.town, "2026-09-30"),
        # An office within the bureau is no agency; without a day that can be read it is the year's last.
        ("修订应诉工作制度（法规科）", place.justice, "2026-12-31"),
    ]


async def test_the_town_is_told_of_its_item_in_the_plans_own_words(rig: Rig, place: County) -> None:
    await drawn_up(rig, place)
    [duty] = [d for d in await items(rig) if d.agency_id == place.town]
    await rig.say(place.town_liaison, "/duties")
    await rig.press_data(place.town_liaison, f"dt.open:{duty.id}", rig.last(place.town_liaison))
    shown = rig.last(place.town_liaison).text
    assert "组织庭审观摩" in shown
    assert "9月30日（周三）前完成此项工作，并将结果报" in shown


async def test_a_plan_that_is_read_again_keeps_its_items_as_they_are(rig: Rig, place: County) -> None:
    document_id = await drawn_up(rig, place)

    def touch(desk: Desk) -> None:
        document = desk.session.get_one(Document, document_id)
        document.touched_at = desk.now
        document.revise()
        desk.session.add(document)
        duties.recompute_all(desk, reason="")

    await rig.work(touch)
    found = await items(rig)
    assert [d.title["zh"] for d in found] == [
        "组织负责人出庭应诉业务培训",
        "组织庭审观摩",
        "修订应诉工作制度（法规科）",
    ]
    assert {d.state for d in found} == {DutyState.OPEN}


async def test_the_table_shows_how_each_item_stands(rig: Rig, place: County) -> None:
    await drawn_up(rig, place)

    def end(desk: Desk) -> None:
        for duty in desk.session.exec(select(Duty).where(Duty.agency_id == place.town, Duty.rule == "RZ17.item")):
            duty.state, duty.done_note = DutyState.DONE, "9月1日已组织"
            desk.session.add(duty)

    await rig.work(end)

    def look(desk: Desk) -> Plan:
        return plans.of_year(desk, 2026)

    shown = await rig.work(look, actor=await person(rig, place.coordinator))
    assert (shown.total, shown.finished, shown.overdue) == (3, 1, 0)
    assert shown.lines is not None
    assert [(one.n, one.state.value, one.note) for one in shown.lines.items] == [
        (1, "open", ""), (2, "done", "9月1日已组织"), (3, "open", ""),
    ]  # fmt: skip


async def test_only_who_coordinates_draws_up_a_plan(rig: Rig, place: County) -> None:
    for user in (place.liaison, place.leader, place.assessor, place.principal):
        actor = await person(rig, user)
        with pytest.raises(NotAllowed):
            await rig.work(lambda desk: plans.begin(desk, 2026), actor=actor)
