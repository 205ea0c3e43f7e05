"""How duties and cases are put into words, in both languages, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases.cases import CaseView, Entry, PartyView, mask_name
from bot.domain.cases.paper_reading import read_envelope
from bot.domain.duties.duties import (
    Citation,
    DateChange,
    Distance,
    DutyPage,
    DutyView,
    Recipient,
    distance,
)
from bot.domain.duties.stored_steps import steps_from_json, steps_to_json
from bot.domain.hall.message import CALLBACK_BYTES, Tap
from bot.domain.hall.terms import DutyState, PaperKind, PartyCapacity, ServiceMode
from bot.domain.law.explanations import Label, Named, Step, step
from bot.law.calendars import load_calendar
from bot.texts import translator
from bot.views.cases import card, history
from bot.views.duties import duties, lists, reminders

ZH, EN = translator("zh_CN"), translator("en")
CALENDAR = load_calendar()
TODAY = date(2026, 4, 2)
FILING = DutyView(
    id=7,
    version=2,
    rule="SS12",
    title_zh="出庭报备",
    title_en="advance filing",
    kind="duty",
    state=DutyState.OPEN,
    agency_id=5,
    agency="县自然资源局",
    case_id=3,
    case_number="（2026）鲁0831行初5号",
    trigger="notice_of_response",
    trigger_zh="收到应诉通知书",
    trigger_en="notice of response served",
    trigger_on=TODAY,
    obey=date(2026, 4, 3),
    due=date(2026, 4, 7),
    unrolled=date(2026, 4, 4),
    safe=date(2026, 4, 3),
    distance=distance(CALENDAR, TODAY, date(2026, 4, 3), date(2026, 4, 7)),
    owed_to=(Recipient("county_justice_bureau", "县司法局", "县司法局"),),
    do_zh="明确出庭负责人，并报{to}备案",
    do_en="name the leader who will appear and file the form with {to}",
    citation=Citation("泗水县2020年9月1日《意见》", "四（四）", ("起2日内",)),
    liaison="王芳",
    liaison_phone="13900001201",
    may_close=True,
)


def at(today: date, **more: object) -> DutyView:
    there = distance(CALENDAR, today, FILING.obey, FILING.due)
    return replace(FILING, distance=there, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 4, 2), "剩1个工作日"),
        (date(2026, 4, 3), "今日到期"),
        (date(2026, 4, 5), "法定最后一日，剩1个工作日"),
        (date(2026, 4, 7), "今天为法定最后一日"),
        (date(2026, 4, 8), "已逾期1个工作日"),
        (date(2026, 4, 11), "已逾期3个工作日"),
    ],
)
def test_days_left_are_working_days_and_red_only_after_the_legal_last_day(today: date, words: str) -> None:
    assert str(duties.days_left(at(today), ZH)) == words


def test_a_saturday_after_a_friday_is_overdue_without_a_number() -> None:
    there = distance(CALENDAR, date(2026, 4, 11), date(2026, 4, 10), date(2026, 4, 10))
    assert str(duties.days_left(replace(FILING, distance=there), ZH)) == "已逾期"


@pytest.mark.slow
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60), st.integers(0, 5))
def test_urgency_rises_with_the_days(today: date, ahead: int, slack: int) -> None:
    obey = date.fromordinal(today.toordinal() + ahead)
    due = date.fromordinal(obey.toordinal() + slack)
    earlier, later = distance(CALENDAR, today, obey, due), distance(CALENDAR, due, obey, due)
    assert later.order <= earlier.order
    assert distance(CALENDAR, date.fromordinal(due.toordinal() + 1), obey, due).order < later.order


def test_the_reminder_says_what_which_case_by_when_why_and_has_the_button_that_does_it() -> None:
    said = reminders.remind([FILING], ZH)
    first, _, rest = said.text.partition("\n")
    assert first == (
        "【出庭报备】（2026）鲁0831行初5号：请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）。"
    )
    assert "报送" not in rest
    assert "<blockquote expandable>" in said.text
    assert [b.label for row in said.buttons for b in row] == ["收到", "办结", "为何", "案件"]


def test_the_safe_date_that_has_gone_by_is_not_asked_for_any_more() -> None:
    said = reminders.remind([at(date(2026, 4, 5))], ZH).text.partition("\n")[0]
    assert said == (
        "【出庭报备】（2026）鲁0831行初5号：请于4月7日（周二）前明确出庭负责人，并报县司法局备案"
        "（法定最后一日，剩1个工作日）。"
    )
    waits = reminders.escalate(at(date(2026, 4, 7), may_judge=True), "open", "coordinator", ZH).text
    assert "4月3日" not in waits.partition("<blockquote")[0]


def test_what_is_overdue_says_what_it_is_and_since_when() -> None:
    said = reminders.remind([at(date(2026, 4, 8))], ZH).text.partition("\n")[0]
    assert said == (
        "【逾期·出庭报备】（2026）鲁0831行初5号：请立即明确出庭负责人，并报县司法局备案；"
        "应于4月7日（周二）前办结（已逾期1个工作日）。"
    )


def test_one_whose_book_has_no_words_for_it_is_told_by_its_title_and_says_who_receives_it() -> None:
    old = replace(FILING, do_zh="", do_en="")
    said = reminders.remind([old], ZH).text.split("\n")
    assert said[0] == "【出庭报备】（2026）鲁0831行初5号：请于4月3日（周五）前完成“出庭报备”（剩1个工作日）。"
    assert said[1] == "报送：县司法局"
    assert "please finish “advance filing” by Fri 3 Apr" in reminders.remind([old], EN).text


def test_of_several_who_receive_it_each_is_named_in_its_place() -> None:
    both = (Recipient("court", "泗水县人民法院", "泗水县人民法院"), FILING.owed_to[0])
    answer = replace(
        FILING,
        title_zh="司法建议办结函告法院并抄送",
        owed_to=both,
        do_zh="将司法建议办理结果函告{court}，并抄送{county_justice_bureau}备案",
        do_en="write to {court} how the advice was handled, with a copy to {county_justice_bureau}",
    )
    assert "请于4月3日（周五）前将司法建议办理结果函告泗水县人民法院，并抄送县司法局备案（剩1个工作日）" in str(
        duties.headline(answer, ZH)
    )


def test_noted_once_the_button_is_gone_but_the_duty_stays() -> None:
    noted = replace(FILING, acknowledged_at=datetime(2026, 4, 2, 1, tzinfo=UTC), acknowledged_by="王芳")
    labels = [b.label for row in reminders.remind([noted], ZH).buttons for b in row]
    assert "收到" not in labels
    assert "办结" in labels


def test_what_was_done_after_its_last_day_says_so_wherever_it_is_shown() -> None:
    late = at(date(2026, 4, 10), state=DutyState.SUBMITTED, done_on=date(2026, 4, 8), done_by="王芳", done_late=1)
    assert "已报送，待认可（逾期）" in str(duties.headline(late, ZH))
    assert "逾期办结：期限最后一日为4月7日（周二），迟1个工作日" in duties.detail(late, ZH).text
    assert reminders.remind([late], ZH).items[0].line.endswith("已报送，待认可（逾期）")
    assert "（逾期）" in reminders.remind([replace(late, state=DutyState.DONE)], ZH).text
    in_time = replace(late, done_on=date(2026, 4, 7), done_late=None)
    assert "逾期" not in duties.detail(in_time, ZH).text.partition("<blockquote")[0]


def test_of_what_the_bot_knows_only_the_rest_is_asked_for() -> None:
    named = replace(FILING, evidence=("filing_form", "leader_named"), leader="张明", leader_post="副局长")
    said = reminders.remind([named], ZH)
    assert said.text.split("\n")[:2] == [
        "【出庭报备】（2026）鲁0831行初5号：请于4月3日（周五）前向县司法局报送出庭报备表（剩1个工作日）。",
        "出庭负责人已明确（张明副局长），仅缺出庭报备表。",
    ]
    assert said.items[0].line == "出庭报备 行初5号（仅缺出庭报备表）：4月3日（周五），剩1个工作日"
    late = at(date(2026, 4, 8), evidence=named.evidence, leader=named.leader)
    assert "仅缺出庭报备表" in reminders.escalate(late, "open", "principal", ZH).text
    assert "please hand in the advance filing form to 县司法局 by" in reminders.remind([named], EN).text
    only = replace(named, evidence=("leader_named",))
    assert "明确出庭负责人" in reminders.remind([only], ZH).text


def test_a_closed_duty_has_no_buttons_that_act() -> None:
    done = replace(FILING, state=DutyState.DONE, done_on=TODAY, done_by="王芳")
    labels = [b.label for row in reminders.remind([done], ZH).buttons for b in row]
    assert labels == ["案件"]


def test_the_coordinator_reads_who_how_often_and_what_state_with_three_buttons() -> None:
    late = at(date(2026, 4, 8), reminded=3, may_judge=True, acknowledged_at=datetime(2026, 4, 3, tzinfo=UTC))
    said = reminders.escalate(late, "open", "coordinator", ZH)
    assert said.text.startswith(
        "【逾期】县自然资源局：出庭报备应于4月7日（周二）前完成，已逾期1个工作日；提醒3次，联络员王芳（13900001201）已签收、未办结。"
    )
    assert [b.label for b in said.buttons[0]] == ["催办", "改派", "不予适用"]


def test_dates_that_moved_are_said_old_and_new() -> None:
    changes = [
        DateChange("出庭报备", "advance filing", "（2026）鲁0831行初5号", date(2026, 4, 3), date(2026, 4, 9)),
        DateChange("文书备案", "filing", "（2026）鲁0831行初5号", date(2026, 4, 3), None),
        DateChange("分析报告", "report", "（2026）鲁0831行初5号", None, date(2026, 4, 20), provisional=True),
    ]
    said = reminders.moved(changes, 3, "王芳", "<b>送达回证</b>", ZH).text
    assert "4月3日（周五） → 4月9日（周四）" in said
    assert "原定4月3日（周五），现已取消" in said
    assert "新增，请于4月20日（周一）前完成" in said
    assert "&lt;b&gt;送达回证" in said


def test_english_readers_get_english() -> None:
    said = reminders.remind([FILING], EN).text
    assert said.startswith(
        "【advance filing】（2026）鲁0831行初5号: please name the leader who will appear and file the form with "
        "县司法局 by Fri 3 Apr (1 working day left)."
    )
    assert "出庭报备" not in said


def test_an_empty_list_says_so_and_offers_nothing() -> None:
    said = lists.listed(DutyPage((), 0, 0, 6), ZH)
    assert "没有待办事项" in said.text
    assert said.buttons == ()


CARD = CaseView(
    id=10**12,
    version=1,
    number="（2026）鲁0831行初5号",
    court="山东省泗水县人民法院",
    instance="first",
    cause="<script>土地</script>",
    plaintiff="张&三",
    plaintiff_count=12,
    handling="",
    handling_open=True,
    parties=(PartyView(5, "县自然资源局", PartyCapacity.DEFENDANT, True),),
    duties=tuple(replace(FILING, id=10**12 + n) for n in range(9)),
    may_enter=True,
    enters_for=(10**12,),
)


def test_the_card_escapes_what_people_wrote_and_its_buttons_fit() -> None:
    said = card.card(CARD, ZH)
    assert "<script>" not in said.text
    assert "张&amp;三" in said.text
    assert "原告：张&amp;三等12人" in said.text
    assert "待确定" in said.text
    assert "其余8项：" in said.text
    for row in said.buttons:
        for button in row:
            if isinstance(button, Tap):
                assert len(button.data.encode()) <= CALLBACK_BYTES


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某某"),
        ("欧阳明", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("泗水县利民建材有限公司", "某公司"),
        ("张三、李四", "张某某、李某某"),
        ("张三等12人", "张某某等12人"),
        ("John Smith", "J***"),
        ("", ""),
    ],
)
def test_masked_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=3, max_size=8))
def test_masking_never_shows_more_than_a_surname(name: str) -> None:
    assert name not in mask_name(name)
    assert len(set(mask_name(name)) - set("某等")) <= 2 or mask_name(name).startswith("某")


@pytest.mark.slow
@given(st.dates(), st.integers(0, 99), st.text(max_size=9))
def test_steps_survive_the_database(day: date, n: int, words: str) -> None:
    given_steps = (
        step("calendar_day", n=n, date=day),
        Step("from", (("event", Label(words)), ("x", Named(words, "y")))),
    )
    assert steps_from_json(steps_to_json(given_steps)) == given_steps


def test_the_history_puts_old_and_new_side_by_side() -> None:
    entry = Entry(
        at=datetime(2026, 4, 2, 1, tzinfo=UTC),
        action="paper_corrected",
        who="王芳",
        old=(("served_on", "2026-04-02"),),
        new=(("served_on", "2026-04-01"),),
        reason="送达回证",
        paper=PaperKind.SUMMONS,
    )
    said = history.entry(entry, ZH)
    assert "4月2日（周四）9:00 王芳更正文书 [传票]" in said
    assert "2026年4月2日（周四） → 2026年4月1日（周三）" in said
    assert "理由：送达回证" in said


@pytest.mark.parametrize(
    ("line", "kinds", "served", "mode"),
    [
        ("（2026）鲁0831行初12号 应诉通知书 起诉状 今天收到", ("notice_of_response", "complaint_copy"), TODAY, None),
        ("(2026)鲁0831行初12号传票4月1日邮寄送达", ("summons",), date(2026, 4, 1), ServiceMode.POST),
        (
            "（2026）鲁0831行初12号 一审判决书 昨天 电子送达",
            ("judgment_first_instance",),
            date(2026, 4, 1),
            ServiceMode.ELECTRONIC,
        ),
        ("（2026）鲁08行终3号 判决书", ("judgment_second_instance",), None, None),
        ("（2026）鲁0831行初12号 二审判决书 传票 今天收到", ("summons",), TODAY, None),
        ("（2026）鲁0831行初12号 summons received today", ("summons",), TODAY, None),
        ("（2026）鲁0831行初12号 传票 4月1日收到，4月2日收到", ("summons",), None, None),
    ],
)
def test_one_line_is_read_and_nothing_is_guessed(
    line: str, kinds: tuple[str, ...], served: date | None, mode: ServiceMode | None
) -> None:
    read = read_envelope(line, TODAY)
    assert read.number
    assert read.kinds == tuple(PaperKind(k) for k in kinds)
    assert read.served_on == served
    assert read.mode is mode


def test_two_case_numbers_in_one_line_are_not_chosen_between() -> None:
    assert read_envelope("（2026）鲁0831行初12号 （2026）鲁0831行初13号 传票 今天收到", TODAY).number == ""


@pytest.mark.parametrize(
    ("line", "number", "original"),
    [
        (
            "（2026）鲁08行终3号 判决书，原审（2026）鲁0831行初12号，今天收到",
            "（2026）鲁08行终3号",
            "（2026）鲁0831行初12号",
        ),
        (
            "（2026）鲁行再7号 判决书 （2026）鲁08行终3号 （2025）鲁0831行初2号",
            "（2026）鲁行再7号",
            "（2026）鲁08行终3号",
        ),
        ("（2026）鲁08行终3号 （2026）鲁08行终4号 （2026）鲁0831行初12号 判决书", "", ""),
        ("（2026）鲁08行终3号 （2026）鲁0831行初12号 （2026）鲁0831行初13号 判决书", "（2026）鲁08行终3号", ""),
    ],
)
def test_a_paper_of_a_later_instance_names_the_case_decided_before(line: str, number: str, original: str) -> None:
    read = read_envelope(line, TODAY)
    assert (read.number, read.original) == (number, original)


def test_a_day_with_an_hour_is_about_a_hearing() -> None:
    assert read_envelope("（2026）鲁0831行初12号 传票 4月20日上午9:30", TODAY).names_hearing


@pytest.mark.slow
@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    read = read_envelope(text, TODAY)
    assert read.served_on is None or read.served_on <= TODAY


assert Distance(0, False).order == 0


@pytest.mark.parametrize(
    ("why", "mark"),
    [("", "【催办】"), ("handed", "【改派】"), ("reopened", "【恢复办理】"), ("uncertain", "【恢复办理】")],
)
def test_among_others_a_line_says_why_it_comes_now(why: str, mark: str) -> None:
    said = reminders.urged(FILING, "陈静", ZH, why=why, reason="承办单位有误")
    assert said.items[0].line.startswith(mark)
    assert (
        not reminders.urged(replace(FILING, state=DutyState.DONE), "陈静", ZH, why=why).items[0].line.startswith(mark)
    )
