"""Where the book wants a leader who knows the matter and may settle it, naming one asks (seed 001)."""

from __future__ import annotations

import pytest

from bot.services.hall.desk import Desk
from bot.store.tables import Agency
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 09:00"
REMARK = "不分管此事，或者不能就化解争议当庭表态"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    def work(desk: Desk) -> None:
        desk.session.get_one(Agency, county.government).rulebook = "sanmenxia-2025"

    await rig.work(work)
    await steps.entered(rig, county)
    return county


async def test_a_no_is_a_remark_on_the_card_and_no_refusal(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    asked = rig.last(place.liaison)
    assert "张明副局长是否分管此事" in asked.text
    assert rig.bot.chat(place.leader) == []
    await rig.press(place.liaison, "否")
    assert f"备注：张明副局长{REMARK}" in rig.last(place.liaison).text
    assert "我出庭" in rig.last(place.leader).labels
    await rig.press(place.leader, "我出庭")
    assert REMARK in rig.last(place.liaison).text
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    await rig.press(place.liaison, "确认改为赵敏")
    await rig.press(place.liaison, "是")
    assert REMARK not in rig.last(place.liaison).text
    assert (await steps.appearances(rig))[0].leader_name == "赵敏"


async def test_a_leader_who_is_typed_in_is_asked_about_in_the_form(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "手动填写")
    await rig.say(place.liaison, "钱进")
    await rig.say(place.liaison, "总工程师")
    assert "能否就化解争议当庭表态" in rig.last(place.liaison).text
    await rig.press(place.liaison, "否")
    await rig.press(place.liaison, "确认")
    assert f"备注：钱进总工程师{REMARK}" in rig.last(place.liaison).text


async def test_other_books_do_not_ask(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    assert "我出庭" in rig.last(county.leader).labels
