"""Who appears: a leader is asked and answers; the buttons, and what everybody then sees."""

import pytest

from bot.domain.hall.terms import AnswerVia, AppearanceState
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, entered, one
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
async def test_the_leaders_are_offered_the_principal_first_with_their_matters(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    await rig.press(county.liaison, "指定出庭负责人")
    shown = rig.last(county.liaison)
    assert shown.labels[:3] == ["李建国局长", "张明副局长", "赵敏副局长"]
    assert "执法监察、行政审批" in shown.text


@pytest.mark.slow
async def test_the_leader_gets_one_message_with_four_buttons_and_a_date_to_answer_by(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [message] = rig.bot.chat(county.leader)
    assert message.labels == ["我出庭", "其他负责人出庭", "不能出庭", "稍后答复"]
    assert "张副局长：贵单位被诉一案定于12月15日（周二）9:30在县法院第二审判庭开庭" in message.text
    assert "请于12月3日（周四）17:30前答复" in message.text
    assert "行政诉讼法第三条第三款" in message.text


@pytest.mark.slow
async def test_yes_brings_the_calendar_file_and_everybody_sees_it_without_a_new_message(
    rig: Rig, county: County
) -> None:
    await asked(rig, county)
    counts = {who: len(rig.bot.chat(who)) for who in (county.liaison, county.deputy)}
    await rig.press(county.leader, "我出庭")
    assert "您已确认出庭" in rig.bot.chat(county.leader)[0].text
    document = rig.last(county.leader).document
    assert document is not None
    assert document[0].endswith(".ics")
    assert "DTSTART:20261215T013000Z" in document[1].decode()
    for who in counts:
        assert "张明副局长（已确认出庭）" in rig.bot.chat(who)[-1].text
        assert len(rig.bot.chat(who)) == counts[who], "an edit makes no sound"
    assert (await one(rig)).answered_via is AnswerVia.SELF


@pytest.mark.slow
async def test_the_same_yes_twice_does_nothing_twice(rig: Rig, county: County) -> None:
    await asked(rig, county)
    message = rig.with_button(county.leader, "我出庭")
    data = next(d for row in message.buttons for label, d in row if label == "我出庭")
    await rig.press_data(county.leader, data, message)
    count = len(rig.bot.messages)
    await rig.press_data(county.leader, data, message)
    assert "已失效" in rig.toast()
    assert len(rig.bot.messages) == count


@pytest.mark.slow
async def test_another_persons_button_is_refused(rig: Rig, county: County) -> None:
    await asked(rig, county)
    message = rig.with_button(county.leader, "我出庭")
    data = next(d for row in message.buttons for label, d in row if label == "我出庭")
    for stranger in (county.leader2, county.liaison, county.police_principal, county.coordinator):
        await rig.press_data(stranger, data, message)
        assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))
    assert (await one(rig)).state is AppearanceState.ASKED


@pytest.mark.slow
async def test_a_button_of_something_deleted_says_so(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press_data(county.leader, "ap.yes:999:1", rig.last(county.leader))
    assert "不存在" in rig.toast()
    before = len(rig.bot.toasts)
    await rig.press_data(county.leader, "ap.yes:abc", rig.last(county.leader))
    assert len(rig.bot.toasts) == before + 1
    assert "不存在" in rig.toast()
    assert (await one(rig)).state is AppearanceState.ASKED


@pytest.mark.slow
async def test_later_asks_again_on_the_morning_of_the_last_day(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "稍后答复")
    assert "请于12月3日（周四）17:30前答复" in rig.toast()
    sent = await rig.to("2026-12-03 10:00")
    again = [m for m in sent if m.chat_id == county.leader]
    assert len(again) == 1
    assert "请予答复" in again[0].text
    await rig.press(county.leader, "我出庭", again[0])
    assert (await one(rig)).state is AppearanceState.CONFIRMED


@pytest.mark.slow
async def test_the_principal_may_take_it_on_with_one_tap(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    row = await one(rig)
    await rig.say(county.principal, "/hearings")
    await rig.press_data(county.principal, f"ap.self:{row.id}:{row.version}", rig.last(county.principal))
    taken = await one(rig)
    assert (taken.state, taken.leader_name) == (AppearanceState.CONFIRMED, "李建国")


@pytest.mark.slow
async def test_why_shows_the_grounds_with_their_articles(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    await rig.press(county.liaison, "为何")
    assert "泗水县2020年9月1日《意见》四" in rig.last(county.liaison).text
    assert "expandable" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_a_form_is_not_swept_away_by_what_others_do_meanwhile(rig: Rig, county: County) -> None:
    """The card follows what others do; the form beside it stays."""
    await entered(rig, county.liaison)
    card = rig.last(county.liaison)
    await rig.press(county.deputy, "指定出庭负责人")
    await rig.press(county.deputy, "张明")
    assert "张明" in rig.bot.find(county.liaison, card.message_id).text
    await rig.press(county.liaison, "开庭有变", card)
    await rig.press(county.liaison, "改期或改地点", card)
    form = rig.last(county.liaison)
    asked_ = form.text
    assert form.message_id != card.message_id
    await rig.press(county.leader, "我出庭")
    assert rig.bot.find(county.liaison, form.message_id).text == asked_
    assert "已确认出庭" in rig.bot.find(county.liaison, card.message_id).text


@pytest.mark.slow
async def test_a_press_edits_its_message_once(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    card = rig.last(county.liaison)
    await rig.press(county.deputy, "指定出庭负责人")
    await rig.press(county.deputy, "张明")
    await rig.press(county.liaison, "变更出庭人员", card)
    before = len(rig.bot.find(county.liaison, card.message_id).history)
    await rig.press(county.liaison, "赵敏", card)
    assert len(rig.bot.find(county.liaison, card.message_id).history) == before + 1
