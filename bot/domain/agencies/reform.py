"""A reform of agencies (机构改革), as values: who passes to whom, what that comes to, and the forms that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.agencies.agencies import NAME_LENGTH, SHORT_LENGTH, read_name
from bot.domain.hall.forms import Field, Form, Values
from bot.domain.hall.terms import Reform, Role

REFORM_NAMES: dict[Reform, str] = {
    Reform.RENAMED: "renamed",
    Reform.MERGED: "merged into another agency",
    Reform.SPLIT: "split",
    Reform.ENDED: "ended, its powers going to another agency",
}
"""Message ids of the ways."""
NEW = "new"
"""Choice of a successor that is set up in the same step."""
NEXT = (2, 3)
"""Successors of an agency that is split, besides the main one: by these numbers their fields are told apart."""


@dataclass(frozen=True, slots=True)
class Heirs:
    """To whom what an agency has passes: all to `first`, but for what is given to another of them.

    By ids: of cases, of duties that belong to no case that passes, and of people.
    """

    first: int
    cases: Mapping[int, int] = field(default_factory=dict)
    duties: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    others: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((self.first, *self.others)))


@dataclass(frozen=True, slots=True)
class Turned:
    """A duty that ends or begins with a reform: its title by language, its day to obey, and who owes it."""

    title_zh: str
    title_en: str
    obey: date
    agency: str


@dataclass(slots=True)
class Share:
    """What one successor gets."""

    agency: str
    cases: int = 0
    duties: int = 0
    nearest: date | None = None
    hearings: int = 0

    def owes(self, day: date) -> None:
        """One more duty."""
        self.duties += 1
        self.nearest = min(day, self.nearest) if self.nearest else day


@dataclass(slots=True)
class Passing:
    """One agency's passing to its successors, as it is carried out: each room adds what it moved.

    Not frozen: it is the tally that goes from room to room within one transaction.
    """

    old: int
    heirs: Heirs
    how: Reform
    note: str
    """What stands at duties that end by it."""
    shares: dict[int, Share]
    cases: dict[int, int] = field(default_factory=dict)
    """Cases that passed, and to whom."""
    joined: dict[int, str] = field(default_factory=dict)
    """Of these the cases in which the successor was a party already, with their numbers."""
    leaders: list[str] = field(default_factory=list)
    people: list[tuple[str, Role, int]] = field(default_factory=list)
    """Name, role and successor of everybody whose role passes."""
    held: list[tuple[str, Role]] = field(default_factory=list)
    """Who holds the same role there already: nobody holds it twice."""
    stays: list[str] = field(default_factory=list)
    """Principal leaders whose role does not pass, as the successor has one."""
    children: list[str] = field(default_factory=list)
    circulars: int = 0
    events: int = 0
    ends: list[Turned] = field(default_factory=list)
    begins: list[Turned] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    """People whom it concerns."""
    closed: int = 0
    """Cases that are over: they stay with the old name."""
    differs: set[int] = field(default_factory=set)
    """Successors for which other rules may hold."""
    duties: list[int] = field(default_factory=list)
    """Ids of the duties that passed."""
    branches: list[int] = field(default_factory=list)
    """Agencies below the old one, which moved with all below them."""
    passed: set[int] = field(default_factory=set)
    """Ids of the people of the old agency who hold a role of the successor now."""
    unpassed: set[int] = field(default_factory=set)
    """Ids of the principal leaders whose role did not pass."""

    @property
    def given(self) -> dict[int, Share]:
        """What each successor gets, but for what the agency itself keeps."""
        return {one: share for one, share in self.shares.items() if one != self.old}

    @property
    def rest(self) -> int:
        """Who has what is neither a case nor a duty nor somebody's: the agency itself, while it goes on."""
        return self.heirs.first if self.ends_it else self.old

    @property
    def ends_it(self) -> bool:
        """Whether the old agency is no more; one that is split may go on as one of its successors."""
        return self.old not in self.heirs.all

    def heir_of_case(self, case_id: int) -> int:
        return self.heirs.cases.get(case_id, self.heirs.first)

    def heir_of_duty(self, duty_id: int, case_id: int | None) -> int:
        known = self.cases.get(case_id or 0) or self.heirs.cases.get(case_id or 0)
        return known or self.heirs.duties.get(duty_id, self.heirs.first)

    def heir_of_person(self, person_id: int) -> int:
        return self.heirs.people.get(person_id, self.heirs.first)


# -- forms ---------------------------------------------------------------------------------------------------------


def _is_new(values: Values) -> bool:
    return values.get("heir") == NEW


_NAME = Field("name", "What is the agency called from now on? The full name.", "New full name",
              read=read_name(NAME_LENGTH))  # fmt: skip
_SHORT = Field("short_name", "What is it called in short, as on a button?", "New short name",
               read=read_name(SHORT_LENGTH))  # fmt: skip
_NEW_NAME = Field("name", "What is the new agency's full name?", "Full name", read=read_name(NAME_LENGTH),
                  wanted=_is_new)  # fmt: skip
_NEW_SHORT = Field("short_name", "What is it called in short, as on a button?", "Short name",
                   read=read_name(SHORT_LENGTH), wanted=_is_new)  # fmt: skip
_INTO = Field("heir", "Into which agency is it merged?", "Merged into", read=None)
_ALONG = Field(
    "along",
    "Which other agencies are merged into it in the same step?",
    "Merged along",
    read=None,
    many=True,
    optional=True,
    later=True,
    blank="nobody else",
)
_POWERS = Field("heir", "To which agency do its powers go?", "Powers go to", read=None)
_FIRST = Field(
    "heir",
    "Which agency is the main successor? All goes there that is not given to another.",
    "Main successor",
    read=None,
)
_WORDS: dict[int, tuple[str, str, str, str, str, str]] = {
    2: (
        "Which agency is the second successor?",
        "Second successor",
        "Which open cases and duties go to the second successor? What is not ticked goes to the main one.",
        "To the second successor",
        "Which people go to the second successor? Who is not ticked goes to the main one.",
        "People to the second",
    ),
    3: (
        "Is there a third successor? Skip if not.",
        "Third successor",
        "Which open cases and duties go to the third successor? What is not ticked goes to the main one.",
        "To the third successor",
        "Which people go to the third successor? Who is not ticked goes to the main one.",
        "People to the third",
    ),
}
"""Question and label of a further successor, of what it gets, and of who goes there."""


def _there(number: int) -> Callable[[Values], bool]:
    return lambda values: bool(values.get(f"heir{number}"))


def _always(values: Values) -> bool:
    return True


def _heir(number: int) -> Field:
    prompt, label, *_ = _WORDS[number]
    wanted = _there(number - 1) if number > 2 else _always
    return Field(f"heir{number}", prompt, label, read=None, optional=number > 2, wanted=wanted)


def _items(number: int) -> Field:
    _, _, prompt, label, *_ = _WORDS[number]
    return Field(
        f"items{number}", prompt, label, read=None, many=True, optional=True, wanted=_there(number), blank="nothing"
    )


def _staff(number: int) -> Field:
    *_, prompt, label = _WORDS[number]
    return Field(
        f"people{number}", prompt, label, read=None, many=True, optional=True, later=True, wanted=_there(number)
    )


RENAME = Form("agency.renamed", "Agency renamed by a reform", (_NAME, _SHORT), confirm="Carry out")
MERGE = Form("agency.merged", "Agency merged into another", (_INTO, _NEW_NAME, _NEW_SHORT, _ALONG), confirm="Carry out")
END = Form("agency.ended", "Agency ended, powers to another", (_POWERS,), confirm="Carry out")

SPLIT = Form(
    "agency.split",
    "Agency split",
    (_FIRST, *(make(number) for make in (_heir, _items, _staff) for number in NEXT)),
    confirm="Carry out",
)

REFORMS: dict[Reform, Form] = {Reform.RENAMED: RENAME, Reform.MERGED: MERGE, Reform.SPLIT: SPLIT, Reform.ENDED: END}
"""The form of each way."""
