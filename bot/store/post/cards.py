"""What is asked of cards that stay: messages of one topic that are live, one a person, and are edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, String, Table, cast, literal
from sqlmodel import Session, col, delete, select

from bot.domain.hall.terms import SendState
from bot.store.agencies.tables import Person
from bot.store.post.tables import OutboxRow

_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_SETTLED = (SendState.SENT, SendState.CANCELLED, SendState.FAILED, SendState.UNCERTAIN)


def live_of(session: Session, topic: str, subjects: Collection[str], states: Collection[SendState]) -> list[OutboxRow]:
    """The live cards of these subjects in one of these states, in the order of their ids."""
    return _live(session, topic, col(OutboxRow.subject).in_(subjects), states)


def live_of_anybody(session: Session, topic: str, prefix: str, states: Collection[SendState]) -> list[OutboxRow]:
    """The live cards of everybody, where a subject is `prefix` and the person's id, in the order of their ids."""
    return _live(session, topic, _of_anybody(prefix), states)


def forget_edits(session: Session, topic: str, prefix: str, before: datetime) -> None:
    """Edits of everybody's cards that were planned before that instant, and have come to an end, are deleted."""
    session.execute(
        delete(OutboxRow)
        .where(_of_anybody(prefix))
        .where(col(OutboxRow.kind) == "edit", col(OutboxRow.topic) == topic)
        .where(col(OutboxRow.state).in_(_SETTLED), col(OutboxRow.planned_at) < before)
    )


def _of_anybody(prefix: str) -> ColumnElement[bool]:
    """Not as a range of text: what sorts between two subjects depends on the database's collation."""
    return col(OutboxRow.subject).in_(select(literal(prefix) + cast(Person.id, String)))


def _live(session: Session, topic: str, which: ColumnElement[bool], states: Collection[SendState]) -> list[OutboxRow]:
    statement = select(OutboxRow).where(which, col(OutboxRow.live).is_(True), OutboxRow.topic == topic)
    kinds = statement.where(col(OutboxRow.state).in_(states), OutboxRow.kind == "send")
    return list(session.exec(kinds.order_by(col(OutboxRow.id))).all())
