"""A table whose rows wait to be worked off: each belongs for a while to whoever began it, and is begun again where that
one died. Which rows there are and what is done with them is for each room to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import or_
from sqlmodel import Session, col, delete, func, select, update

from bot.store.base import Leased

J = TypeVar("J", bound=Leased)


@dataclass(frozen=True, slots=True)
class Queue(Generic[J]):
    """Of one table. `first`: by what rows come before those that are older; `open`: which of them wait at all;
    `longest`: seconds for which one is put off at the most, after `pause` and twice that each time it failed."""

    table: type[J]
    first: Callable[[], tuple[Any, ...]] = tuple
    open: Callable[[], tuple[Any, ...]] = tuple
    attempts: int = 3
    """How often one is begun: what ends the program each time must not do so for ever."""
    pause: float = 15.0
    longest: float = 0.0

    def _free(self, such: tuple[Any, ...], wall: float, lease: float) -> tuple[Any, ...]:
        """A lease further in the future than any is given was given by a clock that has been set back since."""
        until, longest = col(self.table.lease), max(lease, self.longest)
        return (*such, *self.open(), or_(until < wall, until > wall + longest))

    def anything(self, session: Session, *such: Any, wall: float, lease: float) -> bool:
        """Whether a claim would find something; asked on a reading connection."""
        row: Any = self.table
        statement = select(row.id).where(*self._free(such, wall, lease)).limit(1)
        return session.exec(statement).first() is not None

    def claim(self, session: Session, *such: Any, wall: float, owner: str, lease: float) -> J | None:
        """The next one, begun once more and ours for so many seconds; what others have locked is left out. None where
        nothing waits."""
        row: Any = self.table
        statement = select(self.table).where(*self._free(such, wall, lease)).order_by(*self.first(), row.id).limit(1)
        job = session.exec(statement.with_for_update(skip_locked=True)).first()
        if job is not None:
            job.attempts, job.lease, job.owner = job.attempts + 1, wall + lease, owner
            session.add(job)
            session.flush()
        return job

    def locked(self, session: Session, job_id: int | None) -> J | None:
        """The row as it stands now, held until the transaction ends."""
        row: Any = self.table
        statement = select(self.table).where(row.id == job_id).with_for_update()
        return session.exec(statement.execution_options(populate_existing=True)).first()

    def take(self, session: Session, job: J) -> J | None:
        """The row in the transaction that settles it, locked; None where somebody else has it by now."""
        found = self.locked(session, job.id)
        return found if found is not None and (found.owner, found.attempts) == (job.owner, job.attempts) else None

    def settle(self, session: Session, job: J) -> None:
        """It is done with."""
        session.delete(job)
        session.flush()

    def drop(self, session: Session, job: J) -> None:
        """Nobody waits for it any more."""
        found = self.take(session, job)
        if found is not None:
            self.settle(session, found)

    def put_back(self, session: Session, job: J, *, until: float = 0.0, counts: bool = True) -> None:
        """It was not done, and may be tried again after `until` (epoch seconds); a stop of ours does not count."""
        found = self.take(session, job)
        if found is not None:
            found.lease, found.owner, found.attempts = until, "", found.attempts - (not counts)
            session.add(found)

    def wait(self, job: J) -> float:
        """Seconds until what failed is tried again: longer each time, where it may wait longer than once."""
        return min(self.longest or self.pause, self.pause * float(2 ** min(job.attempts, 10)))

    def is_worn_out(self, job: J) -> bool:
        """Whether it was begun so often that it is given up."""
        return job.attempts > self.attempts

    def waiting(self, session: Session, *such: Any) -> int:
        """How many there are still to be done."""
        return session.exec(select(func.count()).select_from(self.table).where(*such, *self.open())).one()

    def give_up_leases(self, session: Session) -> None:
        """At the start of the only process: what the last one had in hand, or put off, may be done again at once."""
        session.execute(update(self.table).values(lease=0.0, owner=""))

    def forget(self, session: Session, before: datetime, *such: Any) -> None:
        """What was asked for before the instant."""
        session.execute(delete(self.table).where(col(self.table.made_at) < before, *such))
