"""Who will appear, for which agency, and how we know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from bot.domain.hall.terms import AbsenceReason, AnswerVia, AppearanceState
from bot.store.base import Json, Term, Versioned, empty_object


class Appearance(Versioned, table=True):
    """An agency's leader for a case, later for one of its hearings (`hearing_id` is empty before a date exists)."""

    __tablename__ = "appearance"
    __table_args__ = (
        UniqueConstraint("case_id", "agency_id", "hearing_id"),
        Index("ix_appearance_hearing", "hearing_id"),
        Index("ix_appearance_leader", "leader_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    state: AppearanceState = Field(
        default=AppearanceState.UNNAMED,
        sa_type=Term(AppearanceState),
    )
    strength: str = Field(default="base", max_length=20)
    """none, base, hard, principal or ask: by the rule book."""
    grounds: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """What the strength rests on. `facts`: the names of those that were looked at; `why`: the reasons that a card
    names (`bot.services.law.verdict`); `asks`: codes of open questions. Empty where it was judged before this was kept.
    """
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    leader_name: str = Field(default="", max_length=60)
    leader_post: str = Field(default="", max_length=60)
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_via: AnswerVia | None = Field(default=None, sa_type=Term(AnswerVia))
    answered_at: datetime | None = None
    answer_by: datetime | None = None
    """Until when an answer is asked for."""
    replaced_name: str = Field(default="", max_length=60)
    """Whom the named leader stands in for, while the court's permission is awaited."""
    absence_reason: AbsenceReason | None = Field(
        default=None,
        sa_type=Term(AbsenceReason),
    )
    absence: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """note, proof (sealed, signed, none), staff, postponement (none, asked, granted, refused), the court's view."""
    facts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """What a person settled where the rule books ask, and whom a substitute stands in for."""
