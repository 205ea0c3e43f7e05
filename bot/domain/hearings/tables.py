"""Reads a table of hearings: the rows of a sheet, or of a table that was pasted with its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from bot.domain.hall.problems import Problem, problem
from bot.domain.hearings.lists import LIST_LIMIT, ROW_LIMIT, column_of, day_alone, read_cells, read_hearing_list
from bot.domain.reading.case_spans import spot_case_numbers
from bot.domain.reading.cleaning import clean_line, clean_text
from bot.domain.reading.serials import FIRST_DAY, written
from bot.domain.reading.understanding import Reading

Row = tuple[int, tuple[str, ...]]
"""The number of a row as its reader sees it, and its cells."""
_HEADER_WITHIN = 12
_CARRIED = ("time", "place", "agency")
"""Columns whose cells are commonly merged over several rows."""
_CLOCK = re.compile(r"[0-9]\s*[:：点时]|[点时]")
_DAY = re.compile(r"[0-9]\s*[月./-]\s*[0-9]|[0-9]日|[今明后]天|周|星期")


@dataclass(frozen=True, slots=True)
class Read:
    """What a table says: a reading for each row that names a hearing, and what is to be said of the whole."""

    readings: tuple[Reading, ...] = ()
    notes: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cells of a row say what; several may say the time (a day here, the hour there)."""

    kinds: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def named(self, cells: Sequence[str], first_day: date) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, cell in zip(self.kinds, cells, strict=False):
            text = clean_line(cell)
            if kind == "time":
                text = written(text, first_day)
            if kind and text:
                found[kind] = f"{found[kind]} {text}" if kind in found and text != found[kind] else text
        return found


def read_pasted(text: str, now: datetime, zone: tzinfo) -> tuple[Reading, ...]:
    """A pasted list: as a table, where its header and its tabs say that it is one; else line by line."""
    rows = _pasted(text)
    return read_table(rows, now, zone, carry=True).readings if rows else read_hearing_list(text, now, zone)


def pasted_notes(text: str, now: datetime, zone: tzinfo) -> tuple[Problem, ...]:
    """What is to be said of a pasted table beside its rows."""
    rows = _pasted(text)
    return read_table(rows, now, zone, carry=True).notes if rows else ()


def _pasted(text: str) -> list[Row]:
    """The rows of a table whose cells are parted by tabs and whose header names the number and the time; else none."""
    cleaned = clean_text(text[:LIST_LIMIT])
    if "\t" not in cleaned:
        return []
    rows = [(number, tuple(line.split("\t"))) for number, line in enumerate(cleaned.split("\n"), 1) if line.strip()]
    return rows if is_list(rows) else []


def read_table(
    rows: Sequence[Row], now: datetime, zone: tzinfo, *, first_day: date = FIRST_DAY, carry: bool = False
) -> Read:
    """The rows of a table; `now` is aware, `zone` the office's, `first_day` from which its serial dates count.

    With `carry` an empty cell for the time, the place or the agency is taken to be merged with the one above it, as
    pasted tables do not say; the rows are named.
    """
    readings: list[Reading] = []
    carried: list[int] = []
    unknown: dict[str, None] = {}
    for number, cells, columns, day, filled in _body(rows, now, zone, first_day, carry=carry):
        if len(readings) >= ROW_LIMIT:
            return Read(tuple(readings), (*_notes(carried, unknown), _too_long()))
        readings.append(_read(cells, columns, now, zone, first_day, day))
        unknown |= dict.fromkeys(columns.unknown)
        if filled:
            carried.append(number)
    return Read(tuple(readings), _notes(carried, unknown))


def header_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows that name the columns."""
    return [row for row in rows if _header([clean_line(cell) for cell in row[1]]).kinds]


def is_list(rows: Sequence[Row]) -> bool:
    """Whether a table has a header that names numbers and times."""
    return any({"number", "time"} <= set(_header(cells).kinds) for _, cells in rows[:_HEADER_WITHIN])


def _too_long() -> Problem:
    return problem("The list is too long: only its first {n} rows were read. Please send the rest apart.", n=ROW_LIMIT)


def _notes(carried: Sequence[int], unknown: dict[str, None]) -> tuple[Problem, ...]:
    notes: list[Problem] = []
    if carried:
        notes.append(
            problem(
                "Empty cells of rows {rows} were taken to be merged with those above; please check them.",
                rows="、".join(map(str, carried[:20])),
            )
        )
    if unknown:
        notes.append(problem("Columns left aside: {names}", names="、".join(unknown)))
    return tuple(notes)


_Body = tuple[int, list[str], _Columns, date | None, bool]


def _body(rows: Sequence[Row], now: datetime, zone: tzinfo, first_day: date, *, carry: bool) -> Iterator[_Body]:
    """The rows below the header that say something of a hearing, with the day that stands above them."""
    columns, day, today = _Columns(), None, now.astimezone(zone).date()
    above: dict[int, str] = {}
    for number, raw in rows:
        cells = [clean_line(cell) for cell in raw]
        header = _header(cells)
        line = " ".join(filter(None, cells))
        if header.kinds:
            columns, above = header, {}
            continue
        if not spot_case_numbers(line):
            alone = day_alone(line, today)
            if alone or not _names_time(columns, cells, first_day):
                day = alone or day
                continue
        filled = carry and _carry(columns, cells, above)
        yield number, cells, columns, day, filled


def _names_time(columns: _Columns, cells: Sequence[str], first_day: date) -> bool:
    """Whether a row without a case number still is one of a hearing: it is named, not dropped."""
    time = columns.named(cells, first_day).get("time", "")
    return bool(_CLOCK.search(time))


def _header(cells: Sequence[str]) -> _Columns:
    """The columns, where this row is a header: two of them are known, and none of its cells is a number of a case."""
    kinds = tuple(column_of(cell) for cell in cells)
    if len(set(filter(None, kinds))) < 2:
        return _Columns()
    return _Columns(kinds, tuple(clean_line(c) for c, kind in zip(cells, kinds, strict=True) if c.strip() and not kind))


def _carry(columns: _Columns, cells: list[str], above: dict[int, str]) -> bool:
    """Fill what is merged from above; whether anything was."""
    filled = False
    cells += [""] * (len(columns.kinds) - len(cells))
    for index, kind in enumerate(columns.kinds):
        if kind not in _CARRIED:
            continue
        if cells[index]:
            above[index] = cells[index]
        elif index in above:
            cells[index], filled = above[index], True
    return filled


def _read(
    cells: Sequence[str], columns: _Columns, now: datetime, zone: tzinfo, first_day: date, day: date | None
) -> Reading:
    shown = " ".join(filter(None, cells))
    named = columns.named(cells, first_day)
    if "number" in named and "time" in named:
        # Other columns may hold other days: when the case was filed, when its papers were served.
        time = named["time"]
        if day is not None and not _DAY.search(time):
            time = f"{day.isoformat()} {time}"
        line = " ".join((named["number"], time, named.get("place", ""))).strip()
    else:
        line = shown
    reading = read_cells(line, named, now, zone, day=day)
    return replace(reading, text=shown)
