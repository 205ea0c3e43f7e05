"""The form that previews a list of hearings, with what is hidden in its file."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem

TAKEN = "taken"
"""Under this name a draft keeps the places of the rows that are not struck out, those of hidden rows among them."""
SHOWN = 40
"""Rows of one preview; what a list has more stays taken, and is counted."""


def _count_lines(rows: Any, tr: Any) -> object:
    """How many lines can be recorded; those that cannot are not among them."""
    good = sum(not row["problem"] for row in rows)
    bad = len(rows) - good
    return tr("{n}; {bad} more cannot be recorded", n=good, bad=bad) if bad else str(good)


def is_taken(values: Values, at: int) -> bool:
    """Whether the row at this place is not struck out."""
    return values.get(TAKEN) is None or str(at) in values[TAKEN]


def rows_taken(values: Values) -> list[Any]:
    """The rows of a list, those that are hidden in its file where somebody said so."""
    return [*(values.get("rows") or ()), *((values.get("hidden") or ()) if values.get("unseen") == "in" else ())]


def _check_lines(situation: Situation) -> Problem | None:
    rows = rows_taken(situation.values)
    if any(not row["problem"] for row in rows) and not any(
        not row["problem"] and is_taken(situation.values, at) for at, row in enumerate(rows)
    ):
        return problem("Everything is struck out. Please put one back, or cancel.").about(TAKEN)
    if all(row["problem"] for row in rows):
        return problem("No line of this list can be recorded as it is. Please correct it and paste it again.").about(
            "rows"
        )
    return None


LIST = Form(
    "hearing.list",
    "Hearing list",
    (
        Field("rows", "Please paste the list again.", "Lines", None, show=_count_lines),
        Field(
            TAKEN,
            "Which of these?",
            "Hearings",
            None,
            many=True,
            rows=True,
            wanted=lambda values: values.get(TAKEN) is not None and ("unseen" in values or not values.get("hidden")),
        ),
        Field(
            "unseen",
            "The file has rows that are hidden. Shall they be left out?",
            "Hidden rows",
            None,
            choices=(Choice("out", "Leave them out", translated=True), Choice("in", "Take them too", translated=True)),
            wanted=lambda values: bool(values.get("hidden")),
        ),
    ),
    check=_check_lines,
    confirm="Record these lines",
)
