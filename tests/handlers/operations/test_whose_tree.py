"""/held and /status of several trees: administrators decide over their own, and nobody reads of another's people."""

import pytest
from sqlmodel import col, func, select

from bot.domain.hall.terms import AgencyKind, Role, SendState
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Agency, AuditEntry, Draft, OutboxRow
from tests import builders, room
from tests.builders import County
from tests.rig import Rig

FAR, NEAR = 3001, 3002
"""Administrators of the other tree and of the county's."""


@pytest.fixture
async def held(rig: Rig, county: County) -> dict[str, int]:
    """A message held for somebody of each tree, one for an audience of each, and one for no tree; their rows."""

    def work(desk: Desk) -> dict[str, int]:
        city, first = (desk.session.get_one(Agency, i) for i in (county.city, county.government))
        other = builders.add_agency(desk, "曲阜市人民政府", "曲阜政府", AgencyKind.GOVERNMENT, city)
        police = builders.add_agency(desk, "曲阜市公安局", "曲阜公安局", parent=other)
        builders.appoint(desk, builders.add_person(desk, "管乙", FAR), Role.ADMINISTRATOR, other)
        builders.appoint(desk, builders.add_person(desk, "管甲", NEAR), Role.ADMINISTRATOR, first)
        stranger = builders.add_person(desk, "诸葛亮", 3201)
        builders.appoint(desk, stranger, Role.LIAISON, police)
        to = {
            "near": to_person(county.ids[county.liaison]),
            "near_all": to_audience(f"liaisons@{county.police}"),
            "far": to_person(stranger.id),
            "far_all": to_audience(f"liaisons@{police.id}"),
            "whole": to_audience("administrators"),
        }
        rows = {name: outbox.plan(desk, Notice(room.NOTE, room.Text(name)), whom) for name, whom in to.items()}
        desk.session.flush()
        for row in rows.values():
            assert row is not None
            row.state = SendState.HELD
        return {name: row.id or 0 for name, row in rows.items() if row is not None}

    return await rig.work(work)


async def states(rig: Rig, held: dict[str, int]) -> dict[str, SendState]:
    def read(desk: Desk) -> dict[str, SendState]:
        return {name: desk.session.get_one(OutboxRow, number).state for name, number in held.items()}

    return await rig.work(read)


@pytest.mark.slow
async def test_each_administrator_reads_of_the_own_tree_and_decides_over_it(
    rig: Rig, county: County, held: dict[str, int]
) -> None:
    [shown] = await rig.say(FAR, "/held")
    assert "2条" in shown.text
    assert "诸葛亮" in shown.text
    assert "王芳" not in shown.text
    await rig.press(FAR, "全部放行")
    await rig.press(FAR, "确定放行")
    after = await states(rig, held)
    assert {name for name, state in after.items() if state is SendState.HELD} == {"near", "near_all", "whole"}
    [rest] = await rig.say(county.admin, "/held")
    assert "3条" in rest.text


@pytest.mark.slow
async def test_a_coordinator_decides_nothing_about_what_is_held(rig: Rig, county: County, held: dict[str, int]) -> None:
    [shown] = await rig.say(county.coordinator, "/held")
    assert "没有此项操作的权限" in shown.text
    before = await rig.work(lambda d: d.session.exec(select(func.count()).select_from(AuditEntry)).one())
    for data in ("op.held:0", "op.sure:1", "op.sure:0", "op.do:1", "op.do:0"):
        await rig.press_data(county.coordinator, data, shown)
        assert "没有此项操作的权限" in rig.toast(), data
    assert set((await states(rig, held)).values()) == {SendState.HELD}
    assert await rig.work(lambda d: d.session.exec(select(func.count()).select_from(AuditEntry)).one()) == before
    assert not await rig.work(lambda d: d.session.exec(select(Draft)).all())


@pytest.mark.slow
async def test_an_old_button_that_discarded_at_once_asks_for_the_word_now(
    rig: Rig, county: County, held: dict[str, int]
) -> None:
    [shown] = await rig.say(NEAR, "/held")
    await rig.press_data(NEAR, "op.do:0", shown)
    assert "作废" in rig.last(NEAR).text
    assert set((await states(rig, held)).values()) == {SendState.HELD}
    await rig.say(NEAR, "作废")
    await rig.press(NEAR, "确定丢弃")
    after = await states(rig, held)
    assert {name for name, state in after.items() if state is SendState.CANCELLED} == {"near", "near_all"}
    entry = (await rig.work(lambda d: d.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()))[-1]
    assert (entry.action, entry.new) == ("held_discarded", {"messages": 2})


@pytest.mark.slow
async def test_what_has_come_since_is_not_discarded_unseen(rig: Rig, county: County, held: dict[str, int]) -> None:
    await rig.say(FAR, "/held")
    await rig.press(FAR, "全部丢弃")
    await rig.say(FAR, "作废")

    def one_more(desk: Desk) -> None:
        far = desk.session.get_one(OutboxRow, held["far"])
        row = outbox.plan(desk, Notice(room.NOTE, room.Text("more")), to_person(far.person_id))
        assert row is not None
        row.state = SendState.HELD

    await rig.work(one_more)
    await rig.press(FAR, "确定丢弃")
    assert "3条" in rig.toast()
    assert (await states(rig, held))["far"] is SendState.HELD


@pytest.mark.slow
async def test_status_names_people_of_the_own_tree_only(rig: Rig, county: County, held: dict[str, int]) -> None:
    def doubt(desk: Desk) -> None:
        desk.session.get_one(OutboxRow, held["far"]).state = SendState.UNCERTAIN

    await rig.work(doubt)
    [near] = await rig.say(county.coordinator, "/status")
    assert "诸葛亮" not in near.text
    await rig.press_data(county.coordinator, f"op.again:{held['far']}", near)
    assert "不存在" in rig.toast()
    assert (await states(rig, held))["far"] is SendState.UNCERTAIN
    [far] = await rig.say(FAR, "/status")
    assert "诸葛亮" in far.text
