"""When people are told: the instants of a reminder package and of its escalations.

Local times are turned into UTC here. A slot up to the last day that falls on a day off moves to the
previous working day; what lies before `now` collapses into one message at `now`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.law.calendar import WorkingCalendar, add_months
from bot.domain.law.ladders import USUAL_TIME, Package, Slot, Step
from bot.domain.law.roles import Role


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days of one duty that slots refer to; `hearing` only where the trigger is a hearing."""

    trigger: date
    safe: date
    due: date
    hearing: date | None = None
    hearing_time: time = USUAL_TIME


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who above the unit is told, when (UTC), and in which state of the duty it still matters."""

    at: datetime
    to: tuple[Role, ...]
    condition: str
    red: bool = False


@dataclass(frozen=True)
class Scheduler:
    """Turns slots into instants for one calendar, time zone and present moment (UTC)."""

    calendar: WorkingCalendar
    zone: tzinfo
    now: datetime

    def reminders(self, package: Package, anchors: Anchors) -> tuple[datetime, ...]:
        """Return the instants of a package in order, none before `now`, none twice."""
        found = (self._instant(slot, anchors) for slot in package.slots)
        instants = {instant for instant in found if instant is not None}
        instants.update(self._local(day, USUAL_TIME) for day in self._event_days(package, anchors))
        return tuple(sorted({max(instant, self.now) for instant in instants}))

    def escalations(self, steps: Iterable[Step], anchors: Anchors) -> tuple[Escalation, ...]:
        """Return the escalations in order; those before `now` stand at `now`."""
        found: dict[tuple[datetime, str], Escalation] = {}
        for one in steps:
            instant = self._instant(one.slot, anchors)
            if instant is None:
                continue
            at = max(instant, self.now)
            same = found.get((at, one.condition))
            to = tuple(dict.fromkeys((*(same.to if same else ()), *one.to)))
            found[at, one.condition] = Escalation(at, to, one.condition, one.red or bool(same and same.red))
        return tuple(sorted(found.values(), key=lambda one: one.at))

    def _instant(self, slot: Slot, anchors: Anchors) -> datetime | None:
        """Return the instant of a slot in UTC; None where it refers to a hearing and there is none."""
        if slot.now:
            return self.now
        anchor: date | None = getattr(anchors, slot.anchor)
        if anchor is None:
            return None
        if slot.hours is not None:
            return self._local(anchor, anchors.hearing_time) + timedelta(hours=slot.hours)
        day = self.calendar.add_working(anchor, 0 if slot.calendar else slot.days)
        if slot.calendar:
            day += timedelta(days=slot.days)
        if day <= anchors.due:
            day = self.calendar.previous_working(day)
        return self._local(day, slot.at)

    def _event_days(self, package: Package, anchors: Anchors) -> Iterator[date]:
        """Days of a package for events that have the whole year: fixed dates, then monthly until done."""
        year = anchors.due.year
        for month, day in package.dates:
            yield self.calendar.previous_working(date(year, month, day))
        if not package.monthly_from:
            return
        month_start = date(year, package.monthly_from, 1)
        end = add_months(anchors.due, package.months_after_due)
        while month_start <= end:
            yield self.calendar.next_working(month_start)
            month_start = add_months(month_start, 1)

    def _local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
