"""Two duties of one name in a case say to which hearing each belongs, or for which agency it is owed."""

from __future__ import annotations

import pytest

from tests.builders import County
from tests.handlers.duties.steps import NUMBER
from tests.rig import Rig

START = "2026-12-01 10:00"
CERTIFICATE = "开庭前提交负责人身份证明"


async def entered(rig: Rig, user: int, when: str) -> None:
    await rig.say(user, f"/hearing {NUMBER} {when} 县法院第二审判庭")
    await rig.press(user, "✓ 确认")


@pytest.mark.slow
async def test_the_certificates_of_two_hearings_say_which_hearing_each_is_for(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison, "12月15日上午9:30")
    [listed] = await rig.say(county.liaison, "/duties")
    assert CERTIFICATE in listed.text
    assert f"{CERTIFICATE}（" not in listed.text
    await rig.say(county.liaison, f"/hearing {NUMBER} 12月22日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "✓ 确认")
    await rig.press(county.liaison, "本案另一次开庭")
    await rig.press(county.liaison, "✓ 确认")
    [card] = await rig.say(county.liaison, f"/case {NUMBER}")
    [listed] = await rig.say(county.liaison, "/duties")
    for shown in (card, listed):
        assert f"{CERTIFICATE}（12月15日（周二）开庭）" in shown.text
        assert f"{CERTIFICATE}（12月22日（周二）开庭）" in shown.text
    apart = [label for label in listed.labels if CERTIFICATE in label]
    assert len({label.partition(".")[0] for label in apart}) == 2, "by the numbers of their lines, where it is cut"
