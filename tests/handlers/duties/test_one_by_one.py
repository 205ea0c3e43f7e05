"""Several reminders of a morning: one list, gone through one at a time, as things stand at the press."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.store.tables import Duty
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.duties.steps import done
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


async def morning(rig: Rig) -> tuple[County, Shown]:
    """Wed 8 April: two duties are overdue since yesterday, the answer is reminded of; what the liaison gets."""
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 应诉通知书、起诉状副本 今天收到")
    await rig.press(here.liaison, "✓ 登记")
    await rig.to("2026-04-07 20:00")
    [told] = [m for m in await rig.to("2026-04-08 12:00") if m.chat_id == here.liaison]
    return here, told


async def finish(rig: Rig, who: int) -> None:
    """What the page on screen asks for, which is the form: it was handed in on paper."""
    await done(rig, who, "SS12")
    await rig.say(who, "今天")
    await rig.say(who, "泗自然资函〔2026〕5号")
    await rig.say(who, "完成")
    await rig.press(who, "✓")


@pytest.mark.slow
async def test_the_morning_is_one_list_in_which_no_duty_stands_twice(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        _, told = await morning(rig)
        assert told.text == (
            "【今日提醒】4月8日（周三），3项\n"
            "① 🔴 出庭报备 行初12号：已逾期1个工作日\n"
            "② 🔴 收到法院文书备案 行初12号：已逾期1个工作日\n"
            "③ 提交答辩状、证据和依据 行初12号：4月17日（周五），剩7个工作日"
        )
        assert told.labels == ["逐项办理", "全部事项"]


@pytest.mark.slow
async def test_what_was_done_meanwhile_is_said_so_and_the_others_wait(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here, told = await morning(rig)
        await rig.press(here.deputy, "逐项办理")
        await finish(rig, here.deputy)
        assert "① ✓ 出庭报备" not in told.text
        assert told.text.startswith("【今日提醒】4月8日（周三），2项\n① 🔴 收到法院文书备案"), "the list has changed"
        old = next(data for row in told.buttons for label, data in row if label == "逐项办理")
        await rig.press_data(here.liaison, old, told)
        page = rig.last(here.liaison)
        assert page.text.startswith("第1项/共2项\n【逾期·收到法院文书备案】")
        assert page.labels == ["报备", "为何", "案件", "下一项"]


@pytest.mark.slow
async def test_a_page_shows_that_its_own_matter_was_settled_by_somebody_else(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here, told = await morning(rig)
        await rig.press(here.liaison, "逐项办理", told)
        page = rig.last(here.liaison)
        assert "【逾期·出庭报备】" in page.text
        await rig.press(here.deputy, "逐项办理")
        await finish(rig, here.deputy)
        assert page.text == "该事项已办结。"
        assert page.labels == ["下一项"]
        await rig.press(here.liaison, "下一项", page)
        assert page.text.startswith("第1项/共2项\n【逾期·收到法院文书备案】")


@pytest.mark.slow
async def test_the_way_to_all_that_is_open(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here, told = await morning(rig)
        await rig.press(here.liaison, "全部事项", told)
        assert "未办结事项" in rig.last(here.liaison).text
        assert told.text.startswith("【今日提醒】"), "the list keeps its place"


@pytest.mark.slow
async def test_a_duty_that_was_made_before_its_rule_had_words_is_told_in_those_it_has_now(tmp_path: Path) -> None:
    def as_before(desk: Desk) -> None:
        for duty in desk.session.exec(select(Duty)).all():
            duty.citation = {k: v for k, v in duty.citation.items() if k not in ("do_zh", "do_en")}
            desk.session.add(duty)

    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        await rig.work(as_before)
        await rig.say(here.liaison, "/duties")
        assert "请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）" in rig.last(here.liaison).text
