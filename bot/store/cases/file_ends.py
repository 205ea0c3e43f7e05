"""Files whose time is over: what they belong to was closed, or ended, before a day. By kind, for retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, or_
from sqlmodel import Session, col, select

from bot.domain.documents.documents import OVER
from bot.domain.hall.terms import CircularState, EventState
from bot.store.tables import (
    Appearance,
    Case,
    Circular,
    CircularAnswer,
    CourtBulletin,
    Document,
    Duty,
    Edition,
    Event,
    Hearing,
    Issued,
    Paper,
    StoredFile,
)

_OVER = (CircularState.FINISHED, CircularState.CANCELLED, CircularState.REPLACED, CircularState.WITHDRAWN)


def of_papers(session: Session, day: date, at: datetime, most: int) -> list[StoredFile]:
    """Files of papers whose case was closed before the day."""
    statement = (
        select(StoredFile)
        .join(Paper, _is("paper:", Paper.id))
        .join(Case, col(Case.id) == Paper.case_id)
        .where(col(Case.closed_on) < day)
    )
    return _first(session, statement, most)


def of_proofs(session: Session, day: date, at: datetime, most: int) -> list[StoredFile]:
    """Proofs of duties and absences whose case was closed before the day; of duties without a case, done before it."""
    duties = (
        select(StoredFile)
        .join(Duty, _is("duty:", Duty.id))
        .outerjoin(Case, col(Case.id) == Duty.case_id)
        .where(or_(col(Case.closed_on) < day, col(Duty.case_id).is_(None) & (col(Duty.done_on) < day)))
    )
    absences = (
        select(StoredFile)
        .join(Appearance, _is("appearance:", Appearance.id))
        .join(Hearing, col(Hearing.id) == Appearance.hearing_id)
        .join(Case, col(Case.id) == Hearing.case_id)
        .where(col(Case.closed_on) < day)
    )
    return _first(session, duties, most) + _first(session, absences, most)


def of_circulars(session: Session, day: date, at: datetime, most: int) -> list[StoredFile]:
    """Attachments of circulars, and answers to them, that were over before the instant, their answer's term too."""
    is_over = (
        col(Circular.state).in_(_OVER)
        & (col(Circular.touched_at) < at)
        & or_(col(Circular.finished_at).is_(None), col(Circular.finished_at) < at)
        & or_(col(Circular.answer_by).is_(None), col(Circular.answer_by) < at)
    )
    sent = select(StoredFile).join(Circular, _is("circular:", Circular.id)).where(is_over)
    answers = (
        select(StoredFile)
        .join(CircularAnswer, _is("circular_answer:", CircularAnswer.id))
        .join(Circular, col(Circular.id) == CircularAnswer.circular_id)
        .where(is_over, col(CircularAnswer.answered_at) < at)
    )
    return _first(session, sent, most) + _first(session, answers, most)


def of_events(session: Session, day: date, at: datetime, most: int) -> list[StoredFile]:
    """Material and photos of events that ended before the instant."""
    mine = or_(_is("event:", Event.id, ":material"), _is("event:", Event.id, ":photo"))
    statement = select(StoredFile).join(Event, mine).where(col(Event.ends_at) < at, Event.state != EventState.PLANNED)
    return _first(session, statement, most)


def of_documents(session: Session, day: date, at: datetime, most: int) -> list[StoredFile]:
    """Papers of the office, their scans and proofs, whose case was closed before the day; without a case, those that
    were over before the instant."""
    ended = or_(
        col(Case.closed_on) < day,
        col(Document.case_id).is_(None) & col(Document.state).in_(OVER) & (col(Document.touched_at) < at),
    )
    scans = (
        select(StoredFile)
        .join(Document, _is("document:", Document.id))
        .outerjoin(Case, col(Case.id) == Document.case_id)
        .where(ended)
    )
    frozen = (
        select(StoredFile)
        .join(Edition, _is("edition:", Edition.id))
        .join(Document, col(Document.id) == Edition.document_id)
        .outerjoin(Case, col(Case.id) == Document.case_id)
        .where(ended, ~_is_a_bulletin())
    )
    return _first(session, scans, most) + _first(session, frozen, most) + _of_bulletins(session, at, most)


def _is_a_bulletin() -> ColumnElement[bool]:
    """Whether the version was issued as a bulletin of ours: its file is kept as long as its figures, as issued."""
    same = (col(Issued.document_id) == col(Edition.document_id)) & (col(Issued.edition) == col(Edition.n))
    return select(Issued.id).where(same).exists()


def _of_bulletins(session: Session, at: datetime, most: int) -> list[StoredFile]:
    """What courts sent, entered before the instant; its figures stay."""
    statement = select(StoredFile).join(CourtBulletin, _is("court_bulletin:", CourtBulletin.id))
    return _first(session, statement.where(col(CourtBulletin.entered_at) < at), most)


KINDS: dict[str, Callable[[Session, date, datetime, int], list[StoredFile]]] = {
    "papers": of_papers,
    "proofs": of_proofs,
    "circulars": of_circulars,
    "events": of_events,
    "documents": of_documents,
}


def _is(before: str, number: Any, after: str = "") -> ColumnElement[bool]:
    """Whether the file's subject is this one (`paper:12`, `event:7:photo`)."""
    return col(StoredFile.subject) == literal(before) + cast(number, String) + literal(after)


def _first(session: Session, statement: Any, most: int) -> list[StoredFile]:
    return list(session.exec(statement.order_by(col(StoredFile.id)).limit(most)).all())
