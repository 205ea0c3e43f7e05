"""Who got a circular, and what came back. Whether it arrived is in the outbox row that a receipt names.

A circular is either to be confirmed, or to be answered: who has it and did not is silent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, insert, literal
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.domain.circulars.standing import CLOSED, QUIET, AgencyCount, Standing
from bot.domain.hall.terms import CircularState, ReplyWanted, Role, SendState
from bot.store.agencies.conditions import holds
from bot.store.agencies.tables import Agency, Appointment, Person
from bot.store.circulars.tables import Circular, CircularAnswer, CircularReceipt
from bot.store.post.tables import OutboxRow

HAS_IT = (SendState.SENT, SendState.UNCERTAIN)
"""States of an outbox row that (may) have reached the reader."""
_OUT = (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED)
_ANSWERS = (ReplyWanted.ANSWER, ReplyWanted.FILE)
Receipt = tuple[CircularReceipt, Person, Agency, OutboxRow | None]


@dataclass(frozen=True)
class Asked:
    """Of which circular, what it asks for, and as of which (local) day: offices that are over ask for nothing."""

    circular_id: int | None
    reply: ReplyWanted
    day: date
    together: bool = False
    """Whether one answer of each agency is enough."""


def _is_open(by_reading: bool) -> ColumnElement[bool]:
    return col(CircularReceipt.read_at if by_reading else CircularReceipt.answered_at).is_(None)


def _did(asked: Asked, receipt: Any = CircularReceipt) -> Any:
    """Did what was asked."""
    return (receipt.answered_at if asked.reply in _ANSWERS else receipt.read_at).is_not(None)


def _colleague_did(asked: Asked) -> Any:
    other = aliased(CircularReceipt)
    same = (col(other.circular_id) == CircularReceipt.circular_id) & (col(other.agency_id) == CircularReceipt.agency_id)
    return exists().where(same, _did(asked, other))


def _standing(asked: Asked) -> Any:
    """Where a recipient stands; the first that is true."""
    state, has_it = col(OutboxRow.state), col(OutboxRow.state).in_(HAS_IT)
    office = (Appointment.person_id, CircularReceipt.person_id), (Appointment.agency_id, CircularReceipt.agency_id)
    in_office = exists().where(
        *(col(one) == other for one, other in office), col(Appointment.role) == CircularReceipt.role, holds(asked.day)
    )
    done = has_it if asked.reply is ReplyWanted.NOTHING else _did(asked)
    steps = [
        (done, Standing.DONE),
        *([(_colleague_did(asked), Standing.SETTLED)] if asked.together else []),
        (~in_office, Standing.LEFT),
        (has_it & col(CircularReceipt.read_at).is_not(None), Standing.READ),
        (state == SendState.SENT, Standing.SILENT),
        (state == SendState.UNCERTAIN, Standing.UNCERTAIN),
        (state == SendState.CANCELLED, Standing.NOT_SENT),
        (col(Person.chat_id).is_(None), Standing.UNREGISTERED),
        (state == SendState.FAILED, Standing.MISSED),
        (state == SendState.HELD, Standing.HELD),
    ]
    return case(*((condition, literal(where.value)) for condition, where in steps), else_=Standing.WAITING.value)


def _standings(asked: Asked, *what: Any) -> Any:
    return (
        columns(*what)
        .select_from(CircularReceipt)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .join(Agency, col(Agency.id) == CircularReceipt.agency_id)
        .outerjoin(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(col(CircularReceipt.circular_id) == asked.circular_id)
    )


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


def first_done(session: Session, asked: Asked, agency_id: int | None = None) -> tuple[str, datetime] | None:
    """Who did first what was asked (of this agency, if given), and when."""
    at = col(CircularReceipt.answered_at if asked.reply in _ANSWERS else CircularReceipt.read_at)
    statement = _standings(asked, col(Person.name), at).where(at.is_not(None)).order_by(at, col(CircularReceipt.id))
    if agency_id is not None:
        statement = statement.where(col(CircularReceipt.agency_id) == agency_id)
    found = session.execute(statement.limit(1)).first()
    return (found[0], found[1]) if found is not None else None


def unread(
    session: Session, circular_id: int | None, agency_id: int | None = None, *, by_reading: bool = True
) -> dict[int, int]:
    """The receipts of a circular (of one agency, if given) that were not confirmed, or answered, and whose they are."""
    statement = select(CircularReceipt).where(CircularReceipt.circular_id == circular_id, _is_open(by_reading))
    if agency_id is not None:
        statement = statement.where(CircularReceipt.agency_id == agency_id)
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


def all_rows(session: Session, circular_id: int | None) -> list[CircularReceipt]:
    """The receipts of a circular alone."""
    return list(session.exec(select(CircularReceipt).where(CircularReceipt.circular_id == circular_id)).all())


def lines(session: Session, asked: Asked, *, branch: str = "") -> list[tuple[Receipt, Standing]]:
    """Every receipt with where it stands, in the order of the tree; with `branch` (a path), only of its agencies."""
    statement = _everything(asked.circular_id).add_columns(_standing(asked))
    if branch:
        statement = statement.where(col(Agency.path).startswith(branch))
    return [((r, p, a, o), Standing(found)) for r, p, a, o, found in session.execute(statement).all()]


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


def silent(session: Session, asked: Asked, *, roles: Collection[Role] = ()) -> Sequence[tuple[int, int]]:
    """(agency, person) of those who have it and did not do what was asked; with `roles`, who got it in one of them."""
    statement = _silent(asked).with_only_columns(col(CircularReceipt.agency_id), col(CircularReceipt.person_id))
    if roles:
        statement = statement.where(col(CircularReceipt.role).in_(roles))
    return [(agency, person) for agency, person in session.execute(statement).all()]


def silent_one(session: Session, asked: Asked, person_id: int) -> CircularReceipt | None:
    """The person's receipt, if he or she has it and did not do what was asked."""
    return session.execute(_silent(asked).where(col(CircularReceipt.person_id) == person_id)).scalars().first()


def _silent(asked: Asked) -> Any:
    return _standings(asked, CircularReceipt).where(_standing(asked).in_(QUIET)).order_by(col(CircularReceipt.id))


def people_who_owe(session: Session, asked: Asked) -> set[int]:
    """Ids of the recipients who did not do what was asked, whether it reached them or not."""
    owes = _standing(asked).not_in((*CLOSED, Standing.LEFT))
    return set(session.execute(_standings(asked, col(CircularReceipt.person_id)).where(owes)).scalars().all())


# -- figures -------------------------------------------------------------------------------------------------------


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def figures(session: Session, circular_id: int | None) -> Any:
    """total, sent, uncertain, seen, answered and joined recipients of a circular, counted in one query."""
    state = col(OutboxRow.state)
    statement = (
        columns(
            func.count().label("total"),
            _sum(state == SendState.SENT).label("sent"),
            _sum(state == SendState.UNCERTAIN).label("uncertain"),
            _sum(col(CircularReceipt.read_at).is_not(None)).label("seen"),
            _sum(col(CircularReceipt.answered_at).is_not(None)).label("answered"),
            _sum(col(CircularReceipt.joined_at).is_not(None)).label("joined"),
        )
        .select_from(CircularReceipt)
        .outerjoin(OutboxRow, col(OutboxRow.id) == col(CircularReceipt.outbox_id))
        .where(col(CircularReceipt.circular_id) == circular_id)
    )
    return session.execute(statement).one()


def by_agency(session: Session, asked: Asked) -> list[AgencyCount]:
    """Each agency with recipients: how many of them stand where."""
    standing = _standing(asked).label("standing")
    statement = _standings(asked, col(Agency.id), col(Agency.path), standing, func.count())
    found: dict[int, tuple[str, dict[Standing, int]]] = {}
    for agency_id, path, where, n in session.execute(statement.group_by(Agency.id, Agency.path, standing)).all():
        found.setdefault(agency_id, (path, {}))[1][Standing(where)] = n
    return [AgencyCount(agency_id, path, people) for agency_id, (path, people) in sorted(found.items())]


def paths(session: Session, circular_id: int | None) -> list[str]:
    """The paths of the agencies to whose people it goes."""
    statement = select(Agency.path).join(CircularReceipt, col(CircularReceipt.agency_id) == Agency.id).distinct()
    return list(session.exec(statement.where(CircularReceipt.circular_id == circular_id)).all())


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
