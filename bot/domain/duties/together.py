"""Several duties that a coordinator decides about in one go: accepts, or presses for. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.duties.duties import DutyView
from bot.domain.hall.terms import DutyState


@dataclass(frozen=True, slots=True)
class DutyName:
    """A duty as a line of a list has it; `number` is that of its case, empty where it has none."""

    id: int
    version: int
    title_zh: str
    title_en: str
    agency: str
    number: str
    state: DutyState = DutyState.OPEN


@dataclass(frozen=True, slots=True)
class FilingLine:
    """What an agency has handed in and nobody has decided; `on` is the day on which it was done, by its own word."""

    duty: DutyName
    on: date | None = None
    new: bool = False
    """Handed in since the digest before."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One filing of those that wait: its place among them, from 1, and which comes next.

    `waiting` is false for one that somebody has decided meanwhile.
    """

    duty: DutyView | None
    place: int = 0
    total: int = 0
    following: int = 0
    waiting: bool = True


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting what was listed; `left` changed meanwhile, and was left as it is."""

    done: tuple[DutyName, ...] = ()
    left: tuple[DutyName, ...] = ()


@dataclass(frozen=True, slots=True)
class PressedUnit:
    """What one agency is pressed for, and who is told."""

    agency: str
    people: tuple[str, ...]
    duties: tuple[DutyName, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of pressing for what was listed; `again` was pressed for today already, `left` changed meanwhile."""

    units: tuple[PressedUnit, ...] = ()
    again: tuple[DutyName, ...] = ()
    left: tuple[DutyName, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(unit.duties) for unit in self.units)
