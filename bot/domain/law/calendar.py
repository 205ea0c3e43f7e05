"""Which days are working days, by the yearly notices of the State Council.

A year whose notice is not out yet has a computed table; what depends on it is provisional.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """The announcement a table rests on (国务院办公厅)."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class YearTable:
    """Days off with the holiday's English name, and make-up working days, for one year.

    `holidays` holds every day of a holiday, weekends too. A table may reach into the last week of
    the year before, as the notices themselves do.
    """

    year: int
    holidays: Mapping[date, str]
    work: frozenset[date]
    notices: tuple[Notice, ...] = ()
    provisional: bool = False


@dataclass(frozen=True)
class WorkingCalendar:
    """Answers for any date; `fallback` computes the table of a year that nobody has announced."""

    tables: Mapping[int, YearTable]
    fallback: Callable[[int], YearTable]
    _years: dict[int, YearTable] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[date, bool] = field(default_factory=dict, repr=False, compare=False)

    def year(self, year: int) -> YearTable:
        """Return the table of a year: the announced one, else the computed one."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self.tables.get(year) or self.fallback(year)
        return found

    def is_provisional(self, year: int) -> bool:
        """Return whether the notice for `year` is still missing."""
        return self.year(year).provisional

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day: make-up weekends are, adjusted weekdays off are not."""
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._works(day)
        return found

    def _works(self, day: date) -> bool:
        tables = [self.year(day.year)]
        if day.month == 12 and day.day >= 25 and day.year + 1 in self.tables:
            tables.insert(0, self.tables[day.year + 1])
        for table in tables:
            if day in table.work:
                return True
            if day in table.holidays:
                return False
        return day.weekday() < 5

    def is_make_up(self, day: date) -> bool:
        """Return whether `day` is a weekend day on which work is ordered."""
        return day.weekday() >= 5 and self.is_working(day)

    def holiday(self, day: date) -> str:
        """Return the English name of the holiday that `day` belongs to, "" for none."""
        following = self.tables.get(day.year + 1) if day.month == 12 else None
        name = self.year(day.year).holidays.get(day, "")
        return name or (following.holidays.get(day, "") if following else "")

    def next_working(self, day: date) -> date:
        """Return `day` if it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: date) -> date:
        """Return `day` if it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working(self, day: date, n: int) -> date:
        """Return the n-th working day after `day` (before it when n is negative); `day` when n is 0."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        days = (last - first).days
        return sum(self.is_working(first + timedelta(days=offset)) for offset in range(1, days + 1))

    def with_table(self, table: YearTable) -> "WorkingCalendar":
        """Return the same calendar with one more announced year (an import)."""
        return WorkingCalendar({**self.tables, table.year: table}, self.fallback)


def end_of_month(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def add_months(day: date, n: int) -> date:
    """Return the corresponding day n months on, the month's last day where there is none (民法典 202)."""
    month = day.month - 1 + n
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, end_of_month(first).day))
