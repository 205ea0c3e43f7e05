"""/duties for a whole county: agencies with counts, short enough for a phone, each opened with a tap."""

import pytest

from tests.builders import County, county
from tests.rig import Rig

START = "2026-12-01 10:00"


async def enter(rig: Rig, user: int, n: int, day: str) -> None:
    await rig.say(user, f"（2026）鲁0831行初{n}号 传票 起诉状 {day}收到 邮寄")
    await rig.press(user, "登记")


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await enter(rig, here.liaison, 1, "今天")
    await enter(rig, here.police_liaison, 2, "11月20日")
    await enter(rig, here.labour_liaison, 3, "今天")
    return here


@pytest.mark.slow
async def test_a_county_is_listed_by_agency_the_most_overdue_first(rig: Rig, place: County) -> None:
    [shown] = await rig.say(place.coordinator, "/duties")
    rows = [line for line in shown.text.splitlines() if line[:1].isdigit()]
    assert "县公安局</b>：4项，逾期3项" in rows[0]
    assert len(shown.text.splitlines()) <= 10
    assert "县自然资源局</b>：4项，最近12月3日（周四）" in shown.text
    assert "出庭报备" not in shown.text
    await rig.press(place.coordinator, "县公安局")
    unit = rig.last(place.coordinator)
    assert "县公安局未办结事项" in unit.text
    assert "（2026）鲁0831行初2号" in unit.text
    assert "县自然资源局" not in unit.text
    await rig.press(place.coordinator, "各单位")
    assert "县自然资源局" in rig.last(place.coordinator).text


@pytest.mark.slow
async def test_by_date_and_overdue_only_are_one_tap_away(rig: Rig, place: County) -> None:
    await rig.say(place.coordinator, "/duties")
    await rig.press(place.coordinator, "按时间排列")
    assert "第1页/共3页" in rig.last(place.coordinator).text
    await rig.press(place.coordinator, "下一页")
    assert "第2页/共3页" in rig.last(place.coordinator).text
    await rig.press(place.coordinator, "按单位查看")
    await rig.press(place.coordinator, "仅看逾期")
    late = rig.last(place.coordinator).text
    assert late.count("🔴") == 3
    assert "县自然资源局" not in late


@pytest.mark.slow
async def test_who_works_for_one_agency_sees_the_duties_at_once(rig: Rig, place: County) -> None:
    [shown] = await rig.say(place.liaison, "/duties")
    assert "出庭报备" in shown.text


@pytest.mark.slow
async def test_the_duties_of_a_foreign_agency_are_not_shown(rig: Rig, place: County) -> None:
    [shown] = await rig.say(place.liaison, "/duties")
    await rig.press_data(place.liaison, f"dt.unit:{place.police}:0", shown)
    assert "无权查看" in rig.toast()
    assert "县公安局" not in rig.last(place.liaison).text
