"""Since when a judgment is in effect: provisional as soon as it can be known, asked on the day and each morning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import County, county
from tests.handlers.cases.decision_steps import at_once, effect, judgment, papers, recorded, said
from tests.handlers.duties.steps import duties
from tests.rig import Rig, open_rig

ASKED = "【裁判生效】"


async def served_on_both(rig: Rig) -> County:
    """Own service on 2 March; on 6 March somebody says that the plaintiff was served on 5 March."""
    here = await county(rig)
    await judgment(rig, here.liaison, "否")
    await rig.to("2026-03-06 10:00")
    await effect(rig, here.liaison)
    await rig.press(here.liaison, "对方送达日期")
    await rig.press(here.liaison, "昨天")
    await rig.press(here.liaison, "✓ 确认")
    return here


@pytest.mark.slow
async def test_the_day_is_provisional_as_soon_as_it_can_be_computed(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await served_on_both(rig)
        assert (await papers(rig))[0].facts["others_served_on"] == "2026-03-05"
        shown = rig.last(here.liaison)
        assert "暂定：如无人上诉，将于3月21日（周六）生效" in shown.text
        assert not [label for label in shown.labels if "起生效" in label or ("生效" in label and "3月21日" in label)]
        assert "预计3月21日（周六）生效，暂定" in await recorded(rig, here.liaison)


@pytest.mark.slow
async def test_it_is_asked_on_that_day_and_each_working_day_until_it_is_answered(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await served_on_both(rig)
        assert not said(await rig.to("2026-03-20 18:00"), here.deputy, ASKED)
        on_the_day = said(await rig.to("2026-03-21 09:05"), here.deputy, ASKED)
        assert len(on_the_day) == 1
        assert "对方仍可能已经上诉" in on_the_day[0].text
        assert not said(await rig.to("2026-03-22 23:00"), here.deputy, ASKED)
        for day in ("2026-03-23", "2026-03-24"):
            assert len(said(await rig.to(f"{day} 09:05"), here.deputy, ASKED)) == 1
        await rig.press(here.deputy, "3月21日", on_the_day[0])
        [report] = await duties(rig, "SS20")
        assert (report.trigger_on.isoformat(), report.due.isoformat()) == ("2026-03-21", "2026-03-31")
        assert not said(await rig.to("2026-03-26 10:00"), here.deputy, ASKED)


@pytest.mark.slow
async def test_it_need_not_be_asked_where_nothing_follows(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await served_on_both(rig)
        [asked] = said(await rig.to("2026-03-21 09:05"), here.liaison, ASKED)
        await rig.press(here.liaison, "无需确认", asked)
        assert "不再询问" in rig.bot.find(here.liaison, asked.message_id).text
        assert not said(await rig.to("2026-03-24 10:00"), here.liaison, ASKED)


@pytest.mark.slow
async def test_another_day_of_service_needs_a_reason_and_moves_the_day(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await served_on_both(rig)
        await rig.press(here.liaison, "对方送达日期")
        await rig.say(here.liaison, "3月6日")
        assert "更改日期的理由" in rig.last(here.liaison).text
        await rig.say(here.liaison, "送达回证为准")
        await rig.press(here.liaison, "✓ 确认")
        assert "3月24日（周二）" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_a_judgment_that_nobody_says_anything_of_is_asked_about_after_the_own_term(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-16 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "否", when="3月2日收到 邮寄")
        [asked] = said(await rig.to("2026-03-18 09:05"), here.liaison, ASKED)
        assert "② 【裁判生效】行初12号 一审判决书：请确认生效日期" in asked.text
        assert "原告" in (await at_once(rig, here.liaison, ASKED)).text
        assert len(said(await rig.to("2026-03-19 09:05"), here.liaison, ASKED)) == 1


@pytest.mark.slow
async def test_one_line_gives_both_days_and_the_provisional_date_with_them(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-06 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁0831行初12号 一审行政判决书 3月2日收到 原告3月5日收到 直接送达")
        await rig.press(here.liaison, "撤销")
        await rig.press(here.liaison, "否")
        assert "对方收到日期" in rig.last(here.liaison).text
        await rig.press(here.liaison, "✓ 登记")
        assert "预计3月21日（周六）生效，暂定" in await recorded(rig, here.liaison)
