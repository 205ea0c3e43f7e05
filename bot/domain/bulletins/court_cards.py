"""The court's bulletin, its units, differences and candidates as a person sees them. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.bulletins.comparing import DifferenceKind, Settlement, Side
from bot.domain.bulletins.court_figures import BulletinState
from bot.domain.bulletins.letters import CandidateState, Ground
from bot.domain.duties.duties import Distance
from bot.domain.hall.problems import Problem


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """One of the list. `differences` and `candidates` are those that wait for somebody."""

    id: int
    quarter: str
    court: str
    received_on: date
    state: BulletinState
    differences: int = 0
    candidates: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """A quarter whose bulletin did not come in: `expected` is the day from which it is asked for."""

    quarter: str
    office: int
    expected: date | None = None
    duty: int = 0


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """One as a whole."""

    id: int
    version: int
    quarter: str
    court: str
    office: str
    received_on: date
    entered_by: str
    state: BulletinState
    theirs: Side
    ours: Side
    units: int = 0
    cases: int = 0
    unknown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = ()
    open: int = 0
    settled: int = 0
    candidates: Mapping[CandidateState, int] = field(default_factory=dict)
    letters_due: date | None = None
    """The day to obey for the letters, while they are owed."""
    letters_left: Distance | None = None
    letters_done: bool = False
    none_owed: bool = False
    """Letters are owed, and no candidate is left to be decided: somebody says that nobody gets one."""
    has_letters: bool = False
    """Whether the rule book knows letters because of a bulletin."""
    followed: int = 0
    """Units that got a letter because of the quarter before."""
    files: int = 0
    may: bool = False
    of_court: bool = False
    """The reader is of the court: our own count, and what is made of both, is not the reader's."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Both sides of one unit, and what it was in the quarter before. `letter`: it got one because of that quarter."""

    id: int
    name: str
    theirs: Side | None
    ours: Side | None
    written: str = ""
    """As the court writes it, where that is another name."""
    before: Side | None = None
    letter: bool = False


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    id: int
    kind: DifferenceKind
    unit: str
    number: str
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    choice: Settlement | None = None


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    line: DifferenceLine
    bulletin: int
    quarter: str
    court: str
    case: int = 0
    note: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None
    may: bool = False


@dataclass(frozen=True, slots=True)
class CandidateLine:
    id: int
    unit: str
    ground: Ground
    state: CandidateState
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """One with what it rests on. `document` is the draft of its letter, or the letter."""

    line: CandidateLine
    version: int
    bulletin: int
    quarter: str
    citation: tuple[str, str] = ("", "")
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    document: int = 0
    document_state: str = ""
    """Message id of the state of its letter."""
    document_number: str = ""
    due: date | None = None
    may: bool = False
