"""Updates as they came: written once, claimed, finished."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, literal_column
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete, func, select, update

from bot.domain.hall.terms import InboxState
from bot.store.agencies import people as people_store
from bot.store.post.tables import InboxRow

IN_ONE = 500
"""So many ids are written to in one statement."""
_IS_WAITING = col(InboxRow.state) == literal_column("'waiting'")
_TABLE: Table = InboxRow.__table__  # type: ignore[attr-defined]
# The two statements of every turn, without the ORM: it would load and compare the raw update each time.
_STATE = columns(_TABLE.c.state).where(_TABLE.c.update_id == bindparam("row")).with_for_update()
_DONE = _TABLE.update().where(_TABLE.c.update_id == bindparam("row"))


def add_new(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write those rows that are not there yet; their ids in order."""
    if not rows:
        return []
    connection = session.connection()
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    # Without the ORM: a hundred updates of somebody who floods stand before the next person's in the same answer.
    statement = insert(_TABLE).on_conflict_do_nothing(index_elements=["update_id"]).returning(_TABLE.c.update_id)
    return sorted(connection.execute(statement, rows).scalars().all())


def abandoned(session: Session, *, wall: float, most: int) -> list[InboxRow]:
    """Waiting updates whose lease ran out, the oldest first, locked; what others have locked is left out."""
    return list(
        session.exec(
            select(InboxRow)
            .where(_IS_WAITING, InboxRow.lease < wall)
            .order_by(col(InboxRow.update_id))
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
    )


def renew(session: Session, ids: Sequence[int], *, owner: str, lease: float) -> None:
    """A new lease for those of the waiting updates that are this owner's."""
    mine = update(InboxRow).where(_IS_WAITING, col(InboxRow.owner) == owner).values(lease=lease)
    for first in range(0, len(ids), IN_ONE):
        session.execute(mine.where(col(InboxRow.update_id).in_(ids[first : first + IN_ONE])))


def earlier(session: Session, sender: int, update_id: int) -> InboxRow | None:
    """The oldest waiting update of this sender before this one."""
    return session.exec(
        select(InboxRow)
        .where(_IS_WAITING, InboxRow.sender == sender, InboxRow.update_id < update_id)
        .order_by(col(InboxRow.update_id))
        .limit(1)
    ).first()


def take_over(session: Session, update_id: int, *, wall: float, owner: str, lease: float) -> bool:
    """The waiting update is this owner's from now on, if its lease ran out; False otherwise."""
    statement = (
        update(InboxRow)
        .where(_IS_WAITING, col(InboxRow.update_id) == update_id, col(InboxRow.lease) < wall)
        .values(owner=owner, lease=lease)
    )
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def state_of(session: Session, update_id: int) -> InboxState | None:
    """How the update stands; its row is locked for this transaction. None if there is none."""
    state: InboxState | None = session.connection().execute(_STATE, {"row": update_id}).scalar_one_or_none()
    return state


def done(session: Session, update_id: int, *, now: datetime) -> None:
    """The update is done."""
    session.connection().execute(_DONE, {"row": update_id, "state": InboxState.DONE, "done_at": now})


def leave_out(session: Session, ids: Sequence[int], words: str, *, now: datetime) -> None:
    """Waiting updates are done without having been handled, with `words` as the error."""
    left = update(InboxRow).where(_IS_WAITING).values(state=InboxState.DONE, done_at=now, error=words)
    for first in range(0, len(ids), IN_ONE):
        session.execute(left.where(col(InboxRow.update_id).in_(ids[first : first + IN_ONE])))


def locked(session: Session, update_id: int) -> InboxRow | None:
    """The update, locked for this transaction."""
    return session.exec(select(InboxRow).where(InboxRow.update_id == update_id).with_for_update()).first()


def free(session: Session) -> int:
    """All leases of waiting updates are over; returns how many updates wait."""
    statement = update(InboxRow).where(_IS_WAITING).values(lease=0)
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


def forget_done(session: Session, received_before: datetime) -> int:
    """Delete updates that are done and came before then; returns how many."""
    statement = delete(InboxRow).where(
        col(InboxRow.state) == InboxState.DONE, col(InboxRow.received_at) < received_before
    )
    return session.execute(statement).rowcount or 0  # type: ignore[attr-defined]


# -- figures -------------------------------------------------------------------------------------------------------


def waiting(session: Session, *, but: int) -> tuple[int, datetime | None]:
    """How many updates wait, and since when the oldest does; without the update `but`."""
    return session.exec(
        select(func.count(), func.min(InboxRow.received_at)).where(
            InboxRow.state == InboxState.WAITING, InboxRow.update_id != but
        )
    ).one()


def newest(session: Session) -> int | None:
    """The id of the update with the highest number; its page is read, not only an index."""
    statement = select(InboxRow.update_id, InboxRow.attempts).order_by(col(InboxRow.update_id).desc()).limit(1)
    found = session.exec(statement).first()
    return found[0] if found else None


def _of(branches: Collection[str] | None) -> tuple[Any, ...]:
    """Conditions for updates of people of these branches (paths); None: of everybody."""
    return () if branches is None else (col(InboxRow.sender).in_(people_store.accounts_in(branches)),)


def parked(session: Session, branches: Collection[str] | None = None, *, most: int) -> list[InboxRow]:
    """What could not be handled, the newest first."""
    statement = select(InboxRow).where(InboxRow.state == InboxState.PARKED, *_of(branches))
    return list(session.exec(statement.order_by(col(InboxRow.update_id).desc()).limit(most)).all())


def count_parked(session: Session, branches: Collection[str] | None = None) -> int:
    """How many could not be handled, all told."""
    return session.exec(select(func.count()).where(InboxRow.state == InboxState.PARKED, *_of(branches))).one()


def is_of(session: Session, update_id: int, branches: Collection[str] | None) -> bool:
    """Whether an update is there, of somebody in these branches (None: of anybody)."""
    statement = select(InboxRow.update_id).where(InboxRow.update_id == update_id, *_of(branches))
    return session.exec(statement).first() is not None
