"""Who has reported what comes with the calendar, who has not; and an agency's own word on its people. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.duties.duties import DutyView
from bot.domain.duties.together import DutyName
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import Role


@dataclass(frozen=True, slots=True)
class Report:
    """What agencies owe for one period by one rule: how many of them, and how it stands.

    `last` is the last day of the period, `obey` the nearest day to obey of those that are missing (else of all).
    """

    rule: str
    title_zh: str
    title_en: str
    trigger: str
    last: date
    obey: date
    missing: int = 0
    overdue: int = 0
    waiting: int = 0
    """Handed in, not accepted yet."""
    done: int = 0
    late: int = 0
    """Of those handed in or done: after their last day."""
    excused: int = 0

    @property
    def total(self) -> int:
        return self.missing + self.waiting + self.done + self.excused

    @property
    def reporting_rate(self) -> Decimal | None:
        """Of those that owed it and were not let go, the percentage that handed it in; None where there is nobody."""
        return _rate(self.waiting + self.done, self.total - self.excused)

    @property
    def on_time_rate(self) -> Decimal | None:
        """The percentage that handed it in by the last day."""
        return _rate(self.waiting + self.done - self.late, self.total - self.excused)


def _rate(part: int, whole: int) -> Decimal | None:
    """Two decimals, half up."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Reports:
    lines: Page[Report]


@dataclass(frozen=True, slots=True)
class Reported:
    """One of them, by agency."""

    report: Report
    missing: tuple[DutyName, ...] = ()
    overdue: frozenset[int] = frozenset()
    """Ids of those that are past their last day."""
    unmanned: tuple[str, ...] = ()
    """Agencies among the missing where nobody is on record who could be pressed."""
    waiting: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody on record who keeps an agency's papers, or answers for them."""

    name: str
    role: Role
    post: str
    phone: str
    registered: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whom an agency has on record, to be confirmed once a year (SS27)."""

    duty: DutyView
    staff: tuple[Staff, ...]
    may_edit: bool = False

    @property
    def lacks_deputy(self) -> bool:
        return not any(one.role is Role.DEPUTY_LIAISON for one in self.staff)

    @property
    def lacks_liaison(self) -> bool:
        return not any(one.role is Role.LIAISON for one in self.staff)
