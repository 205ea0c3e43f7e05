"""The same filing asked for again by a further paper: why, which paper, and one tap where nothing has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from tests.builders import County, county
from tests.handlers.duties.steps import NUMBER, duties, enter, judging, report
from tests.rig import Rig, open_rig


async def filed_then_summoned(rig: Rig) -> County:
    here = await county(rig)
    await enter(rig, here.liaison, f"{NUMBER} 应诉通知书 今天收到")
    await report(rig, here.liaison, "办结")
    await rig.to("2026-04-10 10:00")
    await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
    return here


@pytest.mark.slow
async def test_it_says_why_and_offers_unchanged_in_one_tap(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filed_then_summoned(rig)
        card = rig.last(here.liaison)
        assert "因又收到文书（传票，4月10日（周五）收到），须再次办理" in card.text
        assert "前次已于4月2日（周四）办理" in card.text
        await rig.press(here.liaison, "没有变化", card)
        again = (await duties(rig, "SS12"))[-1]
        assert (again.state, again.done_on) == (DutyState.SUBMITTED, again.trigger_on)
        assert again.done_number == "泗自然资备〔2026〕3号"
        assert "【待认可】县自然资源局" in (await judging(rig, here.coordinator)).text


@pytest.mark.slow
async def test_nothing_is_offered_before_the_first_was_filed(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 应诉通知书 今天收到")
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        card = rig.last(here.liaison)
        assert "须再次办理" not in card.text
        assert not [label for label in card.labels if "没有变化" in label]


@pytest.mark.slow
async def test_two_of_one_name_say_which_paper_each_is_of_wherever_they_stand(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filed_then_summoned(rig)
        assert "出庭报备（传票）" in rig.last(here.liaison).text
        [listed] = await rig.say(here.liaison, "/duties")
        assert "出庭报备（传票）" in listed.text
        assert "出庭报备（应诉通知书）" in listed.text
        told = [m for m in await rig.to("2026-04-13 17:35") if m.chat_id == here.coordinator]
        assert any("出庭报备（传票）" in m.text for m in told)
        digest = [m for m in await rig.to("2026-04-14 08:50") if m.chat_id == here.coordinator]
        assert any("出庭报备" in m.text for m in digest)
