"""What is wrong with an input or a wish, as a value that a view puts into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """An English message id and its values: says what was understood, what was not, and how to write it."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)


def problem(msgid: str, /, **params: object) -> Problem:
    return Problem(msgid, params)
