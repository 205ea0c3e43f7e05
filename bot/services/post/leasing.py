"""Which outbox rows go out next, and whose they are: claims with a lease.

Rows are claimed in small batches, each in one statement that also gives back what it claimed: at thousands of rows due
in the same second this is what a reminder costs (`tests/benchmarks/bench_reminders.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, exists, literal_column, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select, update

from bot.domain.hall.terms import Lane, SendState
from bot.services.post.outbox import IS_PLANNED, LEASE
from bot.store.tables import OutboxRow

IS_CLAIMED = col(OutboxRow.state) == literal_column("'claimed'")
LOST_MOST = 10
"""How often a row may be lost on its way: one that ends the program each time must not do so for ever."""
GIVEN_UP = "the program stopped each time this was sent"
LOST = "uncertain: the sender stopped while this was in flight; sent once more"
_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_IS_URGENT: Any = literal_column("urgent")
_READY = (IS_PLANNED, _TABLE.c.due_at <= bindparam("now"), _TABLE.c.not_before <= bindparam("wall"))
_LANES = col(OutboxRow.lane).in_(bindparam("lanes", expanding=True))
_SILENT = (IS_CLAIMED, _TABLE.c.lease < bindparam("wall"), _LANES)
"""Claimed by somebody who was not heard of until the end of the lease."""


def _ids(*conditions: ColumnElement[bool], order: tuple[Any, ...]) -> Select[Any]:
    found = core_select(_TABLE.c.id).where(*conditions).order_by(*order).limit(bindparam("most"))
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
        error=case((_TABLE.c.begun, LOST), else_=_TABLE.c.error),
    )
)
_GIVE_UP = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("ids", expanding=True)), _TABLE.c.begun, _TABLE.c.uncertain > LOST_MOST)
    .values(state=SendState.UNCERTAIN, error=GIVEN_UP)
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


def claim(
    session: Session,
    *,
    now: datetime,
    wall: float,
    owner: str,
    limit: int = 50,
    lanes: tuple[Lane, ...] = tuple(Lane),
) -> list[OutboxRow]:
    """Claim rows that are due, and rows whose claimer fell silent (sent once more; in doubt, if that had begun).

    `owner` is to be another one for each claim: by it a claim is told from a later one of the same process.

    Urgent ones come first, then the lanes in their order, within a lane the one that is due longest.
    """
    order: dict[int, None] = {}
    here = session.connection()

    def find(statement: Select[Any], **more: Any) -> list[int]:
        values = {"now": now, "wall": wall, "most": limit - len(order), **more}
        return [] if len(order) >= limit else list(here.execute(statement, values).scalars())

    lost = find(_ABANDONED, lanes=lanes)
    order |= dict.fromkeys(lost)
    order |= dict.fromkeys(find(_URGENT, lanes=lanes))
    urgent = len(order) - len(lost)
    for lane in lanes:
        # The urgent ones of the lane are found a second time.
        found = find(_OF_LANE, lane=lane, most=limit - len(order) + urgent)
        order |= dict.fromkeys(each for each in found[: limit - len(order) + urgent] if each not in order)
    chosen = list(order)[:limit]
    if lost:
        given_up = _doubted(session, lost)
        chosen = [each for each in chosen if each not in given_up]
    return _taken(session, chosen, owner, wall) if chosen else []


def _doubted(session: Session, lost: list[int]) -> set[int]:
    """Note the doubt over what had begun; gives those that are left to a person now."""
    here = session.connection()
    here.execute(_DOUBT, {"ids": lost})
    return set(here.execute(_GIVE_UP, {"ids": lost}).scalars())


def _taken(session: Session, ids: list[int], owner: str, wall: float) -> list[OutboxRow]:
    """In the order of `ids`; the database gives them back in any."""
    session.flush()
    taken = session.execute(_TAKE, {"ids": ids, "by": owner, "until": wall + LEASE}).scalars()
    by_id = {row.id: row for row in taken}
    return [by_id[each] for each in ids]


def take(row: OutboxRow, *, owner: str, wall: float) -> None:
    """One more row is this owner's from now on."""
    row.state, row.owner, row.lease = SendState.CLAIMED, owner, wall + LEASE
    row.attempts, row.begun = row.attempts + 1, True
    if row.kind == "edit":
        row.dedupe = None


def waits(session: Session, rows: Sequence[OutboxRow]) -> None:
    """These rows just claimed come later: until `begin` nothing of them is on its way."""
    ids = [row.id for row in rows]
    session.execute(_WAITS, {"ids": ids})


def begin(session: Session, rows: Sequence[OutboxRow], *, wall: float) -> list[OutboxRow]:
    """From now on these rows may be on their way, with a new lease. Left out are those that are ours no more."""
    values = {"ids": [row.id for row in rows], "by": rows[0].owner, "until": wall + LEASE}
    still = {(number, attempts) for number, attempts in session.connection().execute(_BEGIN, values)}
    ours = [row for row in rows if (row.id, row.attempts) in still]
    for row in ours:
        row.lease = wall + LEASE
    return ours


def put_back(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Claimed rows that were not begun wait as before; no try is counted."""
    values = [{"row": row.id, "by": row.owner, "tries": row.attempts} for row in rows]
    if values:
        session.connection().execute(_PUT_BACK, values)


def free_broadcasts(session: Session) -> None:
    """Whoever leads from now on need not wait for the leases of what the last one had claimed and not begun."""
    ahead = update(OutboxRow).where(IS_CLAIMED, col(OutboxRow.lane) == Lane.BULK, col(OutboxRow.begun).is_(False))
    session.execute(ahead.values(lease=0))


def give_up_leases(session: Session) -> int:
    """At the start of the only process: what was in flight when the last one stopped may be claimed at once."""
    statement = update(OutboxRow).where(IS_CLAIMED).values(lease=0)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def set_back(session: Session, seconds: float, *, wall: float) -> None:
    """The clock went back by so much: instants noted by it are that much earlier."""
    waits = update(OutboxRow).where(IS_PLANNED, col(OutboxRow.not_before) > wall)
    session.execute(waits.values(not_before=OutboxRow.not_before - seconds))
    leased = update(OutboxRow).where(IS_CLAIMED, col(OutboxRow.lease) > wall + LEASE)
    session.execute(leased.values(lease=OutboxRow.lease - seconds))


def waiting_again(session: Session, *, now: datetime) -> float | None:
    """When (epoch seconds) the first row that is due, and waits after a fault, may be tried again."""
    return session.exec(
        select(OutboxRow.not_before)
        .where(IS_PLANNED, OutboxRow.due_at <= now)
        .order_by(col(OutboxRow.not_before))
        .limit(1)
    ).first()


@lru_cache
def _question(lanes: tuple[Lane, ...]) -> Select[Any]:
    due = (exists().where(*_READY, col(OutboxRow.lane) == literal_column(f"'{lane.value}'")) for lane in lanes)
    return core_select(or_(*due, exists().where(*_SILENT)))


def anything(session: Session, *, now: datetime, wall: float, lanes: tuple[Lane, ...]) -> bool:
    """Whether a claim would find something; asked on a reading connection."""
    values = {"now": now, "wall": wall, "lanes": lanes}
    return bool(session.connection().execute(_question(lanes), values).scalar())
