"""Hearings and their results."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from bot.domain.hall.terms import HearingStatus
from bot.store.base import Json, Term, Versioned, empty_object


class Hearing(Versioned, table=True):
    """One hearing of a case. A postponement moves it: `sequence` rises, the old time stays in the history."""

    __tablename__ = "hearing"
    __table_args__ = (Index("ix_hearing_case", "case_id"), Index("ix_hearing_starts", "starts_at", "status"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    starts_at: datetime
    place: str = Field(default="", max_length=120)
    mode: str = Field(default="in_court", max_length=20)
    """in_court or online (video attendance counts: 人民法院在线诉讼规则); empty where nobody said."""
    closed: bool = False
    """Not open to the public (行政诉讼法 art. 54): never shown in groups."""
    status: HearingStatus = Field(
        default=HearingStatus.SCHEDULED,
        sa_type=Term(HearingStatus),
    )
    moved_from: datetime | None = None
    sequence: int = 0
    """iCalendar SEQUENCE: rises with each change."""
    entered_at: datetime
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    notes: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)

    @property
    def online(self) -> bool:
        return self.mode == "online"

    @online.setter
    def online(self, value: bool) -> None:
        if value is not self.online:
            self.mode = "online" if value else "in_court"

    @property
    def session(self) -> str:
        """What is held: a hearing, or one of the sessions in `bot.domain.law.hearing_facts` that owe no leader."""
        return str(self.notes.get("session", "hearing"))

    @session.setter
    def session(self, value: str) -> None:
        self.notes = {**self.notes, "session": value}


class HearingResult(Versioned, table=True):
    """What one agency reports of one held hearing."""

    __tablename__ = "hearing_result"
    __table_args__ = (UniqueConstraint("hearing_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    hearing_id: int = Field(foreign_key="hearing.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    leader_name: str = Field(default="", max_length=60)
    attended: bool = False
    rank: str = Field(default="", max_length=20)
    """A key of `bot.domain.hearings.appearances.RANKS`; empty where no leader came."""
    stayed: bool | None = None
    spoke: bool | None = None
    on_settlement: bool | None = None
    staff: str = Field(default="", max_length=200)
    counsel: str = Field(default="", max_length=200)
    video: bool = False
    outcome: str = Field(default="", max_length=200)
    reported_at: datetime
    reported_by: int | None = Field(default=None, foreign_key="person.id")
