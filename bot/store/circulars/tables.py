"""Circulars, who gets them, and what they answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.hall.terms import CircularState, ReplyWanted, Role
from bot.store.base import Json, Term, Versioned, empty_list


class Circular(Versioned, table=True):
    """A circular: what is sent (copies of the composer's own messages), to whom, and what is asked back."""

    __tablename__ = "circular"
    __table_args__ = (
        Index("ix_circular_agency", "agency_id", "id"),
        Index("ix_circular_author", "author_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    """The lead organ that sends it; who may send for it, may also see, pause, correct and withdraw it."""
    author_id: int = Field(foreign_key="person.id")
    state: CircularState = Field(default=CircularState.DRAFT, sa_type=Term(CircularState))
    collecting: bool = True
    """Whether what the author sends now becomes a part."""
    parts: list[dict[str, Any]] = Field(default_factory=empty_list, sa_type=Json)
    """`bot.domain.circulars.circulars.Part` as JSON, in order."""
    title: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=60)
    """文号."""
    signed_by: str = Field(default="", max_length=120)
    reply: ReplyWanted = Field(default=ReplyWanted.RECEIPT, sa_type=Term(ReplyWanted))
    answer_by: datetime | None = None
    one_answer: bool = False
    """Whether one answer (or receipt) of each agency is enough; else everybody is asked."""
    protect: bool = False
    urgent: bool = False
    names_absence: bool = False
    """Names an agency for an absence: never sent without a second coordinator."""
    audience: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """`bot.domain.agencies.audiences.Audience` as JSON: a query, resolved when the circular is sent."""
    groups: list[int] = Field(default_factory=empty_list, sa_type=Json)
    origin: str = Field(default="", max_length=40, index=True)
    """The subject of what it carries, where another room sends it (`document:12`). That room has asked whether it may
    go out, and to whom: the sender's own reach does not count, and nobody else approves it."""
    answer_with: str = Field(default="", max_length=60)
    """The kind of document by which what it carries is to be answered."""
    replaces_id: int | None = Field(default=None, foreign_key="circular.id")
    withdrawal: bool = False
    """Takes `replaces_id` back without a new text."""
    send_at: datetime | None = None
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = None
    returned: str = Field(default="", max_length=500)
    """Why the second coordinator gave it back."""
    begun_at: datetime | None = None
    finished_at: datetime | None = None
    nudged_on: date | None = None
    created_at: datetime
    touched_at: datetime


class CircularReceipt(SQLModel, table=True):
    """One recipient of one circular. Whether it arrived is in the outbox row that `outbox_id` names."""

    __tablename__ = "circular_receipt"
    __table_args__ = (
        UniqueConstraint("circular_id", "person_id"),
        Index("ix_circular_receipt_person", "person_id"),
        Index("ix_circular_receipt_agency", "circular_id", "agency_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    circular_id: int = Field(foreign_key="circular.id")
    person_id: int = Field(foreign_key="person.id")
    agency_id: int = Field(foreign_key="agency.id")
    role: Role = Field(sa_type=Term(Role))
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    read_at: datetime | None = None
    answered_at: datetime | None = None
    joined_at: datetime | None = None
    """When the person came to it, where that was after it had begun: registered or appointed since, or added."""


class CircularAnswer(SQLModel, table=True):
    """What a recipient answered: a text, or files (`StoredFile.subject` is `circular_answer:<id>`)."""

    __tablename__ = "circular_answer"

    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="circular_receipt.id", index=True)
    circular_id: int = Field(foreign_key="circular.id", index=True)
    text: str = ""
    answered_at: datetime
