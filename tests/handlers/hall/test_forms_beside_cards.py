"""A form begun from a card leaves the card where it is; what was filled in outlives a change of the hearing."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState
from bot.store.tables import Appearance
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-01 10:00"
NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await steps.entered(rig, county)
    return county


async def move(rig: Rig, place: County, when: str = "12月18日下午2:30") -> None:
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, when)
    await rig.press(place.liaison, "确认")


async def name(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")


async def filled_in(rig: Rig, place: County) -> None:
    """张明 has filled in why he cannot come, and not sent it yet."""
    await rig.press(place.leader, "不能出庭")
    await rig.press(place.leader, "公务")
    await rig.say(place.leader, "去省里开会")
    await rig.press(place.leader, "加盖行政机关印章")
    await rig.send_file(place.leader, "会议通知.jpg", b"x", mime="image/jpeg")
    await rig.press(place.leader, "完成")
    await rig.press(place.leader, "本机关工作人员")
    await rig.say(place.leader, "何伟 执法队员")
    await rig.press(place.leader, "否")


@pytest.mark.slow
@pytest.mark.parametrize("path", [["申报不能出庭"], ["开庭有变", "改期或改地点"], ["开庭有变", "取消开庭"]])
async def test_who_cancels_the_form_finds_the_card_as_it_was(rig: Rig, place: County, path: list[str]) -> None:
    card = rig.last(place.liaison)
    for label in path:
        await rig.press(place.liaison, label)
    asked = rig.last(place.liaison)
    await rig.press_data(
        place.liaison, next(data for row in asked.buttons for text, data in row if text == "取消"), asked
    )
    assert "已取消" in rig.last(place.liaison).text
    shown = rig.bot.find(place.liaison, card.message_id)
    assert "指定出庭负责人" in shown.labels
    await rig.press(place.liaison, "指定出庭负责人", shown)
    assert "张明副局长" in str(rig.bot.find(place.liaison, card.message_id).labels)


@pytest.mark.slow
async def test_an_absence_overtaken_by_a_move_is_kept_and_sent_after_a_look(rig: Rig, place: County) -> None:
    await name(rig, place)
    await filled_in(rig, place)
    await move(rig, place)
    await rig.press(place.leader, "提交")
    form = next(m for m in reversed(rig.bot.chat(place.leader)) if "请核对" in m.text)
    assert "填写期间情况有变化" in form.text
    assert "12月18日（周五）14:30" in form.text
    assert "去省里开会" in form.text
    assert "会议通知.jpg" in form.text
    await rig.press(place.leader, "提交", form)
    [row] = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert row.state is AppearanceState.CANNOT
    assert row.absence["staff"] == "何伟 执法队员"
    assert row.absence["files"] == 1


@pytest.mark.slow
async def test_an_absence_of_a_hearing_that_is_off_is_not_asked_again(rig: Rig, place: County) -> None:
    await name(rig, place)
    await filled_in(rig, place)
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "取消开庭")
    await rig.say(place.liaison, "原告撤诉")
    await rig.press(place.liaison, "确认")
    form = next(m for m in reversed(rig.bot.chat(place.leader)) if "请核对" in m.text)
    await rig.press(place.leader, "提交", form)
    shown = rig.bot.find(place.leader, form.message_id)
    assert "请核对" not in shown.text
    [row] = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert row.state is AppearanceState.CLOSED


@pytest.mark.slow
async def test_a_file_is_acknowledged_where_it_was_asked_for(rig: Rig, place: County) -> None:
    await name(rig, place)
    await rig.press(place.leader, "不能出庭")
    await rig.press(place.leader, "公务")
    await rig.say(place.leader, "去省里开会")
    await rig.press(place.leader, "加盖行政机关印章")
    [asked] = await rig.send_file(place.leader, "会议通知.jpg", b"x", mime="image/jpeg")
    assert "已收到：会议通知.jpg" in asked.text


@pytest.mark.slow
async def test_a_moved_hearing_says_so_once_and_asks_only_who_has_not_answered(rig: Rig, place: County) -> None:
    await name(rig, place)
    await move(rig, place)
    told = rig.last(place.leader)
    assert told.text.count("12月15日") == 1
    assert "请重新答复" in told.text
    deputy = next(m for m in reversed(rig.bot.chat(place.deputy)) if "【开庭改期】" in m.text)
    assert "已重新请出庭负责人答复" in deputy.text
    await rig.press(place.leader, "我出庭", told)
    deputy = rig.bot.find(place.deputy, deputy.message_id)
    assert "已重新请出庭负责人答复" not in deputy.text
    assert "已确认出庭" in deputy.text


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_from_a_reminder_only_the_form_comes(rig: Rig, place: County) -> None:
    await rig.to("2026-12-16 10:00")
    asked = next(m for m in reversed(rig.bot.chat(place.liaison)) if any("延期开庭" in label for label in m.labels))
    before = len(rig.bot.chat(place.liaison))
    await rig.press(place.liaison, "延期开庭", asked)
    assert len(rig.bot.chat(place.liaison)) == before + 1
    assert "新的开庭时间" in rig.last(place.liaison).text


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_a_new_date_after_a_hearing_of_which_nothing_is_known_is_asked_about(rig: Rig, place: County) -> None:
    await rig.to("2026-12-16 10:00")
    await rig.say(place.liaison, f"/hearing {NUMBER} 2027年1月8日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    asked = rig.last(place.liaison)
    assert "12月15日（周二）9:30的开庭改期至此" in asked.labels
    assert not any("不重复登记" in label for label in asked.labels)
    await rig.press(place.liaison, "改期至此")
    await rig.press(place.liaison, "确认")
    assert "1月8日（周五）9:30" in rig.last(place.liaison).text
    rows = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert len(rows) == 1
