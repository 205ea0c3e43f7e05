"""Agencies, people, appointments, invitations, linked groups."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.hall.terms import AgencyKind, Reform, Role
from bot.store.base import Term, Versioned


class Agency(Versioned, table=True):
    """A unit of the tree. `path` holds the ids from the root, as `/1/4/9/`, so that a branch is a prefix."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("parent_id", "name"), Index("ix_agency_path", "path"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    short_name: str = Field(max_length=40)
    kind: AgencyKind = Field(sa_type=Term(AgencyKind))
    parent_id: int | None = Field(default=None, foreign_key="agency.id")
    supervisor_id: int | None = Field(default=None, foreign_key="agency.id")
    """The second line of supervision, by system (条线): the city department over the same county department."""
    lead_id: int | None = Field(default=None, foreign_key="agency.id")
    """The lead organ of this agency's subtree, where one is named here."""
    rulebook: str | None = Field(default=None, max_length=60)
    """The rule book of this agency's subtree, where one is named here; inherited downwards."""
    approval_needed: bool = False
    """Whether circulars of this subtree need a second coordinator's approval."""
    path: str = Field(default="", max_length=200)
    closed_on: date | None = None


class FormerName(SQLModel, table=True):
    """A name that an agency bore until a reform (机构改革): whoever reads it is led to `agency_id`."""

    __tablename__ = "former_name"

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    name: str = Field(max_length=120)
    short_name: str = Field(max_length=40)
    how: Reform = Field(sa_type=Term(Reform))
    since: date
    """The local day from which the name is a former one."""
    ended_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    """The agency that bore it and is no more; empty where the agency itself bears another name now."""
    leads: bool = True
    """Of an agency that was split each successor has its row; a text with the old name means the one that leads."""


class Person(Versioned, table=True):
    """A person, known to Telegram once `telegram_id` is set."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    phone: str = Field(default="", max_length=30)
    telegram_id: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    chat_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    language: str = Field(default="zh_CN", max_length=10)
    phone_verified: bool = False
    unreachable_since: datetime | None = None
    refused_at: datetime | None = None
    """When Telegram last refused a message to this person; a suspicion as long as `unreachable_since` is not set."""
    created_at: datetime


class Appointment(Versioned, table=True):
    """A role of a person in an agency, from a date, perhaps to a date (both inclusive)."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_person", "person_id"),
        Index("ix_appointment_agency_role", "agency_id", "role"),
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="dates"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    """Empty for an administrator of the whole tree."""
    role: Role = Field(sa_type=Term(Role))
    post: str = Field(default="", max_length=60)
    in_charge_of: str = Field(default="", max_length=200)
    """Which matters a leader is in charge of (分管)."""
    from_date: date
    to_date: date | None = None


class Invitation(SQLModel, table=True):
    """A one-time link. Only the hash of its code is stored; `person_id` is the person it will bind."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True, max_length=64)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    role: Role | None = Field(default=None, sa_type=Term(Role))
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = None


class LinkedGroup(SQLModel, table=True):
    """A Telegram group that an administrator linked to a branch of the tree."""

    __tablename__ = "linked_group"

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(unique=True, sa_type=BigInteger)
    title: str = Field(default="", max_length=200)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    linked_by: int | None = Field(default=None, foreign_key="person.id")
    linked_at: datetime | None = None
    hearing_notes: bool = False
    """Whether the notes on the next day's hearings go here."""
    thread: int = 0
    """The topic in which it was linked, of a group that has topics: what it is told unasked stands there."""
    gone_at: datetime | None = None
