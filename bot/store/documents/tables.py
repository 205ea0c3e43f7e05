"""Documents, their frozen editions, what was done with them, their numbers, and what waits to be printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.documents.breaches import CandidateState
from bot.domain.documents.documents import Act, DocumentState
from bot.store.base import Json, Leased, Term, Versioned, empty_list, empty_object


class Document(Versioned, table=True):
    """A paper of the office: a draft at first, then what became of it."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "number"),
        Index("ix_document_agency_state", "agency_id", "state"),
        Index("ix_document_case", "case_id"),
        Index("ix_document_hearing", "hearing_id"),
        Index("ix_document_duty", "duty_id"),
        Index("ix_document_paper", "paper_id"),
        Index("ix_document_addressee", "addressee_id"),
        Index("ix_document_replies_to", "replies_to"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60)
    key: str = Field(unique=True, max_length=160)
    """What makes it once: `kind/subject`, as `loss_report/duty:12`."""
    agency_id: int = Field(foreign_key="agency.id")
    """Whose paper it is."""
    case_id: int | None = Field(default=None, foreign_key="case.id")
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    appearance_id: int | None = Field(default=None, foreign_key="appearance.id")
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    duty_id: int | None = Field(default=None, foreign_key="duty.id")
    event_id: int | None = Field(default=None, foreign_key="event.id")
    period: str = Field(default="", max_length=20)
    """2026, 2026-Q3, 2026-11."""
    addressee_id: int | None = Field(default=None, foreign_key="agency.id")
    state: DocumentState = Field(default=DocumentState.DRAFT, sa_type=Term(DocumentState))
    step: int = 0
    """The step of its kind that is to be done; past the last when all are."""
    edition: int = 0
    """The newest frozen one; 0 where there is none."""
    values: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """What people said, by field; what the bot knows stands in the rows that it knows it from."""
    number: str | None = Field(default=None, max_length=80)
    issued_on: date | None = None
    reason: str = Field(default="", max_length=500)
    """Why it was sent back the last time."""
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="person.id")
    touched_at: datetime
    replies_to: int | None = Field(default=None, foreign_key="document.id")
    facts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """`reached`: {stage: instant}; `accepting`: its duty waits to be accepted; `choice`: what was decided; and what
    single kinds keep."""


class Edition(SQLModel, table=True):
    """What a document was when it was submitted, or issued. It never changes; a later one stands beside it."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("document_id", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    n: int
    values: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """Everything that was filled in: {field: {"raw": …, "origin": "source" | "person"}}."""
    shown: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """What its template is rendered with."""
    hash: str = Field(default="", max_length=64)
    """Of the file; empty until it is printed."""
    frozen_at: datetime
    by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
    """Why there is another one after the first."""


class DocumentStep(SQLModel, table=True):
    """Who did what with a document, when."""

    __tablename__ = "document_step"
    __table_args__ = (Index("ix_document_step_document", "document_id"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    edition: int = 0
    step: int = 0
    act: Act = Field(sa_type=Term(Act))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    for_name: str = Field(default="", max_length=120)
    """Who decided, where somebody else writes it down."""
    at: datetime
    text: str = Field(default="", max_length=2000)


class NumberSeries(SQLModel, table=True):
    """The last number that an agency gave to a kind of document in a year."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    kind: str = Field(max_length=60)
    year: int
    last: int = 0


class PrintJob(Leased, table=True):
    """A document that waits to be rendered: an edition to be kept, or a draft that somebody wants to see."""

    __tablename__ = "print_job"

    document_id: int = Field(foreign_key="document.id")
    edition: int = 0
    """0: the draft as it stands."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who gets it; nobody where it is only kept."""
    chat_id: int | None = Field(default=None, sa_type=BigInteger)


class BreachCandidate(Versioned, table=True):
    """What may be a breach, by what the bot knows. Whether it is one, a coordinator says; nobody is named by it."""

    __tablename__ = "breach_candidate"
    __table_args__ = (Index("ix_breach_candidate_agency_state", "agency_id", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    """Code and ground: `report_missing/duty:12`, `spc_absent/hearing:7:3`. Dismissed once, it is not raised again."""
    code: str = Field(max_length=40)
    """Of the list `breach` in the common rule book."""
    rule: str = Field(default="", max_length=40)
    """The rule under which it is one."""
    agency_id: int = Field(foreign_key="agency.id")
    case_id: int | None = Field(default=None, foreign_key="case.id")
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    duty_id: int | None = Field(default=None, foreign_key="duty.id")
    on: date
    """The day (local) of the hearing, or the last day that was not kept."""
    state: CandidateState = Field(default=CandidateState.OPEN, sa_type=Term(CandidateState))
    measures: list[str] = Field(default_factory=empty_list, sa_type=Json)
    """What the coordinator chose of the measures that the rules provide."""
    said: str = Field(default="", max_length=500)
    """What happened, of one that a coordinator entered: it has no ground that could fall away."""
    reason: str = Field(default="", max_length=500)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    created_at: datetime
