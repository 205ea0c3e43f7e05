"""Who got a circular, and what came back. Whether it arrived is in the outbox row that a receipt names.

A circular is either to be confirmed (`by_reading`), or to be answered: who did not is silent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from bot.domain.hall.terms import CircularState, ReplyWanted, Role, SendState
from bot.store.agencies.conditions import holds
from bot.store.agencies.tables import Agency, Appointment, Person
from bot.store.circulars.tables import Circular, CircularAnswer, CircularReceipt
from bot.store.post.tables import OutboxRow

HAS_IT = (SendState.SENT, SendState.UNCERTAIN)
"""States of an outbox row that (may) have reached the reader."""
_OUT = (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED)
Receipt = tuple[CircularReceipt, Person, Agency, OutboxRow | None]


def _is_open(by_reading: bool) -> ColumnElement[bool]:
    return col(CircularReceipt.read_at if by_reading else CircularReceipt.answered_at).is_(None)


def _is_silent(by_reading: bool) -> ColumnElement[bool]:
    """Has it, and did not do what was asked."""
    return col(OutboxRow.state).in_(HAS_IT) & _is_open(by_reading)


def add(session: Session, values: Sequence[dict[str, Any]]) -> None:
    """Write down who gets a circular: circular_id, person_id, agency_id and role of each."""
    session.execute(insert(CircularReceipt), values)


# -- recipients ----------------------------------------------------------------------------------------------------


def without_row(session: Session, circular_id: int | None, *, most: int) -> list[CircularReceipt]:
    """Recipients for whom nothing is planned yet, in the order in which they were found."""
    statement = select(CircularReceipt).where(
        CircularReceipt.circular_id == circular_id, col(CircularReceipt.outbox_id).is_(None)
    )
    return list(session.exec(statement.order_by(col(CircularReceipt.id)).limit(most)).all())


def open_of_agency(session: Session, agency_id: int) -> list[CircularReceipt]:
    """Receipts of an agency's people who were asked for something and did not do it yet, in the order in which they
    were found."""
    only_read = col(Circular.reply) == ReplyWanted.RECEIPT
    answers = col(Circular.reply).in_((ReplyWanted.ANSWER, ReplyWanted.FILE))
    statement = (
        select(CircularReceipt)
        .join(Circular, col(Circular.id) == CircularReceipt.circular_id)
        .where(CircularReceipt.agency_id == agency_id, col(Circular.state).in_(_OUT))
        .where((only_read & _is_open(True)) | (answers & _is_open(False)))
    )
    return list(session.exec(statement.order_by(col(CircularReceipt.id))).all())


def sent_to(session: Session, circular_id: int, people: Collection[int]) -> list[tuple[OutboxRow, CircularReceipt]]:
    """What these people were sent of a circular, with their receipts."""
    statement = (
        select(OutboxRow, CircularReceipt)
        .join(CircularReceipt, col(CircularReceipt.outbox_id) == OutboxRow.id)
        .where(CircularReceipt.circular_id == circular_id, col(CircularReceipt.person_id).in_(people))
        .where(OutboxRow.state == SendState.SENT)
    )
    return list(session.exec(statement).all())


def of_person(session: Session, circular_id: int, person_id: int) -> int | None:
    """The id of a person's receipt of a circular."""
    statement = select(CircularReceipt.id).where(CircularReceipt.person_id == person_id)
    return session.exec(statement.where(CircularReceipt.circular_id == circular_id)).first()


def first_read(session: Session, circular_id: int | None) -> tuple[CircularReceipt, Person] | None:
    """Who confirmed a circular first."""
    statement = (
        select(CircularReceipt, Person)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .where(CircularReceipt.circular_id == circular_id, col(CircularReceipt.read_at).is_not(None))
        .order_by(col(CircularReceipt.read_at), col(CircularReceipt.id))
    )
    return session.exec(statement).first()


def unread(session: Session, circular_id: int | None) -> dict[int, int]:
    """The receipts of a circular that were not confirmed, and whose they are."""
    statement = select(CircularReceipt).where(CircularReceipt.circular_id == circular_id, _is_open(True))
    return {one.id or 0: one.person_id for one in session.exec(statement.order_by(col(CircularReceipt.id))).all()}


def copies_of(session: Session, person_id: int, chat_id: int, *, most: int) -> list[tuple[int, list[list[int]]]]:
    """(receipt's id, ids of the copied messages) of what a person got in a chat, the newest first."""
    found = session.exec(
        select(CircularReceipt.id, OutboxRow.copied)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(CircularReceipt.person_id == person_id, OutboxRow.chat_id == chat_id)
        .order_by(col(CircularReceipt.id).desc())
        .limit(most)
    ).all()
    return [(receipt_id or 0, [list(one) for one in copied]) for receipt_id, copied in found]


def still_in_office(
    session: Session, circular_id: int, day: date, *, delivered: bool = False, person_id: int | None = None
) -> list[tuple[CircularReceipt, Person]]:
    """The recipients of a circular who hold any appointment on `day`, in the order in which they were found.

    With `delivered`, only those whom it (perhaps) reached or is reaching; only `person_id`, if given.
    """
    still = exists().where(col(Appointment.person_id) == CircularReceipt.person_id, holds(day))
    statement = (
        select(CircularReceipt, Person)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .where(CircularReceipt.circular_id == circular_id, still)
        .order_by(col(CircularReceipt.id))
    )
    if delivered:
        statement = statement.join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        statement = statement.where(col(OutboxRow.state).in_([*HAS_IT, SendState.CLAIMED]))
    if person_id is not None:
        statement = statement.where(CircularReceipt.person_id == person_id)
    return list(session.exec(statement).all())


def all_of(session: Session, circular_id: int | None) -> list[Receipt]:
    """Every receipt with person, agency and what was sent, in the order of the tree."""
    return list(session.exec(_everything(circular_id)).all())


def not_done(session: Session, circular_id: int | None, *, by_reading: bool, branch: str = "") -> list[Receipt]:
    """Receipts of those who did not do what was asked, reached or not, in the order of the tree.

    Without those to whom it was not sent in the end; with `branch` (a path), only of its agencies.
    """
    statement = _everything(circular_id).where(
        _is_open(by_reading), col(OutboxRow.state).is_(None) | (col(OutboxRow.state) != SendState.CANCELLED)
    )
    if branch:
        statement = statement.where(col(Agency.path).startswith(branch))
    return list(session.exec(statement).all())


def _everything(circular_id: int | None) -> Any:
    return (
        select(CircularReceipt, Person, Agency, OutboxRow)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .join(Agency, col(Agency.id) == CircularReceipt.agency_id)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id, isouter=True)
        .where(CircularReceipt.circular_id == circular_id)
        .order_by(col(Agency.path), col(CircularReceipt.id))
    )


# -- the silent ----------------------------------------------------------------------------------------------------


def silent(
    session: Session, circular_id: int | None, *, by_reading: bool, roles: Collection[Role] = ()
) -> Sequence[tuple[int, int]]:
    """(agency, person) of those who have it and did not do what was asked; with `roles`, who got it in one of them."""
    statement = (
        select(CircularReceipt.agency_id, CircularReceipt.person_id)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(CircularReceipt.circular_id == circular_id, _is_silent(by_reading))
        .order_by(col(CircularReceipt.id))
    )
    if roles:
        statement = statement.where(col(CircularReceipt.role).in_(roles))
    return session.exec(statement).all()


def silent_one(
    session: Session, circular_id: int | None, person_id: int, *, by_reading: bool
) -> CircularReceipt | None:
    """The person's receipt, if he or she has it and did not do what was asked."""
    statement = (
        select(CircularReceipt)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(CircularReceipt.circular_id == circular_id, CircularReceipt.person_id == person_id)
        .where(_is_silent(by_reading))
    )
    return session.exec(statement).first()


def people_who_owe(session: Session, circular_id: int, *, by_reading: bool) -> set[int]:
    """Ids of the recipients who did not do what was asked, whether it reached them or not."""
    statement = select(CircularReceipt.person_id).where(CircularReceipt.circular_id == circular_id)
    return set(session.exec(statement.where(_is_open(by_reading))).all())


# -- figures -------------------------------------------------------------------------------------------------------


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def figures(session: Session, circular_id: int | None) -> Any:
    """total, sent, uncertain, failed, let_go, seen and answered recipients of a circular, counted in one query."""
    state, has_it = col(OutboxRow.state), col(OutboxRow.state).in_(HAS_IT)
    statement = (
        columns(
            func.count().label("total"),
            _sum(state == SendState.SENT).label("sent"),
            _sum(state == SendState.UNCERTAIN).label("uncertain"),
            _sum(state == SendState.FAILED).label("failed"),
            _sum(state == SendState.CANCELLED).label("let_go"),
            _sum(has_it & col(CircularReceipt.read_at).is_not(None)).label("seen"),
            _sum(has_it & col(CircularReceipt.answered_at).is_not(None)).label("answered"),
        )
        .select_from(CircularReceipt)
        .outerjoin(OutboxRow, col(OutboxRow.id) == col(CircularReceipt.outbox_id))
        .where(col(CircularReceipt.circular_id) == circular_id)
    )
    return session.execute(statement).one()


def by_agency(session: Session, circular_id: int | None, *, by_reading: bool) -> Sequence[Any]:
    """id and path of each agency with recipients, how many it has (`total`), how many are silent (`quiet`), could not
    be reached (`failed`), and have yet to get it (`waiting`)."""
    state = col(OutboxRow.state)
    waiting = state.is_(None) | state.not_in((*HAS_IT, SendState.FAILED, SendState.CANCELLED))
    statement = (
        columns(
            col(Agency.id),
            col(Agency.path),
            func.count().label("total"),
            _sum(_is_silent(by_reading)).label("quiet"),
            _sum(state == SendState.FAILED).label("failed"),
            _sum(waiting).label("waiting"),
        )
        .select_from(CircularReceipt)
        .join(Agency, col(Agency.id) == col(CircularReceipt.agency_id))
        .outerjoin(OutboxRow, col(OutboxRow.id) == col(CircularReceipt.outbox_id))
        .where(col(CircularReceipt.circular_id) == circular_id)
        .group_by(col(Agency.id), col(Agency.path))
    )
    return session.execute(statement).all()


def count_failed_though_reachable(session: Session, circular_id: int | None) -> int:
    """To how many people it could not be sent, though they came to the bot and did not leave it."""
    return session.exec(
        select(func.count())
        .select_from(CircularReceipt)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .where(CircularReceipt.circular_id == circular_id, OutboxRow.state == SendState.FAILED)
        .where(col(Person.chat_id).is_not(None), col(Person.unreachable_since).is_(None))
    ).one()


# -- answers -------------------------------------------------------------------------------------------------------


def answers_to(session: Session, receipt_id: int) -> list[CircularAnswer]:
    """What one recipient answered, in order."""
    statement = select(CircularAnswer).where(CircularAnswer.receipt_id == receipt_id)
    return list(session.exec(statement.order_by(col(CircularAnswer.id))).all())


def answers_of(
    session: Session, circular_id: int | None, *, newest_first: bool
) -> list[tuple[CircularAnswer, Person, Agency]]:
    """All answers to a circular, with whom they are from: the newest first, or else in the order of the tree."""
    statement = (
        select(CircularAnswer, Person, Agency)
        .join(CircularReceipt, col(CircularReceipt.id) == CircularAnswer.receipt_id)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .join(Agency, col(Agency.id) == CircularReceipt.agency_id)
        .where(CircularAnswer.circular_id == circular_id)
    )
    order = (col(CircularAnswer.id).desc(),) if newest_first else (col(Agency.path), col(CircularAnswer.id))
    return list(session.exec(statement.order_by(*order)).all())


def count_answers(session: Session, circular_id: int | None) -> int:
    """How many answers came."""
    return session.exec(select(func.count()).where(CircularAnswer.circular_id == circular_id)).one()
