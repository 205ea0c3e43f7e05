"""Another rule book or lead organ: what ends and what begins is shown before, and done at once; nothing comes twice."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.services.duties import recurring
from bot.store.tables import Duty
from tests.builders import County
from tests.rig import Rig

SISHUI, WUQING = "sishui-2020", "wuqing-2020"
Rows = set[tuple[str, str]]


async def pending(rig: Rig, book: str) -> Rows:
    """Rule and subject of what is open by a rule book and comes with the calendar."""
    statement = select(Duty).where(Duty.state == DutyState.OPEN, Duty.rulebook == book, col(Duty.case_id).is_(None))
    return {(duty.rule, duty.about) for duty in await rig.database.read(lambda s: list(s.exec(statement).all()))}


async def begin(rig: Rig, county: County) -> None:
    """The recurring duties of Sishui stand; the administrator is asked for another rule book of the county."""
    await rig.work(recurring.tick)
    assert await pending(rig, SISHUI)
    await rig.say(county.admin, "/agencies")
    for label in ("县政府", "修改", "适用规则"):
        await rig.press(county.admin, label)
    await rig.press(county.admin, "武清")


async def test_the_preview_says_what_ends_and_what_begins_and_changes_nothing(rig: Rig, county: County) -> None:
    await begin(rig, county)
    before = await pending(rig, SISHUI)
    preview = rig.last(county.admin).text
    assert "终止：" in preview
    assert "新增：" in preview
    assert await pending(rig, SISHUI) == before
    assert await pending(rig, WUQING) == set()


async def test_what_the_new_book_does_not_know_ends_with_a_note_and_nothing_comes_twice(
    rig: Rig, county: County
) -> None:
    await begin(rig, county)
    await rig.press(county.admin, "确认")
    assert await pending(rig, SISHUI) == set()
    begun = await pending(rig, WUQING)
    assert begun
    ended = await rig.database.read(
        lambda s: list(s.exec(select(Duty).where(Duty.rulebook == SISHUI, Duty.state == DutyState.CANCELLED)).all())
    )
    assert {duty.reason for duty in ended} == {"县政府改用其他规则。"}
    await rig.work(recurring.tick)
    assert await pending(rig, WUQING) == begun


async def test_what_is_left_to_its_end_stays_and_nothing_comes_beside_it(rig: Rig, county: County) -> None:
    await begin(rig, county)
    before = await pending(rig, SISHUI)
    await rig.press(county.admin, "✎ 原规则下的定期事项")
    await rig.press(county.admin, "继续办至期满")
    assert "继续办至期满：" in rig.last(county.admin).text
    await rig.press(county.admin, "确认")
    assert await pending(rig, SISHUI) == before
    kept = {about for _, about in before}
    assert not {about for _, about in await pending(rig, WUQING)} & kept
    await rig.work(recurring.tick)
    assert not {about for _, about in await pending(rig, WUQING)} & kept


@pytest.mark.parametrize(("label", "warned"), [("县政府办", True), ("市司法局", False)])
async def test_a_lead_organ_without_a_coordinator_is_warned_about(
    rig: Rig, county: County, label: str, warned: bool
) -> None:
    await rig.say(county.admin, "/agencies")
    for each in ("县政府", "修改", "牵头单位"):
        await rig.press(county.admin, each)
    await rig.say(county.admin, label)
    assert ("没有统筹人员" in rig.last(county.admin).text) is warned
