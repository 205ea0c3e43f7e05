"""The form that previews a list of hearings, with what is hidden in its file."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem


def _count_lines(rows: Any, tr: Any) -> object:
    """How many lines can be recorded; those that cannot are not among them."""
    good = sum(not row["problem"] for row in rows)
    bad = len(rows) - good
    return tr("{n}; {bad} more cannot be recorded", n=good, bad=bad) if bad else str(good)


def rows_taken(values: Values) -> list[Any]:
    """The rows of a list, those that are hidden in its file where somebody said so."""
    return [*(values.get("rows") or ()), *((values.get("hidden") or ()) if values.get("unseen") == "in" else ())]


def _check_lines(situation: Situation) -> Problem | None:
    if all(row["problem"] for row in rows_taken(situation.values)):
        return problem("No line of this list can be recorded as it is. Please correct it and paste it again.")
    return None


LIST = Form(
    "hearing.list",
    "Hearing list",
    (
        Field("rows", "Please paste the list again.", "Lines", None, show=_count_lines),
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
