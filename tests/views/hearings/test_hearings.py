"""How hearings read: the ten messages' tone, in Chinese and English; what a copied text may hold."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases.cases import Entry
from bot.domain.hall.message import Copy, Html, Message, Tap, plain
from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus
from bot.domain.hearings.acts import CHANGES
from bot.domain.hearings.details import Details
from bot.domain.hearings.hearings import (
    AbsenceView,
    AppearanceView,
    HearingLine,
    HearingView,
    Leader,
    PendingLine,
    Question,
    Week,
)
from bot.domain.law.explanations import step
from bot.domain.law.verdicts import Ground
from bot.texts import Translator, translator
from bot.views.cases import history
from bot.views.day import weeks
from bot.views.hearings import appearances, excuses, hearings, leaders, naming, reminders
from bot.views.hearings.occasions import occasion

ZH, EN = translator("zh_CN"), translator("en")
AT = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
ONE = AppearanceView(
    id=3, version=2, case_id=1, hearing_id=7, agency_id=5, agency="县自然资源局", state=AppearanceState.ASKED,
    strength="base", leader_id=9, leader="张明", post="副局长", answer_by=datetime(2026, 12, 4, 9, 30, tzinfo=UTC),
    liaison="王芳", liaison_phone="13900001201", mine=True, may_name=True, may_answer_for=True,
)  # fmt: skip
VIEW = HearingView(
    id=7, version=1, sequence=0, case_id=1, number="（2026）鲁0831行初12号", court="泗水县人民法院", cause="处罚",
    plaintiff="李四", starts_at=AT, place="县法院第二审判庭", details=Details(),
    status=HearingStatus.SCHEDULED, moved_from=None, days_left=7, working_days_left=5,
    over=False, appearances=(ONE,), may_edit=True,
)  # fmt: skip


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def test_message_one_says_who_what_when_by_when_and_why() -> None:
    said = leaders.ask(ONE, VIEW, VIEW.number, ZH)
    assert said.text == (
        "【出庭确认】张副局长：贵单位被诉一案定于12月15日（周二）9:30在县法院第二审判庭开庭，拟请您作为行政机关负责人出庭应诉。\n"
        "<b>（2026）鲁0831行初12号</b>\n依据：行政诉讼法第三条第三款。\n请于12月4日（周五）17:30前答复。"
    )
    assert labels(said) == ["我出庭", "其他负责人出庭", "不能出庭", "稍后答复"]


def test_message_one_in_english() -> None:
    said = leaders.ask(ONE, VIEW, VIEW.number, EN)
    assert "the hearing is on Tue 15 Dec, 9:30" in said.text
    assert labels(said) == ["I will appear", "Another leader will", "I cannot appear", "Answer later"]


def test_message_two_counts_the_days_and_asks_for_the_papers() -> None:
    said = reminders.week(VIEW, replace(ONE, state=AppearanceState.CONFIRMED), False, ZH)
    assert said.text.startswith("【开庭提醒】距开庭还有7天（5个工作日）。")
    assert "出庭负责人：张明副局长（已确认出庭）。" in said.text
    assert labels(said) == ["材料已备齐", "变更出庭人员", "出庭材料", "开庭有变"]


def test_message_three_addresses_the_principal() -> None:
    said = reminders.principal(replace(VIEW, working_days_left=3), ONE, "李建国", "局长", ZH)
    assert said.text.startswith("【请予督办】李局长：（2026）鲁0831行初12号案12月15日（周二）9:30开庭，尚余3个工作日")
    assert labels(said) == ["我出庭", "指定负责人", "申报不能出庭"]


def test_message_four_and_five() -> None:
    assert (
        "【今日开庭】张副局长：今日9:30，县法院第二审判庭，（2026）鲁0831行初12号。"
        in reminders.day(VIEW, ONE, ZH).text
    )
    asked = reminders.result(VIEW, ONE, date(2026, 12, 18), ZH)
    assert (
        asked.text == "【庭审反馈】（2026）鲁0831行初12号，原定12月15日（周二）9:30开庭。请于12月18日（周五）前反馈。"
    )
    assert labels(asked) == ["负责人已出庭", "负责人未出庭", "延期开庭", "撤诉等未开庭"]


def test_message_nine_names_who_changed_what_and_when() -> None:
    at = datetime(2026, 12, 8, 7, 20, tzinfo=UTC)
    change = Entry(at, "leader_named", "王芳", new=(("leader", "张明"), ("post", "副局长")))
    said = history.outdated(change, ZH, CHANGES)
    assert said == "该按钮已失效：王芳已于12月8日（周二）15:20登记由张明出庭。现显示最新情况。"
    assert history.outdated(replace(change, who=""), ZH, CHANGES).startswith("该按钮已失效：系统已于12月8日")


@pytest.mark.parametrize("change", [None, Entry(datetime(2026, 12, 8, 7, 20, tzinfo=UTC), "papers_ready", "王芳")])
def test_what_people_need_not_know_is_not_named_on_an_old_button(change: Entry | None) -> None:
    assert history.outdated(change, ZH, CHANGES) == "该按钮已失效。现显示最新情况。"


@pytest.mark.parametrize(
    ("name", "post", "said"),
    [
        ("张明", "副局长", "张副局长"),
        ("欧阳修", "局长", "欧阳局长"),
        ("John Smith", "Director", "John Smith"),
        ("张明", "", "张明"),
    ],
)
def test_leaders_are_addressed_by_surname_and_post(name: str, post: str, said: str) -> None:
    assert appearances.addressed(name, post, ZH) == said


@pytest.mark.slow
@given(place=st.text(max_size=120), phone=st.text(max_size=40), leader=st.text(min_size=1, max_size=60))
def test_a_relay_text_always_fits_a_copy_button_and_names_no_plaintiff(place: str, phone: str, leader: str) -> None:
    one = replace(ONE, liaison_phone=phone, leader=leader)
    for tr in (ZH, EN):
        text = appearances.relay(one, replace(VIEW, place=place, plaintiff="原告某甲"), tr)
        assert 1 <= len(text) <= 256
        assert "原告某甲" not in text


def test_an_absence_shows_what_is_missing_of_a_valid_one() -> None:
    told = AbsenceView(
        AbsenceReason.OTHER, "住院", "none", "何伟", missing=(step("part_seal"), step("part_court_pending"))
    )
    said = str(excuses.absence(told, ZH))
    assert "作为正当理由尚缺：" in said
    assert said.count("· ") == 2
    assert "尚缺" not in str(excuses.absence(replace(told, missing=()), ZH))


def test_what_people_wrote_is_escaped_everywhere() -> None:
    bad = "<b>&"
    one = replace(ONE, leader=bad, agency=bad, liaison=bad)
    view = replace(VIEW, place=bad, cause=bad, plaintiff=bad, appearances=(one,))
    for said in (
        hearings.card(view, ZH),
        leaders.ask(one, view, bad, ZH),
        reminders.alarm(view, one, ZH),
        naming.choose(one, (Leader(1, bad, bad, in_charge_of=bad),), ZH),
    ):
        assert "<b>&" not in said.text.replace("<b>&lt;", "").replace("<b>&amp;", "")


def test_every_button_fits_telegrams_64_bytes_with_large_ids() -> None:
    one = replace(ONE, id=10**12, version=10**6, state=AppearanceState.CANNOT, mine=False,
                  absence=AbsenceView(AbsenceReason.OTHER, postponement="asked"))  # fmt: skip
    view = replace(VIEW, id=10**12, version=10**6, appearances=(one,))
    taps = [b for row in hearings.card(view, ZH).buttons for b in row if isinstance(b, Tap)]
    assert all(len(tap.data.encode()) <= 64 for tap in taps)
    assert len(taps) > 6


def test_a_card_for_a_mere_observer_has_no_buttons_that_change_anything() -> None:
    one = replace(ONE, mine=False, may_name=False, may_answer_for=False)
    shown = hearings.card(replace(VIEW, appearances=(one,), may_edit=False), ZH)
    assert labels(shown) == ["为何", "复制案号", "案件"]


LINE = HearingLine(7, VIEW.number, AT, "第二审判庭", 5, "县自然资源局", HearingStatus.SCHEDULED, AppearanceState.ASKED,
                   leader="张明", post="副局长")  # fmt: skip


def test_the_weeks_summary_fits_a_copy_button_however_many_agencies_are_late() -> None:
    found = Week(date(2026, 12, 14), tuple(replace(LINE, agency=f"单位{n}") for n in range(90)))
    shown = weeks.text(found, ZH)
    copied = next(b for row in shown.buttons for b in row if isinstance(b, Copy))
    assert len(copied.text) <= 256
    assert "共90件，已确认0件，未确认90件" in shown.text
    assert "第1页/共11页" in shown.text
    assert len(shown.text.split("\n")) <= 12
    assert sum(len(row) for row in shown.buttons) <= 8


ONLINE = replace(VIEW, place="", details=Details(online=True))


@pytest.mark.parametrize(
    "said",
    [
        hearings.card(ONLINE, ZH).text,
        leaders.refused(ONE, ONLINE, VIEW.number, ZH).text,
        leaders.opened(ONE, ONLINE, VIEW.number, ZH).text,
        leaders.answered(replace(ONE, state=AppearanceState.CONFIRMED), ONLINE, VIEW.number, ZH).text,
        reminders.eve(ONLINE, ONE, {"identity", "proxy"}, ZH).text,
        reminders.day(ONLINE, ONE, ZH).text,
        occasion(ONLINE, ZH),
        hearings.line(replace(LINE, place="", online=True), ZH),
        hearings.pending([PendingLine(7, 1, VIEW.number, AT, "", "县自然资源局", online=True)], "", ZH).text,
    ],
)
def test_a_hearing_without_a_room_is_said_to_be_online_wherever_it_is_spoken_of(said: str) -> None:
    assert "线上" in said or "在线" in said
    assert "地点待定" not in said


LONG = replace(
    ONE,
    agency="县" + "自" * 30,
    strength="principal",
    grounds=tuple(Ground("principal", "某" * 60, "x" * 90, "《" + "意" * 40 + "》一（一）") for _ in range(6)),
    questions=tuple(Question(f"fact{n}", step("ask_co_defendants"), ("yes", "no", "both")) for n in range(3)),
    deputy=True,
    in_charge=False,
    may_settle=True,
    mine=False,
)
ROOM = replace(VIEW, place="县法院" + "第二审判庭" * 12, working_days_left=3, appearances=(LONG, LONG))


@pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("state", [s for s in AppearanceState if s is not AppearanceState.CLOSED])
def test_no_reminder_is_longer_than_a_phone_bears_nor_has_more_than_eight_buttons(
    tr: Translator, state: AppearanceState
) -> None:
    one = replace(LONG, state=state)
    said = [
        reminders.week(ROOM, one, False, tr),
        reminders.unready(ROOM, one, tr),
        reminders.principal(ROOM, one, "李建国", "局长", tr),
        reminders.alarm(ROOM, one, tr),
        reminders.eve(ROOM, one, (), tr),
        reminders.day(ROOM, one, tr),
        reminders.result(ROOM, one, date(2026, 12, 18), tr),
        reminders.missing(ROOM, one, False, tr),
        reminders.question(ROOM, one, tr),
        leaders.ask(replace(one, mine=True), ROOM, ROOM.number, tr),
    ]
    for message in said:
        assert len(plain(Html(message.text.partition("<blockquote")[0]))) <= 900
        assert len(labels(message)) <= 8


def test_what_does_not_fit_is_one_button_away() -> None:
    said = reminders.alarm(ROOM, LONG, ZH)
    assert labels(said)[-1] == "全部内容"
    assert "全部内容" not in labels(reminders.alarm(VIEW, ONE, ZH))


def test_whom_the_rules_ask_for_is_folded_where_the_answer_is_what_counts() -> None:
    said = leaders.ask(replace(LONG, mine=True), VIEW, VIEW.number, ZH).text
    before, _, folded = said.partition("<blockquote expandable>")
    assert "请于12月4日（周五）17:30前答复。" in before
    assert "《" not in before
    assert folded.count("某" * 60) == 6
