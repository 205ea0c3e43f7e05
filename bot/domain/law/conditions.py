"""The small declarative language in which rules say when they apply.

A condition is a comparison `{field, op, value}` or one of `{all: [...]}`, `{any: [...]}`,
`{not: {...}}`. Facts may be missing, so a condition has three answers: yes, no, and unknown (None),
combined as Kleene did: one false settles an `all`, one true settles an `any`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: True, False, or None where a fact that matters is missing.
Answer = bool | None
FactValues = Mapping[str, Any]


def _has(given: Any, wanted: Any) -> bool:
    return wanted in given


def _has_any(given: Any, wanted: Any) -> bool:
    return any(one in given for one in wanted)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda given, wanted: given == wanted,
    "!=": lambda given, wanted: given != wanted,
    "<": lambda given, wanted: given < wanted,
    "<=": lambda given, wanted: given <= wanted,
    ">": lambda given, wanted: given > wanted,
    ">=": lambda given, wanted: given >= wanted,
    "in": lambda given, wanted: given in wanted,
    "not_in": lambda given, wanted: given not in wanted,
    "has": _has,
    "has_any": _has_any,
}


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare one fact with a value written in the rule book."""

    field: str
    op: str
    value: Any

    def answer(self, facts: FactValues) -> Answer:
        """Return None when the fact is missing."""
        given = facts.get(self.field)
        return None if given is None else OPERATORS[self.op](given, self.value)

    def fields(self) -> frozenset[str]:
        """Return the facts that this condition reads."""
        return frozenset((self.field,))


@dataclass(frozen=True, slots=True)
class Given:
    """True where a fact is known at all; never unknown itself."""

    field: str
    value: bool = True

    def answer(self, facts: FactValues) -> Answer:
        """Return whether the fact is there, compared with what the rule wants."""
        return (facts.get(self.field) is not None) is self.value

    def fields(self) -> frozenset[str]:
        """Return the facts that this condition reads."""
        return frozenset((self.field,))


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold. Empty means always."""

    parts: tuple["Condition", ...] = ()

    def answer(self, facts: FactValues) -> Answer:
        """Return False as soon as one part is false, else None if one is unknown."""
        unknown = False
        for part in self.parts:
            found = part.answer(facts)
            if found is False:
                return False
            unknown = unknown or found is None
        return None if unknown else True

    def fields(self) -> frozenset[str]:
        """Return the facts that this condition reads."""
        return frozenset().union(*(part.fields() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Any_:
    """At least one part must hold."""

    parts: tuple["Condition", ...]

    def answer(self, facts: FactValues) -> Answer:
        """Return True as soon as one part is true, else None if one is unknown."""
        unknown = False
        for part in self.parts:
            found = part.answer(facts)
            if found is True:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    def fields(self) -> frozenset[str]:
        """Return the facts that this condition reads."""
        return frozenset().union(*(part.fields() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold; unknown stays unknown."""

    part: "Condition"

    def answer(self, facts: FactValues) -> Answer:
        """Return the opposite, or None."""
        found = self.part.answer(facts)
        return None if found is None else not found

    def fields(self) -> frozenset[str]:
        """Return the facts that this condition reads."""
        return self.part.fields()


Condition = Compare | Given | All | Any_ | Not

ALWAYS = All(())
