"""What coordinators decide about duties, as the agencies hear of it: handed over, back again, opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County, county
from tests.handlers.duties.steps import done
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


async def filing(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
    await rig.press(here.liaison, "✓ 登记")
    return here


async def decide(rig: Rig, who: int, label: str, *answers: str) -> None:
    """From the list to the duty, its further buttons, and the form behind one of them."""
    await rig.say(who, "/duties")
    await rig.press(who, "1.")
    await rig.press(who, "更多")
    await rig.press(who, label)
    for answer in answers:
        await rig.say(who, answer)
    await rig.press(who, "✓ 确认")


async def duties(rig: Rig) -> list[tuple[int, DutyState]]:
    statement = select(Duty).where(Duty.rule == "SS12").order_by(col(Duty.id))
    found = await rig.database.read(lambda s: list(s.exec(statement).all()))
    return [(d.agency_id, d.state) for d in found]


@pytest.mark.slow
async def test_the_new_agency_hears_that_it_was_handed_over_and_why(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filing(rig)
        await decide(rig, here.coordinator, "改派", "县公安局", "本案由公安局承办")
        told = rig.last(here.police_liaison)
        assert "【改派】陈静将下列事项改由贵单位办理，理由：本案由公安局承办" in told.text
        assert "催办" not in told.text


async def test_whoever_hands_it_to_the_own_bureau_is_not_told_of_it_and_the_others_are(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filing(rig)
        await decide(rig, here.coordinator, "改派", "县司法局", "由司法局代为办理")
        assert "【改派】" in rig.last(here.coordinator2).text
        assert not [m for m in rig.bot.chat(here.coordinator) if m.text.startswith("【改派】陈静")]
        await decide(rig, here.coordinator, "准予免除", "不再需要")
        assert "已免除：不再需要（陈静）" in rig.last(here.coordinator2).text
        assert not [m for m in rig.bot.chat(here.coordinator) if "（陈静）" in m.text]


@pytest.mark.slow
async def test_what_was_handed_over_by_mistake_goes_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filing(rig)
        await decide(rig, here.coordinator, "改派", "县公安局", "本案由公安局承办")
        await decide(rig, here.coordinator, "改派", "县自然资源局", "改派有误")
        assert await duties(rig) == [(here.resources, DutyState.OPEN), (here.police, DutyState.TRANSFERRED)]
        assert "理由：改派有误" in rig.last(here.liaison).text
        sent = await rig.to("2026-04-03 09:30")
        assert [NUMBER in m.text for m in sent if m.chat_id == here.liaison] == [True]
        assert not [m for m in sent if m.chat_id == here.police_liaison]


@pytest.mark.slow
async def test_an_agency_hears_that_a_closed_duty_is_open_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filing(rig)
        await decide(rig, here.coordinator, "免除", "因不可抗力")
        await rig.press(here.coordinator, "更多")
        await rig.press(here.coordinator, "恢复办理")
        await rig.say(here.coordinator, "免除有误")
        await rig.press(here.coordinator, "✓ 确认")
        told = rig.last(here.liaison)
        assert "【恢复办理】陈静已恢复办理下列事项，理由：免除有误" in told.text
        assert "明确出庭负责人" in told.labels


@pytest.mark.slow
async def test_an_agency_that_takes_back_what_it_handed_in_is_not_told_of_itself(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await filing(rig)
        await done(rig, here.liaison, "SS12")
        await rig.say(here.liaison, "今天")
        await rig.say(here.liaison, "5号")
        await rig.press(here.liaison, "✓ 办结")
        before = len(rig.bot.chat(here.deputy))
        await rig.press(here.liaison, "更多")
        await rig.press(here.liaison, "恢复办理")
        await rig.say(here.liaison, "编号写错了")
        await rig.press(here.liaison, "✓ 确认")
        assert await duties(rig) == [(here.resources, DutyState.OPEN)]
        assert len(rig.bot.chat(here.deputy)) == before
