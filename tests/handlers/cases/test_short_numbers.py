"""行初12号 instead of the whole case number: resolved where it is plain, asked about where it is not."""

import pytest
from sqlmodel import select

from bot.store.tables import Hearing, Paper
from tests.builders import County, county
from tests.rig import Rig

START = "2026-12-01 10:00"
NUMBER = "（2026）鲁0831行初12号"
COMPENSATION = "（2025）鲁0831行初12号"
HEARING = "/hearing 行初12号 12月15日上午9:30 县法院第二审判庭"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def paper(rig: Rig, user: int, number: str = NUMBER) -> None:
    await rig.say(user, f"{number} 应诉通知书 今天收到")
    await rig.press(user, "登记")


@pytest.mark.slow
async def test_the_only_case_that_fits_is_taken_and_said(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    [preview] = await rig.say(place.liaison, HEARING)
    assert f"“行初12号”即{NUMBER}" in preview.text
    assert "2026年12月15日（周二）9:30" in preview.text
    await rig.press(place.liaison, "确认")
    assert len(await rig.database.read(lambda s: s.exec(select(Hearing)).all())) == 1


@pytest.mark.slow
async def test_the_number_is_no_day_of_the_month(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    [asked] = await rig.say(place.liaison, "/hearing 行初12号 下午3点")
    assert "12月12日" not in asked.text
    assert "何时开庭" in asked.text


@pytest.mark.slow
async def test_several_cases_are_asked_about_with_buttons(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    await paper(rig, place.liaison, COMPENSATION)
    [asked] = await rig.say(place.liaison, HEARING)
    assert {NUMBER, COMPENSATION} <= set(asked.labels)
    await rig.press(place.liaison, COMPENSATION)
    assert f"案号</b>：{COMPENSATION}" in rig.last(place.liaison).text
    assert "2026年12月15日（周二）9:30" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_a_case_of_others_is_never_meant(rig: Rig, place: County) -> None:
    await paper(rig, place.police_liaison)
    [asked] = await rig.say(place.liaison, HEARING)
    assert "请输入案号" in asked.text
    assert NUMBER not in str(asked.labels)


@pytest.mark.slow
async def test_where_the_number_is_asked_for_the_bare_number_is_enough(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    await rig.say(place.liaison, "/hearing")
    [asked] = await rig.say(place.liaison, "12号")
    assert "何时开庭" in asked.text
    await rig.say(place.liaison, "12月15日上午9:30")
    await rig.press(place.liaison, "跳过")
    assert f"“12号”即{NUMBER}" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_a_pasted_text_and_a_paper_are_read_alike(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    [preview] = await rig.say(place.liaison, "行初12号案 12月15日上午9:30在县法院第二审判庭开庭")
    assert NUMBER in preview.text
    await rig.press(place.liaison, "取消")
    [preview] = await rig.say(place.liaison, "行初12号 传票 今天收到")
    assert f"“行初12号”即{NUMBER}" in preview.text
    await rig.press(place.liaison, "登记")
    assert len(await rig.database.read(lambda s: s.exec(select(Paper)).all())) == 2


@pytest.mark.slow
async def test_the_card_of_a_case_by_its_short_number(rig: Rig, place: County) -> None:
    await paper(rig, place.liaison)
    [card] = await rig.say(place.liaison, "/case 行初12号")
    assert f"【案件】<code>{NUMBER}" in card.text
    [refused] = await rig.say(place.police_liaison, "/case 行初12号")
    assert NUMBER not in refused.text
    assert "没有从" not in refused.text, "it can be read, there only is no such case of theirs"


@pytest.mark.slow
async def test_the_leader_who_is_named_finds_the_case_by_its_short_number(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    [card] = await rig.say(place.leader, "/case 行初12号")
    assert f"【案件】<code>{NUMBER}" in card.text
