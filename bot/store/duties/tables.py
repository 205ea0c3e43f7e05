"""Duties: what an agency owes by when, and the evidence that closes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from bot.domain.hall.terms import DutyState
from bot.store.base import Json, Term, Versioned, empty_list, empty_object


class Duty(Versioned, table=True):
    """An obligation that came into being. `due` is the law's last day, `safe` the date to obey."""

    __tablename__ = "duty"
    __table_args__ = (
        Index("ix_duty_agency_state", "agency_id", "state"),
        Index("ix_duty_safe", "state", "safe"),
        Index("ix_duty_case", "case_id"),
        Index("ix_duty_about", "about"),
        Index("ix_duty_paper", "paper_id"),
        Index("ix_duty_hearing", "hearing_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    """What makes it once: rule, trigger and subject, as `SS17/paper:12` or `SS14/2026/agency:5`."""
    about: str = Field(default="", max_length=100)
    """The middle of the key: what it came from, as `paper:12` or `2026:5`."""
    rule: str = Field(max_length=40)
    rulebook: str = Field(max_length=60)
    rule_version: str = Field(default="", max_length=20)
    kind: str = Field(default="duty", max_length=20)
    title: dict[str, str] = Field(default_factory=empty_object, sa_type=Json)
    """What is to be done, by language."""
    agency_id: int = Field(foreign_key="agency.id")
    """Who owes it."""
    owed_by: str = Field(default="", max_length=40)
    owed_to: list[str] = Field(default_factory=empty_list, sa_type=Json)
    case_id: int | None = Field(default=None, foreign_key="case.id")
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    trigger: str = Field(default="", max_length=40)
    trigger_on: date
    unrolled: date
    due: date
    safe: date
    provisional: bool = False
    set_date: date | None = None
    """A different date that a coordinator set, with a reason; kept beside the computed ones."""
    set_reason: str = Field(default="", max_length=300)
    citation: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    steps: list[Any] = Field(default_factory=empty_list, sa_type=Json)
    """The counting, step by step, as values that a view puts into words."""
    package: str = Field(default="", max_length=20)
    ladder: list[Any] = Field(default_factory=empty_list, sa_type=Json)
    evidence: str = Field(default="", max_length=200)
    state: DutyState = Field(default=DutyState.OPEN, sa_type=Term(DutyState))
    done_on: date | None = None
    done_number: str = Field(default="", max_length=120)
    done_note: str = Field(default="", max_length=500)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    judged_by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime

    @property
    def obey(self) -> date:
        """The one date people are shown: the set date where there is one, else the safe date."""
        return self.set_date or self.safe

    @property
    def deadline(self) -> date:
        """After this day the duty is overdue: the legal last day, or the later day that a coordinator set."""
        return max(self.due, self.set_date) if self.set_date else self.due
