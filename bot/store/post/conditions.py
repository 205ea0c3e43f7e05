"""States of an outbox row in the words of the partial indexes: SQLite uses those only where a query says the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import col

from bot.domain.hall.terms import SendState
from bot.store.post.tables import OutboxRow

IS_PLANNED: ColumnElement[bool] = col(OutboxRow.state) == literal_column("'planned'")
IS_CLAIMED: ColumnElement[bool] = col(OutboxRow.state) == literal_column("'claimed'")
IS_WRONG: Any = literal_column("state IN ('uncertain', 'held', 'failed')")
OPEN = (SendState.PLANNED, SendState.HELD)
"""States of a row that nobody has taken up yet."""
