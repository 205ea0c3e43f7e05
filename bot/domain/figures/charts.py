"""What a picture of figures and a workbook of figures show, as plain values: whoever draws them knows nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

MOST_BARS = 24
"""Bars that one picture holds on a phone; who needs more takes the sheet."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit, or one period. `rate` is in percent, None where nothing was heard; `note` stands behind it: 10/14."""

    label: str
    rate: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars below one another, or a line through periods; `target` in percent, None where there is none."""

    kind: Literal["bars", "trend"]
    title: str
    bars: tuple[Bar, ...]
    target: float | None = None
    target_label: str = ""
    more: str = ""
    """What is not shown, in one line."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture. Its words are in the reader's language already."""

    title: str
    panels: tuple[Panel, ...]
    foot: str = ""
    dark: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def chart_of(given: Mapping[str, Any]) -> Chart:
    """The inverse of `Chart.as_json`."""
    panels = tuple(Panel(**{**panel, "bars": tuple(Bar(**bar) for bar in panel["bars"])}) for panel in given["panels"])
    return Chart(**{**given, "panels": panels})


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`rate` columns hold percents with two decimals, and — where there is none."""

    heading: str
    kind: Literal["text", "count", "rate"] = "text"
    width: int = 10


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, with a chart of its own beside the rows where `chart` says which.

    The chart shows the column `shows` by the first column, and `target` as a line.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Literal["", "bars", "trend"] = ""
    shows: int = 0
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook."""

    tables: tuple[Table, ...]
    about: tuple[str, ...] = ()
    """Lines above the first table: what it shows, of when it is, for whom it was made."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def book_of(given: Mapping[str, Any]) -> Book:
    """The inverse of `Book.as_json`."""
    return Book(tuple(_table(one) for one in given["tables"]), tuple(given["about"]))


def _table(given: Mapping[str, Any]) -> Table:
    columns = tuple(Column(**one) for one in given["columns"])
    return Table(**{**given, "columns": columns, "rows": tuple(tuple(row) for row in given["rows"])})
