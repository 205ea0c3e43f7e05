"""The card of a hearing fits a phone, however much there is to say and to do; nothing is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.hall.message import Message, Tap, plain
from bot.domain.hall.terms import AbsenceReason, AnswerVia, AppearanceState, HearingStatus, PaperKind
from bot.domain.hearings.details import Details
from bot.domain.hearings.hearings import AbsenceView, AppearanceView, HearingView, Question, ResultView
from bot.domain.law.explanations import step
from bot.domain.law.verdicts import Ground
from bot.texts import Translator, translator
from bot.views.hall import fitting
from bot.views.hearings import hearings

ZH, EN = translator("zh_CN"), translator("en")
AT = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
BOTH = pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
ASKED = Question("original", step("ask_original_agency"), ("yes", "no"))
ABSENCE = AbsenceView(
    AbsenceReason.FORCE_MAJEURE, "赴省厅参加会议", "sealed", "周杰（法制科科长）", "吴律师", "asked", "pending", 2,
    unproven=True, missing=(step("part_proof"), step("part_seal"), step("part_before"), step("part_consent")),
)  # fmt: skip


def appearance(number: int, state: AppearanceState, **more: object) -> AppearanceView:
    made = AppearanceView(
        id=10**12 + number, version=12, case_id=1, hearing_id=7, agency_id=number, agency=f"泗水县第{number}自然资源局",
        state=state, strength="principal", leader_id=9, leader="欧阳长河", post="党组成员、副局长",
        answered_by="王芳", answered_via=AnswerVia.TELEPHONE, answered_at=AT, answer_by=AT, replaced="司马长风",
        court_said=True, absence=ABSENCE if state is AppearanceState.CANNOT else None,
        questions=tuple(replace(ASKED, fact=f"{ASKED.fact}{n}") for n in range(3)),
        grounds=tuple(Ground("principal", f"本年度第{n}件开庭审理的案件", f"Case {n}", "一（一）") for n in range(4)),
        deputy=True, in_charge=False, answers=(("original_agency", "yes"), ("attended_first", "yes")),
        may_name=True, may_answer_for=True, may_settle=True,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def full(*found: AppearanceView, **more: object) -> HearingView:
    made = HearingView(
        id=10**12, version=12, sequence=4, case_id=10**12, number="（2026）鲁0831行初12号", court="泗水县人民法院",
        cause="不服土地行政处罚及行政复议决定", plaintiff="张三丰", starts_at=AT, place="县法院第二审判庭",
        details=Details(session="pretrial_conference", closed=True), status=HearingStatus.SCHEDULED,
        moved_from=datetime(2026, 12, 8, 1, 30, tzinfo=UTC), days_left=7, working_days_left=5, over=False,
        appearances=found, plaintiff_count=16, others=("县财政局", "县住建局"), may_edit=True, may_invite=True,
        reason="承办法官另有安排", odd=("day_off", "hour"),
        short_notice=((PaperKind.SUMMONS, date(2026, 12, 14)), (PaperKind.APPEARANCE_NOTICE, date(2026, 12, 14))),
        reports_for=tuple(one.agency_id for one in found), may_confirm=True,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def wide_rows(shown: Message) -> Iterator[tuple[str, ...]]:
    """Rows that a phone would cut."""
    for row in shown.buttons:
        names = tuple(button.label for button in row)
        widest = max(map(fitting.width, names))
        if len(row) > 3 or (len(row) == 3 and widest > 4) or (len(row) == 2 and widest > 8):
            yield names


def fits(shown: Message) -> bool:
    few = fitting.lines_in_sight(shown.text) <= fitting.LINES and fitting.buttons_of(shown) <= fitting.BUTTONS
    return few and not list(wide_rows(shown))


def result(number: int) -> ResultView:
    return ResultView(
        id=number, version=3, agency_id=number, agency=f"泗水县第{number}自然资源局", attended=False, staff="周杰",
        counsel="吴律师", outcome="择日宣判", absence=ABSENCE, reported_by="王芳", reported_at=AT,
        counts_as="unexcused", reasons=(step("part_proof"), step("part_consent")), questions=(ASKED, ASKED),
        answers=(("original_agency", "yes"),), appearance_id=number, appearance_version=2, may_settle=True,
    )  # fmt: skip


S = AppearanceState
STATES = (S.UNNAMED, S.ASKED, S.CONFIRMED, S.CANNOT, S.AWAITING_PERMISSION, S.CLOSED)


@BOTH
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("mine", [False, True])
@pytest.mark.parametrize("agencies", [1, 2, 9])
def test_a_full_card_fits(tr: Translator, state: AppearanceState, mine: bool, agencies: int) -> None:
    view = full(*(appearance(n, state, mine=mine and n == 1) for n in range(1, agencies + 1)))
    for focus in (0, 1):
        shown = hearings.card(view, tr, focus=focus)
        assert fits(shown), (plain(shown.text), [[b.label for b in row] for row in shown.buttons])
        assert view.number in shown.text
        moved = hearings.moved(view, datetime(2026, 12, 8, 1, 30, tzinfo=UTC), tr, focus=focus)
        assert fits(moved), plain(moved.text)


@BOTH
@pytest.mark.parametrize("status", HearingStatus)
@pytest.mark.parametrize("agencies", [1, 4])
def test_it_fits_whatever_became_of_the_hearing(tr: Translator, status: HearingStatus, agencies: int) -> None:
    found = tuple(appearance(n, S.CONFIRMED) for n in range(1, agencies + 1))
    view = full(*found, status=status, over=True, results=tuple(result(n) for n in range(1, agencies + 1)))
    assert fits(hearings.card(view, tr))
    assert fits(hearings.card(replace(view, results=()), tr))
    assert fits(hearings.off(view, tr))


def data(shown: Message) -> set[str]:
    return {button.data for row in shown.buttons for button in row if isinstance(button, Tap)}


@pytest.mark.parametrize("state", STATES)
def test_what_has_no_room_stands_behind_one_button(state: AppearanceState) -> None:
    one = appearance(1, state)
    view = full(one)
    pages = [hearings.more(view, 1, number, ZH) for number in range(9)]
    reached = data(hearings.card(view, ZH, focus=1)).union(*map(data, pages))
    wanted = {f"ap.why:{one.id}", f"hr.chg:{view.id}:12", f"ev.hear:{view.id}", f"cs.show:{view.case_id}"}
    if state is not S.CLOSED:
        wanted |= {f"ap.who:{one.id}:12", f"ap.q:{one.id}:12:original2:no", f"ap.qback:{one.id}:12:attended_first"}
    assert wanted <= reached
    for page in pages:
        assert fitting.buttons_of(page) <= 8
        assert not list(wide_rows(page))
        assert f"hr:{view.id}:1" in data(page)


def test_a_plain_card_needs_no_page_and_keeps_its_reasons_in_the_quote() -> None:
    one = appearance(5, S.CONFIRMED, questions=(), answers=(), court_said=False, may_settle=False, answered_via=None)
    shown = hearings.card(full(one, odd=(), short_notice=(), others=(), may_invite=False), ZH)
    assert "hr.more" not in {each.partition(":")[0] for each in data(shown)}
    before, quote = shown.text.split("<blockquote expandable>")
    assert "欧阳长河" in before
    assert "本年度第1件" not in before
    assert "本年度第1件" in quote
