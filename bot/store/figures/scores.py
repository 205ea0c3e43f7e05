"""What agencies score."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.store.tables import Score


def of_unit(session: Session, agency_id: int, sheet: str, period: str) -> list[Score]:
    """All lines of one agency."""
    found = select(Score).where(Score.agency_id == agency_id, Score.sheet == sheet, Score.period == period)
    return list(session.exec(found.order_by(col(Score.id))).all())


def one(session: Session, agency_id: int, sheet: str, period: str, indicator: str) -> Score | None:
    """One line, locked for a change."""
    found = select(Score).where(
        Score.agency_id == agency_id, Score.sheet == sheet, Score.period == period, Score.indicator == indicator
    )
    return session.exec(found.with_for_update()).first()
