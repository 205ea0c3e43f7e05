"""A hearing entered after it was held; times and places that are asked about; calls that came too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import HearingStatus
from tests.builders import county
from tests.handlers.duties.steps import duties
from tests.handlers.hearings.steps import NUMBER, appearances, hearings
from tests.handlers.hearings.test_results import attended
from tests.rig import open_rig


@pytest.mark.slow
async def test_a_hearing_already_held_is_entered_with_its_result(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
        preview = rig.last(here.liaison)
        assert "这一时间已过，将登记为已开庭" in preview.text
        await rig.press(here.liaison, "确认")
        [hearing] = await hearings(rig)
        assert hearing.starts_at.astimezone(rig.house.zone).isoformat()[:16] == "2026-04-15T09:30"
        assert [a.agency_id for a in await appearances(rig)] == [here.resources]
        assert not await duties(rig, "CN-IDENTITY")
        assert not [m for m in rig.bot.chat(here.leader) if "出庭确认" in m.text]
        await attended(rig, here.liaison)
        await rig.press(here.liaison, "提交")
        assert (await hearings(rig))[0].status is HearingStatus.HELD


@pytest.mark.slow
async def test_a_time_typed_at_the_question_may_have_gone_by_as_well(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "/hearing")
        await rig.say(here.liaison, NUMBER)
        await rig.say(here.liaison, "昨天上午9:30")
        await rig.press(here.liaison, "跳过")
        assert "将登记为已开庭" in rig.last(here.liaison).text
        await rig.press(here.liaison, "确认")
        if not await hearings(rig):
            await rig.press(here.liaison, "确认")
        assert len(await hearings(rig)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("when", "asked"),
    [
        ("4月18日上午9:30 县法院第二审判庭", "休息日"),
        ("4月15日上午7:30 县法院第二审判庭", "早于8:00或者晚于18:00"),
        ("4月15日晚上7:00 县法院第二审判庭", "早于8:00或者晚于18:00"),
        ("4月15日上午9:30", "尚未写明开庭地点"),
    ],
)
async def test_an_odd_time_or_no_place_is_asked_about_in_preview_and_card(
    tmp_path: Path, when: str, asked: str
) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} {when}")
        assert asked in rig.last(here.liaison).text
        await rig.press(here.liaison, "确认")
        assert asked in rig.last(here.liaison).text


@pytest.mark.slow
async def test_a_usual_hearing_is_not_asked_about(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
        assert "❓" not in rig.last(here.liaison).text
        await rig.press(here.liaison, "确认")
        assert "❓" not in rig.last(here.liaison).text


@pytest.mark.slow
@pytest.mark.parametrize(("served", "short"), [("4月13日", True), ("4月12日", False)])
@pytest.mark.parametrize("paper", ["传票", "出庭通知书"])
async def test_a_call_that_came_too_late_is_marked_on_both_cards(
    tmp_path: Path, served: str, short: bool, paper: str
) -> None:
    async with open_rig(tmp_path, start="2026-04-13 15:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        await rig.say(here.liaison, f"{NUMBER} {paper} {served}收到")
        await rig.press(here.liaison, "✓ 登记")
        assert ("送达不足三日" in rig.last(here.liaison).text) is short
        [hearing] = await hearings(rig)
        await rig.press_data(here.liaison, f"hr:{hearing.id}", rig.last(here.liaison))
        assert ("送达不足三日" in rig.last(here.liaison).text) is short
