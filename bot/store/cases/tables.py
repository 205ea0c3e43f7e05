"""Cases, their parties, court papers, and the files that people sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.hall.terms import PaperKind, PartyCapacity, ServiceMode
from bot.store.base import Json, Term, Versioned, empty_object

_STANDS = text("merged_into IS NULL")


class Case(Versioned, table=True):
    """A case, found by its normalised number, as （2026）豫0482行初12号.

    One case of a number stands. An agency that names a number which is others' has a claim beside it: a row of its own
    with all that it enters, so that neither side sees the other's, until somebody says whether it is a party.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "uq_case_number_claimed_by",
            "number",
            "claimed_by",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=60)
    claimed_by: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """0 for the case that stands; for a claim the id of the agency that made it."""
    merged_into: int | None = Field(default=None, foreign_key="case.id", index=True)
    """Of a claim that was confirmed: the case that holds everything now. Old buttons find their way by it."""
    instance: str = Field(default="", max_length=20)
    """first, second, retrial, review, execution_review, other: read from the number."""
    court: str = Field(default="", max_length=60)
    cause: str = Field(default="", max_length=120)
    plaintiff: str = Field(default="", max_length=120)
    """Shown in full only to the case's own people; masked everywhere else."""
    plaintiff_count: int = 1
    original_number: str = Field(default="", max_length=60)
    facts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """What the rule books ask about: risk tags, review outcome, who asked for the leader, outcome.

    Of a claim also `settled`: what was said of it, by whom (an id), when (local day)."""
    handling_agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    created_at: datetime
    closed_on: date | None = None


class Party(SQLModel, table=True):
    """An agency's place in a case."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("case_id", "agency_id"), Index("ix_party_agency", "agency_id"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    agency_id: int = Field(foreign_key="agency.id")
    capacity: PartyCapacity = Field(
        default=PartyCapacity.DEFENDANT,
        sa_type=Term(PartyCapacity),
    )
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What a person answered about this agency in this case, by the names of `bot.domain.law.hearing_facts`.

    Also `assumed`: nobody has said the capacity yet, it is the ordinary one; `alone`: a reconsideration body that is
    sued without the agency whose act it reconsidered."""


class Paper(Versioned, table=True):
    """A court paper served on an agency. `served_on` starts the clocks; `entered_at` is when the bot heard."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_case", "case_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    agency_id: int = Field(foreign_key="agency.id")
    kind: PaperKind = Field(sa_type=Term(PaperKind))
    served_on: date
    service_mode: ServiceMode = Field(
        default=ServiceMode.IN_PERSON,
        sa_type=Term(ServiceMode),
    )
    term_on: date | None = None
    """The term that the paper itself sets, where it sets one."""
    facts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    effective_on: date | None = None
    """When a judgment took effect, once a person confirmed it."""
    entered_at: datetime
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn: bool = False


class StoredFile(SQLModel, table=True):
    """A file kept under `var/files` by the hash of its content."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(max_length=64, index=True)
    name: str = Field(default="", max_length=200)
    mime: str = Field(default="", max_length=100)
    size: int = 0
    telegram_file_id: str = Field(default="", max_length=200)
    subject: str = Field(default="", max_length=60, index=True)
    """What it belongs to, as `paper:12` or `duty:7`; empty while it lies in a draft."""
    sent_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime
