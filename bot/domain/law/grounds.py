"""Which facts a decision rests on: those that were looked at on the way to it, there or missing.

A fact that nobody looked at cannot change the decision by itself, so that a change of a fact asks anew only what rests
on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_EARLIER = frozenset({"hearings_before", "attended_first", "attended_before"})
_FIRST = frozenset({"first_of_year", "first_of_year_tied"})
#: A fact that is filled in from others rests on these too.
_FILLED_FROM: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_FIRST, _FIRST | {"level"}),
    **dict.fromkeys(_EARLIER, _EARLIER),
}


class Looked(dict[str, Any]):
    """Facts that note which of them somebody asks for."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__(facts)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def rests_on(asked: Iterable[str]) -> frozenset[str]:
    """The facts behind those that were asked for, by their names in `bot.domain.law.hearing_facts`."""
    names = frozenset(asked)
    return names.union(*(_FILLED_FROM.get(name, frozenset()) for name in names))
