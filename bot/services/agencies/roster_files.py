"""Reading a roster file that somebody sent. It may be anything: every way in which it is none ends in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.domain.agencies.roster import Sheet
from bot.domain.agencies.roster_words import AGENCY_COLUMNS, PEOPLE_COLUMNS, column_of, sheet_of
from bot.domain.hall.errors import Refused

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is looked at: about 20,000 people."""
_UNPACKED = 24 * 1024 * 1024
_PARTS = 200
MOST_ROWS = 5000
_COLUMNS = 40
_CELL = 500
_HEADER_WITHIN = 10
"""Rows among which the header is looked for: titles and notes stand above it."""


def read(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file that hold agencies and people, as text.

    Raises:
        Refused: too large, no .xlsx, dangerous inside, no known sheet, or too many rows.
    """
    if len(content) > LARGEST:
        raise Refused("The file is larger than {mb} MB. Please send only the roster, without pictures.", mb=2)
    _check_package(content)
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheets = tuple(_sheets(book))
        finally:
            book.close()
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes the reader raise
        raise _unreadable() from error
    if not sheets:
        raise Refused("The file has neither a sheet “Agencies” nor a sheet “People”. Please use the template.")
    return sheets


def looks_like_roster(content: bytes) -> bool:
    """Whether an .xlsx has a sheet of agencies or people with our columns."""
    try:
        return bool(read(content))
    except Refused:
        return False


def _unreadable() -> Refused:
    return Refused("This file cannot be read as an .xlsx workbook. Please save it as .xlsx and send it again.")


def _check_package(content: bytes) -> None:
    """An .xlsx is a zip of XML parts: look at their sizes, and for document types, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise Refused("The file is larger than {mb} MB when unpacked. Please send only the roster.", mb=24)
            if "xl/workbook.xml" not in package.namelist():
                raise _unreadable()
            if any(_declares_entities(package, part) for part in parts):
                raise _unreadable()
    except Refused:
        raise
    except Exception as error:
        raise _unreadable() from error


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Office writes no document types; whoever does wants entities to be expanded."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    with package.open(part) as stream:
        content = stream.read(_UNPACKED)
    return b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<\x00!\x00D" in content


def _sheets(book: Any) -> Iterator[Sheet]:
    seen = 0
    for page in book.worksheets:
        what = sheet_of(page.title)
        if what is None:
            continue
        page.reset_dimensions()
        rows: list[tuple[int, tuple[str, ...]]] = []
        for number, cells in enumerate(page.iter_rows(max_col=_COLUMNS), start=1):
            texts = tuple(_text(cell) for cell in cells)
            if any(texts):
                rows.append((number, texts))
                seen += 1
            if seen > MOST_ROWS or number > 4 * MOST_ROWS:
                raise Refused("The file has more than {n} rows. Please send it in parts.", n=MOST_ROWS)
        sheet = _with_header(what, page.title, rows)
        if sheet is not None:
            yield sheet


def _with_header(what: str, title: str, rows: list[tuple[int, tuple[str, ...]]]) -> Sheet | None:
    """The header is the row among the first ones that names most columns."""
    columns = AGENCY_COLUMNS if what == "agencies" else PEOPLE_COLUMNS
    scores = [sum(column_of(cell, columns) is not None for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    if not scores or max(scores) < 2:
        return None
    at = scores.index(max(scores))
    number, cells = rows[at]
    width = max(index for index, cell in enumerate(cells) if cell) + 1
    body = tuple((n, (texts + ("",) * width)[:width]) for n, texts in rows[at + 1 :])
    return Sheet(what, title, cells[:width], number, body)


def _text(cell: Any) -> str:
    """A cell as its reader sees it. Formulas stay the text they are: nothing is computed, nothing is followed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute) == (0, 0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:_CELL].strip()
