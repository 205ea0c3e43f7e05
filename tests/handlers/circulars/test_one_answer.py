"""One answer an agency, where the sender asks for it: who answers ends the asking of the colleagues."""

import pytest

from tests.builders import County
from tests.handlers.circulars.steps import TITLE, compose, fill_audience, newest, ready, send
from tests.rig import Rig

EVERYBODY = ("联络员", "主要负责人")


async def _sent(rig: Rig, county: County, reply: str, *, each: bool = False, enough: bool = False) -> None:
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    await rig.press(county.coordinator, "标题与回复要求")
    await rig.say(county.coordinator, TITLE)
    await rig.press(county.coordinator, "跳过")
    await rig.press(county.coordinator, reply)
    await rig.say(county.coordinator, "4月8日")
    for label in ("泗水县司法局", "否", "否"):
        await rig.press(county.coordinator, label)
    if each:
        await rig.press(county.coordinator, "✎ 回复人")
        await rig.press(county.coordinator, "每人均须回复")
    if enough:
        await rig.press(county.coordinator, "✎ 每单位一人签收即可")
        await rig.press(county.coordinator, "是")
    await rig.press(county.coordinator, "确认")
    await fill_audience(rig, county.coordinator, *EVERYBODY)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:05")


async def _return_file(rig: Rig, user: int) -> None:
    await rig.press(user, "回传文件")
    await rig.send_file(user, "报表.xlsx", b"sheet")
    for label in ("完成", "跳过", "提交答复"):
        await rig.press(user, label)


async def _board(rig: Rig, county: County) -> str:
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:5])
    return rig.last(county.coordinator).text


@pytest.mark.slow
async def test_a_file_of_the_liaison_ends_the_nudges_of_the_principal(rig: Rig, county: County) -> None:
    await _sent(rig, county, "签收并回传文件")
    assert (await newest(rig)).one_answer
    assert "贵单位由一人回复即可" in rig.last(county.principal).text
    before = await _board(rig, county)
    assert "县自然资源局 未回复1/1" in before
    assert "（按单位计）" in before
    await _return_file(rig, county.liaison)
    [mine] = rig.bot.chat(county.principal)
    assert "王芳已于4月2日（周四）9:05代表本单位回复，您无需再办" in mine.text
    assert "收到" not in mine.labels
    assert "县自然资源局 ✓" in await _board(rig, county)
    await rig.press(county.coordinator, "未回复名单")
    names = rig.last(county.coordinator).text
    assert "李建国" not in names
    assert "韩峰" in names
    await _board(rig, county)
    await rig.press(county.coordinator, "催办未回复")
    assert "催办" in rig.last(county.police_principal).text
    await rig.to("2026-04-13 12:00")
    assert len(rig.bot.chat(county.principal)) == 1
    assert not rig.bot.chat(county.deputy)


@pytest.mark.slow
async def test_each_person_is_possible_too(rig: Rig, county: County) -> None:
    await _sent(rig, county, "签收并回传文件", each=True)
    assert not (await newest(rig)).one_answer
    await _return_file(rig, county.liaison)
    assert "无需再办" not in rig.bot.chat(county.principal)[0].text
    assert "县自然资源局 未回复1/2" in await _board(rig, county)
    await rig.press(county.coordinator, "催办未回复")
    assert "催办" in rig.last(county.principal).text


@pytest.mark.slow
async def test_one_receipt_an_agency_where_it_is_asked_for(rig: Rig, county: County) -> None:
    await _sent(rig, county, "仅签收", enough=True)
    await rig.press(county.principal, "收到")
    assert "李建国已于" in rig.bot.chat(county.liaison)[0].text
    assert "县自然资源局 ✓" in await _board(rig, county)
    await rig.press(county.coordinator, "催办签收")
    assert len(rig.bot.chat(county.liaison)) == 1


@pytest.mark.slow
async def test_a_reminder_that_is_on_screen_says_who_did_it(rig: Rig, county: County) -> None:
    await _sent(rig, county, "签收并简要答复")
    await _board(rig, county)
    await rig.press(county.coordinator, "催办未回复")
    reminder = rig.last(county.principal)
    assert "催办" in reminder.text
    await rig.press(county.liaison, "答复")
    await rig.say(county.liaison, "已报送")
    await rig.press(county.liaison, "提交答复")
    assert "王芳已于" in rig.bot.find(county.principal, reminder.message_id).text


@pytest.mark.slow
async def test_receipts_are_personal_as_a_rule(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    assert not (await newest(rig)).one_answer
    assert "每单位" not in rig.last(county.coordinator).text
