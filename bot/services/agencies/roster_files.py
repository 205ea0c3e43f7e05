"""A roster file that somebody sent. It may be anything: every way in which it is none ends in a sentence."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot.domain.agencies.roster import Sheet
from bot.domain.agencies.roster_words import AGENCY_COLUMNS, PEOPLE_COLUMNS, column_of, sheet_of
from bot.domain.hall.errors import Refused
from bot.domain.hall.extracts import Extract, Limits, Row, Table
from bot.extracts import sheets
from bot.extracts.notes import Unreadable, damaged

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is looked at: about 20,000 people."""
_LIMITS = Limits()
_NO_WORKBOOK = "This file cannot be read as an .xlsx workbook. Please save it as .xlsx and send it again."
_HEADER_WITHIN = 10
"""Rows among which the header is looked for: titles and notes stand above it."""


def tables(content: bytes) -> tuple[Table, ...]:
    """What an .xlsx holds, read in this process: for files of the operator's, and those that were read before.

    Raises:
        Refused: too large, no .xlsx, or dangerous inside.
    """
    if len(content) > LARGEST:
        raise Refused("The file is larger than {mb} MB. Please send only the roster, without pictures.", mb=2)
    try:
        return sheets.read(io.BytesIO(content), "xlsx", _LIMITS).tables
    except Unreadable as unreadable:
        if "mb" in unreadable.why.params:
            raise Refused(
                "The file is larger than {mb} MB when unpacked. Please send only the roster.", mb=_LIMITS.unpacked_mb
            ) from None
        raise Refused(_NO_WORKBOOK) from None


def read(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file that hold agencies and people. Raises as `tables` and `of_tables`."""
    return of_tables(tables(content))


def of_tables(found: Sequence[Table], *, unseen: bool = False) -> tuple[Sheet, ...]:
    """The sheets that hold agencies and people, as text; with what is hidden in them where `unseen`.

    Raises:
        Refused: there is none, or it has too many rows.
    """
    roster = tuple(sheet for one in found for sheet in _sheets(one, unseen=unseen))
    if not looks_like_roster(found):
        raise no_roster()
    if any(one.cut for one in found if sheet_of(one.title)):
        raise Refused("The file has more than {n} rows. Please send it in parts.", n=sheets.MOST_ROWS)
    read_of = {sheet.title for sheet in roster}
    return (*roster, *(one for table in found if table.title not in read_of for one in _without_header(table, unseen)))


def _without_header(table: Table, unseen: bool) -> list[Sheet]:
    """A sheet that is called as ours are, without our columns: which ones are missing is said of its first row."""
    what, rows = sheet_of(table.title), table.rows if unseen else table.seen
    return [Sheet(what, table.title, rows[0][1], rows[0][0], (), table.first_day)] if what is not None and rows else []


def why_not(found: Extract) -> Refused:
    """Of a file in which there is no table: what is to be sent instead."""
    said = [one for one in found.notes if one.msgid != damaged("").msgid]
    return Refused.because(said[0]) if said else Refused(_NO_WORKBOOK)


def no_roster() -> Refused:
    return Refused("The file has neither a sheet “Agencies” nor a sheet “People”. Please use the template.")


def looks_like_roster(found: Sequence[Table]) -> bool:
    """Whether there is a sheet of agencies or people with our columns, hidden or not."""
    return any(_sheets(one, unseen=True) for one in found)


def _sheets(table: Table, *, unseen: bool) -> list[Sheet]:
    what, rows = sheet_of(table.title), table.rows if unseen else table.seen
    sheet = _with_header(what, table, rows) if what is not None else None
    return [sheet] if sheet is not None else []


def _with_header(what: str, table: Table, rows: Sequence[Row]) -> Sheet | None:
    """The header is the row among the first ones that names most columns."""
    columns = AGENCY_COLUMNS if what == "agencies" else PEOPLE_COLUMNS
    scores = [sum(column_of(cell, columns) is not None for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    if not scores or max(scores) < 2:
        return None
    at = scores.index(max(scores))
    number, cells = rows[at]
    width = max(index for index, cell in enumerate(cells) if cell) + 1
    body = tuple((n, (texts + ("",) * width)[:width]) for n, texts in rows[at + 1 :])
    return Sheet(what, table.title, cells[:width], number, body, table.first_day)
