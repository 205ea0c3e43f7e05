"""The parties of a case as one reader sees and corrects them, and what changed about them. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.cases.cases import PartyView
from bot.domain.cases.party_questions import PartyAnswer, PartyQuestion
from bot.domain.hall.terms import PartyCapacity

Answers = dict[int, tuple[str, Any]]
"""By agency: a fact and its value."""
PUBLIC_INTEREST = "public_interest_suit"
"""The tag of a suit that a procuratorate brings."""
HANDLES = "handling"
"""Where a capacity is chosen: the agency is no party, but handles the case for one."""
NO_PARTY = "none"
ALONE = "review_alone"
"""Where a capacity is chosen: a reconsideration body that is sued by itself."""


class Ground(StrEnum):
    """On what it rests who appears among co-defendants (法释〔2020〕3号 art. 3)."""

    AGREEMENT = "agreement"
    COURT = "court"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class PartiesView:
    """Everything of the parties for one reader; `plaintiff` is masked already where the reader may not see it."""

    case_id: int
    version: int
    number: str
    parties: tuple[PartyView, ...]
    handling: str
    plaintiff: str
    plaintiff_count: int
    procuratorate: bool
    review: str
    questions: tuple[PartyQuestion, ...] = ()
    answers: tuple[PartyAnswer, ...] = ()
    may_correct: bool = False
    may_assign: bool = False

    @property
    def sued(self) -> tuple[PartyView, ...]:
        """Those among whom it can be asked whose leader appears."""
        return tuple(one for one in self.parties if one.capacity is not PartyCapacity.THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class Turned:
    """One thing about the parties that is another now: `what` is capacity, count, review, procuratorate or appears."""

    what: str
    about: str = ""
    """The short name of the agency, where it is about one."""
    old: str = ""
    new: str = ""
    ground: str = ""

    def plain(self) -> list[str]:
        return [self.what, self.about, self.old, self.new, self.ground]


@dataclass(frozen=True, slots=True)
class Changed:
    """What one entry or correction changed; `agencies` are those for which something is another now."""

    turned: tuple[Turned, ...] = ()
    agencies: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.turned)


def stored_capacity(choice: str) -> tuple[PartyCapacity, dict[str, Any]]:
    """A capacity as it was chosen, as it is kept."""
    if choice == ALONE:
        return PartyCapacity.RECONSIDERATION_BODY, {"alone": True}
    return PartyCapacity(choice), {}


def chosen_capacity(capacity: PartyCapacity, *, alone: bool) -> str:
    """The choice that stands for a capacity as it is kept."""
    return ALONE if alone and capacity is PartyCapacity.RECONSIDERATION_BODY else capacity.value


def who_appears(chosen: frozenset[int], sued: frozenset[int], ground: Ground, *, beside: int = 0) -> Answers:
    """For each agency that is sued, the fact and its value when the leaders of `chosen` appear, and those of `beside`
    more that are not in this tree. Where it is so by rule, they are those who made the original act."""
    if ground is Ground.RULE:
        return {one: ("original_agency", one in chosen) for one in sued}
    name = "co_defendants_agreed" if ground is Ground.AGREEMENT else "court_named"
    ours = "us" if len(chosen) + beside == 1 else "both"
    return {one: (name, ours if one in chosen else "other") for one in sued}


def implied(fact: str, value: Any, asked: int, sued: frozenset[int]) -> dict[int, Any]:
    """What an answer about one agency says of the others: where one of two appears, the other does not."""
    others = sued - {asked}
    if fact not in ("co_defendants_agreed", "court_named") or not others:
        return {}
    match value:
        case "us":
            return dict.fromkeys(others, "other")
        case "both" if len(others) == 1:
            return dict.fromkeys(others, "both")
        case "other" if len(others) == 1:
            return dict.fromkeys(others, "us")
    return {}
