"""What was read out of a file that somebody sent, as a value: text, tables, and why the rest was not read.

Nothing of it counts by itself: it fills forms, which people confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.hall.problems import Problem, problem

Row = tuple[int, tuple[str, ...]]
"""The number of a row as its reader sees it, from 1, and its cells as text."""
FIRST_DAY = date(1899, 12, 30)
"""The day nought of serial dates in office programs, beyond February 1900."""
FIRST_DAY_1904 = date(1904, 1, 1)
"""The same in workbooks that count from 1904."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read; beyond it a sentence is said."""

    pages: int = 40
    characters: int = 400_000
    unpacked_mb: int = 24
    pixels_m: int = 60
    """Million pixels of a picture."""
    seconds: int = 20
    memory_mb: int = 768
    """Address space of the process that reads."""
    picture_pages: int = 5
    """Pages of a scan that are looked at."""
    picture_seconds: int = 120
    picture_memory_mb: int = 2048
    """The same bounds of the process that looks at pictures, which needs more of both."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or a table. Merged cells hold their value in each of their rows."""

    title: str
    rows: tuple[Row, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    first_day: date = FIRST_DAY
    cut: bool = False
    """Whether there were more rows than are read."""

    @property
    def seen(self) -> tuple[Row, ...]:
        """The rows that its reader sees: none of a sheet that is hidden."""
        return () if self.hidden else tuple(row for row in self.rows if row[0] not in self.hidden_rows)

    @property
    def unseen(self) -> tuple[Row, ...]:
        """The rows that are hidden from its reader."""
        return self.rows if self.hidden else tuple(row for row in self.rows if row[0] in self.hidden_rows)


Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of a picture that stands upright, as its EXIF says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing in a picture. `score` is how certain its reading is, from 0 to 1; `page` counts from 0.

    `certain` says the same of each of its characters, where that is known; `score` is the least of what matters.
    """

    text: str
    score: float
    box: Box
    page: int
    certain: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file says. `pages` is its text by pages, empty where it has none; `notes` what is to be said of it.

    `lines` is where it stands, where the text was read from a picture; empty where it was not.
    """

    pages: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Problem, ...] = field(default=())
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(filter(None, self.pages))

    @property
    def unread(self) -> bool:
        """Whether nothing at all was read."""
        return not self.text.strip() and not self.tables


_SHOWN = 20


def hidden_in(tables: Iterable[Table]) -> list[Problem]:
    """What is hidden in a file, in words."""
    found: list[Problem] = []
    for one in tables:
        if one.hidden:
            found.append(problem("The sheet “{title}” is hidden ({n} rows).", title=one.title, n=len(one.rows)))
        elif one.unseen:
            numbers = [str(number) for number, _ in one.unseen]
            rows = "、".join(numbers[:_SHOWN]) + ("…" if len(numbers) > _SHOWN else "")
            found.append(problem("In the sheet “{title}” rows are hidden: {rows}.", title=one.title, rows=rows))
    return found


def as_json(extract: Extract) -> dict[str, Any]:
    """As plain values, for the way from one process to another."""
    return {
        "pages": list(extract.pages),
        "tables": [
            [one.title, one.rows, one.hidden, sorted(one.hidden_rows), one.first_day.isoformat(), one.cut]
            for one in extract.tables
        ],
        "notes": [[one.msgid, dict(one.params)] for one in extract.notes],
        "lines": [[one.text, one.score, one.box, one.page, one.certain] for one in extract.lines],
    }


def from_json(given: Mapping[str, Any]) -> Extract:
    """Raises KeyError, TypeError or ValueError where it is none."""
    tables = [
        Table(
            str(title),
            tuple((int(number), tuple(map(str, cells))) for number, cells in rows),
            bool(hidden),
            frozenset(map(int, hidden_rows)),
            date.fromisoformat(first_day),
            bool(cut),
        )
        for title, rows, hidden, hidden_rows, first_day, cut in given["tables"]
    ]
    notes = [Problem(str(msgid), params) for msgid, params in given["notes"]]
    lines = [
        Line(str(text), float(score), (float(left), float(top), float(right), float(bottom)), int(page), tuple(certain))
        for text, score, (left, top, right, bottom), page, certain in given["lines"]
    ]
    return Extract(tuple(map(str, given["pages"])), tuple(tables), tuple(notes), tuple(lines))
