"""The card of a case: its form, and that a full one fits a phone for everybody, with its pages, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.cases.cases import AppearanceLine, CaseView, HearingLine, PaperView, PartyView
from bot.domain.cases.party_questions import PartyQuestion
from bot.domain.duties.duties import Citation, DutyView, distance
from bot.domain.hall.message import CALLBACK_BYTES, Message, Tap, plain
from bot.domain.hall.terms import (
    AppearanceState,
    DutyState,
    HearingStatus,
    PaperKind,
    PartyCapacity,
    ServiceMode,
)
from bot.domain.law.explanations import step
from bot.law.calendars import load_calendar
from bot.texts import Translator, translator
from bot.views.cases import card, matters, pages
from bot.views.hall import fitting

NOW = datetime(2026, 4, 2, 2, tzinfo=UTC)
ZH, EN = translator("zh_CN", now=NOW), translator("en", now=NOW)
TODAY = date(2026, 4, 2)
CALENDAR = load_calendar()
NUMBER = "（2026）鲁0831行初12号"
COUNTY = "县自然资源局"


def duty(number: int, title: str, obey: date, **more: object) -> DutyView:
    made = DutyView(
        id=10**12 + number,
        version=12,
        rule="SS12",
        title_zh=title,
        title_en=f"{title.encode().hex()[:6]} filing",
        kind="duty",
        state=DutyState.OPEN,
        agency_id=5,
        agency=COUNTY,
        case_id=3,
        case_number=NUMBER,
        trigger="notice_of_response",
        trigger_zh="收到应诉通知书",
        trigger_en="notice of response served",
        trigger_on=TODAY,
        obey=obey,
        due=obey,
        unrolled=obey,
        safe=obey,
        distance=distance(CALENDAR, TODAY, obey, obey),
        citation=Citation("泗水县2020年9月1日《意见》", "四（四）", ("起2日内",)),
        may_close=True,
    )
    return replace(made, **more)  # type: ignore[arg-type]


ZHANG = AppearanceLine(5, COUNTY, AppearanceState.CONFIRMED, "张明", "副局长", id=9, version=2)
HEARING = HearingLine(
    7, datetime(2026, 4, 15, 1, 30, tzinfo=UTC), "第二审判庭", HearingStatus.SCHEDULED, appearances=(ZHANG,)
)
PLAIN = CaseView(
    id=3,
    version=1,
    number=NUMBER,
    court="山东省泗水县人民法院",
    instance="first",
    cause="土地行政处罚",
    plaintiff="张某某等16人",
    plaintiff_count=16,
    handling="",
    handling_open=False,
    parties=(PartyView(5, COUNTY, PartyCapacity.DEFENDANT, True),),
    duties=(
        duty(1, "出庭报备", date(2026, 4, 3)),
        duty(2, "身份证明", date(2026, 4, 14)),
        duty(3, "答辩举证", date(2026, 4, 17)),
    ),
    hearings=(HEARING,),
    may_enter=True,
    may_correct=True,
    enters_for=(5,),
)
LEADS = replace(PLAIN, may_enter=False, may_correct=False, leads=True)


def labels(shown: Message) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def test_the_liaison_sees_what_comes_next_first_and_the_rest_in_one_line() -> None:
    """Example 11 of the messages."""
    shown = card.card(PLAIN, ZH)
    first, second, following, hearing, rest = plain(shown.text).split("\n")
    assert first == f"【案件】{NUMBER} · 泗水县人民法院 · 一审"
    assert second == f"被告：{COUNTY} · 原告：张某某等16人"
    assert following.startswith("下一步：出庭报备")
    assert "4月3日（周五）前" in following
    assert "剩1个工作日" in following
    assert hearing == "开庭：4月15日（周三）9:30，第二审判庭 · 张明副局长✓"
    assert rest == "其余2项：身份证明 4月14日 · 答辩举证 4月17日"
    assert labels(shown) == ["办结", "开庭安排", "全部事项", "为何", "登记开庭", "收到文书", "更多"]


def test_a_line_of_the_parties_begins_with_a_capital_in_english() -> None:
    assert f"\nDefendant: {COUNTY} · Plaintiff: " in plain(card.card(PLAIN, EN).text)


def test_what_two_agencies_owe_alike_is_named_once() -> None:
    """The bureau and the office see to the government's leader together (SS13)."""
    bureau, office = (duty(number, "协调县政府负责人出庭", date(2026, 4, 3)) for number in (4, 5))
    shown = card.card(replace(PLAIN, duties=(*PLAIN.duties[:1], bureau, replace(office, agency_id=9))), ZH)
    assert plain(shown.text).count("协调县政府负责人出庭") == 1


def test_the_principal_sees_who_appears_and_takes_it_on_by_one_button() -> None:
    """Example 12 of the messages."""
    leads = replace(LEADS, hearings=(replace(HEARING, appearances=(replace(ZHANG, may_name=True, may_take=True),)),))
    shown = card.card(leads, ZH)
    assert plain(shown.text).split("\n") == [
        f"【案件】{NUMBER} · 土地行政处罚",
        "开庭：4月15日（周三）9:30，第二审判庭",
        "出庭：张明副局长（已确认）",
    ]
    assert labels(shown) == ["改由我出庭", "变更出庭人员", "开庭安排", "详情"]


def test_the_principal_is_told_what_is_late() -> None:
    late = duty(1, "出庭报备", date(2026, 4, 1))
    assert "🔴 逾期1项：出庭报备（已逾期1个工作日）" in card.card(replace(LEADS, duties=(late,)), ZH).text
    assert "逾期" not in card.card(LEADS, ZH).text
    assert "办结" not in labels(card.card(replace(LEADS, duties=(late,)), ZH))


@pytest.mark.parametrize(
    ("appears", "shown"),
    [
        (replace(ZHANG, state=AppearanceState.UNNAMED, leader="", post="", may_name=True, may_take=True),
         ["我出庭", "指定出庭负责人", "开庭安排", "详情"]),
        (replace(ZHANG, state=AppearanceState.ASKED, mine=True), ["我出庭", "其他答复", "开庭安排", "详情"]),
        (replace(ZHANG, mine=True), ["更改答复", "开庭安排", "详情"]),
        (replace(ZHANG, state=AppearanceState.UNNAMED, leader="", needs_nobody=True, may_take=True),
         ["开庭安排", "详情"]),
    ],
)  # fmt: skip
def test_a_leader_is_offered_what_can_be_said_now(appears: AppearanceLine, shown: list[str]) -> None:
    case = replace(LEADS, hearings=(replace(HEARING, appearances=(appears,)),))
    assert labels(card.card(case, ZH)) == shown
    over = replace(LEADS, hearings=(replace(HEARING, appearances=(appears,), over=True),))
    assert labels(card.card(over, ZH)) == ["开庭安排", "详情"]


def test_what_waits_for_the_coordinators_word_comes_before_what_others_owe() -> None:
    handed_in = duty(9, "文书备案", date(2026, 4, 9), state=DutyState.SUBMITTED, may_judge=True)
    judged = replace(PLAIN, duties=(*(replace(one, may_judge=True) for one in PLAIN.duties), handed_in))
    shown = card.card(judged, ZH)
    assert "下一步：文书备案：已报送，待认可" in plain(shown.text)
    assert labels(shown)[0] == "审核"


def test_nothing_is_left_to_do() -> None:
    shown = card.card(replace(PLAIN, duties=(), hearings=()), ZH)
    assert "下一步" not in shown.text
    assert "为何" not in labels(shown)
    assert "没有待办事项" in matters.all_of(replace(PLAIN, duties=()), 0, ZH).text


# -- a case that has everything ------------------------------------------------------------------------------------

AGENCIES = tuple(f"泗水县第{n}自然资源和规划局" for n in "一二三四五六")
KINDS = (PaperKind.JUDGMENT_FIRST, PaperKind.ADVICE, PaperKind.SUMMONS, PaperKind.NOTICE_OF_RESPONSE)


def everything() -> CaseView:
    late = [duty(n, f"向人民法院提交第{n}份材料", date(2026, 3, 20)) for n in range(9)]
    first = replace(
        late[0], filed_on=date(2026, 3, 2), filed_note="盖章件", question_zh="是否属实？", question_en="Ok?"
    )
    appeal = duty(20, "上诉期限", date(2026, 4, 20), kind="right", watched=True, appeal="undecided")
    known = duty(21, "提出管辖异议", date(2026, 4, 20), kind="right")
    appearing = tuple(
        AppearanceLine(n, name, AppearanceState.ASKED, "欧阳长河", "党组成员、副局长", id=n, version=3, may_name=True)
        for n, name in enumerate(AGENCIES, 5)
    )
    hearings = tuple(
        HearingLine(10**12 + n, datetime(2026, 4, 9 + n, 1, 30, tzinfo=UTC), "县人民法院第二审判庭（涉密）",
                    HearingStatus.SCHEDULED, appearing, short_notice=True)
        for n in range(9)
    )  # fmt: skip
    papers = tuple(
        PaperView(10**12 + n, 12, KINDS[n % 4], 5, COUNTY, date(2026, 3, 1), date(2026, 3, 9), ServiceMode.IN_PERSON,
                  outcome="revoked", files=3)
        for n in range(15)
    )  # fmt: skip
    return replace(
        PLAIN,
        id=10**12,
        version=10**4,
        parties=tuple(PartyView(n, name, PartyCapacity.DEFENDANT) for n, name in enumerate(AGENCIES, 5)),
        duties=(first, *late[1:], appeal, replace(appeal, id=22), *(replace(known, id=30 + n) for n in range(6))),
        hearings=hearings,
        papers=papers,
        questions=tuple(
            PartyQuestion(n, name, "original", step("ask_original_agency"), ("yes", "no"), may_answer=True)
            for n, name in enumerate(AGENCIES, 5)
        ),
        waiting=(("履行生效裁判", "performance"), ("答复司法建议", "answer to advice")),
        tags=("public_opinion", "mass_incident_risk"),
        handling_open=True,
        original="（2025）鲁0831行初1号",
        original_id=1,
        later=((4, "（2026）鲁08行终1号"), (5, "（2026）鲁08行终2号"), (6, "（2026）鲁08行再3号")),
        claims=((31, AGENCIES[0]), (32, AGENCIES[1]), (33, AGENCIES[2])),
        closed_on=None,
        may_assign=True,
        enters_for=(5, 6),
    )


FULL = everything()
MAY_NOT: dict[str, Any] = {
    "may_enter": False,
    "may_correct": False,
    "may_assign": False,
    "claims": (),
    "enters_for": (),
}
READERS: dict[str, CaseView] = {
    "liaison": replace(FULL, may_assign=False, claims=()),
    "liaison asked for the right number": replace(FULL, number_wrong=True),
    "coordinator": replace(
        FULL,
        duties=(*FULL.duties, duty(40, "文书备案", date(2026, 4, 9), state=DutyState.SUBMITTED, may_judge=True)),
    ),
    "coordinator of a claim": replace(FULL, claim=True),
    "observer": replace(FULL, **MAY_NOT, duties=tuple(replace(one, may_close=False) for one in FULL.duties)),
    "court contact": replace(FULL, **{**MAY_NOT, "may_enter": True}, duties=(), hearings=(), questions=()),
    "principal": replace(FULL, **{**MAY_NOT, "enters_for": (5,)}, leads=True),
    "leader": replace(
        FULL,
        **MAY_NOT,
        leads=True,
        hearings=tuple(
            replace(one, appearances=(replace(one.appearances[0], mine=True), *one.appearances[1:]))
            for one in FULL.hearings
        ),
    ),
}
PAGES: tuple[Callable[[CaseView, int, Translator], Message], ...] = (
    matters.all_of,
    matters.explained,
    pages.papers,
    pages.hearings,
    pages.care,
    lambda case, _, tr: pages.more(case, tr),
)


def wide_rows(shown: Message) -> Iterator[tuple[str, ...]]:
    """Rows that a phone would cut."""
    for row in shown.buttons:
        names = tuple(button.label for button in row)
        widest = max(map(fitting.width, names))
        if len(row) > 3 or (len(row) == 3 and widest > 4) or (len(row) == 2 and widest > 8):
            yield names


def too_long(shown: Message) -> list[str]:
    data = [button.data for row in shown.buttons for button in row if isinstance(button, Tap)]
    return [one for one in data if len(one.encode()) > CALLBACK_BYTES]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("news", ["", "more"])
@pytest.mark.parametrize("closed", [None, TODAY], ids=["open", "closed"])
def test_a_full_card_fits_a_phone(reader: str, tr: Translator, news: str, closed: date | None) -> None:
    case = replace(READERS[reader], closed_on=closed)
    shown = card.card(case, tr, news=news, by="王芳")
    lines, buttons = (8, 4) if case.leads else (12, 8)
    assert fitting.lines_in_sight(shown.text) <= lines, plain(shown.text)
    assert fitting.buttons_of(shown) <= buttons, labels(shown)
    assert not list(wide_rows(shown))
    assert not too_long(shown)
    assert len(plain(shown.text)) <= 900
    assert NUMBER in shown.text


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
def test_every_page_behind_it_has_few_buttons(reader: str, tr: Translator) -> None:
    for view in PAGES:
        for number in range(12):
            shown = view(READERS[reader], number, tr)
            assert fitting.buttons_of(shown) <= 8, labels(shown)
            assert not list(wide_rows(shown))
            assert not too_long(shown)
            assert len(plain(shown.text)) <= 3000


def pressed(case: CaseView) -> set[str]:
    """The data of every button on the card and on each of its pages."""
    shown = [card.card(case, ZH), *(view(case, number, ZH) for view in PAGES for number in range(20))]
    return {b.data for one in shown for row in one.buttons for b in row if isinstance(b, Tap)}


def test_nothing_is_out_of_reach() -> None:
    """What a card of a few buttons cannot show stands on a page behind it."""
    found = pressed(FULL)
    assert {f"dt.open:{one.id}" for one in FULL.duties} <= found
    assert {f"pa.fix:{one.id}:12" for one in FULL.papers} <= found
    assert {f"pa.files:{one.id}" for one in FULL.papers} <= found
    assert {f"pa.eff:{one.id}" for one in FULL.papers if one.kind is PaperKind.JUDGMENT_FIRST} <= found
    assert {f"pa.handled:{one.id}:12" for one in FULL.papers if one.kind is PaperKind.ADVICE} <= found
    assert {f"hr:{one.id}" for one in FULL.hearings} <= found
    assert {f"cl.at:{one}" for one, _ in FULL.claims} <= found
    assert {f"cs.open:{one}" for one in (1, 4, 5, 6)} <= found
    about = f"{FULL.id}:{FULL.version}"
    assert {f"{verb}:{about}" for verb in ("cs.tags", "cs.close", "cs.next")} <= found
    assert {f"{verb}:{FULL.id}" for verb in ("cs.more", "hr.new", "pa.new")} <= found
    assert {f"cs.hist:{FULL.id}:0", f"cs.units:{FULL.id}:0", f"pt:{FULL.id}:0", f"ap.name:{FULL.id}:5"} <= found


def test_the_explanations_of_all_dates_are_one_page_with_a_way_back() -> None:
    shown = matters.explained(PLAIN, 0, ZH)
    assert shown.text.count("为何是这一天") == 3
    assert labels(shown) == ["‹ 返回"]
    second = matters.explained(FULL, 1, ZH)
    assert "第2页/共" in second.text
    assert {"‹ 上一页", "下一页 ›", "‹ 返回"} <= set(labels(second))


def test_english_names_nothing_in_chinese_but_names() -> None:
    shown = plain(card.card(PLAIN, EN).text)
    assert "Next: 出庭" not in shown
    assert "2 more: " in shown
    assert "14 Apr" in shown
    assert "first instance" in shown
