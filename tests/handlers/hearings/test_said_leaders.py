"""Who appears, said in short with a hearing: 张局出庭 means the one leader who fits; of several it is asked which."""

from __future__ import annotations

import pytest

from bot.domain.hall.terms import AppearanceState, Role
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Person
from tests.builders import SINCE, County
from tests.handlers.documents.steps import said
from tests.handlers.hearings.steps import NUMBER, appearances
from tests.rig import Rig

pytestmark = pytest.mark.slow
START = "2026-12-01 10:00"
LINE = f"{NUMBER} 12月15日上午9:30在县法院第二审判庭开庭，"


async def test_the_one_who_fits_is_shown_first_and_asked_once_it_is_recorded(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, f"{LINE}张局出庭")
    assert "出庭负责人：张明" in said(preview)
    assert "未采用" not in preview.text
    assert not rig.bot.chat(county.leader), "nobody is asked before it is recorded"
    await rig.press(county.liaison, "确认")
    [one] = await appearances(rig)
    assert (one.leader_name, one.state) == ("张明", AppearanceState.ASKED)
    assert "我出庭" in rig.last(county.leader).labels
    assert "张明" in rig.last(county.liaison).text


async def test_another_can_be_picked_in_the_preview_and_nobody_as_well(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{LINE}张明出庭")
    await rig.press(county.liaison, "✎ 出庭负责人")
    labels = rig.last(county.liaison).labels
    assert all(any(name in label for label in labels) for name in ("李建国", "张明", "赵敏"))
    await rig.press(county.liaison, "跳过")
    await rig.press(county.liaison, "确认")
    [one] = await appearances(rig)
    assert (one.leader_name, one.state) == ("", AppearanceState.UNNAMED)


def _another(desk: Desk, agency_id: int) -> None:
    person = Person(name="张强", created_at=desk.now)
    desk.session.add(person)
    desk.session.flush()
    _leads(desk, person.id or 0, agency_id)


def _leads(desk: Desk, person_id: int, agency_id: int) -> None:
    desk.session.add(
        Appointment(person_id=person_id, agency_id=agency_id, role=Role.LEADER, post="副局长", from_date=SINCE)
    )


async def test_of_several_who_fit_it_is_asked_which(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: _another(desk, county.resources))
    [asked] = await rig.say(county.liaison, f"{LINE}张局出庭")
    assert "由哪位负责人出庭" in asked.text
    assert not any("赵敏" in label for label in asked.labels)
    await rig.press(county.liaison, "张强")
    await rig.press(county.liaison, "确认")
    assert [one.leader_name for one in await appearances(rig)] == ["张强"]


async def test_where_none_fits_that_is_said_and_the_hearing_is_recorded_all_the_same(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, f"{LINE}王县长出庭")
    assert "未采用：王县长出庭" in preview.text
    assert "县自然资源局没有对应的负责人" in preview.text
    await rig.press(county.liaison, "确认")
    assert [one.leader_name for one in await appearances(rig)] == [""]


async def test_i_is_whoever_writes_where_that_is_a_leader(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: _leads(desk, county.ids[county.deputy], county.resources))
    [preview] = await rig.say(county.deputy, f"{LINE}我出庭")
    assert "出庭负责人：李娜" in said(preview)
    await rig.press(county.deputy, "确认")
    assert [one.leader_name for one in await appearances(rig)] == ["李娜"]
    [theirs] = await rig.say(county.liaison, f"{LINE.replace('12号', '13号')}我出庭")
    assert "未采用：我出庭" in theirs.text


async def test_for_whom_the_presser_does_not_name_leaders_nothing_is_taken(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.court_contact, f"{LINE}张局出庭")
    assert "张明" not in preview.text
