"""/ledger: the 台账 as a sheet, chosen by buttons and words, made beside, sent when it is there."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from tests.builders import County
from tests.fakes import Shown
from tests.handlers.figures.layouts import LAYOUTS
from tests.rig import Rig

Rows = list[dict[str, Any]]


async def taken_over(rig: Rig, county: County, layout: str = "plain") -> None:
    """The three cases of the layouts."""
    [card] = await rig.send_file(county.coordinator, "台账.xlsx", LAYOUTS[layout]())
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)


def sheet(shown: Shown) -> tuple[str, Rows]:
    """The note above the sheet that a message carries, and its rows by heading."""
    assert shown.document is not None
    book = openpyxl.load_workbook(io.BytesIO(shown.document[1]))
    note, heads, *body = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    return str(note[0]), [dict(zip(map(str, heads), row, strict=True)) for row in body]


async def test_the_ledger_comes_as_a_file_with_the_columns_of_a_ledger(rig: Rig, county: County) -> None:
    await taken_over(rig, county)
    [card] = await rig.say(county.coordinator, "/ledger")
    assert "3行" in card.text
    progress, file = await rig.press(county.coordinator, "✓ 生成", card)
    assert "已生成：3行" in progress.text
    note, rows = sheet(file)
    assert "县司法局" in note
    by_number = {row["案号"]: row for row in rows}
    first, second, third = (by_number[number] for number in sorted(by_number))
    print(rows)
    assert first["单位"]
