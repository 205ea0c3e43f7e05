"""The outbox in numbers, and what of it waits for a person: doubtful and held messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, literal
from sqlmodel import Session, and_, col, func, or_, select, update

from bot.domain.hall.terms import CircularState, Lane, SendState
from bot.store.agencies import people as people_store
from bot.store.agencies.tables import Person
from bot.store.circulars.tables import Circular
from bot.store.post.conditions import IS_PLANNED, IS_WRONG
from bot.store.post.tables import OutboxRow


def _count(session: Session, *conditions: Any) -> int:
    return int(session.exec(select(func.count()).select_from(OutboxRow).where(*conditions)).one())


def count_sent(session: Session, since: datetime) -> int:
    """How many messages were sent since then."""
    return _count(session, OutboxRow.state == SendState.SENT, col(OutboxRow.sent_at) >= since)


def count_failed(session: Session, since: datetime, *, but: Collection[str] = ()) -> int:
    """How many messages due since then failed; not those whose error is like one of `but` (with `%` for anything)."""
    others = [~col(OutboxRow.error).like(pattern) for pattern in but]
    return _count(session, IS_WRONG, OutboxRow.state == SendState.FAILED, OutboxRow.due_at >= since, *others)


def count_planned(session: Session, lane: Lane) -> int:
    """How many rows of a lane are planned."""
    return _count(session, IS_PLANNED, OutboxRow.lane == lane)


def due(session: Session, lane: Lane, now: datetime) -> tuple[int, datetime | None]:
    """How many planned rows of a lane are due, and since when the oldest is."""
    return session.exec(
        select(func.count(), func.min(OutboxRow.due_at)).where(
            IS_PLANNED, OutboxRow.lane == lane, OutboxRow.due_at <= now
        )
    ).one()


# -- whose they are ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """Messages to people of these branches (paths), and to these audiences."""

    branches: Collection[str]
    audiences: Collection[str] = ()


def _within(reach: Reach | None) -> tuple[Any, ...]:
    """Conditions for what lies within reach (None: everything)."""
    if reach is None:
        return ()
    to_people = col(OutboxRow.person_id).in_(people_store.ids_in(reach.branches))
    return (or_(to_people, and_(col(OutboxRow.audience) != "", col(OutboxRow.audience).in_(reach.audiences))),)


def ready_since(session: Session, lane: Lane, *, now: datetime, wall: float) -> datetime | None:
    """Since when the oldest row of a lane is due that waits for no other try after a fault; None if there is none."""
    ready = (IS_PLANNED, OutboxRow.lane == lane, OutboxRow.due_at <= now, OutboxRow.not_before <= wall)
    return session.exec(select(func.min(OutboxRow.due_at)).where(*ready)).one()


def newest_message(session: Session) -> int | None:
    """The id of the newest row of the outbox; its page is read, not only an index."""
    newest = select(OutboxRow.id, OutboxRow.text).order_by(col(OutboxRow.id).desc()).limit(1)
    found = session.exec(newest).first()
    return found[0] if found else None


def from_disk(session: Session) -> None:
    """What this connection reads next it reads from the disk, not from what it remembers (SQLite)."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA shrink_memory")


# -- in doubt ------------------------------------------------------------------------------------------------------


def count_doubtful(session: Session, reach: Reach | None = None) -> int:
    """Of how many messages nobody knows whether they arrived."""
    return _count(session, IS_WRONG, OutboxRow.state == SendState.UNCERTAIN, *_within(reach))


def is_within(session: Session, row_id: int, reach: Reach | None) -> bool:
    """Whether a message lies within reach."""
    return _count(session, OutboxRow.id == row_id, *_within(reach)) > 0


def doubtful(session: Session, reach: Reach | None = None, *, most: int) -> list[tuple[OutboxRow, Person | None]]:
    """Messages of which nobody knows whether they arrived, with whom they are for, longest due first."""
    rows = session.exec(
        select(OutboxRow, Person)
        .join(Person, col(Person.id) == OutboxRow.person_id, isouter=True)
        .where(IS_WRONG, OutboxRow.state == SendState.UNCERTAIN, *_within(reach))
        .order_by(col(OutboxRow.due_at))
        .limit(most)
    ).all()
    return [(row, person) for row, person in rows]


# -- held ----------------------------------------------------------------------------------------------------------


def _is_held(paused_prefix: str) -> tuple[Any, ...]:
    """Held, and not by a paused circular: its rows are about `paused_prefix` and its id."""
    paused = select(literal(paused_prefix) + cast(Circular.id, String)).where(Circular.state == CircularState.PAUSED)
    return (OutboxRow.state == SendState.HELD, col(OutboxRow.subject).not_in(paused))


def audiences_held(session: Session, paused_prefix: str) -> list[str]:
    """To which audiences something is held, in no order."""
    statement = select(OutboxRow.audience).where(*_is_held(paused_prefix), col(OutboxRow.audience) != "")
    return list(session.exec(statement.distinct()).all())


def count_held(session: Session, paused_prefix: str, reach: Reach | None = None) -> int:
    """How many messages are held, without those of paused circulars (whose subjects begin with `paused_prefix`)."""
    return _count(session, IS_WRONG, *_is_held(paused_prefix), *_within(reach))


def held(session: Session, paused_prefix: str, reach: Reach | None = None, *, first: int, most: int) -> list[OutboxRow]:
    """What is held, without paused circulars, in the order in which it is due: `most` of it from `first` on."""
    statement = select(OutboxRow).where(*_is_held(paused_prefix), *_within(reach))
    statement = statement.order_by(col(OutboxRow.due_at), col(OutboxRow.id)).offset(first).limit(most)
    return list(session.exec(statement).all())


def release_held(session: Session, paused_prefix: str, reach: Reach | None = None) -> int:
    """What is held, without paused circulars, is planned; returns how many. Loaded rows do not show it."""
    return _decide(session, paused_prefix, reach, state=SendState.PLANNED, lease=0, owner="", not_before=0)


def discard_held(session: Session, paused_prefix: str, reach: Reach | None = None) -> int:
    """What is held, without paused circulars, is cancelled; returns how many. Loaded rows do not show it."""
    return _decide(session, paused_prefix, reach, state=SendState.CANCELLED, dedupe=None)


def _decide(session: Session, paused_prefix: str, reach: Reach | None, **values: Any) -> int:
    statement = update(OutboxRow).where(*_is_held(paused_prefix), *_within(reach)).values(**values)
    statement = statement.execution_options(synchronize_session=False)
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]
