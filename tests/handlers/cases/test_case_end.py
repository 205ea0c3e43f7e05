"""The end of a case: what is still open is said before, a mistake is undone, and an empty case closes by itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import AuditEntry, Case, Duty
from tests.builders import County, county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
RIGHT = "（2026）鲁0831行初21号"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
    await rig.press(here.liaison, "登记")
    return here


async def cases(rig: Rig) -> dict[str, Case]:
    rows = await rig.database.read(lambda s: s.exec(select(Case)).all())
    return {case.number: case for case in rows}


async def close(rig: Rig, place: County) -> None:
    await rig.behind(place.liaison, "结案")
    await rig.press(place.liaison, "今天")
    await rig.press(place.liaison, "✓ 确认")


async def correct_number(rig: Rig, place: County, number: str) -> None:
    await rig.behind(place.liaison, "更正")
    await rig.press(place.liaison, "文书种类或案号有误")
    await rig.say(place.liaison, "案号登记有误")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "✎ 案号")
    await rig.say(place.liaison, number)
    await rig.press(place.liaison, "登记")


@pytest.mark.slow
async def test_what_is_still_open_is_said_before_the_case_is_closed(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.say(place.liaison, f"/case {NUMBER}")
    await rig.behind(place.liaison, "结案")
    asked = rig.last(place.liaison).text
    assert "尚有2项未办结" in asked
    assert "1次开庭尚未进行" in asked


@pytest.mark.slow
async def test_a_case_closed_by_mistake_is_opened_again_and_its_archive_is_not_owed(rig: Rig, place: County) -> None:
    await close(rig, place)
    assert "4月2日（周四）结案" in rig.last(place.liaison).text
    assert "明确出庭负责人" not in rig.last(place.liaison).labels
    await rig.behind(place.liaison, "重新打开")
    assert "结案" not in rig.last(place.liaison).text
    assert (await cases(rig))[NUMBER].closed_on is None
    archive = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "case_closed")).all())
    assert [d.state for d in archive] == [DutyState.CANCELLED]
    await rig.behind(place.liaison, "办理记录")
    assert "重新打开案件" in rig.last(place.liaison).text
    await rig.say(place.liaison, f"/case {NUMBER}")
    await close(rig, place)
    archive = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "case_closed")).all())
    assert DutyState.OPEN in [d.state for d in archive]


@pytest.mark.slow
async def test_a_case_left_without_papers_closes_with_an_entry_and_starts_nothing(rig: Rig, place: County) -> None:
    await correct_number(rig, place, RIGHT)
    known = await cases(rig)
    assert known[RIGHT].closed_on is None
    assert str(known[NUMBER].closed_on) == "2026-04-02"
    entries = await rig.database.read(lambda s: s.exec(select(AuditEntry)).all())
    [entry] = [e for e in entries if e.action == "case_emptied"]
    assert entry.case_id == known[NUMBER].id
    assert entry.reason == "案号登记有误"
    assert not await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "case_closed")).all())
    [card] = await rig.say(place.liaison, f"/case {NUMBER}")
    assert "自动结案：本案已无登记内容" in card.text


@pytest.mark.slow
async def test_a_paper_in_an_emptied_case_opens_it_again(rig: Rig, place: County) -> None:
    await correct_number(rig, place, RIGHT)
    await rig.say(place.liaison, f"{NUMBER} 传票 今天收到 邮寄")
    await rig.press(place.liaison, "登记")
    assert (await cases(rig))[NUMBER].closed_on is None
    assert "结案" not in rig.last(place.liaison).text


@pytest.mark.slow
async def test_a_case_with_a_hearing_stays_open(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.say(place.liaison, f"/case {NUMBER}")
    await correct_number(rig, place, RIGHT)
    assert (await cases(rig))[NUMBER].closed_on is None
