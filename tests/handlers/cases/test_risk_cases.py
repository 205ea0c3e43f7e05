"""Major and sensitive cases: the boxes stand in front where a case begins, and whoever only looks on learns nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import County, county
from tests.handlers.duties.steps import NUMBER, duties
from tests.rig import Rig, open_rig

RISK = "可能引发群体性事件"
DUTY = "风险案件"


async def _ticked(rig: Rig) -> County:
    """A case is entered, and one box of a risk case ticked on the first page of the preview."""
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 应诉通知书、起诉状副本 今天收到 邮寄")
    await rig.press(here.liaison, "✎ 风险情形")
    asked = rig.last(here.liaison)
    assert "不在群里发送" in asked.text
    assert [label for label in asked.labels if label != "完成"][:4] == [
        "舆论关注",
        RISK,
        "可能产生连锁反应",
        "社会高度关注",
    ]
    await rig.press(here.liaison, RISK)
    await rig.press(here.liaison, "完成")
    assert "✎ 风险情形" not in rig.last(here.liaison).labels, "what is ticked is corrected behind 更改"
    await rig.press(here.liaison, "✓ 登记")
    return here


async def test_a_ticked_box_starts_the_report_at_once_person_to_person(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await _ticked(rig)
        assert {d.agency_id for d in await duties(rig, "SS16")} == {here.resources, here.justice}
        told = [m for m in rig.bot.chat(here.coordinator) if "【风险案件】" in m.text]
        assert [m.protected for m in told] == [True]
        assert RISK in told[0].text


async def test_a_coordinator_hears_of_it_in_one_message_with_what_the_bureau_owes(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await _ticked(rig)
        for user in (here.coordinator, here.coordinator2):
            [told] = [m for m in rig.bot.chat(user) if "风险" in m.text]
            assert "报告人：王芳" in told.text
            assert "请于4月3日（周五）前将风险案件报告县政府" in told.text
            assert told.labels == ["起草《重大敏感案件风险报告》", "期限事项", "案件"]
        await rig.press(here.coordinator, "起草《重大敏感案件风险报告》")
        assert "《重大敏感案件风险报告》" in rig.last(here.coordinator).text
        reminded = await rig.to("2026-04-03 09:05")
        assert here.coordinator in {m.chat_id for m in reminded if DUTY in m.text}


async def test_the_boxes_stand_in_front_only_where_a_case_begins(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{NUMBER} 传票 今天收到 邮寄")
        assert "✎ 风险情形" not in preview.labels


@pytest.mark.slow
async def test_whatever_is_said_of_the_report_cannot_be_passed_on(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await _ticked(rig)
        listed = (await rig.say(here.coordinator, "/duties"))[-1]
        assert DUTY in listed.text
        assert listed.protected
        sent = await rig.to("2026-04-03 09:05")
        reminded = [m for m in sent if DUTY in m.text]
        assert {here.liaison, here.coordinator} <= {m.chat_id for m in reminded}
        assert all(m.protected for m in reminded)
        [own] = [d for d in await duties(rig, "SS16") if d.agency_id == here.resources]
        [menu] = await rig.say(here.liaison, "/menu")
        [shown] = await rig.press_data(here.liaison, f"dt.open:{own.id}", menu)
        assert DUTY in shown.text
        assert shown.protected


@pytest.mark.slow
async def test_whoever_only_looks_on_does_not_learn_that_it_is_a_risk_case(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await _ticked(rig)
        [own] = [d for d in await duties(rig, "SS16") if d.agency_id == here.resources]
        for onlooker in (here.assessor, here.observer):
            shown = [*await rig.say(onlooker, "/duties"), *await rig.say(onlooker, f"/case {NUMBER}")]
            card = shown[-1]
            assert NUMBER in card.text, "the case itself is theirs to see"
            await rig.press_data(onlooker, "cs.hist:1:0", card)
            shown.append(rig.last(onlooker))
            assert "登记" in shown[-1].text
            for message in shown:
                assert DUTY not in message.text
                assert RISK not in message.text
            await rig.press_data(onlooker, f"dt.show:{own.id}", card)
            assert all(DUTY not in message.text for message in rig.bot.chat(onlooker))
