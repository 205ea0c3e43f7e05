"""The form that previews a list of hearings: begun from a text or from a file, with what is hidden in that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall.forms import Choice
from bot.domain.hall.problems import Problem
from bot.domain.hearings.list_forms import LIST, SHOWN, TAKEN, is_taken, rows_taken
from bot.domain.reading import several_fields
from bot.domain.reading.understanding import Reading
from bot.services.hearings import hearings, reading
from bot.telegram.forms import Forms
from bot.telegram.turn import Turn
from bot.views.hearings import list_rows as views

Given = dict[str, Any]
NOTES = "notes"
"""Key of a draft's context: what is said above the rows, in order, as the person reads it."""


def start(
    turn: Turn, forms: Forms, rows: Sequence[Reading], notes: Sequence[Problem] = (), unseen: Sequence[Reading] = ()
) -> None:
    """Begin with these rows; `unseen` are hidden in the file and asked about."""
    values: Given = {"rows": _joined(reading.rows_of(turn.desk, rows))}
    if unseen:
        values["hidden"] = _joined(reading.rows_of(turn.desk, unseen))
    count = len(values["rows"]) + len(values.get("hidden") or ())
    values[TAKEN] = [str(at) for at in range(count)]
    said = [str(turn.tr(one.msgid, **one.params)) for one in notes]
    forms.start(turn, LIST.name, values, {NOTES: said} if said else {})


def rows_of(values: Given) -> list[Given]:
    """The rows that are to be recorded, those that cannot be among them."""
    return _joined(rows_taken(values))


def kept(values: Given) -> list[Given]:
    """Those of them that are not struck out."""
    return [row for at, row in enumerate(rows_of(values)) if is_taken(values, at)]


def is_asking(values: Given) -> bool:
    """Whether it is still to be said what becomes of hidden rows: the rows are no preview yet."""
    return bool(values.get("hidden")) and "unseen" not in values


def choices(turn: Turn, given: Given) -> Sequence[Choice]:
    """The rows that can be recorded, each to be struck out or put back."""
    names = {str(one.id): one.short_name for one in hearings.enterable(turn.desk)}
    rows = [(at, row) for at, row in enumerate(rows_of(given)) if not row["problem"]]
    return [Choice(str(at), _label(turn, row, names), short=short(row)) for at, row in rows[:SHOWN]]


def _label(turn: Turn, row: Given, names: dict[str, str]) -> str:
    return views.row_label(row, [names.get(one, "") for one in row["agencies"]], turn.tr)


def short(row: Given) -> str:
    return several_fields.short(str(row["number"]))


def _joined(rows: Sequence[Given]) -> list[Given]:
    """A hearing stands once, with all agencies that its rows name: courts give each defendant a row."""
    found: dict[Any, Given] = {}
    for at, row in enumerate(rows):
        key = at if row["problem"] else (row.get("number"), row.get("when"))
        known = found.get(key)
        if known is None:
            found[key] = row
        else:
            agencies = dict.fromkeys([*known["agencies"], *row["agencies"]])
            found[key] = {**known, "agencies": list(agencies)}
    return list(found.values())
