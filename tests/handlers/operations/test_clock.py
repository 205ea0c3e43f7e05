"""What administrators are told of a wrong clock, and who may say what time it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.clock import Cause
from bot.domain.operations.topics import ClockFound
from bot.services.operations import clocks, operations
from bot.store.tables import AuditEntry
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

DOUBT = "ab12cd34"


async def tell(rig: Rig, cause: Cause, doubt: str = "") -> list[Shown]:
    """Administrators are told; gives all that anybody got."""
    now, before = rig.clock.now(), len(rig.bot.messages)
    found = ClockFound(cause, now, now + timedelta(days=60), now, doubt)
    await rig.work(lambda desk: clocks.tell(desk, found))
    await rig.pump.drain()
    return rig.bot.messages[before:]


async def acts(rig: Rig) -> list[bool]:
    def look(session: Session) -> list[bool]:
        found = session.exec(select(AuditEntry).where(AuditEntry.action == "clock_settled")).all()
        return [bool(entry.new["machine"]) for entry in found]

    return await rig.database.read(look)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cause", "words"), [(Cause.LEAPT, "已由 Telegram 接口确认"), (Cause.WRONG, "请安排校准机器时间")]
)
async def test_administrators_are_told_once_a_day(rig: Rig, county: County, cause: Cause, words: str) -> None:
    [said] = await tell(rig, cause)
    assert said.chat_id == county.admin
    assert words in said.text
    assert "4月2日（周四）9:00" in said.text
    assert "6月1日（周一）9:00" in said.text
    assert said.buttons == []
    assert await tell(rig, cause) == []
    await rig.to("2026-04-03 09:00")
    assert len(await tell(rig, cause)) == 1


@pytest.mark.slow
async def test_only_an_administrator_says_what_time_it_is_and_only_once(rig: Rig, county: County) -> None:
    [asked] = await tell(rig, Cause.DOUBT, DOUBT)
    assert asked.labels == ["机器时间正确", "机器时间有误"]
    for other in (county.coordinator, county.liaison, county.principal, county.assessor):
        await rig.press_data(other, f"op.clock:{DOUBT}:1", asked)
        assert "没有此项操作的权限" in rig.toast()
    await rig.press_data(county.admin, "op.clock:ffffffff:1", asked)
    assert "不存在" in rig.toast()
    assert await acts(rig) == []
    assert await rig.database.read(lambda s: clocks.word(s, DOUBT)) is None
    await rig.press(county.admin, "机器时间有误", asked)
    assert "校准" in asked.text
    assert asked.buttons == []
    assert await rig.database.read(lambda s: clocks.word(s, DOUBT)) is False
    await rig.press_data(county.admin, f"op.clock:{DOUBT}:1", asked)
    assert "不存在" in rig.toast()
    assert await acts(rig) == [False]


@pytest.mark.slow
async def test_a_doubt_that_is_over_asks_nothing_any_more(rig: Rig, county: County) -> None:
    [asked] = await tell(rig, Cause.DOUBT, DOUBT)
    await rig.work(lambda desk: clocks.close(desk.session, DOUBT, now=desk.now))
    await rig.press_data(county.admin, f"op.clock:{DOUBT}:1", asked)
    assert "不存在" in rig.toast()
    assert await rig.database.read(lambda s: clocks.word(s, DOUBT)) is None


@pytest.mark.slow
async def test_the_newest_instant_is_of_the_last_tick_or_sign_of_life(rig: Rig, county: County) -> None:
    """What people do meanwhile does not count: they are answered while the time is in doubt."""
    assert await rig.database.read(clocks.newest) is None, "a new database says nothing"
    await rig.work(operations.heard)
    at = rig.clock.now()
    rig.clock.move_to(at + timedelta(hours=1))
    await rig.say(county.liaison, "/me")
    assert await rig.database.read(clocks.newest) == at
    await rig.to("2026-04-02 12:45")
    assert await rig.database.read(clocks.newest) == at.replace(hour=4, minute=40), "events_over"
