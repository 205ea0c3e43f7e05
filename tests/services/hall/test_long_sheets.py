"""Sheets of any length: their names, and what people wrote in their cells."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from bot.services.hall.long_sheets import CELL, LongBook

MOST = 32_767
"""UTF-16 units that a cell may hold in Excel."""


def written(path: Path, *sheets: tuple[str, list[list[object]]]) -> None:
    with LongBook(path) as book:
        for title, rows in sheets:
            book.sheet(title, ["A"], rows)


def test_no_sheet_has_a_name_that_excel_refuses(tmp_path: Path) -> None:
    """Excel keeps History for itself, and takes two names that differ in their letters' case only for the same."""
    path = tmp_path / "sheets.xlsx"
    written(path, ("History", []), ("history", []), ("Ledger", []), ("LEDGER", []), ("a/b:c?", []), ("'", []))
    names = [one.lower() for one in load_workbook(path).sheetnames]
    assert len(set(names)) == len(names) == 6
    assert "history" not in names
    assert not any(set(one) & set("[]:*?/\\'") or len(one) > 31 for one in names)


def test_a_cell_holds_no_more_than_excel_takes_and_no_character_that_breaks_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cells.xlsx"
    long, broken = "\U00021340" * CELL, "甲\x00\x0b\ud800\ufffe乙"
    written(path, ("S", [[long], ["字" * (CELL + 9)], [broken], ["=1+1"]]))
    cells = [row[0] for row in load_workbook(path)["S"].iter_rows(min_row=2)]
    assert [len(str(one.value).encode("utf-16-le")) // 2 <= MOST for one in cells] == [True] * 4
    assert str(cells[0].value).strip("\U00021340") == ""
    assert (cells[2].value, cells[3].value, cells[3].data_type) == ("甲乙", "=1+1", "s")
