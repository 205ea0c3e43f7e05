"""What is written down when somebody has done something: each act once, with its words and the values it carries.

Rooms declare theirs in `bot.domain.<room>.acts`; `bot.domain.records` lists them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.domain.hall.subjects import About

ALONE = "{value}"
"""Label of a value that needs none."""
YES_NO: Mapping[str, str] = {"True": "Yes", "False": "No", "yes": "Yes", "no": "No"}


class Shape(Enum):
    """How the value of a field is shown."""

    TEXT = "text"
    DAY = "day"
    """An ISO date, shown with its year and weekday."""
    MOMENT = "moment"
    """An ISO instant with its offset, shown in local time."""
    NUMBER = "number"
    """A count; nothing is said of none."""
    TERM = "term"
    """A word of ours, or several: shown by the words of `terms`."""
    NAME = "name"
    """The id of a row of kind `of`: shown by what it is called."""
    HIDDEN = "hidden"
    """Kept for the record, of no use to a reader."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value, old or new, that an act carries. `label` and the words of `terms` are English message ids."""

    name: str
    shape: Shape = Shape.TEXT
    label: str = ALONE
    terms: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    """What stands before it and a colon (a message id)."""
    of: About | None = None
    unlike: str = ""
    """Said only where it differs from this other field."""
    personal: bool = False
    """Whether it may name a person, as whatever people type may: it is salted before it is hashed, so that it can be
    forgotten while the entry stays (`bot.domain.hall.entries`)."""


def text(name: str, label: str = ALONE, *, personal: bool = True) -> Field:
    """What somebody typed. Not `personal`: a number or an agency's name, which names no person."""
    return Field(name, Shape.TEXT, label, personal=personal)


def day(name: str, label: str = ALONE, *, unlike: str = "") -> Field:
    return Field(name, Shape.DAY, label, unlike=unlike)


def moment(name: str, label: str = ALONE) -> Field:
    return Field(name, Shape.MOMENT, label)


def number(name: str, label: str) -> Field:
    return Field(name, Shape.NUMBER, label)


def term(name: str, terms: Mapping[Any, str], label: str = ALONE) -> Field:
    """A value of an enumeration; the keys are its members or their stored values."""
    return Field(name, Shape.TERM, label, {str(key): words for key, words in terms.items()})


def yes_no(name: str, label: str) -> Field:
    return Field(name, Shape.TERM, label, YES_NO)


def named(name: str, of: About, label: str = ALONE) -> Field:
    return Field(name, Shape.NAME, label, of=of)


def hidden(*names: str, personal: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name, Shape.HIDDEN, personal=personal) for name in names)


class Act:
    """Something that people or the bot do and that is written down.

    `name` is what is stored; it never changes. `words` (an English message id) follow who did it: "opened the case".
    With `has`, an old button is answered with it: "Li Wei, 12 Dec: moved this hearing"; `{leader}` may stand in it.
    """

    __slots__ = ("_known", "fields", "has", "name", "personal", "words")

    def __init__(self, name: str, words: str, *fields: Field, has: str = "") -> None:
        self.name, self.words, self.has = name, words, has
        self.fields: Mapping[str, Field] = {one.name: one for one in fields}
        self.personal = frozenset(one.name for one in fields if one.personal)
        self._known = frozenset(self.fields)

    def __repr__(self) -> str:
        return f"Act({self.name!r})"

    def check(self, *values: Iterable[str]) -> None:
        """Raise ValueError if a value is not declared: it would reach a reader raw."""
        for names in values:
            if not self._known.issuperset(names):
                raise ValueError(f"{self.name} does not declare {sorted(set(names) - self._known)}")


def listed(*acts: Act) -> Mapping[str, Act]:
    """The acts by name. Raises ValueError where two have the same."""
    found = {act.name: act for act in acts}
    if len(found) != len(acts):
        raise ValueError("an act is declared twice")
    return found
