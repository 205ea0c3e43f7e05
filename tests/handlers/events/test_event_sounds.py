"""What of an event is heard, and that its organiser's card fits a phone."""

from __future__ import annotations

import pytest

from tests import phone
from tests.builders import County
from tests.events import hold
from tests.rig import Rig

START = "2026-12-01 09:00"


@pytest.mark.slow
async def test_a_week_before_nobody_is_disturbed_and_on_the_eve_those_who_come_are(rig: Rig, county: County) -> None:
    await hold(rig, county)
    await rig.press(county.leader, "我参加")
    [week] = [m for m in await rig.to("2026-12-08 09:30") if m.chat_id == county.leader]
    [eve] = [m for m in await rig.to("2026-12-14 09:30") if m.chat_id == county.leader]
    assert (week.silent, eve.silent) == (True, False)


@pytest.mark.slow
async def test_the_organisers_card_has_eight_buttons_before_and_while_people_sign_in(rig: Rig, county: County) -> None:
    await hold(rig, county)
    for moment, there in (("2026-12-14 10:00", False), ("2026-12-15 09:25", True), ("2026-12-15 09:35", True)):
        await rig.to(moment)
        await rig.say(county.coordinator, "/event")
        await rig.press(county.coordinator, "行政应诉实务培训")
        card = rig.last(county.coordinator)
        assert phone.faults(card.buttons) == []
        assert ("签到表" in card.labels) is there
    await rig.press(county.coordinator, "分单位情况")
    assert "签到表" in rig.last(county.coordinator).labels
