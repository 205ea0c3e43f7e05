"""Files that are being made for somebody, and a bureau's ledger while it is looked at before it is taken over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from bot.store.base import Json, Leased, Versioned, empty_list, empty_object


class FileJob(Leased, table=True):
    """A large file that somebody asked for: made in a process of its own, sent when it is there."""

    __tablename__ = "file_job"

    kind: str = Field(max_length=20)
    """ledger or dossier."""
    asked: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """What of it: unit, period and so on, by `bot.domain.figures.exports`."""
    person_id: int = Field(foreign_key="person.id", index=True)
    chat_id: int = Field(sa_type=BigInteger)
    state: str = Field(default="waiting", max_length=20)
    """A value of `bot.domain.figures.exports.JobState`."""
    done: int = 0
    total: int = 0
    """Rows written, and how many there are; 0 while nobody knows."""
    why: str = Field(default="", max_length=200)
    """Why it came to nothing (a message id)."""


class LedgerImport(Versioned, table=True):
    """A ledger that somebody sent, before it is taken over: one a person, forgotten with the answer or after a day."""

    __tablename__ = "ledger_import"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    name: str = Field(default="", max_length=200)
    tables: list[dict[str, Any]] = Field(default_factory=empty_list, sa_type=Json)
    """The sheets as they were read, without what is hidden."""
    sheet: int = 0
    heads: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """Where the headings stand, and which field each column holds."""
    rows: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    """The rows as they were understood; empty until the columns were confirmed."""
    choices: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    made_at: datetime
