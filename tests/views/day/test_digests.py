"""The coordinator's digest: example 15 to the letter, one screen of a phone however much there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.day.digests import BranchLine, Digest, News
from bot.domain.duties.together import DutyName, FilingLine
from bot.domain.hall.message import Message, plain
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.hearings import ClaimLine, DutyLine, HearingLine, LostLine, QuestionLine
from bot.domain.law.explanations import step
from bot.texts import translator
from bot.views.day import digests

ZH, EN = translator("zh_CN"), translator("en")
TODAY = date(2026, 4, 8)
AT = datetime(2026, 4, 10, 1, 30, tzinfo=UTC)
OPEN = HearingLine(
    7, "（2026）鲁0831行初13号", AT, "第二审判庭", 6, "县公安局", HearingStatus.SCHEDULED, AppearanceState.ASKED,
)  # fmt: skip


def duty(n: int, title: str = "出庭报备", case: int = 12, **more: Any) -> DutyLine:
    number = f"（2026）鲁0831行初{case}号" if case else ""
    return DutyLine(title, f"duty {n}", "县自然资源局", number, date(2026, 4, 7), n, 1, **more)


def filing(n: int, *, new: bool = False) -> FilingLine:
    name = DutyName(n, 1, "出庭报备", "filing", "县公安局", "（2026）鲁0831行初13号")
    return FilingLine(name, date(2026, 4, 7), new)


EXAMPLE = Digest(
    TODAY,
    overdue=(duty(1), duty(2, "文书备案")),
    unsettled=(OPEN,),
    filings=(filing(3, new=True), filing(4, new=True), filing(5)),
    news=News(date(2026, 4, 7), 1, 1, 2),
)


def shown(found: Digest, tr: Any = ZH) -> Message:
    said = digests.digest(found, tr)
    assert said is not None
    return said


def rows(said: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in said.buttons]


def test_example_15_of_the_messages_to_the_letter() -> None:
    said = shown(EXAMPLE)
    assert plain(said.text).split("\n") == [
        "【今日要情】4月8日（周三）",
        "🔴 逾期2项：县自然资源局 行初12号 出庭报备、文书备案",
        "⚠ 未定负责人1件：4月10日（周五）县公安局 行初13号",
        "待认可报备3件（新2件）",
        "昨日：新收1件，改期1次，确认出庭2人",
    ]
    assert rows(said) == [["催办逾期", "催办未定", "逐项认可"], ["开庭安排"]]


def test_example_15_in_english() -> None:
    said = shown(EXAMPLE, EN)
    assert plain(said.text).split("\n") == [
        "【Today】Wed 8 Apr",
        "🔴 2 duties overdue: 县自然资源局 行初12号 duty 1, duty 2",
        "⚠ 1 hearing without a leader: Fri 10 Apr 县公安局 行初13号",
        "3 filings to accept (2 new)",
        "Yesterday: 1 new case, 1 hearing moved, 2 leaders confirmed",
    ]
    assert all(len(row) <= 2 for row in rows(said)), "English labels are long"


def test_after_a_weekend_it_says_since_when() -> None:
    said = shown(Digest(date(2026, 4, 13), news=News(date(2026, 4, 10), 2)))
    assert "4月10日（周五）以来：新收2件" in said.text


def everything(times: int) -> Digest:
    some = range(1, times + 1)
    return Digest(
        TODAY,
        overdue=tuple(duty(n, case=n) for n in some),
        unsettled=tuple(replace(OPEN, id=n) for n in some),
        due_today=tuple(duty(100 + n, case=n, mine=True) for n in some),
        today=tuple(replace(OPEN, id=n, state=AppearanceState.CONFIRMED, leader="张明") for n in some),
        filings=tuple(filing(n) for n in some),
        awaited=tuple(replace(OPEN, id=n) for n in some),
        absent=tuple(replace(OPEN, id=n) for n in some),
        lost=tuple(LostLine("县公安局", f"（2026）鲁0831行初{n}号", "revoked") for n in some),
        claims=tuple(ClaimLine(n, f"（2026）鲁0831行初{n}号", "县公安局") for n in some),
        questions=tuple(
            QuestionLine(n, f"（2026）鲁0831行初{n}号", "县公安局", step("ask_original_agency")) for n in some
        ),
        branches=tuple(BranchLine(n, f"{n}县", 1, 2, 3) for n in some),
        news=News(date(2026, 4, 7), 1, 1, 2),
    )


@pytest.mark.parametrize("times", [1, 2, 3, 5, 40])
@pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
def test_however_much_there_is_it_is_one_screen_with_eight_buttons(times: int, tr: Any) -> None:
    said = shown(everything(times), tr)
    assert len(plain(said.text).split("\n")) <= 15
    assert sum(len(row) for row in rows(said)) <= 8
    for row in rows(said):
        assert len(row) <= 2 or all(len(label) <= 4 for label in row)


def test_what_is_not_named_is_counted_and_one_button_away() -> None:
    found = Digest(TODAY, overdue=tuple(duty(n, case=n) for n in range(1, 42)))
    said = shown(found)
    assert "逾期41项" in said.text
    assert "另有38项" in said.text
    assert "全部要情" in [label for row in rows(said) for label in row]
    pages = [digests.whole(found, number, ZH) for number in range(5)]
    told = "\n".join(plain(page.text) for page in pages)
    assert all(f"行初{n}号 " in told for n in range(1, 42)), "every overdue item is there"
    assert "第2页/共5页" in pages[1].text
    assert all(len(plain(page.text).split("\n")) <= 12 for page in pages)


def test_an_empty_digest_says_nothing_and_where_it_stands_that_all_is_done() -> None:
    assert digests.digest(Digest(TODAY), ZH) is None
    said = digests.digest(Digest(TODAY), ZH, shown=True)
    assert said is not None
    assert "无逾期、未定和待认可事项" in said.text


def test_a_result_that_is_overdue_can_be_pressed_for_too() -> None:
    said = shown(Digest(TODAY, awaited=(OPEN,), late_results=1))
    assert "催办逾期" in [label for row in rows(said) for label in row]
    assert "催办逾期" not in [label for row in rows(shown(Digest(TODAY, awaited=(OPEN,)))) for label in row]


def test_the_facts_tell_what_is_new_and_not_what_day_it_is() -> None:
    again = replace(EXAMPLE, on=date(2026, 4, 9), news=News(date(2026, 4, 8)))
    assert set(again.facts) < set(EXAMPLE.facts), "yesterday's news are none today"
    changed = replace(EXAMPLE, filings=(replace(filing(3), duty=replace(filing(3).duty, version=2)),))
    assert set(changed.facts) - set(EXAMPLE.facts) == {"f3.2"}, "handed in once more"
    assert replace(EXAMPLE, branches=(BranchLine(1, "甲县", overdue=2),)).facts["b1o"] == 2


def test_documents_that_wait_are_one_line_and_one_button() -> None:
    waiting = Digest(date(2026, 4, 8), documents=2)
    assert not waiting.empty
    assert waiting.facts == {"documents": 2}
    shown = digests.digest(waiting, translator("zh_CN"))
    assert shown is not None
    assert "待办文书2件" in shown.text
    assert [b.label for row in shown.buttons for b in row] == ["文书 2", "开庭安排"]
    assert digests.digest(Digest(date(2026, 4, 8)), translator("zh_CN")) is None
