"""Writes a workbook of figures with native charts. xlsxwriter is imported here, in a process of its own."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from bot.domain.figures.charts import Book, Cell, Table
from bot.domain.reading.cleaning import within_units

_NONE = "—"
_POINTS = 20
"""Pixels of a bar in a chart of many."""


def written(book: Book) -> bytes:
    """The workbook as an .xlsx. Cells that begin with `=` stay text: what people wrote must not become a formula."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(stream, options)
    formats = {
        "head": made.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": made.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "count": made.add_format({"border": 1, "num_format": "0"}),
        "rate": made.add_format({"border": 1, "num_format": '0.00"%"', "align": "right"}),
        "about": made.add_format({"font_color": "#5D6D7E"}),
    }
    for number, table in enumerate(book.tables):
        _sheet(made, table, book.about if number == 0 else (), formats)
    made.close()
    return stream.getvalue()


def _sheet(made: Any, table: Table, about: tuple[str, ...], formats: dict[str, Any]) -> None:
    page = made.add_worksheet(within_units(table.title, 31))
    for row, line in enumerate(about):
        page.write(row, 0, line, formats["about"])
    top = len(about) + (1 if about else 0)
    for column, one in enumerate(table.columns):
        page.set_column(column, column, one.width)
        page.write(top, column, one.heading, formats["head"])
    for row, cells in enumerate(table.rows, start=top + 1):
        for column, cell in enumerate(cells):
            _cell(page, row, column, cell, formats[table.columns[column].kind])
    page.freeze_panes(top + 1, 1)
    if table.chart and table.rows:
        _chart(made, page, table, top)


def _cell(page: Any, row: int, column: int, cell: Cell, how: Any) -> None:
    if isinstance(cell, int | float):
        page.write_number(row, column, cell, how)
    else:
        page.write_string(row, column, _NONE if cell is None else cell, how)


def _chart(made: Any, page: Any, table: Table, top: int) -> None:
    """Right of the rows; the target stands in a column of its own, for a line in a chart is a row of values."""
    first, last = top + 1, top + len(table.rows)
    name, beyond = page.get_name(), len(table.columns) + 1
    drawn = made.add_chart({"type": "bar" if table.chart == "bars" else "line"})
    series: dict[str, Any] = {
        "name": table.columns[table.shows].heading,
        "categories": [name, first, 0, last, 0],
        "values": [name, first, table.shows, last, table.shows],
    }
    look = {"fill": {"color": "#2471A3"}} if table.chart == "bars" else {"line": {"color": "#2471A3"}}
    drawn.add_series({**series, **look, "data_labels": {"value": True}})
    if table.target is not None:
        page.set_column(beyond - 1, beyond - 1, 8, None, {"hidden": False})
        page.write(top, beyond - 1, table.target_label)
        for row in range(first, last + 1):
            page.write_number(row, beyond - 1, table.target)
        goal = {"name": table.target_label, "categories": series["categories"],
                "values": [name, first, beyond - 1, last, beyond - 1]}  # fmt: skip
        _goal(made, drawn, table, goal)
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 620, "height": max(320, 90 + _POINTS * len(table.rows)) if table.chart == "bars" else 320})
    value = {"min": 0, "max": 100, "num_format": '0"%"'}
    (drawn.set_x_axis if table.chart == "bars" else drawn.set_y_axis)(value)
    if table.chart == "bars":
        drawn.set_y_axis({"reverse": True})
    page.insert_chart(top, beyond + 1, drawn)


def _goal(made: Any, drawn: Any, table: Table, goal: dict[str, Any]) -> None:
    red = {"color": "#A93226", "dash_type": "dash"}
    if table.chart == "trend":
        drawn.add_series({**goal, "line": red})
    else:
        drawn.add_series({**goal, "fill": {"none": True}, "border": red, "gap": 60, "overlap": 100})
