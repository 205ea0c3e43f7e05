"""What agencies score."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.domain.figures.assessment import State
from bot.store.tables import Agency, Score


def of_unit(session: Session, agency_id: int, sheet: str, period: str) -> list[Score]:
    """All lines of one agency."""
    found = select(Score).where(Score.agency_id == agency_id, Score.sheet == sheet, Score.period == period)
    return list(session.exec(found.order_by(col(Score.id))).all())


def of_agency(session: Session, agency_id: int) -> list[Score]:
    """All that one agency ever scored."""
    return list(session.exec(select(Score).where(Score.agency_id == agency_id).order_by(col(Score.id))).all())


def scored(session: Session, year: int) -> set[int]:
    """The agencies of which something is written down in a year."""
    return set(session.exec(select(Score.agency_id).where(col(Score.period).startswith(str(year))).distinct()).all())


def objected(session: Session) -> list[Score]:
    """All lines whose objection waits for an answer."""
    return list(session.exec(select(Score).where(Score.state == State.OBJECTED).order_by(col(Score.id))).all())


def lock_unit(session: Session, agency_id: int) -> None:
    """Nobody else scores this agency before the commit, and what others scored before is seen."""
    session.exec(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True)).first()
    for row in list(session.identity_map.values()):
        if isinstance(row, Score) and row.agency_id == agency_id:
            session.expire(row)


def one(session: Session, agency_id: int, sheet: str, period: str, indicator: str) -> Score | None:
    """One line, locked for a change."""
    found = select(Score).where(
        Score.agency_id == agency_id, Score.sheet == sheet, Score.period == period, Score.indicator == indicator
    )
    return session.exec(found.with_for_update()).first()
