"""What every table shares: names of constraints, typed term columns, JSON columns.

Tables are imported through `bot.store.tables`, so that the metadata is whole wherever it is used.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json: Any = JSON().with_variant(JSONB(), "postgresql")


def empty_object() -> dict[str, Any]:
    """What a JSON column holds at first. Of `dict` itself the signature would be worked out anew for each row."""
    return {}


def empty_list() -> list[Any]:
    """The same for a list."""
    return []


class Term(TypeDecorator[StrEnum]):
    """A column of one closed vocabulary, stored as its plain value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, terms: type[StrEnum]) -> None:
        super().__init__()
        self.terms = terms

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.terms(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.terms(value)


class Leased(SQLModel):
    """Of a row that waits to be done (`bot.store.queue`)."""

    id: int | None = Field(default=None, primary_key=True)
    attempts: int = 0
    """How often it was begun."""
    lease: float = 0
    """Until when (epoch seconds, real time) it belongs to whoever began it; or is put off after a fault."""
    owner: str = Field(default="", max_length=40)
    made_at: datetime


class Versioned(SQLModel):
    """A row that people change by buttons and forms.

    The version says what they saw: it rises with what makes their buttons wrong, and not with every write. That
    somebody took note of a duty, or that a reminder was asked for, leaves the buttons of everybody else as they are.
    Each write is made against the version that was read: on PostgreSQL one that another transaction overtook raises
    `StaleDataError`, and the work runs again (`bot.store.postgres`); SQLite has one writer, who is never overtaken.
    """

    version: int = 1

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        table: Any = cls.__table__  # type: ignore[attr-defined]
        return {"version_id_col": table.c.version, "version_id_generator": False}

    def revise(self) -> None:
        """Whoever saw the row as it was must look again before he or she acts on it."""
        self.version += 1
