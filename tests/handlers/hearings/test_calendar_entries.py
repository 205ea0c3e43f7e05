"""The entries in a leader's calendar through what happens to a hearing and to who comes: a calendar takes only what is
newer than what it has."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked
from tests.rig import Rig

START = "2026-12-01 10:00"


def entries(rig: Rig, user: int) -> list[tuple[str, int, str]]:
    """(UID, sequence, method) of the calendar files that somebody got, in order."""
    found = []
    for shown in rig.bot.chat(user):
        if shown.document and shown.document[0].endswith(".ics"):
            calendar = Calendar.from_ical(shown.document[1])
            [event] = calendar.walk("VEVENT")
            found.append((str(event["UID"]), int(event.decoded("SEQUENCE")), str(calendar["METHOD"])))
    return found


@pytest.mark.slow
async def test_a_leader_who_is_relieved_and_comes_after_all_gets_a_newer_entry_than_the_cancellation(
    rig: Rig, county: County
) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    for name in ("赵敏", "张明"):
        await rig.press(county.liaison, "变更出庭人员")
        await rig.press(county.liaison, name)
        if name == "赵敏":
            await rig.press(county.liaison, "确认改为赵敏")
    await rig.press(county.leader, "我出庭")
    found = entries(rig, county.leader)
    assert [method for *_, method in found] == ["PUBLISH", "CANCEL", "PUBLISH"]
    assert len({uid for uid, *_ in found}) == 1
    sequences = [sequence for _, sequence, _ in found]
    assert sequences == sorted(set(sequences))


@pytest.mark.slow
async def test_moves_and_the_end_of_a_hearing_keep_the_uid_and_raise_the_sequence(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月22日下午2:30")
    await rig.press(county.liaison, "确认")
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "取消开庭")
    await rig.say(county.liaison, "原告撤诉")
    await rig.press(county.liaison, "确认")
    found = entries(rig, county.leader)
    assert found[-1][2] == "CANCEL"
    assert len({uid for uid, *_ in found}) == 1
    sequences = [sequence for _, sequence, _ in found]
    assert sequences == sorted(sequences)
    assert sequences[-1] > sequences[0]
