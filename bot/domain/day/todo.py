"""The pinned card of what is to be done: counts, and what is nearest. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.duties.duties import DutyView
from bot.domain.hearings.hearings import HearingLine


@dataclass(frozen=True, slots=True)
class AgencyLoad:
    """What one agency, or a branch with coordinators of its own, has open; `nearest` is the first date to obey."""

    agency: str
    open: int
    overdue: int
    nearest: date
    branch: bool = False


@dataclass(frozen=True, slots=True)
class OpenHearing:
    """A hearing to come for which nobody has said yes; `working` counts the working days left."""

    line: HearingLine
    working: int


@dataclass(frozen=True, slots=True)
class Todo:
    """What waits for one reader at `at` (an instant). `loads` is filled for coordinators instead of `duties`."""

    at: datetime
    open: int = 0
    overdue: int = 0
    handed_in: int = 0
    """Waiting for the reader to accept or send back."""
    unnamed: int = 0
    """Hearings to come whose leader is not settled."""
    duties: tuple[DutyView, ...] = ()
    hearings: tuple[OpenHearing, ...] = ()
    loads: tuple[AgencyLoad, ...] = ()
    by_agency: bool = False
    documents: int = 0
    """Documents that wait for the reader's step."""
    more: int = 0
    """Agencies that are not among `loads`."""

    @property
    def empty(self) -> bool:
        return not (self.open or self.handed_in or self.unnamed or self.documents)
