"""Reads a pasted list of hearings: rows of a table, or blocks of lines, each with its own case number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import islice

from bot.domain.hall.problems import problem
from bot.domain.reading.case_spans import spot_case_numbers
from bot.domain.reading.cleaning import clean_line, clean_text
from bot.domain.reading.dates import find_moments
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.party_texts import find_agencies
from bot.domain.reading.understanding import Reading

#: More rows than a court hears in a month are not one list.
ROW_LIMIT = 200
LIST_LIMIT = 40_000

_CELLS = re.compile(r"\t+|\s*\|\s*| {2,}|,(?=\s*\D)|，|;|；")
_COLUMNS = {
    "number": ("案号", "案件编号"),
    "time": ("开庭时间", "时间", "开庭日期", "日期", "庭审时间"),
    "place": ("开庭地点", "地点", "法庭", "审判庭", "开庭法庭", "庭室", "开庭场所"),
    "agency": ("被告", "被告单位", "被诉机关", "被诉行政机关", "行政机关", "单位", "应诉单位", "涉诉单位", "责任单位"),
    "plaintiff": ("原告", "原告姓名"),
    "cause": ("案由",),
}
_NAMES = {label: column for column, labels in _COLUMNS.items() for label in labels}
_HEADING = re.compile(r"开庭|排期|公告|安排|一览|列表|名单|法院|日程|序号|^第?\d+页")
_ORDINAL = re.compile(r"^\s*\(?[0-9]{1,3}\s*[.、)）]?\s*$|^\s*[0-9]{1,3}\s*[.、)）]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines that belong together, with what stood above them."""

    text: str
    columns: tuple[str, ...] = ()
    day: date | None = None


def read_hearing_list(text: str, now: datetime, zone: tzinfo, *, past: bool = False) -> tuple[Reading, ...]:
    """One `Reading` for each row, in order; `now` is aware, `zone` the office's.

    A row begins where a case number stands; further lines without one belong to it. A header row (案号 原告
    被告 案由 开庭时间 地点) names the columns, a day alone on its line is the day of the rows below. A row that
    has a time but no case number is returned with a problem, never dropped.
    """
    today = now.astimezone(zone).date()
    rows = list(islice(_rows(clean_text(text[:LIST_LIMIT]), today, past=past), ROW_LIMIT + 1))
    read = tuple(one for row in rows[:ROW_LIMIT] for one in _each_case(_read(row, now, zone, past=past)))
    return (*read, _cut_off(len(read))) if len(rows) > ROW_LIMIT or len(text) > LIST_LIMIT else read


def _each_case(reading: Reading) -> Iterator[Reading]:
    """A row that names several cases is a row for each; what in it is no number is named."""
    for number in reading.several or (reading.case_number,):
        yield replace(reading, case_number=number, several=())
    for wrong in find_numbers(reading.text).wrong if reading.several else ():
        yield Reading(wrong.text, problems=(wrong.why,))


def _cut_off(rows: int) -> Reading:
    """Stands at the end of a list that was too long to be read to its end."""
    too_long = problem("The list is too long: only its first {n} rows were read. Please send the rest apart.", n=rows)
    return Reading("", problems=(too_long,))


def _rows(text: str, today: date, *, past: bool) -> Iterator[_Row]:
    columns: tuple[str, ...] = ()
    day: date | None = None
    row: _Row | None = None
    for line in filter(None, map(str.strip, text.split("\n"))):
        header = _header(line)
        numbered = bool(spot_case_numbers(line))
        heading_day = None if numbered or header else day_alone(line, today, past=past)
        if header or numbered or heading_day:
            if row:
                yield row
            columns, day = header or columns, heading_day or day
            row = _Row(line, columns, day) if numbered else None
        elif row is None:
            row = _Row(line, columns, day) if _has_time(line, today) else None
        elif _has_time(line, today) and _has_time(row.text, today):
            yield row
            row = _Row(line, columns, day)
        else:
            row = replace(row, text=f"{row.text}\n{line}", columns=())
    if row:
        yield row


def column_of(cell: str) -> str:
    """Which column a header names: number, time, place, agency, plaintiff, cause; empty for any other."""
    return _NAMES.get(re.sub(r"[(（].*?[)）]|[\s:：*]", "", cell), "")


def _header(line: str) -> tuple[str, ...]:
    """The columns that a header row names; none if this is not one."""
    cells = [cell.replace(" ", "") for cell in _cells(line)]
    if len(cells) < 2:
        cells = line.split()
    known = tuple(_NAMES.get(cell, "") for cell in cells)
    return known if sum(map(bool, known)) >= 2 else ()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip(" |"))]


def day_alone(line: str, today: date, *, past: bool = False) -> date | None:
    """The day, where a line says a day and nothing else that matters (12月15日（周二）开庭安排)."""
    found = find_moments(line, today, past=past)
    if len(found) != 1 or found[0].clock is not None or not isinstance(found[0].day, date):
        return None
    rest = line[: found[0].start] + line[found[0].end :]
    return found[0].day if len(rest) <= 4 or _HEADING.search(rest) else None


def _has_time(line: str, today: date) -> bool:
    return any(one.clock is not None for one in find_moments(line, today, past=True))


def _read(row: _Row, now: datetime, zone: tzinfo, *, past: bool) -> Reading:
    cells = _cells(row.text)
    named = dict(zip(row.columns, cells, strict=False)) if len(cells) == len(row.columns) else {}
    line = clean_line(_ORDINAL.sub("", row.text)) if "\n" not in row.text else _ORDINAL.sub("", row.text)
    return read_cells(line, named, now, zone, past=past, day=row.day)


def read_cells(
    line: str, named: dict[str, str], now: datetime, zone: tzinfo, *, past: bool = False, day: date | None = None
) -> Reading:
    """One row of a list: `line` as it stands, `named` by its columns; a row without a number has a problem."""
    reading = _with_columns(read_hearing(line, now, zone, past=past, day=day), named)
    if reading.case_number is None and not reading.problems:
        missing = problem("There is no case number in “{text}”. Please add it to this row.", text=clean_line(line)[:40])
        reading = replace(reading, problems=(missing,))
    return reading


def _with_columns(reading: Reading, named: dict[str, str]) -> Reading:
    """What the columns say of place, agency, plaintiff and cause goes before what was recognised."""
    agency, plaintiff = named.get("agency", ""), named.get("plaintiff", "")
    stated: Sequence[str] = [value for key, value in named.items() if key and value]
    return replace(
        reading,
        place=named.get("place") or reading.place,
        cause=named.get("cause") or reading.cause,
        agency=agency or reading.agency or _only_body(reading),
        defendants=(agency,) if agency else reading.defendants,
        plaintiffs=(plaintiff,) if plaintiff else reading.plaintiffs,
        unread=tuple(piece for piece in reading.unread if not any(piece in value for value in stated)),
    )


def _only_body(reading: Reading) -> str:
    bodies = [piece.text for name in reading.unread for piece in find_agencies(name)]
    return bodies[0] if len(bodies) == 1 else ""
