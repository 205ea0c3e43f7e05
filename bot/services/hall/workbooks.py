"""Office sheets that rooms hand out: ledgers, receipts, lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from bot.domain.reading.cleaning import within_units


def sheet(headings: Sequence[str], body: Sequence[Sequence[Any]], title: str) -> bytes:
    """A workbook (.xlsx) of one sheet with a frozen heading; `title` is cut to the 31 characters that Excel takes.

    Cells that begin with `=` stay text: what people wrote must not become a formula.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    import xlsxwriter

    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet(within_units(title, 31))
    bold = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for column, heading in enumerate(headings):
        page.write(0, column, heading, bold)
    for row, values in enumerate(body, start=1):
        for column, value in enumerate(values):
            page.write(row, column, value, cell)
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 6)
    page.set_column(1, max(len(headings) - 1, 1), 18)
    book.close()
    return file.getvalue()
