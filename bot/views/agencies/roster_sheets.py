"""Workbooks that go out: the template, the present roster, the sheets of invitation codes, the list of errors."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.people import Invited
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.agencies.roster import AgencyRow, PersonRow, RowError
from bot.domain.agencies.roster_words import AGENCY_COLUMNS, AGENCY_SHEET, PEOPLE_COLUMNS, PEOPLE_SHEET, Column
from bot.domain.hall.message import XLSX, Attachment, plain
from bot.domain.reading.cleaning import clean_line, within_units
from bot.texts import Translator

_CHARACTERS = 255
_PREPARED = 2000
"""Rows for which the drop-down lists are laid out."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_TITLE_LENGTH = 31


class _Book:
    """A workbook in memory. What begins with = stays text: names come from outside."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        # Imported when it is needed: the bot's memory is small, and this is used now and then.
        import xlsxwriter

        self.book = xlsxwriter.Workbook(self.stream, options)
        self.head = self.book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        self.must = self.book.add_format({"bold": True, "bg_color": "#F8CBAD", "border": 1, "text_wrap": True})
        self.grey = self.book.add_format({"font_color": "#808080", "italic": True})
        self.text = self.book.add_format({"num_format": "@"})
        self.titles: set[str] = set()

    def sheet(self, title: str, columns: Sequence[tuple[str, int, bool]]) -> Any:
        """A sheet with a frozen header; every cell below is text, so that 0537 keeps its zero."""
        page = self.book.add_worksheet(self._free(title))
        for index, (name, width, required) in enumerate(columns):
            page.set_column(index, index, width, self.text)
            page.write_string(0, index, name, self.must if required else self.head)
        page.freeze_panes(1, 0)
        return page

    def _free(self, title: str) -> str:
        """Sheet names: at most 31 characters, some forbidden, no two alike whatever their case."""
        base = within_units(clean_line(title.translate(_FORBIDDEN)) or "-", _TITLE_LENGTH)
        name, number = base, 2
        while name.casefold() in self.titles:
            name = f"{within_units(base, _TITLE_LENGTH - len(str(number)) - 1)} {number}"
            number += 1
        self.titles.add(name.casefold())
        return name

    def attachment(self, name: str) -> Attachment:
        self.book.close()
        return Attachment(name, self.stream.getvalue(), XLSX)


def _name(column: Column, tr: Translator) -> str:
    return column.chinese if tr.chinese else column.english


def _roster_pages(book: _Book, books: Mapping[str, str], tr: Translator) -> tuple[Any, Any]:
    pages = []
    for (chinese, english, _), columns in ((AGENCY_SHEET, AGENCY_COLUMNS), (PEOPLE_SHEET, PEOPLE_COLUMNS)):
        heads = [(_name(column, tr), column.width, column.required) for column in columns]
        pages.append(page := book.sheet(chinese if tr.chinese else english, heads))
        for at, column in enumerate(columns):
            page.write_comment(0, at, str(tr(column.hint)), {"x_scale": 2, "author": ""})
    agencies, people = pages
    names = f"='{agencies.get_name()}'!$A$2:$A${_PREPARED + 1}"
    given: dict[str, Any] = {
        "kind": [str(tr(name)) for name in KIND_NAMES.values()], "rulebook": list(books.values()),
        "role": [str(tr(name)) for name in ROLE_NAMES.values()],
        **dict.fromkeys(("parent", "supervisor", "lead", "agency"), names),
    }  # fmt: skip
    for page, columns in ((agencies, AGENCY_COLUMNS), (people, PEOPLE_COLUMNS)):
        for at, column in enumerate(columns):
            _explain(page, at, column, given.get(column.key), tr)
    return agencies, people


def _explain(page: Any, at: int, column: Column, offered: Any, tr: Translator) -> None:
    """What the cells of a column want, said when one is chosen, and what there is to choose from: words, or the names
    of another column. Excel keeps at most 255 characters of either. Other words may be typed all the same."""
    while isinstance(offered, list) and len(",".join(offered)) > _CHARACTERS:
        offered = offered[:-1]
    kind = {"validate": "list", "source": offered, "error_type": "information"} if offered else {"validate": "any"}
    said = {"input_title": _name(column, tr)[:32], "input_message": within_units(str(tr(column.hint)), _CHARACTERS)}
    page.data_validation(1, at, _PREPARED, at, {**kind, **said})


def template(books: Mapping[str, str], tr: Translator) -> Attachment:
    """The empty roster with examples, which an import passes over."""
    book = _Book()
    agencies, people = _roster_pages(book, books, tr)
    example = str(tr("Example: {name}", name=tr("County Natural Resources Bureau")))
    department, liaison = str(tr("department")), str(tr("liaison officer"))
    above, post = str(tr("County Government")), str(tr("Head of the legal section"))
    _write(agencies, 1, [example, "", department, above], book.grey)
    _write(people, 1, [example, str(tr("Wang Fang")), "13900000000", liaison, post, "", "2026-01-01"], book.grey)
    return book.attachment(str(tr("Roster template")) + ".xlsx")


def roster(
    rows: Sequence[AgencyRow], people_rows: Sequence[PersonRow], books: Mapping[str, str], tr: Translator
) -> Attachment:
    """The roster as it is: sent in again unchanged, it changes nothing."""
    book = _Book()
    agencies, people = _roster_pages(book, books, tr)
    for at, row in enumerate(rows, start=1):
        kind = str(tr(KIND_NAMES[row.kind]))
        title = books.get(row.rulebook, row.rulebook)
        _write(agencies, at, [row.name, row.short_name, kind, row.parent, row.supervisor, row.lead, title])
    for at, person in enumerate(people_rows, start=1):
        _write(people, at, _person_cells(person, tr))
    return book.attachment(str(tr("Roster")) + ".xlsx")


def _person_cells(row: PersonRow, tr: Translator) -> list[str]:
    days = [day.isoformat() if day else "" for day in (row.from_date, row.to_date)]
    role = str(tr(ROLE_NAMES[row.role]))
    return [row.agency, row.name, row.phone, role, row.post, row.in_charge_of, *days]


def _write(page: Any, at: int, cells: Sequence[str], style: Any = None) -> None:
    for index, cell in enumerate(cells):
        if cell:
            page.write_string(at, index, cell, style)


_CODE_COLUMNS = (
    ("Person's name", 12),
    ("Role", 14),
    ("Post", 20),
    ("Telephone", 16),
    ("Code", 16),
    ("Link", 48),
    ("Valid until", 24),
)


def codes(invited: Sequence[Invited], tr: Translator) -> Attachment:
    """One sheet of invitation codes for each agency."""
    book = _Book()
    columns = [(str(tr(name)), width, False) for name, width in _CODE_COLUMNS]
    ordered = sorted(invited, key=lambda one: one.agency_id)
    for _, group in groupby(ordered, key=lambda one: one.agency_id):
        members = list(group)
        page = book.sheet(members[0].agency or str(tr("whole tree")), columns)
        for at, one in enumerate(members, start=1):
            until = tr.moment(one.expires_at, year=True)
            _write(page, at, [one.name, _roles(one, tr), one.post, one.phone, one.code, one.link, until])
    return book.attachment(str(tr("Invitation codes")) + ".xlsx")


def _roles(one: Invited, tr: Translator) -> str:
    """All roles that the one code is for."""
    first = [str(tr(ROLE_NAMES[one.role]))] if one.role in ROLE_NAMES else []
    return tr.join([*first, *(f"{agency}{tr(ROLE_NAMES[role])}" for agency, role in one.further if role in ROLE_NAMES)])


def errors(found: Sequence[RowError], tr: Translator) -> Attachment:
    """All errors of a file, where the chat shows only the first."""
    book = _Book()
    heads = [("Sheet", 12), ("Row", 8), ("Column", 16), ("What is wrong", 80)]
    page = book.sheet(str(tr("Errors")), [(str(tr(name)), width, False) for name, width in heads])
    for at, error in enumerate(found, start=1):
        words = plain(tr(error.problem.msgid, **error.problem.params))
        _write(page, at, [error.sheet, str(error.row), error.column, words])
    return book.attachment(str(tr("Errors")) + ".xlsx")
