"""Rows of the outbox, for tests of the post."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.domain.hall.terms import Lane, SendState
from bot.services.hall.desk import Desk
from bot.store.tables import OutboxRow


def row(desk: Desk, **more: Any) -> OutboxRow:
    """A planned reminder that is due now, or what is said of it otherwise."""
    known: dict[str, Any] = {
        "topic": "t.note", "args": {"n": 1}, "subject": "duty:1", "due_at": desk.now, "planned_at": desk.now,
        "lane": Lane.REMINDER,
    }  # fmt: skip
    made = OutboxRow(**{**known, **more})
    desk.session.add(made)
    desk.session.flush()
    return made


def all_rows(desk: Desk) -> list[OutboxRow]:
    """Every row, as it stands in the database."""
    desk.session.flush()
    desk.session.expire_all()
    return list(desk.session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all())


def states(desk: Desk) -> list[SendState]:
    return [one.state for one in all_rows(desk)]
