"""Training, trial observation and meetings: what is held when, who is invited, who comes and who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.hall.terms import EventAnswer, EventKind, EventState, Presence, SignInWay
from bot.store.base import Json, Term, Versioned, empty_object


class Event(Versioned, table=True):
    """One event. Whatever a calendar shows of it changes together with `sequence`."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_starts", "state", "starts_at"),
        Index("ix_event_organiser", "organiser_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("quota IS NULL OR quota > 0", name="quota"),
        CheckConstraint("agency_quota IS NULL OR agency_quota > 0", name="agency_quota"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: EventKind = Field(sa_type=Term(EventKind))
    title: str = Field(max_length=80)
    organiser_id: int = Field(foreign_key="agency.id")
    """The agency that holds it: for it, and for no other, the event counts as organised."""
    court: str = Field(default="", max_length=60)
    """The court that holds it together with the organiser."""
    starts_at: datetime
    ends_at: datetime
    place: str = Field(default="", max_length=120)
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id", index=True)
    """The hearing that is watched: the event follows it."""
    lead_minutes: int = 0
    """So long before the hearing people gather."""
    audience: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """`bot.domain.agencies.audiences.Audience` as JSON: who is invited, resolved when invitations go out."""
    quota: int | None = None
    agency_quota: int | None = None
    reply_by: datetime
    note: str = Field(default="", max_length=300)
    sign_in: SignInWay = Field(default=SignInWay.CODE, sa_type=Term(SignInWay))
    secret: str = Field(max_length=64)
    """What the changing code is made of; it leaves the database only as that code."""
    state: EventState = Field(default=EventState.PLANNED, sa_type=Term(EventState))
    reason: str = Field(default="", max_length=300)
    """Why it was cancelled."""
    sequence: int = 0
    """iCalendar SEQUENCE: rises with each change of title, time, place or state."""
    summary: str = Field(default="", max_length=2000)
    closed_at: datetime | None = None
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="person.id")


class EventGuest(SQLModel, table=True):
    """One person of one event: the invitation, the answer, and whether he or she was there."""

    __tablename__ = "event_guest"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_event_guest_answer", "event_id", "answer"),
        Index("ix_event_guest_agency", "event_id", "agency_id"),
        Index("ix_event_guest_person", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Empty for somebody sent in another's place who is not in the roster."""
    agency_id: int = Field(foreign_key="agency.id")
    name: str = Field(max_length=60)
    post: str = Field(default="", max_length=60)
    group: str = Field(default="", max_length=20)
    """leaders, legal, enforcement, liaisons or others."""
    answer: EventAnswer = Field(default=EventAnswer.UNANSWERED, sa_type=Term(EventAnswer))
    held: bool = False
    """A seat is kept although the answer is asked for again: the time moved after a yes."""
    reason: str = Field(default="", max_length=200)
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    stands_for_id: int | None = Field(default=None, foreign_key="event_guest.id")
    invited: bool = True
    """False for people who were sent by others, or came without an invitation."""
    told_sequence: int = 0
    """The event's sequence in the last message of its own that this person got; older messages are retired."""
    presence: Presence | None = Field(default=None, sa_type=Term(Presence))
    signed_at: datetime | None = None
    signed_by: int | None = Field(default=None, foreign_key="person.id")
    feedback: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
