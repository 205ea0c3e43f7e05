"""Count rows, their totals by quarter, evaluations, scores, and how a bureau's own ledger is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.base import Json, Versioned, empty_list, empty_object


class CountRow(SQLModel, table=True):
    """How one agency is counted in one case, and why. A case number is one instance.

    Kept with the facts (`bot.services.figures.keeping`): nothing else writes it, and it says nothing of its own.
    """

    __tablename__ = "count_row"
    __table_args__ = (
        UniqueConstraint("case_id", "agency_id"),
        Index("ix_count_row_agency", "agency_id", "quarter", "counted"),
        Index("ix_count_row_leader", "leader_id", "quarter"),
        Index("ix_count_row_scheduled", "agency_id", "counted", "scheduled_at"),
        # In the order in which cases of a quarter are listed: nothing is sorted.
        Index("ix_count_row_listed", "quarter", "first_held_at", "id", "agency_id", "counted", "principal_owed"),
        Index(
            "ix_count_row_report", "quarter", "agency_id", "month", "instance", "counted", "court", "cause",
            "principal", "spoke", "mode", "lost", "leader_id", "first_held_at",
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    agency_id: int = Field(foreign_key="agency.id")
    instance: str = Field(default="", max_length=20)
    """first, second, retrial, or what the number says that is none of a trial."""
    court: str = Field(default="", max_length=60)
    cause: str = Field(default="", max_length=120)
    capacity: str = Field(default="", max_length=40)
    case_kind: str = Field(default="", max_length=20)
    heard: bool = False
    """Whether a hearing of it was held."""
    not_heard: str = Field(default="", max_length=20)
    """A value of `bot.domain.figures.counting.NotHeard`; empty where it was heard."""
    counted: str = Field(default="not_heard", max_length=20)
    """A value of `bot.domain.figures.counting.Counted`."""
    why: list[dict[str, Any]] = Field(default_factory=empty_list, sa_type=Json)
    """How it came to be counted so: steps of {code, values, citation}; see `bot.domain.figures.counting.Why`."""
    reason: str = Field(default="", max_length=40)
    """Why no leader came, a value of `AbsenceReason`."""
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    leader_name: str = Field(default="", max_length=60)
    rank: str = Field(default="", max_length=20)
    in_charge: bool | None = None
    """Whether the leader who came is in charge of the matter; None where the rank does not say."""
    principal: bool = False
    """Whether the principal leader appeared by the rules."""
    principal_owed: bool = False
    """Whether a rule wants the principal leader in this case."""
    spoke: bool | None = None
    on_settlement: bool | None = None
    stayed: bool | None = None
    identity_accepted: bool | None = None
    mode: str = Field(default="", max_length=20)
    """in_court or online: how the leader took part; of a row nobody came for, how it was held."""
    not_first: bool = False
    """A leader came, but not to the first hearing, where the book wants that one."""
    first_held_at: datetime | None = None
    last_held_at: datetime | None = None
    scheduled_at: datetime | None = None
    """The first hearing that is still to be reported on. Whether its hour has gone by, the clock says."""
    hearings: list[int] = Field(default_factory=empty_list, sa_type=Json)
    """Numbers of the hearings that it rests on, in their order."""
    quarter: str = Field(default="", max_length=6)
    """Of the first held hearing, local: 2026Q3; empty where none was held."""
    month: str = Field(default="", max_length=7)
    """2026-09."""
    year: int = 0
    lost: bool = False
    book: str = Field(default="", max_length=60)
    """The rule book by which it was counted."""
    edition: str = Field(default="", max_length=16)
    """A digest of what that book said."""
    touched_at: datetime


ALL = "*"
"""As the instance of a total: all of them together. A report by unit reads one row of each."""


class CountTotal(SQLModel, table=True):
    """What the rows of an agency, a quarter and an instance come to, and those of all its instances."""

    __tablename__ = "count_total"
    __table_args__ = (
        UniqueConstraint("agency_id", "quarter", "instance"),
        # It holds all of it: a report by unit reads nothing else.
        Index(
            "ix_count_total_quarter", "quarter", "instance", "agency_id", "heard", "attended", "excused", "unexcused",
            "exempt", "open", "principal", "spoke", "online", "lost",
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    quarter: str = Field(max_length=6)
    instance: str = Field(default="", max_length=20)
    heard: int = 0
    attended: int = 0
    excused: int = 0
    unexcused: int = 0
    exempt: int = 0
    open: int = 0
    principal: int = 0
    spoke: int = 0
    online: int = 0
    lost: int = 0


class Evaluation(SQLModel, table=True):
    """What somebody says of how a leader appeared (AH18, SM10)."""

    __tablename__ = "evaluation"
    __table_args__ = (
        Index("ix_evaluation_hearing", "hearing_id", "agency_id"),
        Index("ix_evaluation_leader", "leader_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    hearing_id: int = Field(foreign_key="hearing.id")
    agency_id: int = Field(foreign_key="agency.id")
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    leader_name: str = Field(default="", max_length=60)
    source: str = Field(max_length=20)
    """court, third_party, video_check or call_back."""
    grades: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    note: str = Field(default="", max_length=500)
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class Score(Versioned, table=True):
    """What an agency scores in one indicator of an assessment, worked out or entered with a reason."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("agency_id", "sheet", "period", "indicator"),
        Index("ix_score_sheet", "sheet", "period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    sheet: str = Field(max_length=60)
    period: str = Field(max_length=20)
    indicator: str = Field(max_length=60)
    points: str = Field(default="", max_length=20)
    """A decimal number."""
    reason: str = Field(default="", max_length=500)
    evidence: str = Field(default="", max_length=500)
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    objection: str = Field(default="", max_length=500)
    answer: str = Field(default="", max_length=500)
    state: str = Field(default="open", max_length=20)
    frozen: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)


class LedgerMap(SQLModel, table=True):
    """How a bureau's own ledger is read: which heading is which field, as it was said the last time."""

    __tablename__ = "ledger_map"

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", unique=True)
    headings: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
