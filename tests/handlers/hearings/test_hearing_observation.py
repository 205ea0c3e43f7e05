"""A trial observation, begun from the card of a hearing."""

import pytest
from sqlmodel import select

from bot.store.tables import Draft
from tests.builders import County
from tests.handlers.hearings.steps import confirmed, entered
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
async def test_a_trial_observation_is_begun_from_the_card_of_a_hearing(rig: Rig, county: County) -> None:
    hearing = await entered(rig, county)
    await rig.say(county.coordinator, "/hearings")
    await rig.press(county.coordinator, "1")
    await rig.press(county.coordinator, "庭审观摩")
    asked = rig.last(county.coordinator)
    assert "活动" in asked.text
    draft = (await rig.database.read(lambda s: s.exec(select(Draft)).all()))[-1]
    assert (draft.data["kind"], draft.data["hearing"]) == ("observation", str(hearing.id))


@pytest.mark.slow
async def test_no_observation_of_what_the_public_may_not_see_or_by_a_leader(rig: Rig, county: County) -> None:
    hearing = await confirmed(rig, county)
    assert "庭审观摩" in rig.last(county.liaison).labels
    assert all("庭审观摩" not in m.labels for m in rig.bot.chat(county.leader))
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "更正")
    for answer in ("庭审", "否", "是"):
        await rig.press(county.liaison, answer)
    await rig.say(county.liaison, "涉及个人隐私")
    await rig.press(county.liaison, "确认")
    assert all("庭审观摩" not in m.labels for m in rig.bot.chat(county.liaison))
    await rig.press_data(county.liaison, f"ev.hear:{hearing.id}", rig.last(county.liaison))
    assert "不公开" in rig.toast()
