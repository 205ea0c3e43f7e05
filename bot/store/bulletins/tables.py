"""Bulletins of courts, with figures and cases; what differs from ours; candidates for letters; our own as issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.base import Json, Versioned, empty_list, empty_object


class CourtBulletin(Versioned, table=True):
    """What a court reported of a quarter, as the office got it."""

    __tablename__ = "court_bulletin"
    __table_args__ = (Index("ix_court_bulletin_agency", "agency_id", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    """The office that received it."""
    court: str = Field(default="", max_length=60)
    quarter: str = Field(max_length=6)
    received_on: date
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    state: str = Field(default="open", max_length=20)
    facts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)


class CourtFigure(SQLModel, table=True):
    """The court's figures of one unit."""

    __tablename__ = "court_figure"
    __table_args__ = (Index("ix_court_figure_bulletin", "bulletin_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bulletin_id: int = Field(foreign_key="court_bulletin.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    """Empty while nobody has said which agency the court means."""
    name: str = Field(default="", max_length=120)
    """As the court wrote it."""
    heard: int = 0
    attended: int = 0
    principal: int | None = None
    note: str = Field(default="", max_length=500)


class CourtCase(SQLModel, table=True):
    """A case that the court lists."""

    __tablename__ = "court_case"
    __table_args__ = (Index("ix_court_case_bulletin", "bulletin_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bulletin_id: int = Field(foreign_key="court_bulletin.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    number: str = Field(default="", max_length=60)
    name: str = Field(default="", max_length=120)
    attended: bool | None = None
    reason: str = Field(default="", max_length=200)


class Difference(SQLModel, table=True):
    """Where the court's bulletin and our rows say different things; a person settles it, neither is overwritten."""

    __tablename__ = "difference"
    __table_args__ = (Index("ix_difference_bulletin", "bulletin_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bulletin_id: int = Field(foreign_key="court_bulletin.id")
    kind: str = Field(max_length=20)
    """only_theirs, only_ours or different."""
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    case_id: int | None = Field(default=None, foreign_key="case.id")
    number: str = Field(default="", max_length=60)
    ours: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    theirs: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None
    choice: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=500)


class LetterCandidate(Versioned, table=True):
    """A unit that may get a letter, by the figures or by how a leader appeared. Whether it does, a coordinator says."""

    __tablename__ = "letter_candidate"
    __table_args__ = (
        Index("ix_letter_candidate_bulletin", "bulletin_id", "agency_id"),
        Index("ix_letter_candidate_state", "agency_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    bulletin_id: int = Field(foreign_key="court_bulletin.id")
    agency_id: int = Field(foreign_key="agency.id")
    ground: str = Field(max_length=20)
    """rate or effect."""
    appearance_id: int | None = Field(default=None, foreign_key="appearance.id")
    values: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    state: str = Field(default="open", max_length=20)
    """open, confirmed, dismissed, withdrawn or issued."""
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = None
    reason: str = Field(default="", max_length=500)
    document_id: int | None = Field(default=None, foreign_key="document.id")


class Issued(SQLModel, table=True):
    """A bulletin of ours as it was issued: it never changes; what was corrected later stands in the next one."""

    __tablename__ = "issued"
    __table_args__ = (
        UniqueConstraint("document_id", "edition"),
        Index("ix_issued_agency", "agency_id", "kind", "period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    agency_id: int = Field(foreign_key="agency.id")
    kind: str = Field(max_length=40)
    """monthly or quarterly."""
    period: str = Field(max_length=20)
    edition: int = 1
    figures: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    rows: list[Any] = Field(default_factory=empty_list, sa_type=Json)
    hash: str = Field(default="", max_length=64)
    """Of the file."""
    at: datetime
    by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
    corrections: list[Any] = Field(default_factory=empty_list, sa_type=Json)


class TypicalCase(Versioned, table=True):
    """An entry of an office's library of typical cases: no plaintiff is named in it."""

    __tablename__ = "typical_case"
    __table_args__ = (Index("ix_typical_case_agency", "agency_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    """The office that keeps it."""
    unit_id: int | None = Field(default=None, foreign_key="agency.id")
    """Whose case it is; empty where it is none of the office's units."""
    document_id: int | None = Field(default=None, foreign_key="document.id", unique=True)
    """The report of a model that it was taken from."""
    year: int
    title: str = Field(max_length=120)
    number: str = Field(default="", max_length=60)
    tags: list[str] = Field(default_factory=empty_list, sa_type=Json)
    text: str = Field(default="", max_length=4000)
    origin: str = Field(default="", max_length=120)
    """Where it is from, in words: a court's bulletin, a unit's report."""
    state: str = Field(default="kept", max_length=20)
    """kept (the office alone), shown (to its units too) or withdrawn."""
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
