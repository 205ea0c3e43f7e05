"""Which values of a draft were read from a picture: kept in its context beside the value as it was read.

A mark holds only while the draft still says what was read: whoever types another value takes the mark away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.hall.extracts import Box

KEY = "marks"
COMPARING = "comparing"
"""Under this name a context keeps the serial at which somebody was asked to hold values beside the picture."""
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a value of a form stands: the file by its hash, the page from 0, the box; and whether it is certain."""

    field: str
    value: Any
    file: str
    name: str
    mime: str
    page: int
    box: Box
    sure: bool


def all_of(context: Context) -> list[Piece]:
    """Every mark that a context holds, whether its value still stands or not."""
    return [Piece(**{**one, "box": tuple(one["box"])}) for one in context.get(KEY) or ()]


def standing(context: Context, values: Mapping[str, Any]) -> dict[str, Piece]:
    """The marks of what the draft still holds as it was read, by field."""
    return {one.field: one for one in all_of(context) if values.get(one.field) == one.value}


def unsure(context: Context, values: Mapping[str, Any]) -> dict[str, Piece]:
    """Those that a person has to hold beside the picture."""
    return {name: one for name, one in standing(context, values).items() if not one.sure}


def with_marks(context: Context, marks: Iterable[Piece]) -> dict[str, Any]:
    """The context with these marks in place of those that it had of the same fields."""
    fresh = {one.field: one for one in marks}
    both = {**{one.field: one for one in all_of(context)}, **fresh}
    kept = {name: value for name, value in context.items() if name != KEY}
    return {**kept, KEY: [_plain(one) for one in both.values()]} if both else kept


def _plain(one: Piece) -> dict[str, Any]:
    return {**asdict(one), "box": list(one.box)}


def compared(context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """The context once a person has held what is unsure beside the picture and found it right."""
    return with_marks(context, [replace(one, sure=True) for one in unsure(context, values).values()])
