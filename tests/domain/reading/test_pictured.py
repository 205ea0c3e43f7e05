"""Which values of a picture are sure: never one that is wrong, never one that cannot be shown."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hall.extracts import Extract, Line, as_json, from_json
from bot.domain.reading.pictured import marks

ZONE = ZoneInfo("Asia/Shanghai")
NUMBER = "（2026）鲁0831行初12号"
WHEN = "2026-04-28T09:30:00+08:00"
ROSTER = {
    1: ["泗水县自然资源局", "县资规局"],
    2: ["泗水县公安局"],
    3: ["泗水县公安局交通警察大队"],
    4: ["济宁市自然资源局"],
}
PAGE = (
    "山东省泗水县人民法院",
    "传票",
    "案号 (2026)鲁0831行初12号",
    "被传唤人 泗水县自然资源局",
    "应到时间 2026年4月28日上午9时30分",
    "应到处所 本院第二审判庭",
)


def page(*lines: str, doubt: str = "", certain: float = 0.99) -> Extract:
    """Lines one below the other; `doubt` was read with no more certainty than `certain`."""
    found = []
    for at, text in enumerate(lines or PAGE):
        sure = [0.99] * len(text)
        start = text.find(doubt) if doubt else -1
        if start >= 0:
            sure[start : start + len(doubt)] = [certain] * len(doubt)
        found.append(Line(text, min(sure), (0.1, at / 10, 0.9, (at + 1) / 10), 0, tuple(sure)))
    return Extract(("\n".join(lines or PAGE),), lines=tuple(found))


def sure(values: dict[str, Any], extract: Extract, **known: Any) -> bool:
    """Whether the only value is."""
    [mark] = marks(values, extract, zone=ZONE, agencies=ROSTER, **known).values()
    return mark.sure


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("number", NUMBER, 2),
        ("when", WHEN, 4),
        ("when", "2026-04-28T01:30:00+00:00", 4),
        ("place", "本院第二审判庭", 5),
        ("place", "第二审判庭", 5),
        ("place", "山东省泗水县人民法院第二审判庭", 5),
        ("agencies", ["1"], 3),
        ("papers", ["summons"], 1),
        ("court", "山东省泗水县人民法院", 0),
    ],
)
def test_what_stands_there_letter_by_letter_is_sure_and_has_its_place(field: str, value: Any, line: int) -> None:
    mark = marks({field: value}, page(), zone=ZONE, agencies=ROSTER)[field]
    assert mark.sure
    assert (mark.page, mark.box) == (0, (0.1, line / 10, 0.9, (line + 1) / 10))


@pytest.mark.parametrize(
    ("field", "value", "doubt"),
    [
        ("number", NUMBER, "12号"),
        ("number", NUMBER, "鲁"),
        ("number", NUMBER, "0831"),
        ("when", WHEN, "28"),
        ("when", WHEN, "9时"),
        ("when", WHEN, "30"),
        ("place", "本院第二审判庭", "二"),
        ("agencies", ["1"], "县自"),
        ("papers", ["summons"], "传票"),
        ("plaintiff", "孔德明", ""),
        ("online", "yes", ""),
        ("number", "（2026）鲁0831行初13号", ""),
        ("when", "2026-04-28T10:30:00+08:00", ""),
        ("when", "no instant", ""),
        ("place", "第三审判庭", ""),
        ("agencies", ["2"], ""),
        ("agencies", ["1", "2"], ""),
        ("agencies", ["99"], ""),
        ("papers", ["summons", "notice_of_response"], ""),
    ],
)
def test_what_was_read_in_doubt_or_does_not_stand_there_is_not_sure(field: str, value: Any, doubt: str) -> None:
    assert not sure({field: value}, page(doubt=doubt, certain=0.7))


@pytest.mark.parametrize("certain", [0.0, 0.3, 0.89])
def test_brackets_and_blanks_that_are_in_doubt_do_not_matter(certain: float) -> None:
    assert sure({"number": NUMBER}, page(doubt="(", certain=certain))


def test_a_number_on_record_confirms_one_that_was_read_in_some_doubt() -> None:
    some, much = page(doubt="12号", certain=0.7), page(doubt="12号", certain=0.2)
    assert sure({"number": NUMBER}, some, numbers=[NUMBER])
    assert not sure({"number": NUMBER}, much, numbers=[NUMBER])
    assert not sure({"number": NUMBER}, some, numbers=["（2026）鲁0831行初17号"])


@pytest.mark.parametrize(
    "lines",
    [
        ("河南省汝州市人民法院", "(2026)鲁0831行初12号"),
        ("浙江省某某市人民法院", "(2026)鲁0831行初12号"),
        ("山东省泗水县人民法院", "(2026)鲁0831行初12号", "关于(2026)鲁0831行初17号一案"),
        ("山东省泗水县人民法院", "(2026)鲁0831行初123号"),
        ("山东省泗水县人民法院", "(2026)售0831行初12号"),
    ],
)
def test_a_number_that_something_on_the_page_speaks_against_is_not_sure(lines: tuple[str, ...]) -> None:
    assert not sure({"number": NUMBER}, page(*lines))


def test_of_a_number_that_was_put_right_the_place_is_shown() -> None:
    mark = marks({"number": NUMBER}, page("泗水县人民法院", "(2026)售0831行初12号"))["number"]
    assert (mark.sure, mark.box) == (False, (0.1, 0.1, 0.9, 0.2))


@pytest.mark.parametrize(
    ("line", "doubt", "right"),
    [
        ("开庭时间：2026-04-28 09:30", "", True),
        ("开庭时间：2026-04-2809:30", "", True),
        ("定于2026年4月28日（星期二）9时30分开庭", "9时30", True),
        ("定于2026年4月28日9时30分开庭", "9时30", False),
        ("二〇二六年四月二十八日上午九时三十分", "", True),
        ("2026年4月28日上午9时3O分", "", False),
    ],
)
def test_a_weekday_that_agrees_confirms_a_time_read_in_some_doubt(line: str, doubt: str, right: bool) -> None:
    assert sure({"when": WHEN}, page(line, doubt=doubt, certain=0.7)) is right


@pytest.mark.parametrize(
    ("printed", "when"),
    [
        ("2026年4月26日9时30分", "2026-04-26T09:30:00+08:00"),
        ("2026年4月28日3时30分", "2026-04-28T03:30:00+08:00"),
        ("2026年4月28日9时37分", "2026-04-28T09:37:00+08:00"),
    ],
)
def test_an_hour_at_which_courts_do_not_sit_is_looked_at(printed: str, when: str) -> None:
    assert not sure({"when": when}, page(printed))


def test_what_is_broken_at_a_margin_is_found_and_its_place_is_around_both_lines() -> None:
    found = page("被告泗水县自然资", "源局，2026年4月", "28日9时30分在第二审", "判庭开庭")
    mark = marks({"agencies": ["1"], "when": WHEN, "place": "第二审判庭"}, found, zone=ZONE, agencies=ROSTER)
    assert {name: (one.sure, one.box[1], one.box[3]) for name, one in mark.items()} == {
        "agencies": (True, 0.0, 0.2), "when": (True, 0.1, 0.3), "place": (True, 0.2, 0.4),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "agency", "right"),
    [
        ("泗水县公安局：", "2", True),
        ("泗水县公安局交通警察大队：", "2", False),
        ("泗水县公安局交通警察大队：", "3", True),
        ("泗水县公安局泗河分局：", "2", False),
        ("县资规局：", "1", True),
    ],
)
def test_an_agency_is_not_taken_for_one_whose_longer_name_stands_there(line: str, agency: str, right: bool) -> None:
    assert sure({"agencies": [agency]}, page(line)) is right


def test_without_a_picture_there_are_no_marks_and_nothing_empty_has_one() -> None:
    assert marks({"number": NUMBER}, Extract((NUMBER,))) == {}
    assert marks({"number": "", "agencies": [], "place": None}, page()) == {}


def test_places_survive_the_way_from_one_process_to_another() -> None:
    found = page()
    assert from_json(as_json(found)) == found
