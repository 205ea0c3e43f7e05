"""The day of a leader's answer and the day by which the leader is to be named never contradict one another, and what
the bot knows already it does not chase."""

import pytest

from tests.builders import County
from tests.handlers.hearings.appearance_steps import NUMBER, asked, one
from tests.rig import Rig

START = "2026-04-03 10:00"
FORM = "请于4月3日（周五）前向县司法局报送出庭报备表（今日到期）"


async def record(rig: Rig, county: County, line: str) -> None:
    await rig.say(county.liaison, f"{NUMBER} {line}")
    await rig.press(county.liaison, "✓ 登记")


async def named(rig: Rig, county: County) -> None:
    """Hearing on Tue 12 May; Zhang Ming is named."""
    await rig.say(county.liaison, f"/hearing {NUMBER} 5月12日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")


@pytest.mark.slow
async def test_a_paper_of_yesterday_has_the_leader_asked_for_an_answer_today(rig: Rig, county: County) -> None:
    """Received Thu 2 April, entered on Friday, which is the day to obey."""
    await record(rig, county, "应诉通知书 4月2日收到")
    await named(rig, county)
    [asked_] = rig.bot.chat(county.leader)
    assert "请于4月3日（周五）17:30前答复。" in asked_.text


@pytest.mark.slow
@pytest.mark.begins("2026-12-01 10:00")
async def test_a_later_paper_with_an_earlier_day_moves_the_day_of_the_answer(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [question] = rig.bot.chat(county.leader)
    assert "请于12月3日（周四）17:30前答复" in question.text
    await record(rig, county, "传票 11月30日收到")
    assert "请于12月1日（周二）17:30前答复" in question.text, "the duty to name the leader ends on Wednesday"
    sent = [m for m in await rig.to("2026-12-01 10:05") if m.chat_id == county.leader]
    assert ["请于12月1日（周二）17:30前答复" in m.text for m in sent] == [True]
    version = (await one(rig)).version
    await rig.press(county.leader, "我出庭", question)
    assert (await one(rig)).version > version, "the button that was there before is answered"


@pytest.mark.slow
@pytest.mark.begins("2026-12-01 10:00")
async def test_a_later_paper_with_a_later_day_leaves_it(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await record(rig, county, "传票 今天收到")
    assert "请于12月2日（周三）17:30前答复" in rig.bot.chat(county.leader)[0].text
    before = len(rig.bot.chat(county.leader))
    await record(rig, county, "出庭通知书 今天收到")
    assert "请于12月2日（周三）17:30前答复" in rig.bot.chat(county.leader)[0].text
    await rig.to("2026-12-01 18:00")
    assert len(rig.bot.chat(county.leader)) == before, "the answer is not wanted today"
    again = [m.text for m in await rig.to("2026-12-02 10:00") if m.chat_id == county.leader]
    assert ["【请予答复】" in text for text in again] == [True], "once, on the morning of the day"


@pytest.mark.slow
async def test_once_the_leader_is_named_only_the_form_is_asked_for(rig: Rig, county: County) -> None:
    await record(rig, county, "应诉通知书 4月2日收到")
    await named(rig, county)
    await rig.say(county.liaison, "/duties")
    assert FORM in rig.last(county.liaison).text
    assert "明确出庭负责人" not in rig.last(county.liaison).text
    await rig.press(county.liaison, "出庭报备")
    assert "出庭负责人已明确（张明副局长），仅缺出庭报备表。" in rig.last(county.liaison).text
    told = [m for m in await rig.to("2026-04-08 12:00") if m.chat_id == county.principal and "逾期" in m.text]
    assert told
    for message in told:
        assert "仅缺出庭报备表" in message.text, "nobody is told of something overdue without what it is"


@pytest.mark.slow
@pytest.mark.begins("2026-12-01 10:00")
async def test_the_only_question_of_a_morning_is_answered_with_one_tap_in_the_list(rig: Rig, county: County) -> None:
    """The eve of one hearing, and the last day for the answer about another one."""
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初13号 12月4日上午9:30 县法院第三审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    await rig.press(county.leader, "我出庭")
    await asked(rig, county)
    [told] = [m for m in await rig.to("2026-12-03 09:05") if m.chat_id == county.leader]
    assert told.text.split("\n") == [
        "【今日提醒】12月3日（周四），2项",
        "① 出庭确认 行初12号：12月15日（周二）9:30，请于12月3日（周四）17:30前答复",
        "② 开庭 行初13号：12月4日（周五）9:30，剩1个工作日 · 张明✓",
    ]
    assert told.labels == ["我出庭", "其他负责人出庭", "不能出庭", "稍后答复", "逐项办理"]
    await rig.press(county.leader, "我出庭", told)
    assert (await one(rig)).answered_at is not None
    assert "我出庭" not in told.labels
    assert "请于12月3日" not in told.text
