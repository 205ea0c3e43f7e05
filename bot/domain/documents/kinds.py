"""Kinds of documents, as the files in `bot/law/forms` and the operator's own declare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.hall.terms import Role
from bot.domain.law.roles import Role as LawRole


class FieldType(StrEnum):
    """What a field holds; how its raw value looks as JSON is said by `bot.domain.documents.values`."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ROWS = "rows"
    PERSON = "person"
    FILES = "files"


class StepAct(StrEnum):
    """What a step asks of whoever has it."""

    SUBMIT = "submit"
    APPROVE = "approve"
    DECIDE = "decide"
    ISSUE = "issue"


class Stage(StrEnum):
    """How far a document can come, in this order."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECIDED = "decided"
    ISSUED = "issued"
    SEALED = "sealed"
    DELIVERED = "delivered"
    REPLIED = "replied"


STAGES: tuple[Stage, ...] = tuple(Stage)
ABOUT = ("case", "hearing", "paper", "duty", "agency", "event", "period")
"""What a document can be about."""
SEALS = ("", "seal", "signature", "either")
PLAINTIFFS = ("full", "masked", "book")
TYPED = "ask"
"""The pattern of a number that a person types."""
DRAFTER = "drafter"
"""Whose business a field is, where it is nobody's who has a later step."""
FIGURES = "figures."
"""How sources begin that give what is counted."""
SUPERVISORS = (Role.COORDINATOR,)


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a field of type `rows`."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class When:
    """A field is only wanted where another one has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindField:
    """One thing that stands in the document. `source` is empty where it is asked of a person."""

    name: str
    zh: str
    en: str
    type: FieldType = FieldType.TEXT
    source: str = ""
    asked: str = DRAFTER
    required: bool = True
    most: int = 400
    ask_zh: str = ""
    ask_en: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    when: When | None = None
    inner: bool = False
    """It says how the paper is drawn up, and does not stand in it."""
    gone_by: bool = False
    """Of a day: it says what was done, so it does not lie ahead."""
    top: int = 0
    """Of a number: it lies between 0 and this; 0 where nothing is said of that."""
    followed: bool = False
    """Of rows with columns `what` and `until`: each is followed to its day, and until it is done or excused."""

    def choice(self, value: object) -> Choice | None:
        """The choice with this id."""
        return next((one for one in self.choices if one.id == value), None)

    @property
    def is_flag(self) -> bool:
        """What the book asks for, by which other fields are wanted: nobody reads or types it."""
        return self.source.startswith("book.")

    @property
    def is_figure(self) -> bool:
        """Worked out of the rows that are counted: a person corrects what was recorded, and types no figure."""
        return self.source.startswith(FIGURES)


@dataclass(frozen=True, slots=True)
class Doers:
    """Who does a step: holders of `roles` at the body that the law's role `at` names, seen from the document's agency.

    Where that body has nobody in the bot, holders of `recorded_by` over the agency write down what it did.
    """

    at: LawRole = LawRole.HANDLING_UNIT
    roles: tuple[Role, ...] = (Role.LIAISON, Role.DEPUTY_LIAISON)
    recorded_by: tuple[Role, ...] = SUPERVISORS
    arranging: bool = False
    """Of a government's paper the people of its justice bureau and its general office do the step together (SS13)."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last day of a step: so many working days before the statutory one, or the date of a duty (a rule's id)."""

    working_days_before_statutory: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class KindStep:
    id: str
    zh: str
    en: str
    by: Doers = Doers()
    act: StepAct = StepAct.SUBMIT
    last: Last | None = None
    choices: tuple[Choice, ...] = ()
    """What may be decided, where the step decides."""

    def choice(self, value: object) -> Choice | None:
        return next((one for one in self.choices if one.id == value), None)


@dataclass(frozen=True, slots=True)
class Closing:
    """A duty that the document shows to be done, and the stage at which it does."""

    rule: str
    when: Stage


_UNITS = frozenset({LawRole.EACH_UNIT, LawRole.HANDLING_UNIT, LawRole.DEFENDANT_AGENCY})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `sees` are roles at its agency, or over it, that may read it."""

    id: str
    zh: str
    en: str
    basis: tuple[str, ...] = ()
    about: str = "case"
    template: str = ""
    addressee: tuple[LawRole, ...] = ()
    closes: tuple[Closing, ...] | None = None
    """None: each duty whose rule has this kind as its `draft`, when the document is done."""
    done: Stage = Stage.SUBMITTED
    seal: str = ""
    number: str = ""
    record: str = ""
    """The pattern of the number under which it is kept, given by whom it was filed with when it is accepted."""
    starts: str = ""
    opens: str = ""
    """The trigger that beginning it fires where no duty asked for it: its term runs from then."""
    protected: bool = False
    plaintiffs: str = "full"
    sees: tuple[Role, ...] = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL, Role.COORDINATOR)
    replies: str = ""
    after: str = ""
    """The kind of letter that the unit which it names must have had first, to answer it."""
    order: int = 100
    chart: bool = False
    """A picture of its figures stands in it: units against the target, and how it went."""
    fields: tuple[KindField, ...] = ()
    steps: tuple[KindStep, ...] = (KindStep("draft", "起草", "draft"),)
    file: str = ""
    """The name of the file that declares it."""

    @property
    def for_units(self) -> bool:
        """Somebody has to pick the unit that it is for: there may be one for each of several."""
        return not _UNITS.isdisjoint(self.addressee)

    def field(self, name: str) -> KindField | None:
        return next((one for one in self.fields if one.name == name), None)

    def step(self, step_id: str) -> KindStep | None:
        return next((one for one in self.steps if one.id == step_id), None)

    def is_begun_for(self, rule: str) -> bool:
        """Whether who owes a duty of this rule begins the document.

        What it shows to be done only at a later step, where another duty is done as it is submitted, is for whoever
        has that step.
        """
        closes = self.closes or ()
        own = {one.when for one in closes if one.rule == rule}
        return not own or Stage.SUBMITTED in own or all(one.when is not Stage.SUBMITTED for one in closes)

    def asked_at(self, step: int) -> Iterator[KindField]:
        """The fields that are the business of whoever has this step: at the first, all that no later step asks."""
        own = (DRAFTER, self.steps[0].id) if step == 0 else (self.steps[step].id,) if step < len(self.steps) else ()
        return (one for one in self.fields if one.asked in own)


__all__ = [
    "ABOUT", "DRAFTER", "PLAINTIFFS", "SEALS", "STAGES", "SUPERVISORS", "TYPED", "Choice", "Closing", "Column",
    "Doers", "FieldType", "Kind", "KindField", "KindStep", "Last", "Stage", "StepAct", "When",
]  # fmt: skip
