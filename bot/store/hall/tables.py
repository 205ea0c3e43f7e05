"""Drafts of forms, the audit trail and small state by name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from bot.store.base import Json, Leased, empty_list, empty_object


class Draft(SQLModel, table=True):
    """A half-filled form of one person. It survives restarts and reminders."""

    __tablename__ = "draft"

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    form: str = Field(max_length=40)
    data: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """Values given so far, by field."""
    context: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    asking: str = Field(default="", max_length=40)
    """The field that is asked for now; empty when the preview is shown."""
    serial: int = 0
    """Rises with every step: a button of an older step is out of date."""
    updated_at: datetime


class PictureJob(Leased, table=True):
    """A picture, or a scan, that waits to be read for somebody's draft; or the wish to see a piece of one.

    What is read of it goes into the draft and nowhere else, so this row holds no word of it.
    """

    __tablename__ = "picture_job"

    person_id: int = Field(foreign_key="person.id")
    chat_id: int = Field(sa_type=BigInteger)
    hash: str = Field(max_length=64)
    piece: str = Field(default="", max_length=40)
    """The field of the draft whose piece is to be shown; empty where all of it is to be read."""


class AuditEntry(SQLModel, table=True):
    """Who did what to what, for whom, when, why; old and new."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject"),
        Index("ix_audit_case", "case_id"),
        Index("ix_audit_seal", "seal", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    for_id: int | None = Field(default=None, foreign_key="person.id")
    """On whose behalf."""
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    action: str = Field(max_length=60)
    subject: str = Field(default="", max_length=60)
    case_id: int | None = Field(default=None, foreign_key="case.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    old: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    new: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    reason: str = Field(default="", max_length=500)
    form: int = 0
    """When its hash was made: `bot.domain.hall.entries.Form`."""
    hash: str = Field(default="", max_length=64)
    marks: str = Field(default="", max_length=40)
    """Short hashes of its parts: they tell which part was altered."""
    salts: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """By place (`new.leader`, `reason`): the salt of a personal value, or what stood for it once it is blanked."""
    seal: int | None = None
    """The number of the seal that covers it. It refers to nothing: when a seal is removed, its entries still say so."""


class Seal(SQLModel, table=True):
    """What a night's entries were: their hashes, and the root over them and over all seals before."""

    __tablename__ = "seal"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """One after another, from 1."""
    made_at: datetime
    upto: datetime
    """Entries that were written before this instant, and were there, are in this seal or an earlier one."""
    count: int
    first_id: int
    last_id: int
    late: int
    """How many entries had no hash until now."""
    tree: str = Field(max_length=64)
    previous: str = Field(default="", max_length=64)
    """The root of the seal before."""
    root: str = Field(max_length=64)
    ids: list[int] = Field(default_factory=empty_list, sa_type=Json)
    """The entries, rising."""
    hashes: list[str] = Field(default_factory=empty_list, sa_type=Json)
    """Their hashes, in the same order: what was removed or altered since has a name by them."""


class Note(SQLModel, table=True):
    """Small state that must survive: the poll offset, the last tick, the claim code's hash, the learnt rate."""

    __tablename__ = "note"

    key: str = Field(primary_key=True, max_length=80)
    value: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    updated_at: datetime
