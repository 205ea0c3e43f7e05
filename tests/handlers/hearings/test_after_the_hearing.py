"""When the hearing is over: what was due before it is not pressed for any more."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-11 10:00"
BEFORE = "开庭前提交负责人身份证明"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    return county


async def handed_in(rig: Rig) -> Duty:
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "hearing_scheduled")).all())
    [duty] = rows
    return duty


async def report(rig: Rig, user: int, *answers: str) -> None:
    for answer in answers:
        await rig.press(user, answer)


@pytest.mark.slow
async def test_a_leader_who_appeared_has_shown_the_court_who_he_is(rig: Rig, place: County) -> None:
    assert (await handed_in(rig)).state is DutyState.CANCELLED, "it ends with the hearing, and is chased no more"
    await report(rig, place.liaison, "负责人已出庭", "提交")
    duty = await handed_in(rig)
    assert (duty.state, str(duty.done_on), duty.done_note) == (DutyState.DONE, "2026-12-14", "张明")
    sent = await rig.to("2026-12-18 12:00")
    assert not [m for m in sent if BEFORE in m.text]


@pytest.mark.slow
async def test_where_nobody_came_nothing_is_left_to_hand_in(rig: Rig, place: County) -> None:
    await report(rig, place.liaison, "负责人未出庭", "未说明理由", "✎ 到庭人员", "无人", "提交")
    assert (await handed_in(rig)).state is DutyState.CANCELLED
    sent = await rig.to("2026-12-18 12:00")
    assert not [m for m in sent if m.chat_id in (place.liaison, place.deputy) and BEFORE in m.text]
