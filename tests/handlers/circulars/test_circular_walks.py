"""Circulars to their end in the ways that people seldom go: paused half way, called off, albums, groups, own level."""

import asyncio
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.domain.hall.terms import CircularState, Role, SendState
from bot.services.circulars import approvals, control, later
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, AuditEntry, Circular, LinkedGroup, OutboxRow
from tests import builders
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, compose, fill_audience, fill_head, newest, ready, rows, send
from tests.houses import ZONE
from tests.rig import Rig, open_rig
from tests.services.circulars.steps import deliver_some, do, got, many, sent_off

GROUP = -100500
NEW = 9901


async def _board(rig: Rig, user: int) -> str:
    await rig.say(user, "/circulars")
    await rig.press(user, TITLE[:5])
    return rig.last(user).text


@pytest.mark.slow
async def test_paused_in_the_middle_the_rest_waits_and_each_gets_it_once(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: many(desk, county, 60))
    number = await sent_off(rig, county, title=TITLE)
    await deliver_some(rig, 2)
    await do(rig, county, control.pause, number)
    await rig.pump.drain()
    had = got(rig)
    assert 0 < len(had) < 66
    await rig.to("2026-04-02 09:30")
    assert got(rig) == had, "nothing goes out while it is paused"
    shown = await _board(rig, county.coordinator)
    assert "状态：已暂停" in shown
    assert "已暂停发送，继续发送后其余人员方可收到" in shown
    assert "待发送：" in shown
    await rig.press(county.coordinator, "按单位查看")
    await rig.press(county.coordinator, "县公安局 待发送1")
    assert "马超 13900001301：已暂停，待发送" in rig.last(county.coordinator).text
    await _board(rig, county.coordinator)
    await rig.press(county.coordinator, "继续发送")
    await rig.press(county.coordinator, "继续发送", rig.last(county.coordinator))
    await rig.to("2026-04-02 10:00")
    assert len(got(rig)) == 66
    assert set(got(rig).values()) == {1}
    assert (await newest(rig)).state is CircularState.FINISHED


@pytest.mark.slow
async def test_called_off_before_it_goes_nobody_hears_of_it(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.say(county.coordinator, "4月3日 10:00")
    await rig.press(county.coordinator, "✓ 发送")
    card = rig.last(county.coordinator)
    back = next(d for row in card.buttons for label, d in row if "撤回修改" in label)
    await rig.press(county.coordinator, "作废")
    await rig.press(county.coordinator, "作废")
    assert (await newest(rig)).state is CircularState.CANCELLED
    await rig.press_data(county.coordinator, back, card)
    assert (await newest(rig)).state is CircularState.CANCELLED, "an old button brings nothing back"
    await rig.to("2026-04-08 12:00")
    assert not any(rig.bot.chat(getattr(county, name)) for name in LIAISONS)
    assert {r.state for r in await rows(rig, OutboxRow) if r.topic == "circular.start"} == {SendState.CANCELLED}


@pytest.mark.slow
async def test_a_forwarded_album_is_recalled_with_its_pictures(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "会议照片", kind="photo", media_group="g7")
    await rig.say(county.coordinator, "", kind="photo", media_group="g7")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:05")
    copies = [m for m in rig.bot.chat(county.liaison) if m.copy_of]
    assert len(copies) == 2
    await _board(rig, county.coordinator)
    await rig.behind(county.coordinator, "撤回…")
    await rig.press(county.coordinator, "撤回")
    assert [m for m in rig.bot.chat(county.liaison) if m.copy_of] == []
    head, notice = rig.bot.chat(county.liaison)
    assert "已撤回" in head.text
    assert "现予撤回" in notice.text
    await rig.press(county.liaison, "收到")
    assert "已登记签收" in rig.toast()


@pytest.mark.slow
async def test_an_album_older_than_two_days_stays_but_its_head_says_it_no_longer_counts(
    rig: Rig, county: County
) -> None:
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "照片", kind="photo", media_group="g8")
    await rig.say(county.coordinator, "", kind="photo", media_group="g8")
    await fill_head(rig, county.coordinator, by="4月20日")
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    await rig.to("2026-04-07 09:00")
    await _board(rig, county.coordinator)
    await rig.behind(county.coordinator, "撤回…")
    assert "两日前发出的" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "撤回")
    assert len([m for m in rig.bot.chat(county.liaison) if m.copy_of]) == 2
    assert any("已撤回" in m.text for m in rig.bot.chat(county.liaison))


async def _group(rig: Rig, county: County) -> None:
    def work(desk: Desk) -> None:
        desk.session.add(
            LinkedGroup(
                chat_id=GROUP, title="应诉工作群", agency_id=county.government, linked_by=county.ids[county.admin],
                linked_at=desk.now,
            )
        )  # fmt: skip

    await rig.work(work)


@pytest.mark.slow
async def test_a_group_stands_on_the_board_and_in_the_ledger_by_its_name(rig: Rig, county: County) -> None:
    await _group(rig, county)
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "群组")
    await rig.press(county.coordinator, "应诉工作群")
    await rig.press(county.coordinator, "返回通知")
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:05")
    assert TITLE in rig.bot.chat(GROUP)[-1].text
    shown = await _board(rig, county.coordinator)
    assert "应诉工作群 ✓" in shown
    await rig.behind(county.coordinator, "签收台账")
    document = rig.last(county.coordinator).document
    assert document is not None
    sheet = load_workbook(io.BytesIO(document[1])).active
    assert sheet is not None
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "应诉工作群" in said
    assert not any("<b>" in one or "</b>" in one for one in said)
    assert str(GROUP) not in said


@pytest.mark.slow
async def test_a_circular_of_the_own_level_reaches_the_own_bureau(rig: Rig, county: County) -> None:
    """The city's coordinator writes to the city's own people; the county below does not get it."""
    await compose(rig, county.city_coordinator, "请科室报送。")
    await rig.press(county.city_coordinator, "标题与回复要求")
    await rig.say(county.city_coordinator, TITLE)
    await rig.press(county.city_coordinator, "跳过")
    await rig.press(county.city_coordinator, "仅签收")
    await rig.say(county.city_coordinator, "4月8日")
    for label in ("济宁市司法局", "否", "否", "确认"):
        await rig.press(county.city_coordinator, label)
    await rig.press(county.city_coordinator, "发送对象")
    await rig.press(county.city_coordinator, "按单位名称")
    await rig.say(county.city_coordinator, "市司法局")
    for label in ("统筹人员", "完成", "选定"):
        await rig.press(county.city_coordinator, label)
    card = rig.last(county.city_coordinator).text
    assert "市司法局" in card
    await send(rig, county.city_coordinator)
    await rig.to("2026-04-02 09:05")
    assert any("收到" in m.labels for m in rig.bot.chat(county.city_coordinator))
    assert not rig.bot.chat(county.coordinator)
    assert "市司法局 未签收1/1" in await _board(rig, county.city_coordinator)


@pytest.mark.slow
async def test_two_approve_at_the_same_instant_and_it_goes_out_once(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        county = await builders.county(rig)

        def third(desk: Desk) -> None:
            person = builders.add_person(desk, "第三人", 1199)
            builders.appoint(desk, person, Role.COORDINATOR, desk.session.get_one(Agency, county.justice))

        await rig.work(third)
        await ready(rig, county.coordinator, absence="是")
        await rig.press(county.coordinator, "提交审核")
        await rig.press(county.coordinator, "立即发送")
        await rig.press(county.coordinator, "✓ 发送")
        found = await newest(rig)
        people = [await builders.person(rig, user) for user in (county.coordinator2, 1199)]
        done = await asyncio.gather(
            *(
                rig.work(lambda d: approvals.approve(d, found.id or 0, found.version), actor=person)
                for person in people
            ),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Circular) for one in done) == 1, done
        await rig.pump.drain()
        await rig.to("2026-04-02 09:10")
        for name in LIAISONS:
            assert sum(TITLE in m.text for m in rig.bot.chat(getattr(county, name))) == 1
        entries = [one for one in await rows(rig, AuditEntry) if one.action == "circular_approved"]
        assert len(entries) == 1
        for user in (county.coordinator2, 1199):
            assert not any("同意发送" in m.labels for m in rig.bot.chat(user)), "the requests show what came of them"


@pytest.mark.slow
async def test_several_at_once_who_find_the_same_newcomer_let_her_come_once(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        county = await builders.county(rig)
        await ready(rig, county.coordinator)
        await send(rig, county.coordinator)
        await rig.to("2026-04-03 10:00")

        def enters(desk: Desk) -> None:
            person = builders.add_person(desk, "新联络", NEW)
            day = date(2026, 4, 7)
            desk.session.add(
                Appointment(person_id=person.id or 0, agency_id=county.police, role=Role.LIAISON, from_date=day)
            )

        await rig.work(enters)
        rig.clock.move_to(datetime(2026, 4, 7, 8, 0, tzinfo=ZONE))
        done = await asyncio.gather(*(rig.work(later.daily) for _ in range(6)))
        assert sorted(done) == [0, 0, 0, 0, 0, 1]
        await rig.pump.drain()
        assert sum(TITLE in m.text for m in rig.bot.chat(NEW)) == 1
