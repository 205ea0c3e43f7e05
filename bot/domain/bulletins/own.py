"""Our own bulletins as they were issued: what a list of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.hall.paging import Page

MONTHLY, QUARTERLY = "monthly_review", "quarterly_bulletin"
KINDS: Mapping[str, str] = {MONTHLY: "monthly", QUARTERLY: "quarterly"}
"""Kinds of documents that are frozen when they are issued, and what they are called as rows."""
KIND_NAMES: Mapping[str, str] = {"monthly": "Monthly table", "quarterly": "Quarterly bulletin"}


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the ranking of a bulletin: as it was issued."""

    n: int
    unit: str
    heard: str
    attended: str
    rate: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class IssuedLine:
    id: int
    kind: str
    period: str
    number: str
    at: datetime
    rate: str
    again: bool = False
    """It was issued once more, for a reason."""


@dataclass(frozen=True, slots=True)
class IssuedView:
    """One of them. `places` is the ranking; empty where nobody is named."""

    line: IssuedLine
    document: int
    agency: str
    figures: Mapping[str, str]
    places: Page[Place] | None = None
    reason: str = ""
    corrections: int = 0
    mine: bool = False
    """The actor issues bulletins for this agency."""
    newest: bool = True
    sendable: int = 0
    """How many agencies would get it; 0 where it was sent, or is not printed yet."""
    board: int = 0
    """The circular that carries it."""


@dataclass(frozen=True, slots=True)
class IssuedList:
    agency: str
    lines: Page[IssuedLine]
