"""What every table shares: names of constraints, typed term columns, JSON columns.

Tables are imported through `bot.store.tables`, so that the metadata is whole wherever it is used.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json: Any = JSON().with_variant(JSONB(), "postgresql")


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
