"""Leaders who write instead of pressing: echoed with a button, repeated, never counted by words."""

from __future__ import annotations

import pytest

from bot.domain.hall.terms import AppearanceState
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, entered, one
from tests.rig import Rig

pytestmark = [pytest.mark.slow, pytest.mark.begins("2026-11-27 09:00")]


async def test_a_leaders_words_are_echoed_and_count_by_the_tap(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [seen] = await rig.say(county.leader, "收到")
    assert {"我出庭", "不能出庭", "稍后答复"} <= set(seen.labels)
    [no] = await rig.say(county.leader, "那天出差，去不了")
    assert "不能出庭" in no.labels
    assert "我出庭" not in no.labels
    [unclear] = await rig.say(county.leader, "这是哪个案子？")
    assert "我出庭" in unclear.labels
    assert "看不出要办什么" not in unclear.text
    [yes] = await rig.say(county.leader, "好的，我出庭")
    assert yes.labels == ["我出庭", "其他答复"]
    assert (await one(rig)).state is AppearanceState.ASKED
    await rig.press(county.leader, "我出庭", yes)
    assert (await one(rig)).state is AppearanceState.CONFIRMED
    [over] = await rig.say(county.leader, "收到")
    assert "没有需要您答复" in over.text


async def test_somebody_else_is_offered_by_name_or_chosen(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [named] = await rig.say(county.leader, "请赵局去")
    assert any("赵敏" in label for label in named.labels)
    [nobody] = await rig.say(county.leader, "请钱局去")
    assert any("李建国" in label for label in nobody.labels)
    await rig.press(county.leader, "赵敏", named)
    row = await one(rig)
    assert row.leader_name == "赵敏" or row.state is not AppearanceState.CONFIRMED


async def test_the_principal_answers_who_comes(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    [yes] = await rig.say(county.principal, "我去")
    assert "我出庭" in yes.labels
    [seen] = await rig.say(county.principal, "收到")
    assert "明确出庭负责人" in seen.labels
    await rig.press(county.principal, "我出庭", yes)
    row = await one(rig)
    assert (row.leader_name, row.state) == ("李建国", AppearanceState.CONFIRMED)


async def test_of_several_questions_one_is_chosen(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初13号 12月16日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    [which] = await rig.say(county.leader, "我去")
    assert [label.split()[0] for label in which.labels] == ["行初12号", "行初13号"]
    await rig.press(county.leader, "行初13号", which)
    assert "我出庭" in rig.with_button(county.leader, "我出庭").labels


async def test_others_are_not_taken_for_leaders(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [lost] = await rig.say(county.handler, "好的")
    assert "我出庭" not in lost.labels
