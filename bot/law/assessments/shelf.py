"""The shelf of indicator tables: the shipped files, and an operator's own, which replace those with the same id."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.domain.figures.assessment import Indicator, Sheet, Unreadable, names_in
from bot.law.library import Library
from bot.law.problems import Problem, RuleBookError, nearest
from bot.law.reader import Reader, Table

FOLDER = "assessments"
SHIPPED = Path(__file__).parent
Sheets = Mapping[str, Sheet]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SHEET = ("id", "zh", "en", "book", "basis", "effective_from", "objection_days", "answer_days")
_INDICATOR = ("id", "zh", "en", "points", "deducts", "formula", "evidence_zh", "evidence_en")


def read_sheets(extra: Path | None = None, shipped: Path = SHIPPED) -> tuple[dict[str, Sheet], list[Problem]]:
    """All tables that can be read, and every mistake found."""
    problems: list[Problem] = []
    found = _folder(shipped, problems)
    own = (extra if extra.is_dir() else extra.parent) / FOLDER if extra is not None else None
    if own is not None and own.is_dir():
        found |= _folder(own, problems)
    return found, problems


def load_sheets(extra: Path | None = None, shipped: Path = SHIPPED) -> Sheets:
    """All tables. Raises RuleBookError naming every mistake."""
    found, problems = read_sheets(extra, shipped)
    if problems:
        raise RuleBookError(problems)
    return found


def problems_of(sheets: Sheets, library: Library) -> Iterator[Problem]:
    """Books and rules that tables name and that are not there."""
    rules = {name for book in library.books.values() for rule in book.rules for name in (rule.id, rule.row)}
    for sheet in sheets.values():
        if sheet.book not in library.books:
            yield Problem(sheet.file, "[sheet]", f"book: {nearest(sheet.book, library.books)}")
        for rule in sheet.basis:
            if rule not in rules:
                yield Problem(sheet.file, "[sheet]", f'basis: no book has the rule "{rule}"')


def _folder(folder: Path, problems: list[Problem]) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"{FOLDER}/{path.name}"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError, RecursionError) as error:
            problems.append(Problem(name, "", f"cannot be read as TOML: {error}"))
            continue
        reader = Reader(name)
        sheet = read_sheet(reader, data)
        if sheet.id != path.stem:
            reader.wrong(f'id: the file of "{sheet.id}" is called {sheet.id}.toml, not {path.name}')
        problems += reader.problems
        if not reader.problems:
            found[sheet.id] = sheet
    return found


def read_sheet(reader: Reader, data: Table) -> Sheet:
    """The table that a file declares. Mistakes are noted by `reader`."""
    reader.keys(data, ("format", "sheet", "indicator"), "file")
    if data.get("format") != 1:
        reader.wrong("format: write format = 1")
    reader.rule = "[sheet]"
    table = reader.table(data.get("sheet", {}), "sheet")
    reader.keys(table, _SHEET, "sheet")
    name, begins = reader.text(table, "id"), reader.day(table, "effective_from")
    if not _ID.fullmatch(name):
        reader.wrong('id: write lower-case words joined by "-", such as "ruzhou-2022"')
    if begins is None:
        reader.wrong("effective_from: write effective_from = 2026-01-01")
    found = Sheet(
        id=name,
        zh=reader.text(table, "zh"),
        en=reader.text(table, "en"),
        book=reader.text(table, "book"),
        effective_from=begins or date.min,
        basis=reader.words(table, "basis"),
        objection_days=reader.number(table, "objection_days", 5, most=90),
        answer_days=reader.number(table, "answer_days", 5, most=90),
        indicators=tuple(_indicator(reader, one) for one in reader.tables(data, "indicator")),
        file=reader.file,
    )
    _check(reader, found)
    return found


def _indicator(reader: Reader, table: Table) -> Indicator:
    reader.rule = f"[[indicator]] {table.get('id', '')}".strip()
    reader.keys(table, _INDICATOR, "indicator")
    name, formula = reader.text(table, "id"), reader.text(table, "formula", required=False)
    if not _NAME.fullmatch(name):
        reader.wrong('id: write lower-case words joined by "_", such as "appearance_rate"')
    if formula:
        try:
            names_in(formula)
        except Unreadable as wrong:
            reader.wrong(f"formula: {wrong}")
    return Indicator(
        id=name,
        zh=reader.text(table, "zh"),
        en=reader.text(table, "en"),
        points=_points(reader, table.get("points")),
        formula=formula,
        evidence_zh=reader.text(table, "evidence_zh", required=False),
        evidence_en=reader.text(table, "evidence_en", required=False),
        deducts=reader.flag(table, "deducts", False),
    )


def _points(reader: Reader, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        reader.wrong('"points" must be a number above 0, such as points = 40')
        return Decimal()
    return Decimal(str(value))


def _check(reader: Reader, sheet: Sheet) -> None:
    reader.rule = "[sheet]"
    if not sheet.indicators:
        reader.wrong("write at least one [[indicator]]")
    names = [one.id for one in sheet.indicators]
    for name in sorted({one for one in names if names.count(one) > 1}):
        reader.wrong(f'indicator "{name}" is written twice')
