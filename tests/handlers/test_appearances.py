"""Who appears: asked, answered, substituted, excused, answered for; the buttons and what everybody then sees."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.terms import AnswerVia, AppearanceState
from bot.services import cases
from bot.store.tables import Agency, Appearance, AuditEntry
from tests.builders import County, county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def one(rig: Rig) -> Appearance:
    return (await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all()))[-1]


async def entered(rig: Rig, user: int) -> None:
    await rig.say(user, LINE)
    await rig.press(user, "确认")


async def asked(rig: Rig, place: County, leader: str = "张明") -> None:
    await entered(rig, place.liaison)
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, leader)


async def report_absence(rig: Rig, user: int, *, who: str = "本机关工作人员", proxy: bool = False) -> None:
    """Goes through the procedure."""
    if proxy:
        await rig.press(user, "电话答复")
    await rig.press(user, "他人不能代替")
    await rig.say(user, "参加全省防汛调度会议")
    await rig.press(user, "经主要负责人签字")
    await rig.press(user, "完成")
    await rig.press(user, who)
    await rig.say(user, "何伟 执法大队大队长")
    if "律师" in who:
        await rig.press(user, "跳过")
    await rig.press(user, "是")


# -- asking and yes ----------------------------------------------------------------------------------------------


async def test_the_leaders_are_offered_the_principal_first_with_their_matters(rig: Rig, place: County) -> None:
    await entered(rig, place.liaison)
    await rig.press(place.liaison, "指定出庭负责人")
    shown = rig.last(place.liaison)
    assert shown.labels[:3] == ["李建国局长", "张明副局长", "赵敏副局长"]
    assert "执法监察、行政审批" in shown.text


async def test_the_leader_gets_one_message_with_four_buttons_and_a_date_to_answer_by(rig: Rig, place: County) -> None:
    await asked(rig, place)
    [message] = rig.bot.chat(place.leader)
    assert message.labels == ["我出庭", "其他负责人出庭", "不能出庭", "稍后答复"]
    assert "张副局长：贵单位被诉一案定于12月15日（周二）9:30在县法院第二审判庭开庭" in message.text
    assert "请于12月3日（周四）17:30前答复" in message.text
    assert "行政诉讼法第三条第三款" in message.text


async def test_yes_brings_the_calendar_file_and_everybody_sees_it_without_a_new_message(
    rig: Rig, place: County
) -> None:
    await asked(rig, place)
    counts = {who: len(rig.bot.chat(who)) for who in (place.liaison, place.deputy)}
    await rig.press(place.leader, "我出庭")
    assert "您已确认出庭" in rig.bot.chat(place.leader)[0].text
    document = rig.last(place.leader).document
    assert document is not None
    assert document[0].endswith(".ics")
    assert "DTSTART:20261215T013000Z" in document[1].decode()
    for who in counts:
        assert "张明副局长（已确认出庭）" in rig.bot.chat(who)[-1].text
        assert len(rig.bot.chat(who)) == counts[who], "an edit makes no sound"
    assert (await one(rig)).answered_via is AnswerVia.SELF


async def test_the_same_yes_twice_does_nothing_twice(rig: Rig, place: County) -> None:
    await asked(rig, place)
    message = rig.with_button(place.leader, "我出庭")
    data = next(d for row in message.buttons for label, d in row if label == "我出庭")
    await rig.press_data(place.leader, data, message)
    count = len(rig.bot.messages)
    await rig.press_data(place.leader, data, message)
    assert "已失效" in rig.toast()
    assert len(rig.bot.messages) == count


async def test_another_persons_button_is_refused(rig: Rig, place: County) -> None:
    await asked(rig, place)
    message = rig.with_button(place.leader, "我出庭")
    data = next(d for row in message.buttons for label, d in row if label == "我出庭")
    for stranger in (place.leader2, place.liaison, place.police_principal, place.coordinator):
        await rig.press_data(stranger, data, message)
        assert "权限" in rig.toast()
    assert (await one(rig)).state is AppearanceState.ASKED


async def test_a_button_of_something_deleted_says_so(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press_data(place.leader, "ap.yes:999:1", rig.last(place.leader))
    assert "不存在" in rig.toast() or "无法查看" in rig.toast()
    await rig.press_data(place.leader, "ap.yes:abc", rig.last(place.leader))
    assert "Traceback" not in rig.toast()


async def test_later_asks_again_on_the_morning_of_the_last_day(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "稍后答复")
    assert "请于12月3日（周四）17:30前答复" in rig.toast()
    sent = await rig.to("2026-12-03 10:00")
    again = [m for m in sent if m.chat_id == place.leader]
    assert len(again) == 1
    assert "请予答复" in again[0].text
    await rig.press(place.leader, "我出庭", again[0])
    assert (await one(rig)).state is AppearanceState.CONFIRMED


# -- changes of mind ---------------------------------------------------------------------------------------------


async def test_an_answer_can_be_taken_back_until_the_hearing(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "我出庭")
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "收回答复")
    assert (await one(rig)).state is AppearanceState.ASKED
    assert "收回" in rig.last(place.liaison).text
    await rig.press(place.leader, "我出庭")
    await rig.to("2026-12-15 09:31")
    shown = rig.with_button(place.leader, "更改答复")
    await rig.press(place.leader, "更改答复", shown)
    assert "已到开庭时间" in rig.toast()
    assert (await one(rig)).state is AppearanceState.CONFIRMED


async def test_another_leader_takes_over_with_colleagues_as_buttons(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "其他负责人出庭")
    assert "赵敏副局长" in rig.last(place.leader).labels
    assert "张明副局长" not in rig.last(place.leader).labels
    await rig.press(place.leader, "赵敏")
    assert (await one(rig)).state is AppearanceState.ASKED
    assert "我出庭" in rig.last(place.leader2).labels
    assert "无须再出庭" in rig.last(place.leader).text
    assert "赵敏" in rig.last(place.liaison).text


async def test_where_the_rule_book_wants_it_a_change_waits_for_the_court(rig: Rig, place: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "wuqing-2020"))
    await asked(rig, place)
    await rig.press(place.leader, "其他负责人出庭")
    await rig.press(place.leader, "赵敏")
    waiting = await one(rig)
    assert (waiting.state, waiting.replaced_name) == (AppearanceState.AWAITING_PERMISSION, "张明")
    assert rig.bot.chat(place.leader2) == [], "nobody is asked before the court has spoken"
    assert "报请法院准许" in rig.last(place.liaison).text
    await rig.press(place.liaison, "已获准许")
    assert "我出庭" in rig.last(place.leader2).labels
    assert (await one(rig)).leader_name == "赵敏"


async def test_where_the_court_refuses_the_first_leader_is_asked_again(rig: Rig, place: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "wuqing-2020"))
    await asked(rig, place)
    await rig.press(place.leader, "我出庭")
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    await rig.press(place.liaison, "未获准许")
    back = await one(rig)
    assert (back.state, back.leader_name) == (AppearanceState.ASKED, "张明")
    assert "我出庭" in rig.last(place.leader).labels
    assert rig.bot.chat(place.leader2) == []


# -- no ----------------------------------------------------------------------------------------------------------


async def test_cannot_is_a_procedure_and_shows_what_is_missing(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "不能出庭")
    await report_absence(rig, place.leader)
    await rig.press(place.leader, "提交")
    refused = await one(rig)
    assert refused.state is AppearanceState.CANNOT
    assert refused.absence["postponement"] == "asked"
    shown = rig.bot.chat(place.leader)[-1].text
    assert "尚缺" in shown
    for who in (place.liaison, place.coordinator):
        told = rig.last(who)
        assert "不能出庭" in told.text
        assert "参加全省防汛调度会议" in told.text
    await rig.press(place.liaison, "法院认可理由")
    assert "尚缺" not in rig.last(place.coordinator).text, "every part is there now"


async def test_who_cannot_come_after_all_gets_the_hearing_out_of_the_calendar(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "我出庭")
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "不能出庭")
    await report_absence(rig, place.leader)
    await rig.press(place.leader, "提交")
    files = [m.document[1] for m in rig.bot.chat(place.leader) if m.document]
    assert [b"METHOD:CANCEL" in content for content in files] == [False, True]
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "我出庭")
    files = [m.document[1] for m in rig.bot.chat(place.leader) if m.document]
    assert [b"METHOD:CANCEL" in content for content in files] == [False, True, False]


async def test_who_cancels_the_procedure_can_still_answer_otherwise(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "不能出庭")
    await rig.press(place.leader, "取消")
    await rig.press(place.leader, "我出庭")
    assert (await one(rig)).state is AppearanceState.CONFIRMED


async def test_a_lawyer_alone_is_refused(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "不能出庭")
    await report_absence(rig, place.leader, who="仅律师")
    shown = rig.last(place.leader)
    assert "仅委托律师出庭不符合规定" in shown.text
    assert not any("提交" in label for label in shown.labels)
    assert (await one(rig)).state is AppearanceState.ASKED


async def test_the_proof_may_come_later_and_the_postponement_is_recorded(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await rig.press(place.leader, "不能出庭")
    await rig.press(place.leader, "意外事件")
    await rig.say(place.leader, "车祸住院")
    await rig.press(place.leader, "尚未备齐")
    await rig.send_file(place.leader, "病历.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(place.leader, "完成")
    await rig.press(place.leader, "本机关工作人员")
    await rig.say(place.leader, "何伟")
    await rig.press(place.leader, "是")
    await rig.press(place.leader, "提交")
    await rig.press(place.liaison, "材料已盖章")
    await rig.press(place.liaison, "不准延期")
    told = (await one(rig)).absence
    assert (told["proof"], told["postponement"], told["files"]) == ("sealed", "refused", 1)


# -- answered for ------------------------------------------------------------------------------------------------


async def test_a_leader_without_telegram_is_answered_for_and_the_record_says_how(rig: Rig, place: County) -> None:
    await entered(rig, place.labour_liaison)
    await rig.press(place.labour_liaison, "指定出庭负责人")
    assert "石磊副局长 ☎" in rig.last(place.labour_liaison).labels
    await rig.press(place.labour_liaison, "石磊")
    card = rig.last(place.labour_liaison)
    copied = next(d for row in card.buttons for label, d in row if label == "复制转告文本")
    assert len(copied) <= 256
    assert "石副局长" in copied
    assert NUMBER in copied
    assert "丁晓" in copied
    await rig.press(place.labour_liaison, "代为登记答复")
    await rig.press(place.labour_liaison, "出庭")
    await rig.press(place.labour_liaison, "电话答复")
    await rig.press(place.labour_liaison, "确认")
    answered = await one(rig)
    assert (answered.state, answered.answered_via) == (AppearanceState.CONFIRMED, AnswerVia.TELEPHONE)
    entry = (await rig.database.read(lambda s: s.exec(
        select(AuditEntry).where(AuditEntry.action == "leader_answered")).all()))[-1]  # fmt: skip
    assert (entry.actor_id, entry.for_id) == (place.ids[place.labour_liaison], place.offline_leader)
    assert "由丁晓代石磊答复（电话答复）" in rig.last(place.labour_liaison).text


async def test_a_no_by_telephone_goes_through_the_procedure_too(rig: Rig, place: County) -> None:
    await entered(rig, place.labour_liaison)
    await rig.press(place.labour_liaison, "指定出庭负责人")
    await rig.press(place.labour_liaison, "石磊")
    await rig.press(place.labour_liaison, "代为登记答复")
    await rig.press(place.labour_liaison, "不能出庭")
    await rig.press(place.labour_liaison, "当面答复")
    await rig.press(place.labour_liaison, "确认")
    await report_absence(rig, place.labour_liaison)
    await rig.press(place.labour_liaison, "提交")
    answered = await one(rig)
    assert (answered.state, answered.answered_via) == (AppearanceState.CANNOT, AnswerVia.IN_PERSON)


async def test_a_leader_who_is_not_in_the_roster_is_typed_in(rig: Rig, place: County) -> None:
    await entered(rig, place.liaison)
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "手动填写")
    await rig.say(place.liaison, "周瑜")
    await rig.say(place.liaison, "党组成员")
    await rig.press(place.liaison, "确认")
    named = await one(rig)
    assert (named.leader_name, named.leader_id, named.state) == ("周瑜", None, AppearanceState.ASKED)
    assert "代为登记答复" in rig.last(place.liaison).labels


# -- before a date, and the government ---------------------------------------------------------------------------


async def test_a_leader_is_named_before_any_hearing_exists_and_asked_again_when_it_does(
    rig: Rig, place: County
) -> None:
    case = await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=place.resources))
    await rig.say(place.liaison, f"/case {NUMBER}")
    await rig.press_data(place.liaison, f"ap.name:{case.id}:{place.resources}", rig.last(place.liaison))
    await rig.press(place.liaison, "张明")
    first = rig.last(place.leader)
    assert "开庭时间未定" in first.text
    await rig.press(place.leader, "我出庭")
    assert (await one(rig)).state is AppearanceState.CONFIRMED
    await entered(rig, place.liaison)
    again = rig.last(place.leader)
    assert "12月15日（周二）9:30" in again.text
    assert "我出庭" in again.labels
    assert (await one(rig)).hearing_id is not None
    assert (await one(rig)).state is AppearanceState.ASKED


async def test_where_the_county_government_is_sued_bureau_and_office_name_its_leader(rig: Rig, place: County) -> None:
    await rig.say(place.coordinator, LINE)
    await rig.press(place.coordinator, "县政府")
    await rig.press(place.coordinator, "完成")
    await rig.press(place.coordinator, "确认")
    assert "指定出庭负责人" in rig.last(place.coordinator).labels, "the justice bureau"
    assert "指定出庭负责人" in rig.last(place.office_liaison).labels, "the general office"
    assert rig.bot.chat(place.town_liaison) == [], "not a township"
    await rig.press(place.office_liaison, "指定出庭负责人")
    assert rig.last(place.office_liaison).labels[:2] == ["钱宏县长", "冯涛副县长"]
    await rig.press(place.office_liaison, "冯涛")
    assert "我出庭" in rig.last(place.vice_mayor).labels


async def test_the_principal_may_take_it_on_with_one_tap(rig: Rig, place: County) -> None:
    await entered(rig, place.liaison)
    row = await one(rig)
    await rig.say(place.principal, "/hearings")
    await rig.press_data(place.principal, f"ap.self:{row.id}:{row.version}", rig.last(place.principal))
    taken = await one(rig)
    assert (taken.state, taken.leader_name) == (AppearanceState.CONFIRMED, "李建国")


async def test_why_shows_the_grounds_with_their_articles(rig: Rig, place: County) -> None:
    await entered(rig, place.liaison)
    await rig.press(place.liaison, "为何")
    assert "泗水县2020年9月1日《意见》四" in rig.last(place.liaison).text
    assert "expandable" in rig.last(place.liaison).text


async def test_what_the_texts_leave_open_is_put_to_the_coordinator(rig: Rig, place: County) -> None:
    """Two co-defendants under the national layer: nothing says whose leader comes (法释〔2020〕3号 art. 3)."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "national"))
    await rig.say(place.coordinator, LINE)
    await rig.press(place.coordinator, "县公安局")
    await rig.press(place.coordinator, "县自然资源局")
    await rig.press(place.coordinator, "完成")
    await rig.press(place.coordinator, "确认")
    [asked_] = [m for m in rig.bot.chat(place.coordinator2) if "请予明确" in m.text]
    assert asked_.text.count("请予明确") == 2, "two questions at once are one message"
    await rig.press(place.coordinator2, "① 另一单位")
    found = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert sorted(a.strength for a in found) == ["ask", "none"]


# -- what is on the screen ---------------------------------------------------------------------------------------


async def test_a_form_is_not_swept_away_by_what_others_do_meanwhile(rig: Rig, place: County) -> None:
    """The card had been edited before by somebody else's act: it is a form now, and stays one."""
    await entered(rig, place.liaison)
    card = rig.last(place.liaison)
    await rig.press(place.deputy, "指定出庭负责人")
    await rig.press(place.deputy, "张明")
    assert "张明" in rig.bot.find(place.liaison, card.message_id).text
    await rig.press(place.liaison, "开庭有变", card)
    await rig.press(place.liaison, "改期或改地点", card)
    asked_ = rig.bot.find(place.liaison, card.message_id).text
    await rig.press(place.leader, "我出庭")
    assert rig.bot.find(place.liaison, card.message_id).text == asked_


async def test_a_press_edits_its_message_once(rig: Rig, place: County) -> None:
    await entered(rig, place.liaison)
    card = rig.last(place.liaison)
    await rig.press(place.deputy, "指定出庭负责人")
    await rig.press(place.deputy, "张明")
    await rig.press(place.liaison, "变更出庭人员", card)
    before = len(rig.bot.find(place.liaison, card.message_id).history)
    await rig.press(place.liaison, "赵敏", card)
    assert len(rig.bot.find(place.liaison, card.message_id).history) == before + 1
