"""Which outbox rows go out next, and whose they are: the statements by which rows are claimed, kept and settled.

Made once and without the ORM where it can be: at thousands of rows due in the same second this is what a reminder costs
(`tests/benchmarks/bench_reminders.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, exists, literal_column, or_
from sqlalchemy import select as columns
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select, update

from bot.domain.hall.terms import Lane, SendState
from bot.store.post.conditions import IS_CLAIMED, IS_PLANNED
from bot.store.post.tables import OutboxRow

_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_IS_URGENT: Any = literal_column("urgent")
_READY = (IS_PLANNED, _TABLE.c.due_at <= bindparam("now"), _TABLE.c.not_before <= bindparam("wall"))
_LANES = col(OutboxRow.lane).in_(bindparam("lanes", expanding=True))
_SILENT = (IS_CLAIMED, _TABLE.c.lease < bindparam("wall"), _LANES)
"""Claimed by somebody who was not heard of until the end of the lease."""


def _ids(*conditions: ColumnElement[bool], order: tuple[Any, ...]) -> Select[Any]:
    found = columns(_TABLE.c.id).where(*conditions).order_by(*order).limit(bindparam("most"))
    return found.with_for_update(skip_locked=True)


_DUE_FIRST = (_TABLE.c.due_at, _TABLE.c.id)
_ABANDONED = _ids(*_SILENT, order=(_TABLE.c.lease, _TABLE.c.id))
_URGENT = _ids(*_READY, _IS_URGENT, _LANES, order=_DUE_FIRST)
_OF_LANE = _ids(*_READY, col(OutboxRow.lane) == bindparam("lane"), order=_DUE_FIRST)
_TAKE = (
    update(OutboxRow)
    .where(col(OutboxRow.id).in_(bindparam("ids", expanding=True)))
    .values(
        state=SendState.CLAIMED,
        owner=bindparam("by"),
        lease=bindparam("until"),
        attempts=OutboxRow.attempts + 1,
        begun=True,
        # A change of a shown message that comes after this needs an edit of its own.
        dedupe=case((col(OutboxRow.kind) == "edit", None), else_=col(OutboxRow.dedupe)),
    )
    .returning(OutboxRow)
    .execution_options(synchronize_session=False, populate_existing=True)
)
_OURS = (IS_CLAIMED, _TABLE.c.owner == bindparam("by"))
_DOUBT = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        # That a process stopped is no fault of the message: the pauses after real faults do not grow by it.
        attempts=_TABLE.c.attempts - 1,
        uncertain=_TABLE.c.uncertain + case((_TABLE.c.begun, 1), else_=0),
        # A change of a message that is made twice is one change: only what is sent anew may be there twice.
        doubts=_TABLE.c.doubts + case((and_(_TABLE.c.begun, _TABLE.c.kind == literal_column("'send'")), 1), else_=0),
        error=case((_TABLE.c.begun, bindparam("words", type_=_TABLE.c.error.type)), else_=_TABLE.c.error),
    )
)
_GIVE_UP = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("ids", expanding=True)), _TABLE.c.begun)
    .where(or_(_TABLE.c.doubts > bindparam("most"), _TABLE.c.uncertain > bindparam("lost_most")))
    .values(state=SendState.UNCERTAIN, error=bindparam("words", type_=_TABLE.c.error.type))
    .returning(_TABLE.c.id)
)
_WAITS = update(_TABLE).where(_TABLE.c.id.in_(bindparam("ids", expanding=True))).values(begun=False)
_BEGIN = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("ids", expanding=True)), *_OURS)
    .values(begun=True, lease=bindparam("until"))
    .returning(_TABLE.c.id, _TABLE.c.attempts)
)
_PUT_BACK = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"), *_OURS, _TABLE.c.attempts == bindparam("tries"))
    .values(state=SendState.PLANNED, owner="", lease=0, attempts=_TABLE.c.attempts - 1)
)
_SOON = (
    select(OutboxRow)
    .where(IS_PLANNED, col(OutboxRow.person_id).in_(bindparam("people", expanding=True)))
    .where(OutboxRow.lane == Lane.REMINDER, col(OutboxRow.due_at) < bindparam("until"), OutboxRow.not_before == 0)
    .order_by(col(OutboxRow.due_at), col(OutboxRow.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_HELD = (
    columns(_TABLE.c.id, _TABLE.c.owner, _TABLE.c.attempts)
    .where(_TABLE.c.id.in_(bindparam("rows", expanding=True)), IS_CLAIMED)
    .with_for_update()
)
_SETTLE = _TABLE.update().where(_TABLE.c.id == bindparam("row"))


# -- finding -------------------------------------------------------------------------------------------------------


def abandoned(session: Session, lanes: Sequence[Lane], *, wall: float, most: int) -> list[int]:
    """Ids of claimed rows whose lease ran out, longest ago first. As with all ids here the rows are locked; what others
    have locked is left out."""
    return _found(session, _ABANDONED, wall=wall, lanes=lanes, most=most)


def urgent(session: Session, lanes: Sequence[Lane], *, now: datetime, wall: float, most: int) -> list[int]:
    """Ids of urgent rows that are due, longest due first."""
    return _found(session, _URGENT, now=now, wall=wall, lanes=lanes, most=most)


def of_lane(session: Session, lane: Lane, *, now: datetime, wall: float, most: int) -> list[int]:
    """Ids of rows of a lane that are due, urgent or not, longest due first."""
    return _found(session, _OF_LANE, now=now, wall=wall, lane=lane, most=most)


def _found(session: Session, statement: Select[Any], **values: Any) -> list[int]:
    return list(session.connection().execute(statement, values).scalars())


def soon(session: Session, people: Sequence[int], *, until: datetime, most: int) -> list[OutboxRow]:
    """Planned reminders of these people due before `until`, in that order, locked; none that waits after a fault."""
    return list(session.execute(_SOON, {"people": people, "until": until, "most": most}).scalars())


def waiting_again(session: Session, now: datetime) -> float | None:
    """When (epoch seconds) the first of the planned rows that are due may be tried again."""
    return session.exec(
        select(OutboxRow.not_before)
        .where(IS_PLANNED, OutboxRow.due_at <= now)
        .order_by(col(OutboxRow.not_before))
        .limit(1)
    ).first()


@lru_cache
def _question(lanes: tuple[Lane, ...]) -> Select[Any]:
    due = (exists().where(*_READY, col(OutboxRow.lane) == literal_column(f"'{lane.value}'")) for lane in lanes)
    return columns(or_(*due, exists().where(*_SILENT)))


def anything(session: Session, lanes: tuple[Lane, ...], *, now: datetime, wall: float) -> bool:
    """Whether a row of these lanes is due or abandoned."""
    values = {"now": now, "wall": wall, "lanes": lanes}
    return bool(session.connection().execute(_question(lanes), values).scalar())


# -- claiming ------------------------------------------------------------------------------------------------------


def take(session: Session, ids: Sequence[int], *, owner: str, until: float) -> list[OutboxRow]:
    """The rows, claimed in this statement, in the order of `ids`; the database gives them back in any."""
    session.flush()
    taken = session.execute(_TAKE, {"ids": ids, "by": owner, "until": until}).scalars()
    by_id = {row.id: row for row in taken}
    return [by_id[each] for each in ids]


def doubt(session: Session, ids: Sequence[int], words: str) -> None:
    """Abandoned rows may have been sent, if that had begun: counted, with `words` as the error; the try is not."""
    session.connection().execute(_DOUBT, {"ids": ids, "words": words})


def give_up(session: Session, ids: Sequence[int], words: str, *, most: int, lost_most: int) -> set[int]:
    """Of the rows that had begun, those in doubt more than `most` times, or lost more than `lost_most` times, are left
    as uncertain, and their ids given back."""
    values = {"ids": ids, "words": words, "most": most, "lost_most": lost_most}
    return set(session.connection().execute(_GIVE_UP, values).scalars())


def waits(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Nothing of these claimed rows is on its way; loaded ones show it."""
    session.execute(_WAITS, {"ids": [row.id for row in rows]})
    for row in rows:
        set_committed_value(row, "begun", False)


def begin(session: Session, ids: Sequence[int | None], *, owner: str, until: float) -> set[tuple[int, int]]:
    """Those of the rows that are this owner's may be on their way from now on; (id, attempts) of each."""
    values = {"ids": ids, "by": owner, "until": until}
    return {(number, attempts) for number, attempts in session.connection().execute(_BEGIN, values)}


def put_back(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Claimed rows are planned again and no try is counted, where the claim still holds."""
    values = [{"row": row.id, "by": row.owner, "tries": row.attempts} for row in rows]
    if values:
        session.connection().execute(_PUT_BACK, values)


def free_lane(session: Session, lane: Lane) -> None:
    """The leases of what is claimed in a lane and not begun are over."""
    ahead = update(OutboxRow).where(IS_CLAIMED, col(OutboxRow.lane) == lane, col(OutboxRow.begun).is_(False))
    session.execute(ahead.values(lease=0))


def free(session: Session) -> int:
    """All leases are over; returns how many rows are claimed."""
    statement = update(OutboxRow).where(IS_CLAIMED).values(lease=0)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def set_back(session: Session, seconds: float, *, waits_after: float, leased_after: float) -> None:
    """Pauses that end after the one instant, and leases that end after the other, end so many seconds earlier."""
    waits = update(OutboxRow).where(IS_PLANNED, col(OutboxRow.not_before) > waits_after)
    session.execute(waits.values(not_before=OutboxRow.not_before - seconds))
    leased = update(OutboxRow).where(IS_CLAIMED, col(OutboxRow.lease) > leased_after)
    session.execute(leased.values(lease=OutboxRow.lease - seconds))


# -- settling ------------------------------------------------------------------------------------------------------


def claimed(session: Session, row_id: int | None, owner: str, attempts: int) -> OutboxRow | None:
    """The row, locked, if it is still claimed by this owner in this try."""
    return session.exec(
        select(OutboxRow)
        .where(OutboxRow.id == row_id, IS_CLAIMED)
        .where(OutboxRow.owner == owner, OutboxRow.attempts == attempts)
        .with_for_update()
    ).first()


def holders(session: Session, ids: Sequence[int | None]) -> set[tuple[int, str, int]]:
    """(id, owner, attempts) of those of the rows that are claimed, locked."""
    return set(map(tuple, session.connection().execute(_HELD, {"rows": ids})))


def settle(session: Session, values: Sequence[dict[str, Any]]) -> None:
    """Write columns of rows, each by its id under `row`; all name the same columns. Loaded rows do not show it."""
    session.connection().execute(_SETTLE, values)


def move_message(session: Session, row_id: int, message_id: int) -> None:
    """The message of a sent row has another id."""
    session.execute(update(OutboxRow).where(col(OutboxRow.id) == row_id).values(message_id=message_id))


def sent_twice(session: Session, row_id: int | None, owner: str, words: str) -> None:
    """A row that somebody else than `owner` has now went out once more: counted as doubt, with `words` as the error."""
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row_id, col(OutboxRow.owner) != owner)
        .values(uncertain=OutboxRow.uncertain + 1, error=words)
    )
