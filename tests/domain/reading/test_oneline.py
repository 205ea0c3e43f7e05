"""`/hearing` in one line, pasted court papers, and lists of hearings."""

from __future__ import annotations

import time
import tomllib
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hearings.lists import LIST_LIMIT, ROW_LIMIT, read_hearing_list
from bot.domain.reading.oneline import TEXT_LIMIT, read_hearing
from bot.domain.reading.understanding import Reading

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "papers.toml").read_text("utf-8"))
PAPERS: list[dict[str, Any]] = DATA["paper"]


def reasons(reading: Reading) -> list[str]:
    return [problem.msgid.format(**problem.params) for problem in reading.problems]


def plain(reading: Reading) -> dict[str, Any]:
    """What a reading holds, without what is empty."""
    shown = {f.name: getattr(reading, f.name) for f in fields(reading) if f.name not in ("text", "problems")}
    shown["number"] = shown.pop("case_number")
    if reading.moment:
        del shown["day"]
    as_text = {"number", "moment", "day"}
    return {
        name: str(value) if name in as_text else list(map(str, value)) if isinstance(value, tuple) else value
        for name, value in shown.items()
        if value not in (None, "", (), False)
    }


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["name"])
def test_paper(paper: dict[str, Any]) -> None:
    reading = read_hearing(paper["text"], NOW, ZONE)
    expected = {key: value for key, value in paper.items() if key not in ("name", "text", "problems")}
    assert plain(reading) == expected
    wanted = paper.get("problems", [])
    assert len(wanted) == len(reading.problems)
    assert all(part in reason for part, reason in zip(wanted, reasons(reading), strict=True))


def test_understood_means_case_hearing_or_paper() -> None:
    assert read_hearing("传票", NOW, ZONE).understood
    assert read_hearing("12月15日", NOW, ZONE).understood
    assert not read_hearing("第二审判庭", NOW, ZONE).understood


def test_hearings_that_took_place_are_read_when_asked_for() -> None:
    text = "（2026）鲁0831行初5号 11月2日9:30"
    assert str(read_hearing(text, NOW, ZONE, past=True).moment) == "2026-11-02 9:30"


def test_a_long_paper_says_how_far_it_was_read() -> None:
    reading = read_hearing("（2026）鲁0831行初5号 " + "说明理由。" * TEXT_LIMIT, NOW, ZONE)
    assert str(reading.case_number) == "（2026）鲁0831行初5号"
    assert "only the first 8000 characters" in reasons(reading)[0]


def rows(text: str) -> list[str]:
    return [str(reading) for reading in read_hearing_list(text, NOW, ZONE)]


def test_list_with_a_header_row() -> None:
    text = (
        "泗水县人民法院12月份行政案件开庭安排\n"
        "序号\t案号\t原告\t被告\t案由\t开庭时间\t地点\n"
        "1\t（2026）鲁0831行初12号\t张三\t泗水县自然资源局\t行政处罚\t2026-12-15 9:30\t第二审判庭\n"
        "2\t（2026）鲁0831行初13号\t某某商行\t泗水县公安局\t行政强制\t2026-12-16 15:00\t第一法庭\n"
    )
    first, second = read_hearing_list(text, NOW, ZONE)
    assert str(first) == "（2026）鲁0831行初12号 2026-12-15 9:30 第二审判庭 泗水县自然资源局"
    assert (first.plaintiffs, first.cause, first.unread) == (("张三",), "行政处罚", ())
    assert str(second) == "（2026）鲁0831行初13号 2026-12-16 15:00 第一法庭 泗水县公安局"
    assert (second.plaintiffs, second.defendants) == (("某某商行",), ("泗水县公安局",))


def test_list_by_days() -> None:
    text = (
        "12月15日（周二）\n"
        "9:00 （2026）鲁0831行初12号 县公安局 第一法庭\n"
        "14:30 （2026）鲁0831行初14号 县自然资源局 第二审判庭\n"
        "12月16日开庭安排\n"
        "9:30 （2026）鲁0831行初15号 济河街道办事处 第三法庭\n"
    )
    assert rows(text) == [
        "（2026）鲁0831行初12号 2026-12-15 9:00 第一法庭 县公安局",
        "（2026）鲁0831行初14号 2026-12-15 14:30 第二审判庭 县自然资源局",
        "（2026）鲁0831行初15号 2026-12-16 9:30 第三法庭 济河街道办事处",
    ]


def test_list_in_blocks_of_lines() -> None:
    text = (
        "1. （2026）鲁0831行初12号\n时间：12月15日上午9:30\n地点：第二审判庭\n被告：县公安局\n"
        "2. （2026）鲁0831行初13号\n时间：12月15日上午10:30\n地点：第二审判庭\n被告：县民政局"
    )
    assert rows(text) == [
        "（2026）鲁0831行初12号 2026-12-15 9:30 第二审判庭 县公安局",
        "（2026）鲁0831行初13号 2026-12-15 10:30 第二审判庭 县民政局",
    ]


def test_a_row_without_case_number_is_not_lost() -> None:
    first, second = read_hearing_list("（2026）鲁0831行初12号 12月15日9:00\n12月15日10:00 县教体局 第三法庭", NOW, ZONE)
    assert first.problems == ()
    assert second.agency == "县教体局"
    assert "no case number" in reasons(second)[0]


def test_one_bad_row_does_not_spoil_the_others() -> None:
    good, bad = read_hearing_list("（2026）鲁0831行初12号 12月15日9:00\n（2026）鲁0831行初13号 13月15日9:00", NOW, ZONE)
    assert (str(good.moment), good.problems) == ("2026-12-15 9:00", ())
    assert "not a day of the calendar" in reasons(bad)[0]


def test_a_list_that_is_too_long_says_so() -> None:
    lines = [f"（2026）鲁0831行初{n}号 12月15日9:00" for n in range(1, ROW_LIMIT + 5)]
    found = read_hearing_list("\n".join(lines), NOW, ZONE)
    assert len(found) == ROW_LIMIT + 1
    assert "its first 200 rows" in reasons(found[-1])[0]


PIECES = st.sampled_from(DATA["pieces"])
ANY = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200)


@pytest.mark.slow
@given(ANY)
@settings(max_examples=300)
def test_any_text_is_answered_and_nothing_read_is_empty(text: str) -> None:
    reading = read_hearing(text, NOW, ZONE)
    names = (*reading.plaintiffs, *reading.defendants, *reading.third_parties, *reading.unread)
    assert all(name.strip() and "\x00" not in name for name in names)
    assert "\x00" not in reading.place + reading.cause + reading.court + reading.agency + reading.addressee
    if reading.moment:
        assert reading.moment.instant(ZONE) > NOW
        assert reading.day == reading.moment.day


@pytest.mark.slow
@given(ANY)
@settings(max_examples=200)
def test_any_list_is_answered(text: str) -> None:
    for reading in read_hearing_list(text, NOW, ZONE):
        assert reading.case_number or reading.problems


@pytest.mark.slow
@pytest.mark.parametrize("piece", DATA["repeated"])
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    """Reading is linear in the text: it stays far below twenty seconds of the processor, also beside other work."""
    text = (piece * LIST_LIMIT)[:TEXT_LIMIT]
    begun = time.process_time()
    read_hearing(text, NOW, ZONE)
    read_hearing_list(text, NOW, ZONE)
    assert time.process_time() - begun < 20
