"""The editor of parties in chat: an agency joins, is corrected, leaves; plaintiffs, reconsideration, who appears."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.store.tables import AuditEntry, Duty
from tests.builders import county
from tests.handlers.cases.party_steps import NUMBER, page, parties, recorded, strengths, the_case, under
from tests.handlers.hearings.steps import appearances
from tests.rig import Rig, open_rig

HEARING = f"/hearing {NUMBER} 4月28日上午9:30 县法院第二审判庭"


async def said(rig: Rig, user: int) -> str:
    return "\n".join(m.text for m in rig.bot.chat(user))


async def heard(rig: Rig, user: int) -> None:
    await rig.say(user, HEARING)
    await rig.press(user, "✓ 确认")


async def corrected(rig: Rig, user: int, party: str, right: str, reason: str) -> None:
    await page(rig, user)
    await rig.press(user, f"✎ {party}")
    await rig.press(user, right)
    await rig.say(user, reason)
    await rig.press(user, "✓ 确认")


@pytest.mark.slow
async def test_an_agency_that_joins_appears_at_the_hearing_and_is_told(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison)
        await heard(rig, here.liaison)
        await rig.press(here.liaison, "案件")
        await page(rig, here.liaison)
        await rig.press(here.liaison, "新增单位")
        await rig.say(here.liaison, "泗水县公安局")
        await rig.press(here.liaison, "被告")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "✓ 确认")
        assert "县公安局（被告）" in rig.last(here.liaison).text
        assert await strengths(rig) == {"县自然资源局": "hard:unnamed", "县公安局": "hard:unnamed"}
        told = await said(rig, here.police_liaison)
        assert "县公安局为本案被告" in told
        assert "4月28日" in told
        assert "县公安局为本案被告" not in await said(rig, here.deputy)


@pytest.mark.slow
async def test_a_party_by_mistake_leaves_with_a_reason_and_its_leader_is_told(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "被告：县自然资源局、县公安局")
        await heard(rig, here.liaison)
        await rig.press(here.police_liaison, "指定出庭负责人")
        await rig.press(here.police_liaison, "徐刚")
        await rig.press(here.liaison, "案件")
        await corrected(rig, here.liaison, "县公安局", "不是本案当事人", "看错了文书")
        assert await parties(rig) == {"县自然资源局": "defendant"}
        assert (await strengths(rig))["县公安局"] == "none:closed"
        assert "您无需再为其出庭" in await said(rig, here.police_leader)
        assert "看错了文书" in await said(rig, here.police_liaison)
        entry = await rig.database.read(
            lambda s: s.exec(select(AuditEntry).where(AuditEntry.action == "party_removed")).one()
        )
        assert (entry.reason, entry.agency_id) == ("看错了文书", here.police)
        await rig.say(here.coordinator, "/hearings")
        assert "县公安局" not in rig.last(here.coordinator).text
        await rig.press(here.coordinator, "1")
        assert "县公安局" not in rig.last(here.coordinator).text
        # Nobody is reminded of that hearing any more.
        sent = await rig.to("2026-04-28 08:00")
        assert not [m for m in sent if m.chat_id in (here.police_leader, here.police_liaison) and NUMBER in m.text]


async def test_whose_papers_are_recorded_cannot_be_removed(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "第三人：县公安局")
        await corrected(rig, here.liaison, "县自然资源局", "不是本案当事人", "看错了")
        assert "请先更正或撤回这些文书" in rig.last(here.liaison).text + rig.toast()
        assert len(await parties(rig)) == 2


@pytest.mark.slow
async def test_a_third_party_that_was_taken_for_a_defendant_owes_no_leader_unasked(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "被告：县自然资源局、县公安局")
        await heard(rig, here.liaison)
        await rig.press(here.liaison, "案件")
        await corrected(rig, here.liaison, "县公安局", "第三人", "系第三人")
        assert (await parties(rig))["县公安局"] == "third_party"
        assert (await strengths(rig))["县公安局"] == "ask:unnamed"
        assert "县公安局：被告 → 第三人" in await said(rig, here.police_liaison)


@pytest.mark.slow
async def test_ten_plaintiffs_make_it_the_principals_case_under_the_anhui_book(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await under(rig, here, "anhui-principal-2023")
        # The year's first hearing is the principal's anyway: this is the second.
        await rig.say(here.liaison, "/hearing （2026）鲁0831行初11号 4月20日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "✓ 确认")
        await recorded(rig, here.liaison)
        await heard(rig, here.liaison)
        assert [row.strength for row in await appearances(rig)] == ["principal", "base"]
        await rig.press(here.liaison, "案件")
        await page(rig, here.liaison)
        await rig.press(here.liaison, "原告")
        await rig.press(here.liaison, "原告人数")
        await rig.say(here.liaison, "10")
        await rig.press(here.liaison, "✓ 确认")
        shown = next(m for m in reversed(rig.bot.chat(here.liaison)) if "【当事人】" in m.text)
        assert "原告：10人" in shown.text
        assert [row.strength for row in await appearances(rig)] == ["principal", "principal"]


@pytest.mark.slow
async def test_a_recorded_number_is_changed_with_a_reason_only(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "原告：张三等16人")
        await page(rig, here.liaison)
        await rig.press(here.liaison, "原告")
        await rig.press(here.liaison, "原告人数")
        await rig.say(here.liaison, "12")
        assert "请说明理由" in rig.last(here.liaison).text
        await rig.say(here.liaison, "以起诉状为准")
        await rig.press(here.liaison, "✓ 确认")
        assert (await the_case(rig)).plaintiff_count == 12
        entry = await rig.database.read(
            lambda s: s.exec(
                select(AuditEntry).where(AuditEntry.action == "parties_stated").order_by(col(AuditEntry.id).desc())
            ).first()
        )
        assert entry is not None
        assert (entry.old, entry.new, entry.reason) == ({"plaintiffs": 16}, {"plaintiffs": 12}, "以起诉状为准")


@pytest.mark.slow
async def test_a_reconsideration_rejected_as_inadmissible_exempts_under_the_wuqing_book(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await under(rig, here, "wuqing-2020")
        await recorded(rig, here.liaison)
        await heard(rig, here.liaison)
        assert await strengths(rig) == {"县自然资源局": "base:unnamed"}
        await rig.press(here.liaison, "案件")
        await page(rig, here.liaison)
        await rig.behind(here.liaison, "复议结果")
        await rig.press(here.liaison, "以不符合受理条件驳回")
        await rig.press(here.liaison, "✓ 确认")
        assert "复议结果：以不符合受理条件驳回" in rig.last(here.liaison).text
        assert await strengths(rig) == {"县自然资源局": "none:unnamed"}


@pytest.mark.slow
async def test_who_appears_is_entered_with_its_ground(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await under(rig, here, "national")
        await recorded(rig, here.liaison, "被告：县自然资源局、县公安局")
        await heard(rig, here.liaison)
        assert await strengths(rig) == {"县自然资源局": "ask:unnamed", "县公安局": "ask:unnamed"}
        await rig.press(here.liaison, "案件")
        await page(rig, here.liaison)
        await rig.behind(here.liaison, "出庭机关")
        await rig.press(here.liaison, "县公安局")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "人民法院确定")
        await rig.press(here.liaison, "✓ 确认")
        assert await strengths(rig) == {"县自然资源局": "none:unnamed", "县公安局": "base:unnamed"}
        assert "人民法院确定" in await said(rig, here.police_liaison)
        # Another word needs a reason.
        await rig.behind(here.liaison, "出庭机关")
        await rig.press(here.liaison, "县自然资源局")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "共同被告协商确定")
        assert "请说明理由" in rig.last(here.liaison).text
        await rig.say(here.liaison, "两单位另行商定")
        await rig.press(here.liaison, "✓ 确认")
        assert await strengths(rig) == {"县自然资源局": "base:unnamed", "县公安局": "none:unnamed"}


async def test_who_may_not_correct_the_case_sees_no_way_to(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison)
        shown = await page(rig, here.liaison)
        data = next(d for row in shown.buttons for text, d in row if text == "新增单位")
        await rig.say(here.principal, f"/case {NUMBER}")
        assert "当事人" not in rig.last(here.principal).labels
        await rig.press_data(here.principal, data, rig.last(here.principal))
        assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))


@pytest.mark.slow
async def test_duties_follow_and_an_old_button_is_out_of_date(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "第三人：县公安局")
        first = await page(rig, here.liaison)
        data = next(d for row in first.buttons for text, d in row if text == "复议结果")
        await rig.behind(here.liaison, "承办单位") if "承办单位" in first.labels else None
        await rig.press_data(here.liaison, data, first)
        await rig.press(here.liaison, "改变原行政行为")
        await rig.press(here.liaison, "✓ 确认")
        await rig.press_data(here.liaison, data, first)
        assert "该按钮已失效" in rig.toast()
        assert await rig.database.read(lambda s: s.exec(select(Duty)).all())
