"""机构改革: who may, what cannot be, and what happens when two press at once or something changed meanwhile."""

from __future__ import annotations

from functools import partial

import pytest

from bot.domain.agencies.reform import Heirs
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.terms import AgencyKind, Reform, Role
from bot.services.agencies import agencies, reform
from bot.services.hall import access
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.handlers.agencies.reform_steps import merging, paper, parties, to_ways
from tests.rig import Rig

SMALL = 1801


def order(old: int, heir: int, how: Reform = Reform.MERGED) -> reform.Order:
    return reform.Order(how, ((old, 1),), Heirs(heir))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["liaison", "principal", "coordinator", "assessor", "court_contact"])
async def test_only_administrators_have_the_button_and_may(rig: Rig, county: County, who: str) -> None:
    user = getattr(county, who)
    shown = await to_ways(rig, county.admin, "县自然资源局")
    before = await builders.agency(rig, county.resources)
    [card, *_] = await rig.say(user, "/agencies")
    assert not any("机构改革" in label or "修改" in label for label in card.labels)
    await rig.press_data(user, f"ag.rf:renamed:{county.resources}:1", shown)
    assert any(words in rig.toast() for words in ("没有此项操作的权限", "不存在"))
    assert await builders.agency(rig, county.resources) == before


async def of_one_branch(rig: Rig, county: County, agency_id: int) -> None:
    """An administrator of one agency and what is below it."""

    def make(desk: Desk) -> None:
        person = builders.add_person(desk, "小管理", SMALL)
        builders.appoint(desk, person, Role.ADMINISTRATOR, access.agency(desk, agency_id))

    await rig.work(make)


async def test_an_administrator_of_one_agency_only_may_neither_give_nor_take(rig: Rig, county: County) -> None:
    await of_one_branch(rig, county, county.police)
    small = await builders.person(rig, SMALL)
    for one in (order(county.resources, county.police), order(county.police, county.resources)):
        with pytest.raises(NotAllowed):
            await rig.work(partial(reform.carry_out, order=one), actor=small)
    names = {"name": "甲局", "short_name": "甲"}
    with pytest.raises(NotAllowed):
        await rig.work(lambda desk: reform.rename(desk, county.resources, 1, names), actor=small)
    await rig.work(
        lambda desk: reform.rename(desk, county.police, 1, {"name": "乙局", "short_name": "乙"}), actor=small
    )
    assert (await builders.agency(rig, county.police)).short_name == "乙"


@pytest.mark.parametrize(
    ("old", "heir", "how", "why"),
    [
        ("police", "police", Reform.MERGED, "itself"),
        ("resources", "station", Reform.MERGED, "stands below"),
        ("police", "court", Reform.ENDED, "court"),
        ("government", "city", Reform.MERGED, "government"),
        ("court", "police", Reform.MERGED, "court"),
        ("police", "resources", Reform.SPLIT, "two successors"),
    ],
)
async def test_what_cannot_be_is_refused_by_a_sentence(
    rig: Rig, county: County, old: str, heir: str, how: Reform, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        await rig.work(lambda desk: reform.carry_out(desk, order(getattr(county, old), getattr(county, heir), how)))
    assert why in refused.value.problem.msgid
    assert (await builders.agency(rig, getattr(county, old))).closed_on is None


async def test_neither_an_ended_agency_nor_one_of_that_name_can_take_part(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: reform.carry_out(desk, order(county.labour, county.police)))
    with pytest.raises(Refused, match="closed"):
        await rig.work(lambda desk: reform.carry_out(desk, order(county.resources, county.labour)))
    version = (await builders.agency(rig, county.labour)).version
    again = reform.Order(Reform.MERGED, ((county.labour, version),), Heirs(county.street))
    with pytest.raises(Refused, match="closed"):
        await rig.work(partial(reform.carry_out, order=again))
    names = {"name": "泗水县公安局", "short_name": "公安"}
    with pytest.raises(Refused, match="already"):
        await rig.work(lambda desk: reform.rename(desk, county.resources, 1, names))


async def test_agencies_below_of_the_same_name_are_sorted_out_first(rig: Rig, county: County) -> None:
    await rig.work(
        lambda d: agencies.create(
            d, name="泉林自然资源所", short_name="所", kind=AgencyKind.DISPATCHED, parent_id=county.police
        )
    )
    with pytest.raises(Refused, match="already"):
        await rig.work(lambda desk: reform.carry_out(desk, order(county.resources, county.police)))


@pytest.mark.slow
async def test_the_second_of_two_administrators_sees_what_was_done(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: builders.appoint(desk, builders.add_person(desk, "吴管理", 1802), Role.ADMINISTRATOR))
    await paper(rig, county.liaison)
    await merging(rig, county)
    await to_ways(rig, 1802, "县自然资源局")
    await rig.press(1802, "合并")
    await rig.say(1802, "县人社局")
    await rig.press(county.admin, "确认实施")
    await rig.press(1802, "确认实施")
    assert await parties(rig) == [(county.police, "defendant")]
    shown = rig.last(1802).text
    assert "承接单位：县公安局" in shown
    assert "机构改革已实施" not in shown


@pytest.mark.slow
async def test_a_successor_that_ended_before_the_confirmation_takes_nothing(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await merging(rig, county)
    await rig.work(lambda desk: reform.carry_out(desk, order(county.police, county.labour)))
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.resources, "defendant")]
    assert "县公安局" in rig.last(county.admin).text or "县公安局" in rig.toast()


@pytest.mark.slow
async def test_the_right_is_asked_for_at_the_moment_of_confirming(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await of_one_branch(rig, county, county.government)
    await rig.say(SMALL, "/agencies")
    for label in ("县自然资源局", "修改", "机构改革", "合并"):
        await rig.press(SMALL, label)
    await rig.say(SMALL, "县公安局")
    people = await builders.appointments(rig, (await builders.person(rig, SMALL)).id or 0)

    def narrow(desk: Desk) -> None:
        row = desk.session.merge(people[0])
        row.agency_id = county.resources
        row.revise()
        desk.session.add(row)

    await rig.work(narrow)
    await rig.press(SMALL, "确认实施")
    assert await parties(rig) == [(county.resources, "defendant")]
    assert (await builders.agency(rig, county.resources)).closed_on is None
