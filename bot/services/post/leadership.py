"""Which of several processes has the broadcasts and the ticks: a lease in the database, judged by its clock.

An advisory lock would stay with a process that is stopped and not dead. A lease ends by time, whatever its holder
does; whoever acts on it asks again in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from bot.store.tables import Note

KEY = "leader"


def _database_time(session: Session) -> float:
    """Seconds since the epoch by the database's clock: the same for all processes."""
    return float(session.connection().execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())


def acquire(session: Session, *, owner: str, seconds: float, now: datetime) -> bool:
    """Take or renew the lease for `seconds`; False while somebody else holds it."""
    session.execute(
        insert(Note).values(key=KEY, value={"owner": "", "until": 0}, updated_at=now).on_conflict_do_nothing()
    )
    note = session.exec(select(Note).where(Note.key == KEY).with_for_update()).one()
    instant = _database_time(session)
    if note.value["owner"] != owner and note.value["until"] > instant:
        return False
    note.value, note.updated_at = {"owner": owner, "until": instant + seconds}, now
    session.add(note)
    return True


def holds(session: Session, *, owner: str) -> bool:
    """Whether the lease is this owner's, for as long as the transaction lasts."""
    note = session.exec(select(Note).where(Note.key == KEY).with_for_update(read=True)).first()
    return note is not None and note.value["owner"] == owner and note.value["until"] > _database_time(session)


def resign(session: Session, *, owner: str) -> None:
    """Let go at once, so that another need not wait."""
    note = session.exec(select(Note).where(Note.key == KEY).with_for_update()).first()
    if note is not None and note.value["owner"] == owner:
        note.value = {"owner": "", "until": 0}
        session.add(note)
