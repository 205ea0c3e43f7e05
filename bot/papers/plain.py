"""What people wrote, as it may stand in a paper: text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What no XML may hold, or what nobody sees."""
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of whatever follows, also of what somebody else wrote."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
HELD = "\ufdd0"
"""Stands within what docxtpl would take for the tags that it has of its own (`{_{`); taken out when it is done."""
_OWN_TAGS = re.compile(r"(?<=\{)(?=_[{%])|(?<=[}%])(?=_\})")


class Row:
    """The columns of a row, or what is known of the paper, by their names."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __str__(self) -> str:
        raise TypeError("a row, or the paper, has parts that can be shown: name one of them")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.__dict__.values())


def text(given: str) -> str:
    """The same, without what would break a paper or change the look of what stands beside it."""
    found = _BREAKS.sub("\n", given)
    found = _TURNS.sub("", _FORBIDDEN.sub("", found))
    return _SURROGATES.sub("\ufffd", found)


def shown(value: Any) -> Any:
    """A value of a paper as templates see it: texts plain, rows with their columns, nothing as an empty text."""
    if isinstance(value, str):
        return _OWN_TAGS.sub(HELD, text(value))
    if isinstance(value, Mapping):
        return Row({name: shown(inner) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return [shown(inner) for inner in value]
    return "" if value is None else value
