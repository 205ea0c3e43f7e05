"""What people are told about a subject: what is planned for an instant, and what went out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from bot.domain.hall.terms import SendState
from bot.store.post.tables import OutboxRow
from bot.store.reading import foresee, once

_TO_AN_AUDIENCE = (
    OutboxRow.kind == "send",
    OutboxRow.state == SendState.SENT,
    col(OutboxRow.person_id).is_(None),
    OutboxRow.error == "",
)
_MOMENTS = select(func.count(func.distinct(OutboxRow.due_at))).where(
    OutboxRow.subject == bindparam("subject"), OutboxRow.topic == bindparam("topic"), *_TO_AN_AUDIENCE
)


def subjects_due_between(
    session: Session, topic: str, subjects: Collection[str], begins: datetime, ends: datetime
) -> set[str]:
    """Of these subjects those with a message to an audience that is due from `begins` to before `ends`, and has not
    been sent yet."""
    statement = select(OutboxRow.subject).where(
        OutboxRow.topic == topic,
        OutboxRow.kind == "send",
        OutboxRow.due_at >= begins,
        OutboxRow.due_at < ends,
        col(OutboxRow.subject).in_(subjects),
        col(OutboxRow.state).in_((SendState.PLANNED, SendState.CLAIMED)),
        col(OutboxRow.person_id).is_(None),
    )
    return set(session.exec(statement).all())


def planned_at(
    session: Session, topic: str, subjects: Collection[str], at: datetime
) -> list[tuple[str, Mapping[str, Any]]]:
    """Subject and values of the messages that were planned for that very instant about one of these subjects, sent or
    not, in no order."""
    statement = select(OutboxRow.subject, OutboxRow.args).where(
        OutboxRow.topic == topic,
        OutboxRow.due_at == at,
        OutboxRow.kind == "send",
        col(OutboxRow.subject).in_(subjects),
        OutboxRow.state != SendState.CANCELLED,
    )
    return list(session.exec(statement).all())


def told_at(session: Session, subject: str, topic: str, due_at: datetime) -> Sequence[tuple[int | None, Any]]:
    """(person, arguments) of what people are told of a topic of the subject at that instant, unless cancelled."""
    return session.exec(
        select(OutboxRow.person_id, OutboxRow.args)
        .where(OutboxRow.subject == subject, OutboxRow.topic == topic, OutboxRow.due_at == due_at)
        .where(OutboxRow.kind == "send", OutboxRow.state != SendState.CANCELLED)
        .where(col(OutboxRow.person_id).is_not(None))
    ).all()


def locked_for_audience(
    session: Session, topic: str, audience: str, subjects: Collection[str], until: datetime
) -> list[OutboxRow]:
    """Messages to this audience about these subjects that are due by `until` and not claimed yet, locked."""
    statement = (
        select(OutboxRow)
        .where(OutboxRow.topic == topic, OutboxRow.audience == audience, OutboxRow.kind == "send")
        .where(OutboxRow.state == SendState.PLANNED, OutboxRow.due_at <= until)
        .where(col(OutboxRow.subject).in_(subjects))
        .with_for_update()
    )
    return list(session.exec(statement).all())


@once(OutboxRow)
def count_moments(session: Session, topic: str, subject: str) -> int:
    """At how many instants messages about the subject went out to an audience: not how many people got them.

    Remembered though rows are planned past the session: what is planned is not counted, and what is sent is settled in
    transactions of the delivery, which ask nothing of this.
    """
    return int(session.exec(_MOMENTS, params={"subject": subject, "topic": topic}).one())


def foresee_moments(session: Session, topic: str, subjects: Collection[str]) -> None:
    """Ask `count_moments` of all of these at once."""
    statement = (
        select(OutboxRow.subject, func.count(func.distinct(OutboxRow.due_at)))
        .where(col(OutboxRow.subject).in_(subjects), OutboxRow.topic == topic, *_TO_AN_AUDIENCE)
        .group_by(col(OutboxRow.subject))
    )
    found = dict(session.exec(statement).all())
    foresee(session, count_moments, {(topic, subject): found.get(subject, 0) for subject in subjects})


def sent_about(session: Session, subjects: Collection[str], *, limit: int) -> list[OutboxRow]:
    """The texts about these subjects that went out, the newest first."""
    statement = (
        select(OutboxRow)
        .where(
            col(OutboxRow.subject).in_(subjects),
            OutboxRow.state == SendState.SENT,
            OutboxRow.kind == "send",
            OutboxRow.text != "",
        )
        .order_by(col(OutboxRow.sent_at).desc())
        .limit(limit)
    )
    return list(session.exec(statement).all())
