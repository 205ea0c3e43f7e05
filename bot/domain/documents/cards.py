"""A document as one reader sees it: what stands in it, who is next, by when, what this reader may do. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.documents.documents import OPEN, OVER, Act, DocumentState
from bot.domain.documents.kinds import Kind, KindField, KindStep
from bot.domain.duties.duties import Distance
from bot.domain.hall.paging import Page

SOURCE, PERSON, NONE = "source", "person", "none"
"""Where a value comes from: the bot knew it, somebody said it, nobody has."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a unit says is still to come: until when it may; without a day where the unit was not told yet."""

    until: date | None = None
    distance: Distance | None = None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as the card shows it: `shown` is what the paper shows of it, empty where nothing is known."""

    field: KindField
    shown: str = ""
    origin: str = NONE
    missing: bool = False
    """It is required and empty."""
    mine: bool = False
    """The reader may fill it in now."""
    rows: int = 0
    raw: Any = None
    """The value itself, where it can be said in English."""
    words: tuple[str, ...] = ()
    """Of what the bot knows in words of its own their message ids; what has none as it is."""
    awaited: Awaited | None = None
    """It is missing, and nobody is asked for it: it stands there once the unit answered, or let its term go by."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next and by whom: names, or the body that has nobody here; `last` is its last day."""

    act: Act
    step: KindStep | None = None
    body: str = ""
    names: tuple[str, ...] = ()
    last: date | None = None
    distance: Distance | None = None
    recorded: bool = False
    """The body has nobody here: it is written down what it did."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was done with it."""

    act: Act
    at: datetime
    by: str = ""
    for_name: str = ""
    text: str = ""
    step: KindStep | None = None
    edition: int = 0


@dataclass(frozen=True, slots=True)
class EditionLine:
    n: int
    at: datetime
    by: str = ""
    reason: str = ""
    files: int = 0


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with it now."""

    fill: bool = False
    submit: bool = False
    approve: bool = False
    send_back: bool = False
    take_back: bool = False
    decide: bool = False
    issue: bool = False
    seal: bool = False
    hand_over: bool = False
    void: bool = False
    preview: bool = False
    download: bool = False


class Fell(StrEnum):
    """What a document rests on that is no more."""

    PAPER = "paper"
    HEARING = "hearing"


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One document for one reader. `due` is the last day of its duty (`distance` how far that is)."""

    id: int
    version: int
    kind: Kind
    state: DocumentState
    agency: str
    own: bool = True
    """It is a paper of an agency the reader works for: that need not be named to him or her."""
    step: int = 0
    edition: int = 0
    about: str = ""
    """The case's number; of others the hearing, the event, the period."""
    case_id: int | None = None
    hearing_id: int | None = None
    duty_id: int | None = None
    addressee: str = ""
    fields: tuple[FieldLine, ...] = ()
    next: Next | None = None
    due: date | None = None
    by_statute: bool = False
    """`due` is the end of a statutory term, which runs on whatever becomes of the document."""
    distance: Distance | None = None
    number: str = ""
    proposed: str = ""
    """The number that comes next in the series."""
    issued_on: date | None = None
    decided: str = ""
    """The choice that was decided (an id of the step's)."""
    reason: str = ""
    """Why it was sent back the last time."""
    author: str = ""
    fell: Fell | None = None
    """What it rests on, and is no more."""
    files: int = 0
    """Scans and proofs."""
    answer: int = 0
    """The document that answers it, as soon as that was handed in and the reader may see it; else 0."""
    letter: int = 0
    """The document that it answers, likewise."""
    editions: tuple[EditionLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    may: May = May()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_returned(self) -> bool:
        """Somebody sent it back; else it was taken back, or has to be filed anew."""
        return next((one.act is Act.SEND_BACK for one in reversed(self.steps)), True)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def missing(self) -> tuple[FieldLine, ...]:
        return tuple(one for one in self.fields if one.missing and one.awaited is None)

    @property
    def awaited(self) -> FieldLine | None:
        """What is missing because the unit is still to be heard."""
        return next((one for one in self.fields if one.awaited is not None), None)

    @property
    def to_fill(self) -> tuple[FieldLine, ...]:
        """What this reader has to fill in before the step can be done."""
        return tuple(one for one in self.missing if one.mine)

    @property
    def to_add(self) -> tuple[FieldLine, ...]:
        """What only people know, that this reader may say besides and nobody did so far."""
        free = (one for one in self.fields if one.mine and not one.missing and one.raw in (None, "", [], {}))
        return tuple(one for one in free if one.field.ask_zh)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list."""

    id: int
    kind: Kind
    state: DocumentState
    agency: str
    about: str = ""
    missing: int = 0
    last: date | None = None
    """Of the step that is to be done, else of its duty."""
    distance: Distance | None = None
    waits: str = ""
    """For whom it waits."""
    mine: bool = False
    """It waits for the reader."""
    number: str = ""
    promised: int = 0
    """Of what it promised so much is open, the first by `promised_by`."""
    promised_by: date | None = None
    promised_in: Distance | None = None
    others: bool = False
    """It is another agency's than the reader's: of several that are called the same, whose it is tells them apart."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a list. `which` is mine, waiting, under_way or over; `counts` says how many are in each."""

    which: str
    page: Page[DocumentLine]
    counts: dict[str, int]
    breaches: int | None = None
    """Possible breaches on which the reader is to decide; None for whoever decides on none."""
    begins: bool = False
    """The reader may begin one."""


@dataclass(frozen=True, slots=True)
class CasePapers:
    """The papers of a case, and what can be begun there."""

    case_id: int
    number: str
    page: Page[DocumentLine]
    offered: tuple[Kind, ...] = ()
