"""Workbooks (.xlsx) and delimited texts as tables of text cells. Nothing is computed, nothing is followed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any
from xml.parsers import expat

from bot.domain.hall.extracts import FIRST_DAY, FIRST_DAY_1904, Extract, Limits, Row, Table
from bot.domain.hall.problems import Problem
from bot.extracts import notes, packages
from bot.extracts.notes import Unreadable

MOST_ROWS = 5000
MOST_SHEETS = 40
_COLUMNS = 40
_CELL = 500
_MERGES = 20_000
_LAST_ROW = 1_048_576
"""The last one that office programs know."""
_VALUES = frozenset({"v", "is", "f"})
"""What stands within a cell that holds anything; one that is only formatted has none of them."""
_SEPARATORS = "\t,;|，；"


@dataclass
class _Marks:
    """What the XML of a sheet says beside its cells: rows that are hidden, cells that are merged downwards, and which
    rows hold anything: bureaus format sheets down to their end."""

    hidden: set[int] = field(default_factory=set)
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By first row: column (from 0) and last row."""
    filled: set[int] = field(default_factory=set)
    """One more than are read at most."""
    row: int = 0
    merges: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add(self.row)
        elif tag in _VALUES and len(self.filled) <= MOST_ROWS:
            self.filled.add(self.row)
        elif tag == "mergeCell" and self.merges < _MERGES:
            self.merges += 1
            self._merged(attributes.get("ref", ""))

    def _merged(self, ref: str) -> None:
        from openpyxl.utils import range_boundaries

        left, top, _, bottom = range_boundaries(ref)
        if left and top and bottom and bottom > top:
            self.merged.setdefault(top, []).append((left - 1, bottom))


def read(source: IO[bytes], name: str, limits: Limits) -> Extract:
    """Every sheet of a workbook that holds anything.

    Raises:
        Unreadable: too large when unpacked, or damaged.
    """
    packages.check(source, name, limits, media=False)
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    from openpyxl import load_workbook

    try:
        book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
        try:
            tables = tuple(_tables(book))
        finally:
            book.close()
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader raise
        raise Unreadable(notes.damaged(name)) from error
    return _extract(tables, name)


def _extract(tables: tuple[Table, ...], name: str) -> Extract:
    said: list[Problem] = [notes.more_rows(name, one.title, MOST_ROWS) for one in tables if one.cut]
    return Extract(tables=tables, notes=tuple(said))


def _tables(book: Any) -> Iterator[Table]:
    first_day = FIRST_DAY_1904 if book.epoch.year == 1904 else FIRST_DAY
    for page in book.worksheets[:MOST_SHEETS]:
        marks = _marks(page)
        page.reset_dimensions()
        rows, cut = _rows(page, marks)
        if rows:
            hidden = page.sheet_state != "visible"
            yield Table(str(page.title), rows, hidden, frozenset(marks.hidden), first_day, cut)


def _marks(page: Any) -> _Marks:
    """Read past the cells: the library's thrifty way of reading does not say what is hidden or merged."""
    marks, parser = _Marks(), expat.ParserCreate()
    parser.StartElementHandler = marks.start
    with page._get_source() as stream:
        parser.ParseFile(stream)
    return marks


def _rows(page: Any, marks: _Marks) -> tuple[tuple[Row, ...], bool]:
    """The rows that hold anything, and whether there are more."""
    rows: list[Row] = []
    carried: dict[int, tuple[int, str]] = {}
    end = min(max(marks.filled, default=0), _LAST_ROW)
    for number, cells in enumerate(page.iter_rows(max_row=end, max_col=_COLUMNS) if end else (), start=1):
        if number not in marks.filled:
            continue
        texts = [_text(cell) for cell in cells]
        if any(texts):
            if len(rows) >= MOST_ROWS:
                return tuple(rows), True
            rows.append((number, _filled(texts, carried, number)))
        for column, last in marks.merged.get(number, ()):
            if column < len(texts) and texts[column]:
                carried[column] = (last, texts[column])
    return tuple(rows), len(marks.filled) > MOST_ROWS


def _filled(texts: list[str], carried: dict[int, tuple[int, str]], number: int) -> tuple[str, ...]:
    """A row with what cells say that are merged from above into it."""
    for column, (last, text) in carried.items():
        if number <= last and column < len(texts) and not texts[column]:
            texts[column] = text
    return tuple(texts[: max(at for at, text in enumerate(texts, 1) if text)])


def _text(cell: Any) -> str:
    """A cell as its reader sees it. Formulas stay the text they are."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if (value.hour, value.minute) == (0, 0) else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:_CELL].strip()


def delimited(text: str, name: str) -> Extract:
    """A text of which each line is a row: .csv, .tsv."""
    lines = text.splitlines()
    separator = max(_SEPARATORS, key=lambda sign: sum(sign in line for line in lines[:50]))
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            texts = tuple(cell.strip()[:_CELL] for cell in cells[:_COLUMNS])
            if any(texts):
                rows.append((number, texts))
    except csv.Error as error:
        raise Unreadable(notes.damaged(name)) from error
    return _extract((Table(name, tuple(rows[:MOST_ROWS]), cut=len(rows) > MOST_ROWS),) if rows else (), name)
