"""Which of several processes has the broadcasts and the ticks: a lease in the database, judged by its clock.

An advisory lock would stay with a process that is stopped and not dead. A lease ends by time, whatever its holder
does; whoever acts on it asks again in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.store.hall import queries as hall_store

KEY = "leader"


def acquire(session: Session, *, owner: str, seconds: float, now: datetime) -> bool:
    """Take or renew the lease for `seconds`; False while somebody else holds it."""
    hall_store.put_note_if_new(session, KEY, {"owner": "", "until": 0}, now=now)
    note = hall_store.locked_note(session, KEY)
    instant = hall_store.database_time(session)
    if note is None or (note.value["owner"] != owner and note.value["until"] > instant):
        return False
    note.value, note.updated_at = {"owner": owner, "until": instant + seconds}, now
    session.add(note)
    return True


def holds(session: Session, *, owner: str) -> bool:
    """Whether the lease is this owner's, for as long as the transaction lasts."""
    note = hall_store.locked_note(session, KEY, shared=True)
    return note is not None and note.value["owner"] == owner and note.value["until"] > hall_store.database_time(session)


def resign(session: Session, *, owner: str) -> None:
    """Let go at once, so that another need not wait."""
    note = hall_store.locked_note(session, KEY)
    if note is not None and note.value["owner"] == owner:
        note.value = {"owner": "", "until": 0}
        session.add(note)
