"""Counting of terms (期间): from a trigger to the last day by law and the day to aim at.

Sources: 民事诉讼法 85; 法释〔2018〕1号 48; 民法典 201-203; reference section B2. The opening day is not
counted; only the last day matters for days off; a make-up working day is no day off. The day to aim
at (`safe`) is the last working day on or before the unrolled day and never lies before the trigger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.law.calendar import WorkingCalendar, add_months
from bot.domain.law.explanations import Label, Step, step
from bot.domain.law.rules import Roll, Term, Unit
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger

#: What happened on the day of a fact that a term may count from instead of its trigger.
_COUNTED_FROM = {"advice_received_on": TRIGGER_NAMES[Trigger.ADVICE_RECEIVED][1]}
NO_FACTS: Mapping[str, Any] = {}
OWN_TERMS = ("term_on", "term_days", "term_months")
"""The facts by which a document sets its own term: a last day, or so many days or months."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The dates of one term: `unrolled`, `due` (law) and `safe` (instruction), and how they came about."""

    trigger: date
    unrolled: date
    due: date
    safe: date
    provisional: bool
    steps: tuple[Step, ...]


def count(
    term: Term,
    trigger: date,
    calendar: WorkingCalendar,
    facts: Mapping[str, Any] = NO_FACTS,
    event: str = "Trigger",
    *,
    statutory: bool = True,
) -> Counted | None:
    """Count `term` from `trigger`; None when it waits for the document's own term, not yet typed in.

    `event` is the message id of what happened on the trigger day. `statutory` says whether a law
    makes the last day move; an internal order only does so by analogy, and the words say so. Raises
    OverflowError for a term that leaves the calendar.
    """
    start = facts.get(term.count_from) if term.count_from else None
    origin = start if isinstance(start, date) else trigger
    if term.count_from and origin != trigger:
        event = _COUNTED_FROM.get(term.count_from, "Starting day")
    raw = _unrolled(term, origin, calendar, facts, event)
    if raw is None:
        return None
    unrolled, steps = raw
    if term.cap_own and (own := own_date(facts, origin)) is not None and own < unrolled:
        unrolled = own
        steps.append(step("own_cap", date=own))
    if term.anchor is not None:
        unrolled = _not_before(unrolled, trigger, steps)
    return _finish(_Start(term, min(trigger, origin), origin, statutory), unrolled, calendar, steps)


def own_date(facts: Mapping[str, Any], origin: date) -> date | None:
    """Return the last day that the document itself sets, or None when it is not typed in.

    A term in days or months runs from `origin`, that of an advice from the day on which the advice was received.
    """
    named = facts.get("term_on")
    if isinstance(named, date):
        return named
    days, months, received = (facts.get(name) for name in ("term_days", "term_months", "advice_received_on"))
    start = received if isinstance(received, date) else origin
    if isinstance(months, int):
        return add_months(start, months)
    return start + timedelta(days=days) if isinstance(days, int) else None


def _unrolled(
    term: Term, origin: date, calendar: WorkingCalendar, facts: Mapping[str, Any], event: str
) -> tuple[date, list[Step]] | None:
    """Return the last day before any rolling, with the steps that lead to it."""
    label = Label(event)
    if term.same_day:
        return origin, [step("from", event=label, date=origin)]
    if term.fixed is not None:
        named = date(origin.year + term.year_offset, *term.fixed)
        return named, [step("fixed" if term.from_text else "fixed_default", date=named)]
    if term.last_working_day:
        found = calendar.previous_working(origin)
        return found, [step("from", event=label, date=origin), step("period_last_working", date=found)]
    if term.own and (own := own_date(facts, origin)) is not None:
        return own, [step("from", event=label, date=origin), _own_step(facts, own)]
    if term.own and not term.n:
        return None
    if term.anchor is not None:
        base = count(term.anchor, origin, calendar, facts, event)
        if base is None:
            return None
        origin, before = base.due, [*base.steps[:2], step("anchored", date=base.due)]
    else:
        code = "from_included" if term.count_trigger_day else "from_excluded"
        before = [step("back_excluded" if term.backwards else code, event=label, date=origin)]
    found, told = _counted(term, origin, calendar)
    return found, [*before, told]


def _own_step(facts: Mapping[str, Any], own: date) -> Step:
    """How the document itself sets its last day."""
    if isinstance(facts.get("term_on"), date):
        return step("own_date", date=own, n=facts.get("term_days", 0))
    if isinstance(facts.get("term_months"), int):
        return step("own_months", date=own, n=facts["term_months"])
    return step("own_days", date=own, n=facts.get("term_days", 0))


def _counted(term: Term, origin: date, calendar: WorkingCalendar) -> tuple[date, Step]:
    """Count n units from `origin`."""
    sign = -1 if term.backwards else 1
    back = "_back" if term.backwards else ""
    includes = term.count_trigger_day and term.n > 0
    if term.unit is Unit.WORKING:
        n = term.n - (includes and calendar.is_working(origin))
        found = calendar.add_working(origin, sign * n)
        return found, step(f"working_day{back}", n=term.n, date=found)
    if term.unit is Unit.CALENDAR:
        found = origin + timedelta(days=sign * (term.n - includes))
        return found, step(f"calendar_day{back}", n=term.n, date=found)
    months = term.n * (12 if term.unit is Unit.YEAR else 1)
    found = add_months(origin, sign * months)
    if includes:
        found -= timedelta(days=sign)
    return found, step(term.unit.value, n=term.n, date=found)


def _not_before(unrolled: date, trigger: date, steps: list[Step]) -> date:
    """Keep a day counted backwards from another term from falling before the trigger."""
    if unrolled >= trigger:
        return unrolled
    steps.append(step("floor", date=trigger))
    return trigger


@dataclass(frozen=True, slots=True)
class _Start:
    """What a count set out from; `trigger` is the day before which nothing is aimed at."""

    term: Term
    trigger: date
    origin: date
    statutory: bool


def _finish(start: _Start, unrolled: date, calendar: WorkingCalendar, steps: list[Step]) -> Counted:
    term, trigger = start.term, start.trigger
    working = calendar.is_working(unrolled)
    roll = Roll.NONE if working else term.roll
    if not working:
        steps.append(_day_off(unrolled, calendar))
    elif unrolled.weekday() >= 5:
        steps.append(step("make_up", date=unrolled))
    due = _rolled(roll, unrolled, None if term.backwards else trigger, calendar)
    safe = unrolled if working else calendar.previous_working(unrolled)
    if safe < trigger and _starts_then(term):
        safe = due
        steps.append(step("no_working_day_left"))
    elif safe != due:
        steps.append(step("aim" if start.statutory else "aim_no_roll_text", date=safe))
    if not term.from_text and not any(one.code.startswith("own_") or one.code == "fixed_default" for one in steps):
        steps.append(step("default_number"))
    provisional = _provisional(term, start.origin, (unrolled, due, safe), calendar, steps)
    steps.append(_last(unrolled, due, start.statutory))
    return Counted(trigger, unrolled, due, safe, provisional, tuple(steps))


def _starts_then(term: Term) -> bool:
    """Whether the duty begins with its trigger; a fixed day or one before a hearing is owed earlier too."""
    return term.fixed is None and not term.last_working_day and (not term.backwards or term.anchor is not None)


def _rolled(roll: Roll, unrolled: date, floor: date | None, calendar: WorkingCalendar) -> date:
    if roll is Roll.NEXT:
        return calendar.next_working(unrolled)
    if roll is Roll.PREVIOUS:
        earlier = calendar.previous_working(unrolled)
        return earlier if floor is None or earlier >= floor else unrolled
    return unrolled


def _day_off(day: date, calendar: WorkingCalendar) -> Step:
    name = calendar.holiday(day)
    return step("off_holiday", date=day, holiday=Label(name)) if name else step("off_weekend", date=day)


def _provisional(
    term: Term, origin: date, days: tuple[date, ...], calendar: WorkingCalendar, steps: list[Step]
) -> bool:
    """Say so when a table that is not announced yet was needed: for the last day, or for counting."""
    if term.unit is Unit.WORKING:
        days = (origin, *days)
    missing = [year for year in sorted({day.year for day in days}) if calendar.is_provisional(year)]
    steps += [step("provisional", year=str(year)) for year in missing]
    return bool(missing)


def _last(unrolled: date, due: date, statutory: bool) -> Step:
    if due > unrolled:
        return step("last_rolled" if statutory else "last_by_analogy", date=due)
    if due < unrolled:
        return step("last_rolled_back", date=due)
    return step("last", date=due)
