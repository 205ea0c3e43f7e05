"""Rules, rule books and stacks of them, as frozen values.

A rule book is one document (or, for the national layer, several laws) turned into dated rules. A
stack is what is in force on one day for one region: the national layer below, the region above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.law.citations import cited_in_english
from bot.domain.law.conditions import ALWAYS, Condition
from bot.domain.law.explanations import Named
from bot.domain.law.roles import Role
from bot.domain.law.triggers import Trigger


class Kind(StrEnum):
    """Where a passage of the text has its place in the machine."""

    DUTY = "duty"
    RECURRING = "recurring"
    RIGHT = "right"
    DECISION = "decision"
    TARGET = "target"
    MEASURE = "measure"
    STATISTIC = "statistic"
    DRAFT = "draft"
    ADVICE = "advice"
    CHECKLIST = "checklist"
    NONE = "none"


#: Kinds that make obligations when their trigger fires. A right (to appeal) has a last day too.
ACTIVE = frozenset({Kind.DUTY, Kind.RECURRING, Kind.RIGHT})


COMMANDS: Mapping[str, str] = {
    "ledger": "ledger",
    "indicator_table": "assessment",
    "assessment_sheet": "assessment",
    "event_notice": "event",
}
"""Drafts of rules that are not begun as papers: they are made of the figures, or of an event that is set up first, by
these commands."""


class Unit(StrEnum):
    """What a term is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"
    MONTH = "month"
    YEAR = "year"


class Roll(StrEnum):
    """What happens when the last day is a day off."""

    NEXT = "next"
    NONE = "none"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Term:
    """How a last day follows from a trigger. Exactly one of the shapes is set.

    `n`/`unit`: a count. `fixed`: a month and day, `year_offset` years after the trigger's year.
    `boundary`: the period's last working day. `own`: the term that the document names (facts
    `term_on` or `term_days`), with `n` as fallback when it is above 0. `same_day`: the trigger's day.
    `anchor`: count from the last day of another term. `count_from`: a fact to count from instead of
    the trigger. `cap_own`: never later than the document's own term.
    """

    n: int = 0
    unit: Unit = Unit.CALENDAR
    backwards: bool = False
    count_trigger_day: bool = False
    roll: Roll = Roll.NEXT
    fixed: tuple[int, int] | None = None
    year_offset: int = 0
    last_working_day: bool = False
    own: bool = False
    cap_own: bool = False
    same_day: bool = False
    anchor: "Term | None" = None
    count_from: str | None = None
    from_text: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A text that rules rest on: what a citation names. `statutory`: a law says that last days roll.

    `short_title_en` is empty where the book gives none.
    """

    id: str
    title: str
    short_title: str
    short_title_en: str = ""
    number: str = ""
    issuer: str = ""
    effective_from: date | None = None
    source: str = ""
    verified: bool = True
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to be reached: a target line, or a number of events in a period."""

    metric: str
    at_least: float
    by: date | None = None
    per: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One passage of a text and what the machine makes of it, in one dated version."""

    id: str
    version: int
    kind: Kind
    title_zh: str
    title_en: str
    document: Document
    section: str
    section_en: str = ""
    do_zh: str = ""
    do_en: str = ""
    quotes: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    triggers: frozenset[Trigger] = frozenset()
    when: Condition = ALWAYS
    apply_when_unknown: bool = False
    always_asks: bool = False
    question_zh: str = ""
    question_en: str = ""
    owed_by: tuple[Role, ...] = ()
    owed_to: tuple[Role, ...] = ()
    units: tuple[str, ...] = ()
    term: Term | None = None
    evidence: tuple[str, ...] = ()
    package: str = ""
    ladder: str = ""
    breach: tuple[str, ...] = ()
    draft: str = ""
    decides: str = ""
    period: str = ""
    group: str = ""
    goal: Goal | None = None
    measures: tuple[str, ...] = ()
    feature: str = ""
    see: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    verified: bool = True
    reason: str = ""
    note: str = ""

    @property
    def row(self) -> str:
        """The row of the reference that this rule belongs to: `SS21.term` belongs to `SS21`."""
        return self.id.partition(".")[0]

    @property
    def place_en(self) -> str:
        """The section as it is cited in English; as it stands where that cannot be told."""
        return self.section_en or cited_in_english(self.section) or self.section

    @property
    def source(self) -> Named:
        """What the rule rests on, short: 行政诉讼法第三条第三款, Administrative Litigation Law, art. 3(3)."""
        document = self.document
        english = f"{document.short_title_en or document.short_title}, {self.place_en}"
        return Named(f"{document.short_title}{self.section}", english)

    def in_force(self, on: date) -> bool:
        """Return whether this version applies on `on`; unknown ends count as open."""
        start = self.effective_from or self.document.effective_from
        return (start is None or start <= on) and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One data file: a document with its rules and the parameters it sets."""

    id: str
    document: Document
    region: str
    layer: str
    binding: bool
    builds_on: tuple[str, ...]
    supersedes: tuple[str, ...]
    lead_organ: Role | None
    effective_to: date | None
    verified: bool
    asks: tuple[tuple[str, str, str], ...]
    params: Mapping[str, Any]
    rules: tuple[Rule, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)
    file: str = ""

    def in_force(self, on: date) -> bool:
        """Return whether the document itself is in force on `on`; unknown ends count as open."""
        start = self.document.effective_from
        return (start is None or start <= on) and (self.effective_to is None or on <= self.effective_to)

    def version(self, on: date) -> tuple[Rule, ...]:
        """Return the rules of this book that are in force on `on`."""
        if self.effective_to is not None and on > self.effective_to:
            return ()
        return tuple(rule for rule in self.rules if rule.in_force(on))


@dataclass(frozen=True, slots=True)
class Stack:
    """The rules for one region on one day, with the parameters of all layers merged."""

    book: RuleBook
    layers: tuple[RuleBook, ...]
    rules: tuple[Rule, ...]
    params: Mapping[str, Any]
    by_trigger: Mapping[Trigger, tuple[Rule, ...]]
    book_of: Mapping[str, str]

    def decisions(self, decides: str) -> tuple[Rule, ...]:
        """Return the decision rules of one family, for example `principal`."""
        return tuple(rule for rule in self.rules if rule.decides == decides)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with this id in force, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def build_stack(book: RuleBook, layers: Iterable[RuleBook], on: date) -> Stack:
    """Stack `layers` (lowest first, `book` last) as they stand on `on`; what is replaced drops out."""
    ordered = tuple(layers)
    rules = [(layer.id, rule) for layer in ordered for rule in layer.version(on)]
    gone = {old for _, rule in rules for old in rule.replaces}
    kept = [(layer, rule) for layer, rule in rules if rule.id not in gone and rule.row not in gone]
    by_trigger: dict[Trigger, list[Rule]] = {}
    for _, rule in kept:
        if rule.kind in ACTIVE and rule.term is not None:
            for trigger in rule.triggers:
                by_trigger.setdefault(trigger, []).append(rule)
    params: dict[str, Any] = {}
    for layer in ordered:
        if layer.in_force(on):
            params |= layer.params
    return Stack(
        book=book,
        layers=ordered,
        rules=tuple(rule for _, rule in kept),
        params=params,
        by_trigger={trigger: tuple(found) for trigger, found in by_trigger.items()},
        book_of={rule.id: layer for layer, rule in kept},
    )
