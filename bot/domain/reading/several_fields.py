"""The field of a form that holds several cases at once: rows of the preview, each of which can be struck out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.hall.forms import Choice, Field, Situation
from bot.domain.hall.problems import problem
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.court_codes import why_impossible
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.unused import seen

NAME = "several"
ALL = "all_several"
"""Under this name a draft keeps every row, those that are struck out too."""
CHECKED = "several_checked"
"""Whether what is recorded already was struck out beforehand: whoever puts it back means it."""
SEVERAL = Field(
    NAME,
    "Which case numbers?",
    "Case numbers",
    None,
    many=True,
    rows=True,
    wanted=lambda values: values.get(NAME) is not None,
)
_BESIDE = frozenset({"number", "name"})


def is_single(values: Mapping[str, Any]) -> bool:
    """Whether a form is about one case."""
    return values.get(NAME) is None


def values_of(numbers: Sequence[str], struck: Sequence[str] = ()) -> dict[str, Any]:
    """The values of a form about several cases; those in `struck` are struck out until somebody puts them back."""
    return {NAME: [one for one in numbers if one not in struck], ALL: list(numbers)} if numbers else {}


def kept(values: Mapping[str, Any]) -> list[str]:
    """Those not struck out, in the order in which they were written."""
    chosen = set(values.get(NAME) or ())
    return [one for one in values.get(ALL) or () if one in chosen]


def rows(values: Mapping[str, Any], remarks: Mapping[str, str]) -> list[Choice]:
    """A row for each case, with what is to be said of it."""
    return [
        Choice(one, f"{one} {remarks[one]}" if one in remarks else one, short=short(one))
        for one in values.get(ALL) or ()
    ]


def short(number: str) -> str:
    """行初12号: what the button of a row says."""
    parsed = parse_case_number(number)
    return f"{parsed.type_code}{parsed.number}号" if parsed else number


def read_number(text: str, situation: Situation) -> Any:
    """A case number, normalised, also with words around it (案号是…); a line that says more is to be read whole."""
    line = clean_line(text)
    found = parse_case_number(line)
    if found is not None:
        return str(found)
    full = find_numbers(line).full
    if len(full) == 1 and {one.what for one in seen(line, situation.now, situation.zone)} <= _BESIDE:
        return str(full[0])
    if len(full) > 1:
        return problem(
            "There are several case numbers: {first} and {second}. Please send one case at a time.",
            first=str(full[0]),
            second=str(full[1]),
        )
    return why_impossible(text) or problem(
        "I could not read a case number in “{text}”. Please write it like （2026）鲁0831行初12号.", text=shown(text)
    )
