"""What is wrong with an input or a wish, as a value that a view puts into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """An English message id and its values: says what was understood, what was not, and how to write it."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    """The fields of a form that it is about: the way to correct it."""

    def about(self, *fields: str) -> Problem:
        return replace(self, fields=fields)


def problem(msgid: str, /, **params: object) -> Problem:
    return Problem(msgid, params)
