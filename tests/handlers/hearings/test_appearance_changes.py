"""An answer that changes: taken back, another leader instead, with or without the court's permission."""

import pytest

from bot.domain.hall.terms import AppearanceState
from bot.store.tables import Agency
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, one
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_an_answer_can_be_taken_back_until_the_hearing(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.leader, "更改答复")
    await rig.press(county.leader, "收回答复")
    assert (await one(rig)).state is AppearanceState.ASKED
    assert "收回" in rig.last(county.liaison).text
    await rig.press(county.leader, "我出庭")
    await rig.to("2026-12-15 09:31")
    shown = rig.with_button(county.leader, "更改答复")
    await rig.press(county.leader, "更改答复", shown)
    assert "已到开庭时间" in rig.toast()
    assert (await one(rig)).state is AppearanceState.CONFIRMED


@pytest.mark.slow
async def test_another_leader_takes_over_with_colleagues_as_buttons(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "其他负责人出庭")
    assert "赵敏副局长" in rig.last(county.leader).labels
    assert "张明副局长" not in rig.last(county.leader).labels
    await rig.press(county.leader, "赵敏")
    assert (await one(rig)).state is AppearanceState.ASKED
    assert "我出庭" in rig.last(county.leader2).labels
    assert "无须再出庭" in rig.last(county.leader).text
    assert "赵敏" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_where_the_rule_book_wants_it_a_change_waits_for_the_court(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    await asked(rig, county)
    await rig.press(county.leader, "其他负责人出庭")
    await rig.press(county.leader, "赵敏")
    waiting = await one(rig)
    assert (waiting.state, waiting.replaced_name) == (AppearanceState.AWAITING_PERMISSION, "张明")
    assert not any("我出庭" in m.labels for m in rig.bot.chat(county.leader2)), "not asked before the court has spoken"
    assert "报请法院准许" in rig.last(county.liaison).text
    await rig.press(county.liaison, "已获准许")
    await rig.press(county.liaison, "确认登记")
    assert "我出庭" in rig.last(county.leader2).labels
    assert (await one(rig)).leader_name == "赵敏"


@pytest.mark.slow
async def test_where_the_court_refuses_the_first_leader_is_asked_again(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "变更出庭人员")
    await rig.press(county.liaison, "赵敏")
    assert "法院准许登记前，仍由张明副局长负责出庭" in rig.last(county.liaison).text
    await rig.press(county.liaison, "确认改为赵敏")
    await rig.press(county.liaison, "未获准许")
    await rig.press(county.liaison, "确认登记")
    back = await one(rig)
    assert (back.state, back.leader_name) == (AppearanceState.ASKED, "张明")
    assert "我出庭" in rig.last(county.leader).labels
    assert not any("我出庭" in m.labels for m in rig.bot.chat(county.leader2))
