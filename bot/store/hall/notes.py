"""What is asked of notes."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.store.hall.tables import Note


def beginning_with(session: Session, prefix: str) -> list[Note]:
    """The notes whose key begins so, in the order of their keys."""
    statement = select(Note).where(col(Note.key).startswith(prefix, autoescape=True)).order_by(col(Note.key))
    return list(session.exec(statement).all())
