"""A paper recorded late, when some of its terms are over: everybody concerned hears of it once."""

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County, county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


async def entered(rig: Rig, papers: str = "应诉通知书 传票") -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} {papers} 11月20日收到 邮寄")
    await rig.press(here.liaison, "登记")
    return here


@pytest.mark.slow
async def test_the_principal_gets_one_card_that_says_what_is_overdue(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await entered(rig)
        [card] = rig.bot.chat(here.principal)
        assert "🔴 逾期3项：出庭报备（应诉通知书）（已逾期6个工作日） …" in card.text
        assert not [m for m in await rig.to("2026-12-01 12:00") if m.chat_id == here.principal]


@pytest.mark.slow
async def test_what_is_no_leaders_matter_reaches_the_principal_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await entered(rig, "起诉状")
        [card] = rig.bot.chat(here.principal)
        assert "🔴 逾期1项：收到法院文书备案（已逾期6个工作日）" in card.text


@pytest.mark.slow
async def test_the_coordinator_gets_all_of_a_case_in_one_message_and_can_act_on_each(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await entered(rig)
        [told] = rig.bot.chat(here.coordinator)
        assert "【今日提醒】12月1日（周二），3项" in told.text
        assert "🔴 县自然资源局 出庭报备（应诉通知书） 行初12号：已逾期6个工作日" in told.text
        assert "出庭报备（传票）" in told.text
        await rig.press(here.coordinator, "逐项办理", told)
        assert "王芳（13900001201）" in rig.last(here.coordinator).text
        await rig.press(here.coordinator, "下一项")
        await rig.press(here.coordinator, "催办")
        assert "【催办】陈静" in rig.last(here.liaison).text
        assert {"改派", "不予适用"} & {label.strip() for label in rig.last(here.coordinator).labels}


@pytest.mark.slow
async def test_the_message_shows_what_was_done_since(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await entered(rig)
        [told] = rig.bot.chat(here.coordinator)
        await rig.press(here.coordinator, "逐项办理", told)
        page = rig.last(here.coordinator)
        await rig.press(here.coordinator, "不予适用")
        await rig.say(here.coordinator, "已另行报备")
        await rig.press(here.coordinator, "确认")
        rows = await rig.database.read(lambda s: s.exec(select(Duty)).all())
        assert [d for d in rows if d.state is DutyState.NOT_APPLICABLE]
        shown = rig.bot.find(here.coordinator, told.message_id)
        assert shown.text.count("不予适用") == 1
        assert "催办" not in rig.bot.find(here.coordinator, page.message_id).labels
        await rig.press(here.coordinator, "上一项", rig.bot.find(here.coordinator, page.message_id))
        assert "催办" in rig.bot.find(here.coordinator, page.message_id).labels


@pytest.mark.slow
async def test_on_time_the_ladder_goes_up_in_one_message_as_well(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 传票 今天收到 邮寄")
        await rig.press(here.liaison, "登记")
        sent = await rig.to("2026-12-04 12:00")
        [up] = [m for m in sent if m.chat_id == here.principal and "已逾期" in m.text]
        assert "3项" in up.text
        assert "收到" not in up.labels, "whoever entered it has taken note of it"
        rows = await rig.database.read(lambda s: s.exec(select(Duty)).all())
        assert all(d.acknowledged_at for d in rows if d.case_id and d.rule in ("SS12", "SS17"))
