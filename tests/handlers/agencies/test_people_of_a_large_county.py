"""/people where they are many: by letter, by agency, by search, each list saying which page of how many it is."""

from __future__ import annotations

import pytest

from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.rig import Rig


def _large(desk: Desk, county: County) -> None:
    """Forty units with a liaison officer and a leader each."""
    government = access.agency(desk, county.government)
    for n in range(40):
        unit = builders.add_agency(desk, f"泗水县第{n}局", f"县{n}局", parent=government)
        for name, role in ((f"王{n}", Role.LIAISON), (f"孙{n}", Role.LEADER)):
            builders.appoint(desk, builders.add_person(desk, name), role, unit)


@pytest.mark.slow
async def test_people_are_found_by_the_letter_of_the_surname(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: _large(desk, county))
    [first] = await rig.say(county.coordinator, "/people")
    assert "第1页/共7页" in first.text
    assert "发送 /people 加姓名" in first.text
    await rig.press(county.coordinator, "按姓氏字母", first)
    letters = rig.bot.find(county.coordinator, first.message_id)
    assert {"C", "D", "F", "H", "K", "L"} <= set(letters.labels)
    assert not {"A", "B"} & set(letters.labels), "only letters under which somebody stands"
    assert len(letters.labels) <= 12
    await rig.press(county.coordinator, "下一页", letters)
    letters = rig.bot.find(county.coordinator, first.message_id)
    assert {"S", "W", "Y", "Z"} <= set(letters.labels)
    await rig.press(county.coordinator, "W", letters)
    page = rig.bot.find(county.coordinator, first.message_id)
    assert "第1页/共6页" in page.text
    assert len(page.labels) <= 12
    seen = set(page.labels)
    while "下一页 ›" in rig.bot.find(county.coordinator, first.message_id).labels:
        await rig.press(county.coordinator, "下一页", rig.bot.find(county.coordinator, first.message_id))
        seen |= set(rig.bot.find(county.coordinator, first.message_id).labels)
    assert {f"王{n}" for n in range(40)} | {"王芳", "吴桐"} <= seen
    await rig.press(county.coordinator, "王9", rig.bot.find(county.coordinator, first.message_id))
    assert "<b>王9</b>" in rig.bot.find(county.coordinator, first.message_id).text


@pytest.mark.slow
async def test_whoever_knows_one_unit_finds_its_people_only(rig: Rig, county: County) -> None:
    [menu] = await rig.say(county.liaison, "/menu")
    await rig.press_data(county.liaison, "pp.abc", menu)
    shown = rig.bot.find(county.liaison, menu.message_id)
    assert "W" in shown.labels
    await rig.press_data(county.liaison, "pp.on:M:0", shown)
    assert "马超" not in "".join(rig.bot.find(county.liaison, menu.message_id).labels)
    [menu] = await rig.say(county.court_contact, "/menu")
    await rig.press_data(county.court_contact, "pp.abc", menu)
    assert "没有此项操作的权限" in rig.toast()


@pytest.mark.slow
async def test_lists_of_agencies_begin_with_the_county_s_own(rig: Rig, county: County) -> None:
    """The administrator of the whole tree has the house's county before the city, and before the counties beside it."""

    def add(desk: Desk) -> None:
        city = access.agency(desk, county.city)
        builders.add_agency(desk, "曲阜市人民政府", "曲阜政府", AgencyKind.GOVERNMENT, city, rulebook="national")

    await rig.work(add)
    [first] = await rig.say(county.admin, "/people")
    assert first.labels[0] == "县政府"
    assert not {"市政府", "市司法局", "曲阜政府"} & set(first.labels)
    await rig.press(county.admin, "下一页", first)
    assert {"市政府", "市司法局", "曲阜政府"} <= set(rig.bot.find(county.admin, first.message_id).labels)
    [own] = await rig.say(county.coordinator, "/people")
    assert own.labels[0] == "县司法局", "one's own before all"
