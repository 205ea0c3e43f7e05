"""Outbox rows by what they are about and whom they are for. How they are claimed is in `leases`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select, update

from bot.domain.hall.terms import Lane, SendState
from bot.store.post.conditions import IS_PLANNED, IS_WRONG, OPEN
from bot.store.post.tables import OutboxRow

IN_ONE = 400
"""So many subjects are asked for in one statement."""


def about(
    session: Session,
    subject: str,
    *,
    topics: Collection[str] = (),
    states: Collection[SendState] = (),
    kind: str = "",
    person_id: int | None = None,
    live: bool = False,
    lock: bool = False,
) -> list[OutboxRow]:
    """The rows about a subject, in the order of planning; of some topics, states, a kind or a person where given.

    With `live`, only those whose message later changes edit; with `lock`, locked for this transaction.
    """
    statement = select(OutboxRow).where(OutboxRow.subject == subject).order_by(col(OutboxRow.id))
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(topics))
    if states:
        statement = statement.where(col(OutboxRow.state).in_(states))
    if kind:
        statement = statement.where(OutboxRow.kind == kind)
    if person_id is not None:
        statement = statement.where(OutboxRow.person_id == person_id)
    if live:
        statement = statement.where(col(OutboxRow.live).is_(True))
    return list(session.exec(statement.with_for_update() if lock else statement).all())


def any_to_people(session: Session, subject: str, states: Collection[SendState]) -> bool:
    """Whether a row about the subject, and not for an audience, is in one of these states."""
    statement = select(OutboxRow.id).where(OutboxRow.subject == subject, col(OutboxRow.state).in_(states))
    return session.exec(statement.where(OutboxRow.audience == "").limit(1)).first() is not None


def subjects_in(session: Session, subjects: Sequence[str], states: Collection[SendState]) -> set[str]:
    """Of these subjects those about which a row is in one of the states."""
    found: set[str] = set()
    for start in range(0, len(subjects), IN_ONE):
        some = col(OutboxRow.subject).in_(subjects[start : start + IN_ONE])
        found |= set(session.exec(select(OutboxRow.subject).where(some, col(OutboxRow.state).in_(states))).all())
    return found


def by_ids(session: Session, ids: Collection[int]) -> list[OutboxRow]:
    """The rows with these ids, in order."""
    return list(session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(ids)).order_by(col(OutboxRow.id))).all())


def carried_by(session: Session, carrier_id: int | None) -> list[OutboxRow]:
    """The rows that go out within the message of this one."""
    return list(session.exec(select(OutboxRow).where(OutboxRow.merged_into == carrier_id)).all())


def locked(session: Session, row_id: int) -> OutboxRow | None:
    """The row, locked for this transaction."""
    return session.exec(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update()).first()


def failed_lately(session: Session, people: Collection[int], *, claimed_after: float) -> list[OutboxRow]:
    """What failed to go to these people, of what was claimed with a lease that ends after then (epoch seconds)."""
    statement = select(OutboxRow).where(
        IS_WRONG, OutboxRow.state == SendState.FAILED, col(OutboxRow.person_id).in_(people),
        col(OutboxRow.lease) > claimed_after,
    )  # fmt: skip
    return list(session.exec(statement.with_for_update()).all())


# -- what is planned -----------------------------------------------------------------------------------------------


def planned_for(session: Session, person_id: int, *, since: datetime | None = None) -> list[OutboxRow]:
    """What is planned or held for a person to be rendered when it is due; with `since`, what is due from then on."""
    statement = select(OutboxRow).where(
        OutboxRow.person_id == person_id,
        OutboxRow.kind == "send",
        OutboxRow.topic != "",
        col(OutboxRow.state).in_(OPEN),
    )
    if since is not None:
        statement = statement.where(OutboxRow.due_at >= since)
    return list(session.exec(statement).all())


def planned_for_agency(session: Session, agency_id: int) -> list[OutboxRow]:
    """What is planned or held for an audience in this agency."""
    of_agency = col(OutboxRow.audience).endswith(f"@{agency_id}", autoescape=True)
    return list(session.exec(select(OutboxRow).where(col(OutboxRow.state).in_(OPEN), of_agency)).all())


def planned_until(session: Session, until: datetime, *, most: int) -> list[OutboxRow]:
    """What is planned and due until then, in the order in which it is due."""
    statement = select(OutboxRow).where(OutboxRow.state == SendState.PLANNED, OutboxRow.due_at <= until)
    return list(session.exec(statement.order_by(col(OutboxRow.due_at), col(OutboxRow.id)).limit(most)).all())


def next_due(session: Session, lanes: tuple[Lane, ...], *, after: datetime) -> datetime | None:
    """When the next planned row of one of the lanes is due, later than `after`."""
    found = session.connection().execute(_next_of(lanes), {"after": after}).one()
    return min((at for at in found if at is not None), default=None)


@lru_cache
def _next_of(lanes: tuple[Lane, ...]) -> Select[Any]:
    """The first of each lane by its index, all in one question."""
    later = select(OutboxRow.due_at).where(IS_PLANNED, OutboxRow.due_at > bindparam("after"))
    first = later.order_by(col(OutboxRow.due_at)).limit(1)
    return columns(*(first.where(OutboxRow.lane == lane).scalar_subquery() for lane in lanes))


# -- what people have heard ----------------------------------------------------------------------------------------


def heard_since(session: Session, people: Collection[int], since: datetime) -> set[int]:
    """Who of these people had a message with a sound since then, other than an answer to what they just did."""
    found = session.exec(
        select(OutboxRow.person_id)
        .where(col(OutboxRow.person_id).in_(people), col(OutboxRow.sent_at) >= since)
        .where(OutboxRow.state == SendState.SENT, col(OutboxRow.silent).is_(False))
        .where(OutboxRow.lane != Lane.INTERACTIVE, OutboxRow.kind != "edit", col(OutboxRow.merged_into).is_(None))
        .distinct()
    ).all()
    return {person_id for person_id in found if person_id is not None}


# -- changes of many at once: rows that are loaded already do not show them -----------------------------------------


def cancel(
    session: Session,
    subjects: Sequence[str],
    *,
    topics: Collection[str] = (),
    kind: str = "",
    person_id: int | None = None,
    due_after: datetime | None = None,
) -> None:
    """What is planned or held about these subjects is not sent; of some topics, a kind or a person where given.

    With `due_after`, only what is due later than that.
    """
    statement = update(OutboxRow).where(col(OutboxRow.state).in_(OPEN))
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(topics))
    if kind:
        statement = statement.where(col(OutboxRow.kind) == kind)
    if person_id is not None:
        statement = statement.where(col(OutboxRow.person_id) == person_id)
    if due_after is not None:
        statement = statement.where(col(OutboxRow.due_at) > due_after)
    statement = statement.values(state=SendState.CANCELLED, dedupe=None)
    statement = statement.execution_options(synchronize_session=False)
    for start in range(0, len(subjects), IN_ONE):
        session.execute(statement.where(col(OutboxRow.subject).in_(subjects[start : start + IN_ONE])))


def move_to_state(session: Session, subject: str, old: SendState, new: SendState) -> int:
    """All messages about a subject that are in one state are in another, as if never tried; returns how many."""
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.subject) == subject, col(OutboxRow.state) == old, col(OutboxRow.kind) == "send")
        .values(state=new, lease=0, attempts=0, not_before=0)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def no_longer_live(session: Session, subject: str, person_id: int) -> None:
    """What a person has on screen about a subject stays as it is."""
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.subject) == subject, col(OutboxRow.person_id) == person_id, col(OutboxRow.live).is_(True))
        .values(live=False)
        .execution_options(synchronize_session=False)
    )


def give_planned(session: Session, from_id: int | None, to_id: int | None) -> None:
    """What is planned or held for one person is for another."""
    statement = update(OutboxRow).where(col(OutboxRow.person_id) == from_id, col(OutboxRow.state).in_(OPEN))
    session.execute(statement.values(person_id=to_id))


def move_chat(session: Session, old_chat: int, new_chat: int) -> None:
    """What is still to be sent to a chat, or shown there, goes by its new id."""
    unsent = col(OutboxRow.state).in_([SendState.PLANNED, SendState.CLAIMED, SendState.HELD])
    statement = update(OutboxRow).where(col(OutboxRow.chat_id) == old_chat, unsent | col(OutboxRow.live).is_(True))
    session.execute(statement.values(chat_id=new_chat))
