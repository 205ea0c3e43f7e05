"""An absence without a valid reason, as it is told to those who must act on it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hearings.hearings import DutyLine
from bot.domain.law.explanations import Step


@dataclass(frozen=True, slots=True)
class Pursued:
    """What one text provides for it: measures in Chinese and English, and where that stands."""

    measures: tuple[tuple[str, str], ...]
    document: str
    section: str


@dataclass(frozen=True, slots=True)
class UnexcusedView:
    """Why it counts so, what it has started, and what may be done: `pursued` are candidates, a person decides."""

    reasons: tuple[Step, ...] = ()
    started: tuple[DutyLine, ...] = ()
    pursued: tuple[Pursued, ...] = ()
