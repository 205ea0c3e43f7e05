"""A court's bulletin in the forms in which courts send it, and what of it does not add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.bulletins.court_figures import (
    CaseLine,
    FigureLine,
    Read,
    doubts,
    from_json,
    joined,
    odd,
    to_json,
)
from bot.domain.bulletins.court_reading import quarter_in, read_extract, read_rows, read_text
from bot.domain.hall.extracts import Extract, Table

RESOURCES = FigureLine("县自然资源局", 10, 9, 3, Decimal("90.00"))
POLICE = FigureLine("县公安局", 5, 4, 0, Decimal("80.00"))
PLAIN = (FigureLine("县自然资源局", 10, 9), FigureLine("县公安局", 5, 4))

PASTED = """汝州市人民法院关于2026年第三季度行政机关负责人出庭应诉情况的通报
序号\t单位\t开庭审理案件数（件）\t负责人出庭数（件）\t其中：主要负责人出庭数\t出庭率
1\t县自然资源局\t10\t9\t3\t90.00%
2\t县公安局\t5\t4\t0\t80.00%
\t合计\t15\t13\t3\t86.67%"""
PIPES = """| 单位 | 开庭数 | 出庭数 | 主要负责人出庭数 | 出庭率 |
| --- | --- | --- | --- | --- |
| 县自然资源局 | 10 | 9 | 3 | 90.00% |
| 县公安局 | 5 | 4 | 0 | 80.00% |"""
PRINTED = """2026年3季度
序号 被诉行政机关 审理案件数 负责人出庭数 正职出庭 出庭率
1 县自然资源局 10 9 3 90.00%
2 县公安局 5 4 0 80.00%
合计 15 13 3 86.67%
第1页 共1页"""


@pytest.mark.parametrize("text", [PASTED, PIPES, PRINTED])
def test_a_table_with_headings_gives_a_line_for_each_unit(text: str) -> None:
    found = read_text(text)
    assert found.lines == (RESOURCES, POLICE)
    assert not found.unread


def test_its_total_and_its_quarter_are_no_units() -> None:
    found = read_text(PASTED)
    assert found.quarter == "2026Q3"
    assert found.total == FigureLine("合计", 15, 13, 3, Decimal("86.67"))
    assert not doubts(found.lines, found.total)


def test_without_headings_the_order_is_heard_then_attended() -> None:
    assert read_text("1. 县自然资源局 10件 9件\n2. 县公安局 5 4 80%").lines == (
        PLAIN[0],
        FigureLine("县公安局", 5, 4, None, Decimal(80)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "县自然资源局开庭审理10件，负责人出庭9件；\n县公安局开庭审理5件，负责人出庭4件。",
        "（1）县自然资源局：开庭10件，出庭9件\n（2）县公安局：开庭5件，未出庭1件",
        "1、县自然资源局，审理行政案件10件，行政机关负责人出庭应诉9件。\n2、县公安局，审理行政案件5件，行政机关负责人出庭应诉4件。",
    ],
)
def test_sentences_are_read(text: str) -> None:
    assert read_text(text).lines == PLAIN


def test_a_sentence_with_the_principal() -> None:
    text = "县自然资源局开庭审理10件，负责人出庭9件（其中主要负责人出庭3件），出庭率90.00%"
    assert read_text(text).lines == (RESOURCES,)


def test_the_text_around_a_table_is_no_unit() -> None:
    text = (
        "2026年第三季度，全市法院共审理行政诉讼案件15件，同比上升12%。\n"
        "现将有关情况通报如下：\n" + PASTED + "\n联系人：李法官 电话13900001234\n2026年10月8日"
    )
    found = read_text(text)
    assert [line.name for line in found.lines if line.name.startswith("县")] == ["县自然资源局", "县公安局"]
    assert len(found.lines) == 2


def test_a_sheet_keeps_its_columns_where_cells_are_empty() -> None:
    rows = [
        ["被诉行政机关", "应出庭数", "主要负责人出庭", "负责人出庭数", "未出庭数", "出庭率", "备注"],
        ["县自然资源局", "10.0", "", "9", "1", "0.9", ""],
        ["县公安局", "5", "0", "", "1", "0.8", "1件未说明理由"],
        ["小计", "15", "0", "13", "2", "", ""],
    ]
    assert read_rows(rows).lines == (
        FigureLine("县自然资源局", 10, 9, None, Decimal(90)),
        FigureLine("县公安局", 5, 4, 0, Decimal(80), "1件未说明理由"),
    )


def test_what_looks_like_a_unit_and_cannot_be_read_is_named() -> None:
    found = read_text("单位 开庭数 出庭数 主要负责人出庭数\n县自然资源局 10 9 3\n县公安局 5 4")
    assert [line.name for line in found.lines] == ["县自然资源局"]
    assert found.unread == ("县公安局 5 4",)


def test_cases_are_listed_with_who_came() -> None:
    rows = [
        ["序号", "案号", "被告", "是否出庭", "未出庭原因"],
        ["1", "（2026）豫0482行初12号", "县自然资源局", "是", ""],
        ["2", "（2026）豫0482行初13号", "县公安局", "否", "未说明理由"],
        ["3", "（2026）豫0482行初14号", "县公安局", "", ""],
    ]
    found = read_rows(rows)
    assert found.cases == (
        CaseLine("（2026）豫0482行初12号", "县自然资源局", True),
        CaseLine("（2026）豫0482行初13号", "县公安局", False, "未说明理由"),
        CaseLine("（2026）豫0482行初14号", "县公安局", None),
    )
    assert found.lines == (FigureLine("县自然资源局", 1, 1), FigureLine("县公安局", 2, 0))


def test_a_pasted_case_without_headings() -> None:
    found = read_text("（2026）豫0482行初13号 县公安局 负责人未出庭")
    assert found.cases == (CaseLine("（2026）豫0482行初13号", "县公安局", False),)


def test_a_file_is_read_by_its_tables_else_by_its_text() -> None:
    sheet = Table("2026年第三季度", tuple(enumerate((("单位", "开庭", "出庭"), ("县公安局", "5", "4")), 1)))
    found = read_extract(Extract(pages=("县自然资源局 1 1",), tables=(sheet,)))
    assert (found.lines, found.quarter) == ((PLAIN[1],), "2026Q3")
    assert read_extract(Extract(pages=(PRINTED,))).lines == (RESOURCES, POLICE)


def test_a_hidden_row_of_a_sheet_is_not_read() -> None:
    rows = tuple(enumerate((("单位", "开庭", "出庭"), ("县公安局", "5", "4"), ("县自然资源局", "10", "9")), 1))
    assert read_extract(Extract(tables=(Table("", rows, hidden_rows=frozenset({3})),))).lines == (PLAIN[1],)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [("2026年第三季度", "2026Q3"), ("2026年3季度", "2026Q3"), ("2026Q1", "2026Q1"), ("2026年9月", ""), ("三季度", "")],
)
def test_a_quarter_is_found_with_its_year(text: str, quarter: str) -> None:
    assert quarter_in(text) == quarter


# -- whether it adds up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", [FigureLine("县公安局", 4, 5), FigureLine("县公安局", 5, 4, 5), FigureLine("县公安局", 5, -1)]
)
def test_what_cannot_be_so_is_said(line: FigureLine) -> None:
    assert odd(line) is not None


def test_what_can_be_so_is_not() -> None:
    assert odd(RESOURCES) is None
    assert odd(FigureLine("县公安局", 0, 0)) is None


def test_a_rate_a_total_and_a_unit_that_stands_there_twice_are_doubted() -> None:
    lines = (RESOURCES, FigureLine("县公安局", 5, 4, None, Decimal("90.00")), FigureLine("县公安局", 1, 1))
    said = [str(one.msgid) for one in doubts(lines, FigureLine("合计", 15, 13))]
    assert [words.split(":")[0] for words in said] == ["{unit}", "{unit} stands there twice.", "Heard", "Attended"]


@pytest.mark.parametrize(("printed", "fits"), [("89.5", True), ("89.47", True), ("89", True), ("89.4", False)])
def test_a_rate_is_as_exact_as_it_is_printed(printed: str, fits: bool) -> None:
    assert (not doubts([FigureLine("县公安局", 19, 17, None, Decimal(printed))])) is fits


def test_a_draft_keeps_all_that_was_read() -> None:
    found = read_text(PASTED)
    more = Read((), (CaseLine("（2026）豫0482行初13号", "县公安局", None),), unread=("县人社局 ？",))
    both = joined([found, more])
    assert from_json(to_json(both)) == both
