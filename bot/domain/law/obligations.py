"""From an event to the obligations it starts: who owes what to whom, by when, and why.

Pure: the event, the rules in force on its day, the calendar and the present moment go in; values come
out. Each event starts its own duties; none closes another's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import Any

from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import Step
from bot.domain.law.ladders import USUAL_TIME, Ladders
from bot.domain.law.periods import OWN_TERMS, Counted, count
from bot.domain.law.rules import Rule, Stack
from bot.domain.law.scheduling import Anchors, Escalation, Scheduler
from bot.domain.law.trigger_facts import DEFAULTS, ruling_kind_of
from bot.domain.law.triggers import HEARINGS, TRIGGER_NAMES, Trigger


@dataclass(frozen=True, slots=True)
class Event:
    """Something that starts duties. `on` is the day the law counts from: the day of service of a paper
    (not of its entry), the day of a hearing (`at`: its local hour), the last day of a period.
    """

    trigger: Trigger
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty of one event. `safe` is the day to obey, `due` the last day by law; instants are UTC.

    `uncertain` is set where a fact that decides is missing, or the text leaves the matter open, and the
    rule wants a person asked;
    `leads` is false where another obligation of the same group ends earlier.
    """

    rule: Rule
    book: str
    event: Event
    counted: Counted
    reminders: tuple[datetime, ...]
    escalations: tuple[Escalation, ...]
    uncertain: bool = False
    leads: bool = True

    @property
    def due(self) -> date:
        """The last day by law."""
        return self.counted.due

    @property
    def safe(self) -> date:
        """The day to obey: the last working day on or before the unrolled day."""
        return self.counted.safe

    @property
    def unrolled(self) -> date:
        """The last day as counted, before any move."""
        return self.counted.unrolled

    @property
    def provisional(self) -> bool:
        """Whether a holiday table that is not announced yet was needed."""
        return self.counted.provisional

    @property
    def steps(self) -> tuple[Step, ...]:
        """The ordered reasons for the dates; the last one's date is `due`."""
        return self.counted.steps

    @property
    def key(self) -> tuple[str, str, date]:
        """What stays the same when the same event is computed again: rule, trigger, day."""
        return self.rule.id, self.event.trigger.value, self.event.on

    def overdue(self, today: date) -> bool:
        """Return whether the legal last day has gone by; the rolled `due` raises the red flag."""
        return today > self.counted.due


def obligations(
    event: Event,
    stack: Stack,
    ladders: Ladders,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    zone: tzinfo,
) -> tuple[Obligation, ...]:
    """Return the obligations that `event` starts under `stack`, by due date.

    `now` is an aware instant: reminders before it collapse into one at it. The stack is the one in
    force on the event's own day, so what was judged before a change of law stays.
    """
    facts = _completed(event)
    scheduler = Scheduler(calendar, zone, now)
    found = [
        _obligation(rule, _asks(rule, answer), event, facts, stack, ladders, scheduler)
        for rule in stack.by_trigger.get(event.trigger, ())
        if _obliges(rule, facts.get("level"))
        if (answer := rule.when.answer(facts)) or (answer is None and rule.apply_when_unknown)
    ]
    return _ordered(one for one in found if one is not None)


def _obliges(rule: Rule, level: str | None) -> bool:
    """Whether a duty of certain kinds of units concerns this one; an unknown level leaves it open."""
    return level is None or not rule.units or level in rule.units


def _asks(rule: Rule, answer: bool | None) -> bool:
    """Whether a person is asked: a fact is missing, or the text itself leaves the matter open."""
    return bool(rule.question_zh) and (answer is None or rule.always_asks)


def waiting_for_term(event: Event, stack: Stack) -> tuple[Rule, ...]:
    """Return the rules that apply but wait for the document's own term (`OWN_TERMS`)."""
    facts = _completed(event)
    if any(facts.get(name) is not None for name in OWN_TERMS):
        return ()
    found = stack.by_trigger.get(event.trigger, ())
    return tuple(rule for rule in found if _waits(rule) and rule.when.answer(facts) is not False)


def _waits(rule: Rule) -> bool:
    return rule.term is not None and rule.term.own and not rule.term.n


def _completed(event: Event) -> dict[str, Any]:
    """Add what is taken for granted, and what follows: the day of an advice, the kind of a ruling."""
    facts: dict[str, Any] = {**DEFAULTS, **event.facts}
    if event.trigger is Trigger.ADVICE_RECEIVED and facts.get("advice_received_on") is None:
        facts["advice_received_on"] = event.on
    kind = ruling_kind_of(facts)
    return {**facts, "ruling_kind": kind} if kind else facts


def _obligation(
    rule: Rule,
    uncertain: bool,
    event: Event,
    facts: Mapping[str, Any],
    stack: Stack,
    ladders: Ladders,
    scheduler: Scheduler,
) -> Obligation | None:
    if rule.term is None:
        return None
    book = stack.book_of[rule.id]
    label = TRIGGER_NAMES[event.trigger][1]
    calendar = scheduler.calendar
    counted = count(rule.term, event.on, calendar, facts, label, statutory=rule.document.statutory)
    if counted is None:
        return None
    hearing = event.on if event.trigger in HEARINGS else None
    anchors = Anchors(event.on, counted.safe, counted.due, hearing, event.at or USUAL_TIME)
    package = ladders.package(rule.package)
    return Obligation(
        rule=rule,
        book=book,
        event=event,
        counted=counted,
        reminders=scheduler.reminders(package, anchors) if package else (),
        escalations=scheduler.escalations(ladders.escalation(rule.package, rule.ladder), anchors),
        uncertain=uncertain,
    )


def _ordered(found: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Sort by the day to obey, and let the earlier of each group lead."""
    ordered = sorted(found, key=lambda one: (one.counted.safe, one.counted.due, one.rule.id))
    groups: set[str] = set()
    result = []
    for one in ordered:
        group = one.rule.group
        result.append(replace(one, leads=False) if group and group in groups else one)
        if group:
            groups.add(group)
    return tuple(result)
