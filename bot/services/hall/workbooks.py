"""Office sheets that rooms hand out: ledgers, receipts, lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.reading.cleaning import within_units


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook; `title` is cut to the 31 characters that Excel takes."""

    title: str
    headings: Sequence[str]
    body: Sequence[Sequence[Any]]


def sheet(headings: Sequence[str], body: Sequence[Sequence[Any]], title: str) -> bytes:
    """A workbook of one page."""
    return book([Page(title, headings, body)])


def book(pages: Sequence[Page]) -> bytes:
    """A workbook (.xlsx) whose pages have frozen headings.

    Cells that begin with `=` stay text: what people wrote must not become a formula.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    import xlsxwriter

    made = xlsxwriter.Workbook(file, options)
    bold = made.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "top"})
    cell = made.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for one in pages:
        _write(made.add_worksheet(within_units(one.title, 31)), one, bold, cell)
    made.close()
    return file.getvalue()


def _write(page: Any, one: Page, bold: Any, cell: Any) -> None:
    for column, heading in enumerate(one.headings):
        page.write(0, column, heading, bold)
    for row, values in enumerate(one.body, start=1):
        for column, value in enumerate(values):
            page.write(row, column, value, cell)
    page.freeze_panes(1, 0)
    numbered = all(isinstance(values[0], int) for values in one.body)
    page.set_column(0, 0, 6 if numbered else 18)
    page.set_column(1, max(len(one.headings) - 1, 1), 18)
