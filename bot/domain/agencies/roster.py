"""A roster sheet, read: rows of agencies and people, and what is wrong with them by row. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.agencies.agencies import NAME_LENGTH, SHORT_LENGTH
from bot.domain.agencies.people import Invited
from bot.domain.agencies.people_forms import MATTERS_LENGTH, POST_LENGTH
from bot.domain.agencies.roster_words import (
    AGENCY_COLUMNS,
    EXAMPLE,
    PEOPLE_COLUMNS,
    Column,
    column_of,
    kind_of,
    plain,
    role_of,
)
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.reading.cleaning import clean_line, read_line, read_person_name, read_phone, shown
from bot.domain.reading.dates import read_date
from bot.domain.reading.serials import FIRST_DAY, day_of

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?")
_SEVERAL = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of text cells. `what` is agencies or people; row numbers are those that the reader sees, from 1."""

    what: str
    title: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    first_day: date = FIRST_DAY
    """From which serial dates count in it."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell: sheet and column as the file names them."""

    sheet: str
    row: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency; what is empty stays as it is."""

    row: int
    name: str
    short_name: str = ""
    kind: AgencyKind = AgencyKind.DEPARTMENT
    parent: str = ""
    supervisor: str = ""
    lead: str = ""
    rulebook: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One role of one person in one agency."""

    row: int
    agency: str
    name: str
    phone: str
    role: Role
    post: str = ""
    in_charge_of: str = ""
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell in which an agency is named; `sheet` and `key` as in the code."""

    sheet: str
    row: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file. `titles` are the sheets' own names, for errors that show up later."""

    agencies: tuple[AgencyRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    ignored: tuple[str, ...] = ()
    """Columns that nobody knows."""
    titles: Mapping[str, str] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()
    """Names (as compared) in rows of agencies that could not be read: who names them is not wrong."""
    left_out: tuple[Mention, ...] = ()
    """Agencies that are named in rows with a wrong cell: whether there are any is asked in the same round."""
    whole: bool = True
    """Whether every sheet has the columns that it must have: without them nothing more can be said of it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does."""

    agencies_created: int = 0
    agencies_changed: int = 0
    people_created: int = 0
    people_changed: int = 0
    appointments_created: int = 0
    appointments_changed: int = 0
    appointments_ended: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, or why it cannot."""

    counts: Counts
    errors: tuple[RowError, ...] = ()
    ignored: tuple[str, ...] = ()
    token: str = ""
    """Names the file: the confirm button carries its beginning."""
    hidden: tuple[Problem, ...] = ()
    """What is hidden in the file."""
    unseen: bool = False
    """Whether that is imported as well."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did (or would do), and the invitations that came of it."""

    preview: Preview
    codes: tuple[Invited, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of an agency's people are registered."""

    agency: str
    registered: int
    total: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """Who has registered, in the scope of whoever looks."""

    registered: int
    total: int
    agencies: tuple[Progress, ...]
    """Agencies with somebody missing, those with most missing first."""
    expired: int
    without_link: int


# -- reading ---------------------------------------------------------------------------------------------------


@dataclass
class _Row:
    """One row while it is read: cells by column key, errors gathered."""

    sheet: Sheet
    number: int
    cells: dict[str, str]
    headers: dict[str, str]
    errors: list[RowError]

    def wrong(self, key: str, found: Problem) -> None:
        self.errors.append(RowError(self.sheet.title, self.number, self.headers.get(key, key), found))

    def read(self, key: str, reader: Callable[[str], Any]) -> Any:
        """A cell through its reader; None when it is empty or wrong."""
        text = clean_line(self.cells.get(key, ""))
        if not text:
            return None
        value = reader(text)
        if isinstance(value, Problem):
            self.wrong(key, value)
            return None
        return value

    def mentions(self, *keys: str) -> list[Mention]:
        """What stands in cells that name agencies and can be read."""
        named = {key: clean_line(self.cells.get(key, "")) for key in keys}
        readable = {key: name for key, name in named.items() if name and isinstance(_line(NAME_LENGTH)(name), str)}
        return [Mention(self.sheet.what, self.number, key, name) for key, name in readable.items()]

    def need(self, key: str, reader: Callable[[str], Any]) -> Any:
        """As `read`; an empty cell is an error."""
        if not clean_line(self.cells.get(key, "")):
            self.wrong(key, problem("This cell must be filled in."))
            return None
        return self.read(key, reader)


def parse(sheets: Sequence[Sheet], books: Mapping[str, str], today: date) -> Parsed:
    """Read the sheets of a file. `books` gives the rule books at hand, id to title."""
    agencies: list[AgencyRow] = []
    people: list[PersonRow] = []
    errors: list[RowError] = []
    ignored: list[str] = []
    faulty, whole = set[str](), True
    left_out: list[Mention] = []
    for sheet in sheets:
        columns = AGENCY_COLUMNS if sheet.what == "agencies" else PEOPLE_COLUMNS
        ignored += [h for h in sheet.header if h.strip() and column_of(h, columns) is None]
        if not _header_complete(sheet, columns, errors):
            whole = False
            continue
        for row in _rows(sheet, columns, errors):
            if sheet.what == "agencies":
                agencies += (read := _agency(row, books))
                faulty |= set() if read else {plain(row.cells.get(key, "")) for key in ("name", "short_name")}
                left_out += [] if read else row.mentions("parent", "supervisor", "lead")
            else:
                people += (roles := _people(row, today))
                left_out += [] if roles else row.mentions("agency")
    titles = {sheet.what: sheet.title for sheet in sheets}
    return Parsed(
        tuple(agencies),
        tuple(people),
        tuple(errors),
        tuple(ignored),
        titles,
        frozenset(faulty - {""}),
        tuple(left_out),
        whole,
    )


def _header_complete(sheet: Sheet, columns: tuple[Column, ...], errors: list[RowError]) -> bool:
    keys = [column_of(header, columns) for header in sheet.header]
    missing = [column for column in columns if column.required and column.key not in keys]
    for column in missing:
        words = problem("The column “{name}” is missing; the template has it.", name=column.chinese)
        errors.append(RowError(sheet.title, sheet.header_row, column.chinese, words))
    twice = {key for key in keys if key is not None and keys.count(key) > 1}
    for key in sorted(twice):
        words = problem("This column stands twice.")
        errors.append(RowError(sheet.title, sheet.header_row, sheet.header[keys.index(key)], words))
    return not missing and not twice


def _rows(sheet: Sheet, columns: tuple[Column, ...], errors: list[RowError]) -> Iterator[_Row]:
    keys = [column_of(header, columns) for header in sheet.header]
    headers = {key: header for key, header in zip(keys, sheet.header, strict=True) if key is not None}
    for number, cells in sheet.rows:
        first = plain(next((cell for cell in cells if cell.strip()), ""))
        if not first or first.startswith(tuple(f"{plain(word)}" for word in EXAMPLE if len(word) > 1)):
            continue
        named = {key: cell for key, cell in zip(keys, cells, strict=False) if key is not None}
        yield _Row(sheet, number, named, headers, errors)


def _line(limit: int) -> Callable[[str], Any]:
    return lambda text: read_line(text, limit=limit)


def _agency(row: _Row, books: Mapping[str, str]) -> list[AgencyRow]:
    before = len(row.errors)
    name = row.need("name", _line(NAME_LENGTH))
    kind = row.need("kind", _kind)
    short = row.read("short_name", _line(SHORT_LENGTH))
    if name and not short and len(name) > SHORT_LENGTH:
        row.wrong("short_name", problem("This name is long: please give a short one as well."))
    others = {key: row.read(key, _line(NAME_LENGTH)) or "" for key in ("parent", "supervisor", "lead")}
    book = row.read("rulebook", lambda text: _book(text, books)) or ""
    if len(row.errors) > before:
        return []
    return [AgencyRow(row.number, name, short or "", kind, rulebook=book, **others)]


def _kind(text: str) -> AgencyKind | Problem:
    return kind_of(text) or problem(
        "“{text}” is not a kind of agency. Please choose one from the list, as department.", text=shown(text)
    )


def _book(text: str, books: Mapping[str, str]) -> str | Problem:
    found = next((i for i, title in books.items() if plain(text) in (plain(i), plain(title))), None)
    return found or problem("There is no rule book “{name}”.", name=shown(text))


def _people(row: _Row, today: date) -> list[PersonRow]:
    """A row may name several roles of one person: a row for each."""
    before = len(row.errors)
    agency = row.need("agency", _line(NAME_LENGTH))
    name = row.need("name", read_person_name)
    phone = row.read("phone", read_phone) or ""
    roles = row.need("role", _roles)
    post = row.read("post", _line(POST_LENGTH)) or ""
    matters = row.read("in_charge_of", _line(MATTERS_LENGTH)) or ""
    first = row.sheet.first_day
    start, end = (row.read(key, lambda text: _day(text, today, first)) for key in ("from_date", "to_date"))
    if start and end and end < start:
        row.wrong("to_date", problem("The last day lies before the first one, {date}.", date=start))
    if roles and Role.OBSERVER in roles and end is None and not clean_line(row.cells.get("to_date", "")):
        row.wrong("to_date", problem("An observer needs a last day."))
    if len(row.errors) > before:
        return []
    return [PersonRow(row.number, agency, name, phone, role, post, matters, start, end) for role in roles]


def _roles(text: str) -> list[Role] | Problem:
    words = [word for word in _SEVERAL.split(text) if word.strip()]
    roles = [role_of(word) for word in words]
    for word, role in zip(words, roles, strict=True):
        if role is None:
            return problem(
                "“{text}” is not a role. Please choose one from the list, as liaison officer.", text=shown(word)
            )
    return list(dict.fromkeys(role for role in roles if role is not None))


def _day(text: str, today: date, first_day: date) -> date | Problem:
    """A day as the cell holds it (2026-04-02, or 46114 where its format is lost) or as people write it."""
    serial = day_of(text, first_day)
    if serial is not None:
        return serial
    written = _ISO.fullmatch(text)
    try:
        return date.fromisoformat(written[1]) if written else read_date(text, today, past=True, future=True)
    except ValueError:
        return read_date(text, today, past=True, future=True)
