"""The term of appeal: reminded of while an appeal is wanted or undecided; used, given up, or overtaken."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.services.duties import reminders
from bot.services.hall.desk import Desk
from bot.store.tables import Duty
from tests.builders import county
from tests.handlers.cases.decision_steps import NUMBER, at_once, card, effect, judgment, papers, recorded, said
from tests.handlers.duties.steps import duties
from tests.rig import open_rig

TERM = "上诉期限"


@pytest.mark.slow
async def test_the_unit_is_reminded_and_three_working_days_before_the_end_those_above(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "尚未决定")
        assert said(await rig.to("2026-03-06 09:05"), here.deputy, TERM)
        alarm = await rig.to("2026-03-12 09:05")
        for above in (here.principal, here.coordinator):
            [told] = [m for m in said(alarm, above, TERM) if "请予督办" in m.text]
            assert "3月17日（周二）" in told.text
            assert "尚未登记上诉" in told.text
        [reminder] = said(alarm, here.liaison, TERM)
        assert "3月17日（周二），剩3个工作日" in reminder.text
        shown = await at_once(rig, here.liaison, TERM)
        assert "尚未决定是否上诉" in shown.text
        await rig.press(here.liaison, "不上诉", shown)
        assert (await papers(rig))[0].facts["appeal_wanted"] is False
        assert not said(await rig.to("2026-03-17 16:00"), here.liaison, TERM)
        assert not said(await rig.to("2026-03-18 09:30"), here.coordinator, TERM)


@pytest.mark.slow
async def test_a_term_that_ends_with_nothing_on_record_goes_up(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-16 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "是", when="3月2日收到 邮寄")
        over = await rig.to("2026-03-18 09:05")
        assert any("期限已过" in m.text and "未登记上诉" in m.text for m in said(over, here.coordinator, TERM))


@pytest.mark.slow
async def test_an_appeal_asks_the_day_and_a_proof_and_ends_the_reminders(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "是", when="3月2日收到 邮寄")
        await effect(rig, here.liaison)
        await rig.press(here.liaison, "已上诉")
        await rig.press(here.liaison, "我方")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "跳过")
        refused = rig.last(here.liaison)
        assert "能够证明已提交上诉状" in refused.text
        assert not [label for label in refused.labels if label.startswith("✓")]
        await rig.press(here.liaison, "文号")
        await rig.say(here.liaison, "EMS 1234567890")
        await rig.press(here.liaison, "✓ 确认")
        assert "已于3月10日（周二）上诉" in await recorded(rig, here.liaison)
        assert (await duties(rig, "CN-APPEAL-JUDGMENT"))[0].state is DutyState.DONE
        assert not said(await rig.to("2026-03-18 09:30"), here.liaison, "【上诉期限")
        assert not said(await rig.to("2026-03-18 09:35"), here.coordinator, TERM)


@pytest.mark.slow
async def test_an_appeal_after_its_term_is_marked_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-19 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "是", when="3月2日收到 邮寄")
        await effect(rig, here.liaison)
        await rig.press(here.liaison, "已上诉")
        await rig.press(here.liaison, "我方")
        await rig.press(here.liaison, "昨天")
        await rig.press(here.liaison, "完成")
        await rig.say(here.liaison, "EMS 1234567890")
        await rig.press(here.liaison, "✓ 确认")
        assert "于3月18日（周三）上诉，已超过上诉期限" in await recorded(rig, here.liaison)
        await effect(rig, here.liaison)
        await rig.press(here.liaison, "其实没有上诉")
        await rig.say(here.liaison, "点错")
        await rig.press(here.liaison, "✓ 确认")
        assert "超过上诉期限" not in await recorded(rig, here.liaison)
        assert (await duties(rig, "CN-APPEAL-JUDGMENT"))[0].state is DutyState.OPEN


@pytest.mark.slow
async def test_the_other_sides_appeal_ends_the_asking_until_its_copy_is_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "尚未决定", when="3月2日收到 邮寄")
        await rig.say(here.liaison, f"{NUMBER} 上诉状副本 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        [first, copy] = await papers(rig)
        assert (first.facts["appealed_by"], first.facts["appeal_paper"]) == ("other", copy.id)
        assert "对方已上诉" in await recorded(rig, here.liaison)
        assert not said(await rig.to("2026-03-12 09:30"), here.principal, TERM)
        await card(rig, here.liaison)
        await rig.behind(here.liaison, "② 更正")
        await rig.press(here.liaison, "误登")
        await rig.say(here.liaison, "是别案的上诉状")
        await rig.press(here.liaison, "✓ 确认")
        assert "appealed" not in (await papers(rig))[0].facts
        assert said(await rig.to("2026-03-16 09:05"), here.liaison, TERM)


@pytest.mark.slow
async def test_other_rights_stay_on_the_card_unless_somebody_chooses_them(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 起诉状 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        assert not said(await rig.to("2026-03-06 09:05"), here.liaison, "管辖异议")
        await card(rig, here.liaison)
        await rig.behind(here.liaison, "提出管辖异议")
        await rig.press(here.liaison, "提醒我")
        assert said(await rig.to("2026-03-12 09:05"), here.liaison, "管辖异议")
        assert not said(await rig.to("2026-03-12 09:10"), here.liaison, "申请延期提供证据")
        await rig.press(here.liaison, "不再提醒")
        assert not said(await rig.to("2026-03-17 16:00"), here.liaison, "管辖异议")


@pytest.mark.slow
async def test_a_term_that_ran_before_any_was_reminded_of_is_taken_up_the_next_morning(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "尚未决定")
        await rig.work(_as_it_was)
        assert said(await rig.to("2026-03-12 09:05"), here.principal, TERM)


def _as_it_was(desk: Desk) -> None:
    """The right as an earlier version left it: nothing planned, nothing said of reminders."""
    for duty in desk.session.exec(select(Duty).where(Duty.rule == "CN-APPEAL-JUDGMENT")).all():
        duty.citation = {name: value for name, value in duty.citation.items() if name != "watched"}
        desk.session.add(duty)
        reminders.stop(desk, duty)


@pytest.mark.slow
async def test_that_there_is_no_appeal_is_one_tap_where_the_view_on_it_is_asked_for(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "尚未决定")
        [view] = await duties(rig, "SS19")
        [menu] = await rig.say(here.police_liaison, "/menu")
        await rig.press_data(here.police_liaison, "pa.want:1:1:0", menu)
        assert "appeal_wanted" not in (await papers(rig))[0].facts, "it is not another unit's to say"
        [menu] = await rig.say(here.deputy, "/menu")
        [shown] = await rig.press_data(here.deputy, f"dt.open:{view.id}", menu)
        await rig.press(here.deputy, "不上诉", shown)
        assert (await papers(rig))[0].facts["appeal_wanted"] is False
        assert (await duties(rig, "SS19"))[0].state is DutyState.CANCELLED
        assert not said(await rig.to("2026-03-04 18:00"), here.coordinator, "上诉意见")
