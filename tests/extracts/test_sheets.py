"""Workbooks as tables: merged cells, what is hidden, dates as office programs keep them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bot.domain.hall.extracts import FIRST_DAY_1904, Limits, Table, hidden_in
from bot.extracts import sheets

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)
"""Cells know no time zone."""


def tables(book: Workbook) -> tuple[Table, ...]:
    stream = io.BytesIO()
    book.save(stream)
    return sheets.read(stream, "a.xlsx", Limits()).tables


def book(*rows: Sequence[Any]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    return made


def test_merged_cells_carry_their_value_down_and_not_to_the_right() -> None:
    made = book(["题", None, None], ["a", "b", "c"], ["d", None, "e"], ["f", None, None], ["g", None, "h"])
    for cells in ("A1:C1", "B2:B4", "C3:C4"):
        made.worksheets[0].merge_cells(cells)
    [table] = tables(made)
    assert [row for _, row in table.rows] == [
        ("题",), ("a", "b", "c"), ("d", "b", "e"), ("f", "b", "e"), ("g", "", "h"),
    ]  # fmt: skip


def test_a_row_that_holds_only_what_is_merged_into_it_is_none() -> None:
    made = book(["a", "b"], ["c", None])
    made.worksheets[0].merge_cells("B1:B5")
    [table] = tables(made)
    assert [number for number, _ in table.rows] == [1, 2]


def test_hidden_rows_and_sheets_are_read_and_told_apart() -> None:
    made = book(["a"], ["b"], ["c"])
    made.worksheets[0].row_dimensions[2].hidden = True
    other = made.create_sheet("旧")
    other.append(["x"])
    other.sheet_state = "veryHidden"
    first, second = tables(made)
    assert [row for _, row in first.seen] == [("a",), ("c",)]
    assert [row for _, row in first.unseen] == [("b",)]
    assert (second.hidden, second.seen, second.unseen) == (True, (), ((1, ("x",)),))
    assert [one.params for one in hidden_in((first, second))] == [
        {"title": "Sheet", "rows": "2"},
        {"title": "旧", "n": 1},
    ]


def test_cells_are_text_as_their_reader_sees_it() -> None:
    made = book([date(2026, 4, 1), AT, time(9, 30), 46113, 46113.5, "=A1", True, 13900000001.0])
    [table] = tables(made)
    assert table.rows[0][1] == (
        "2026-04-01", "2026-04-01 09:30", "09:30", "46113", "46113.5", "=A1", "True", "13900000001",
    )  # fmt: skip


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    made = book([44651])
    made.epoch = CALENDAR_MAC_1904
    [table] = tables(made)
    assert table.first_day == FIRST_DAY_1904


@pytest.mark.slow
def test_more_rows_than_are_read_are_said() -> None:
    made = book(*[[n] for n in range(sheets.MOST_ROWS + 3)])
    stream = io.BytesIO()
    made.save(stream)
    found = sheets.read(stream, "a.xlsx", Limits())
    assert (len(found.tables[0].rows), found.tables[0].cut) == (sheets.MOST_ROWS, True)
    assert [one.params["most"] for one in found.notes] == [sheets.MOST_ROWS]


def test_a_sheet_that_is_formatted_far_down_is_as_long_as_what_it_holds() -> None:
    made = book(["a"])
    for row in range(2, 20_100):
        made.worksheets[0].cell(row, 1).number_format = "0.00"
    made.worksheets[0].cell(20_100, 1, "b")
    [table] = tables(made)
    assert (table.rows, table.cut) == (((1, ("a",)), (20_100, ("b",))), False)


def test_a_sheet_with_more_rows_than_are_read_says_so() -> None:
    made = book(*([n] for n in range(sheets.MOST_ROWS)))
    assert not tables(made)[0].cut
    made.worksheets[0].append(["x"])
    [table] = tables(made)
    assert (len(table.rows), table.cut) == (sheets.MOST_ROWS, True)
