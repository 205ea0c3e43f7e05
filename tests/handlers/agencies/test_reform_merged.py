"""机构改革, merged into another agency or ended: shown before, then cases, duties, hearings and people are there."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import SendState
from bot.store.tables import Appearance, AuditEntry, Case, OutboxRow
from tests import builders
from tests.builders import County
from tests.handlers.agencies.reform_steps import (
    NUMBER,
    duties,
    merged,
    merging,
    named,
    paper,
    parties,
    roles,
    rows_told,
    to_ways,
    told,
)
from tests.rig import Rig

HEARING = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


async def with_a_hearing(rig: Rig, county: County) -> None:
    """A paper and a hearing of the natural-resources bureau, for which 张明 has said yes."""
    await paper(rig, county.liaison)
    await rig.say(county.liaison, HEARING)
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    await rig.press(county.leader, "我出庭")


@pytest.mark.slow
async def test_the_preview_says_all_that_passes_and_what_does_not_and_changes_nothing(rig: Rig, county: County) -> None:
    await with_a_hearing(rig, county)
    shown = (await merging(rig, county)).text
    assert "自今日（4月2日（周四））起生效" in shown
    assert "县公安局：在办案件1件、待办事项2项（最近一项4月3日（周五））、待开庭1场" in shown
    assert "已指定的出庭负责人，随案转入：张明" in shown
    assert "王芳（联络员）" in shown
    assert "不随转：李建国（主要负责人）" in shown
    assert "另行登记" in shown
    assert "随转的下属单位：泉林资源所" in shown
    assert "以往各期数据仍记在原名称下" in shown
    assert await parties(rig) == [(county.resources, "defendant")]
    assert {duty.agency_id for duty in await duties(rig)} == {county.resources}
    assert (await builders.agency(rig, county.resources)).closed_on is None
    assert ("王芳", "liaison") in await roles(rig, county.resources)
    await rig.press(county.admin, "取消")
    assert (await builders.agency(rig, county.resources)).closed_on is None
    assert await rows_told(rig) == []


@pytest.mark.slow
async def test_everything_open_passes_in_one_step_and_everybody_is_told_once(rig: Rig, county: County) -> None:
    await with_a_hearing(rig, county)
    done = await merged(rig, county)
    assert "机构改革已实施" in done.text
    heir = county.police
    assert await parties(rig) == [(heir, "defendant")]
    rows = await rig.database.read(lambda s: list(s.exec(select(Appearance)).all()))
    assert [(row.agency_id, row.leader_name, row.state.value) for row in rows] == [(heir, "张明", "confirmed")]
    found = await duties(rig)
    assert {duty.agency_id for duty in found} == {heir}
    assert all(duty.key.endswith(f"@{heir}") and duty.citation["for"] == heir for duty in found)
    assert any(duty.about == f"hearing:1:{heir}" for duty in found)
    assert ("王芳", "liaison") in await roles(rig, heir)
    assert ("李建国", "principal") not in await roles(rig, heir)
    assert ("韩峰", "principal") in await roles(rig, heir)
    assert await roles(rig, county.resources) == set()
    assert (await builders.agency(rig, county.station)).path.startswith((await builders.agency(rig, heir)).path)
    for user in (county.liaison, county.leader, county.police_liaison, county.police_principal, county.coordinator):
        assert len(await told(rig, user)) == 1, user
    people = await rows_told(rig)
    assert len(people) == len(set(people))
    assert "您的职责自今日起转到县公安局" in (await told(rig, county.liaison))[0]
    assert "您的职责" not in (await told(rig, county.police_liaison))[0]
    assert "不随转" in (await told(rig, county.principal))[0]


@pytest.mark.slow
async def test_nothing_is_planned_for_the_old_agency_and_reminders_reach_the_successor(
    rig: Rig, county: County
) -> None:
    await with_a_hearing(rig, county)
    await merged(rig, county)

    statement = select(OutboxRow.audience).where(OutboxRow.state == SendState.PLANNED, OutboxRow.audience != "")
    audiences = await rig.database.read(lambda s: list(s.exec(statement).all()))
    assert not [one for one in audiences if one.endswith(f"@{county.resources}")]
    assert f"doers@{county.police}" in audiences
    assert f"namers@{county.police}" in audiences
    heard = await rig.to("2026-04-03 09:30")
    assert any("出庭报备" in one.text and one.chat_id == county.police_liaison for one in heard)
    for command, words in (("/duties", "县公安局"), ("/hearings", "张明"), (f"/find {NUMBER}", "县公安局")):
        [shown, *_] = await rig.say(county.police_liaison, command)
        assert words in shown.text
        assert "县自然资源局" not in shown.text


@pytest.mark.slow
async def test_the_trail_says_what_was_done(rig: Rig, county: County) -> None:
    await with_a_hearing(rig, county)
    await merged(rig, county)

    entries = await rig.database.read(lambda s: list(s.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()))
    actions = {entry.action for entry in entries}
    assert {
        "agency_reformed", "case_taken_over", "duty_passed", "appearance_passed", "appointment_passed",
    } <= actions  # fmt: skip
    [of_old] = [e for e in entries if e.action == "agency_reformed" and e.agency_id == county.resources]
    assert (of_old.new["how"], of_old.new["heir"], of_old.new["cases"]) == ("merged", county.police, 1)


@pytest.mark.slow
async def test_several_go_into_a_new_agency_in_one_step(rig: Rig, county: County) -> None:
    await paper(rig, county.liaison)
    await paper(rig, county.labour_liaison, number="（2026）鲁0831行初13号")
    await to_ways(rig, county.admin, "县自然资源局")
    await rig.press(county.admin, "合并")
    await rig.press(county.admin, "新设单位")
    await rig.say(county.admin, "泗水县规划和人力资源局")
    await rig.say(county.admin, "县规划人力局")
    await rig.press(county.admin, "✎ 一并并入的单位")
    await rig.say(county.admin, "县人社局")
    await rig.press(county.admin, "完成")
    shown = rig.last(county.admin).text
    assert "县自然资源局 → 县规划人力局" in shown
    assert "县人社局 → 县规划人力局" in shown
    assert "不随转" in shown, "two principal leaders, one office"
    await rig.press(county.admin, "确认实施")
    heir = await named(rig, "县规划人力局")
    assert {agency for agency, _ in await parties(rig)} == {heir.id}
    assert {duty.agency_id for duty in await duties(rig)} == {heir.id}
    principals = {name for name, role in await roles(rig, heir.id or 0) if role == "principal"}
    assert principals == {"李建国"}
    assert len(await told(rig, county.coordinator)) == 1
    assert "县自然资源局、县人社局并入县规划人力局" in (await told(rig, county.coordinator))[0]


@pytest.mark.slow
async def test_powers_go_to_another_agency_when_one_is_ended(rig: Rig, county: County) -> None:
    await paper(rig, county.labour_liaison)
    await to_ways(rig, county.admin, "县人社局")
    await rig.press(county.admin, "撤销（职能划入）")
    await rig.say(county.admin, "县公安局")
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.police, "defendant")]
    assert "撤销，职能划入县公安局" in (await told(rig, county.labour_liaison))[0]
    assert "ended on" in (await told(rig, county.labour_principal))[0], "袁博 reads English"
    assert "县公安局" in (await told(rig, county.labour_principal))[0]


@pytest.mark.slow
async def test_closing_with_a_successor_is_the_same(rig: Rig, county: County) -> None:
    await paper(rig, county.labour_liaison)
    await rig.say(county.admin, "/agencies")
    for label in ("县政府", "县人社局", "修改", "撤销单位"):
        await rig.press(county.admin, label)
    await rig.say(county.admin, "县公安局")
    await rig.press(county.admin, "确认撤销")
    assert await parties(rig) == [(county.police, "defendant")]
    assert len(await told(rig, county.labour_liaison)) == 1


@pytest.mark.slow
async def test_what_is_over_stays_with_the_old_name_and_the_successor_may_look_at_it(rig: Rig, county: County) -> None:
    await with_a_hearing(rig, county)

    await rig.work(lambda desk: setattr(desk.session.exec(select(Case)).one(), "closed_on", desk.today))
    shown = await merging(rig, county)
    assert "已结案件1件不转" in shown.text
    await rig.press(county.admin, "确认实施")
    assert await parties(rig) == [(county.resources, "defendant")]
    for words in ("县自然资源局", "县公安局"):
        [found] = await rig.say(county.police_liaison, f"/find {words}")
        assert f"{NUMBER} · 县自然资源局" in found.text, words
    await rig.press(county.police_liaison, NUMBER, (await rig.say(county.police_liaison, "/find 县自然资源局"))[0])
    assert "县自然资源局" in rig.last(county.police_liaison).text
